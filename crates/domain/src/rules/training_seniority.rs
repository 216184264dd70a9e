//! `training_seniority`: a track of the area offered for years without a gap.

use chrono::NaiveDate;

use super::finding::Finding;
use super::ground::Ground;
use super::offers::{Offer, Offers, Run, Worth};
use super::reason::Reason;
use super::rule::Rule;
use super::ruleset::{Leeway, Parameters, SeniorityBound};
use crate::accreditation::Section;
use crate::calendar::Period;
use crate::member::{Member, MemberKind};
use crate::study_track::Provider;

/// How long the member has offered a track of the area, if the rule binds it.
pub(super) fn finding(
    ground: &Ground<'_>,
    member: &Member,
    offers: &Offers<'_>,
) -> Option<Finding> {
    if !is_bound(ground, member) {
        return None;
    }
    let senior =
        |run: Option<Run>| run.filter(|run| run.is_senior(ground.day)).map(|run| run.period.from());
    let offered = |by_right| {
        let is = move |offer: &&Offer<'_>| may_offer(ground, member, offer.provider) == by_right;
        offers.tracks.iter().filter(is)
    };

    let alone = offered(true).filter_map(|offer| {
        let since = senior(offer.run(ground.day))?;
        let track = offer.track.to_owned();
        Some(match offer.worth {
            Worth::Core => (Leeway::Accept, Reason::TrackSenior { track, since }),
            Worth::Secondary => (Leeway::Review, Reason::TrackSecondary { track, since }),
            Worth::Uncatalogued => (Leeway::Review, Reason::TrackUncatalogued { track, since }),
        })
    });
    let of_others = offered(false).filter_map(|offer| {
        let since = senior(offer.run(ground.day))?;
        let track = offer.track.to_owned();
        Some((Leeway::Review, Reason::TrackOfAnotherProvider { track, since }))
    });
    let continued = offered(true).filter_map(|offer| {
        let since = senior(offer.inherited_run(ground.day))?;
        let (track, from) = (offer.track.to_owned(), offer.run(ground.day)?.period.from());
        let of = offer.predecessors.iter().find(|(first, _)| *first == since)?.1.clone();
        Some((Leeway::Review, Reason::TrackContinued { track, since, from, of }))
    });
    let together = || {
        if offers.tracks.len() < 2 {
            return None;
        }
        // Only tracks that do not suffice alone: otherwise a refused one would come back.
        let short: Vec<_> =
            offers.tracks.iter().map(|offer| senior(offer.run(ground.day)).is_none()).collect();
        let is_short = |index: usize| short.get(index).copied().unwrap_or(false);
        let periods: Vec<_> =
            offers.periods.iter().copied().filter(|(_, index)| is_short(*index)).collect();
        let (since, indices) = chain(&periods, ground.day)?;
        let Parameters { anniversary, seniority_years, .. } = ground.parameters;
        if anniversary.reached(since, *seniority_years) > ground.day {
            return None;
        }
        let track = |index: usize| offers.tracks.get(index).map(|offer| offer.track.to_owned());
        let tracks = indices.into_iter().filter_map(track).collect();
        Some((Leeway::Review, Reason::TracksTogether { tracks, since }))
    };
    let together = std::iter::once_with(together).flatten();
    let candidates = alone.chain(of_others).chain(continued).chain(together);
    let otherwise = || shortfall(offers, ground.day);
    Some(ground.settle(Rule::TrainingSeniority, member, candidates, otherwise))
}

/// Whether a member of its kind may give tracks of this provider; what is outside the catalogue is
/// assessed as such.
fn may_offer(ground: &Ground<'_>, member: &Member, provider: Option<Provider>) -> bool {
    match provider {
        None => true,
        Some(Provider::TechnicalInstitute | Provider::VocationalInstitute) => {
            member.kind().is_school()
        }
        Some(Provider::ItsAcademy) => member.kind() == MemberKind::ItsAcademy,
        Some(Provider::Iefp) => {
            member.kind() == MemberKind::VocationalInstitute || ground.holds_section_a(member)
        }
    }
}

fn is_bound(ground: &Ground<'_>, member: &Member) -> bool {
    let section_a = ground.parameters.seniority_binds.contains(&SeniorityBound::SectionA);
    by_kind(ground.parameters, member) || (section_a && ground.holds_section_a(member))
}

/// Whether the rule may bind the member on some day: other members' offers are not computed.
pub(super) fn may_bind(parameters: &Parameters, member: &Member) -> bool {
    let section_a = parameters.seniority_binds.contains(&SeniorityBound::SectionA);
    let held = || member.accreditations.iter().any(|held| held.section == Section::A);
    by_kind(parameters, member) || (section_a && held())
}

fn by_kind(parameters: &Parameters, member: &Member) -> bool {
    let bound = match member.kind() {
        MemberKind::TechnicalInstitute => SeniorityBound::TechnicalInstitute,
        MemberKind::VocationalInstitute => SeniorityBound::VocationalInstitute,
        MemberKind::ItsAcademy => SeniorityBound::ItsAcademy,
        _ => return false,
    };
    parameters.seniority_binds.contains(&bound)
}

/// How far back from `day` a chain of successive tracks reaches, with those tracks, the latest
/// first.
///
/// At each step it takes the earliest-starting period that reaches the current day. The running
/// maximum of the periods' ends lets it find that by binary search.
fn chain(periods: &[(Period, usize)], day: NaiveDate) -> Option<(NaiveDate, Vec<usize>)> {
    let ends: Vec<_> = periods
        .iter()
        .scan(NaiveDate::MIN, |latest, (period, _)| {
            *latest = (*latest).max(period.over_on().unwrap_or(NaiveDate::MAX));
            Some(*latest)
        })
        .collect();
    let earliest = |is_before: &dyn Fn(NaiveDate) -> bool| {
        let (period, track) = periods.get(ends.partition_point(|over| is_before(*over)))?;
        Some((period.from(), *track))
    };
    let (mut since, track) = earliest(&|over| over <= day).filter(|(from, _)| *from <= day)?;
    let mut tracks = vec![track];
    while let Some((from, track)) = earliest(&|over| over < since).filter(|(from, _)| *from < since)
    {
        since = from;
        tracks.push(track);
    }
    Some((since, tracks))
}

/// Why no track suffices: the one that comes closest.
fn shortfall(offers: &Offers<'_>, day: NaiveDate) -> Reason {
    let broken = |offer: &Offer<'_>| {
        let run = offer.run(day).filter(|run| offer.broken.contains(&run.period.from()))?;
        let (track, since) = (offer.track.to_owned(), run.period.from());
        Some(Reason::ContinuationBroken { track, since, eligible_on: run.eligible_on() })
    };
    if let Some(reason) = offers.tracks.iter().find_map(broken) {
        return reason;
    }
    let first = |run_of: &dyn Fn(&Offer<'_>) -> Option<Run>| {
        offers
            .tracks
            .iter()
            .filter_map(|offer| Some((run_of(offer)?, offer.track)))
            .min_by_key(|(run, track)| (run.period.from(), *track))
            .map(|(run, track)| (track.to_owned(), run.period.from(), run.eligible_on()))
    };
    if let Some((track, since, eligible_on)) = first(&|offer| offer.run(day)) {
        return Reason::TrackShort { track, since, eligible_on };
    }
    if let Some((track, from, eligible_on)) = first(&|offer| offer.next_run(day)) {
        return Reason::TrackNotBegun { track, from, eligible_on };
    }
    // Nothing is offered now or later: the whole offer has ended.
    match offers.last {
        Some((on, track)) => Reason::TrackOver { track: track.to_owned(), on },
        None => Reason::TrackMissing,
    }
}
