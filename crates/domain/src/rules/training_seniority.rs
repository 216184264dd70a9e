//! `training_seniority`: a track of the area offered for years without a gap.

use chrono::NaiveDate;

use super::chain::chain;
use super::finding::Finding;
use super::ground::Ground;
use super::offers::{Offer, Offers, Run, Worth};
use super::reason::Reason;
use super::rule::Rule;
use super::ruleset::{Leeway, Parameters, SeniorityBound};
use super::track_doubt::TrackDoubt;
use crate::accreditation::Section;
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
    let parameters = ground.parameters;
    let senior = |run: Run| Some(run.period.from()).filter(|_| run.is_senior(ground.day));
    // The best ones first.
    let offered = || {
        let of = |by_right| {
            let is =
                move |offer: &&Offer<'_>| may_offer(ground, member, offer.provider) == by_right;
            offers.tracks.iter().filter(is)
        };
        of(true).chain(of(false))
    };
    let doubt = |offer: &Offer<'_>| match offer.worth {
        _ if !may_offer(ground, member, offer.provider) => Some(TrackDoubt::OfAnotherProvider),
        Worth::Core => None,
        Worth::Secondary => Some(TrackDoubt::Secondary),
        Worth::Uncatalogued => Some(TrackDoubt::Uncatalogued),
    };

    // By its own years, or with those that an act has brought it.
    let lasting = |offer: &Offer<'_>| {
        let own = offer.run(ground.day)?;
        let handed_over = || senior(offer.certain_run(parameters, ground.day)?);
        Some((senior(own).or_else(handed_over)?, senior(own).is_some()))
    };
    let alone = offered().filter_map(|offer| {
        let (since, is_own) = lasting(offer)?;
        let track = offer.track.to_owned();
        Some(match doubt(offer) {
            None if is_own => (Leeway::Accept, Reason::TrackSenior { track, since }),
            None => (Leeway::Accept, Reason::TrackHandedOver { track, since }),
            Some(TrackDoubt::Secondary) => {
                (Leeway::Review, Reason::TrackSecondary { track, since })
            }
            Some(TrackDoubt::Uncatalogued) => {
                (Leeway::Review, Reason::TrackUncatalogued { track, since })
            }
            Some(TrackDoubt::OfAnotherProvider) => {
                (Leeway::Review, Reason::TrackOfAnotherProvider { track, since })
            }
        })
    });
    let continued = offered().filter_map(|offer| {
        let (run, of) = offer.inherited_run(parameters, ground.day)?;
        let (since, from) = (senior(run)?, offer.run(ground.day)?.period.from());
        let (track, of) = (offer.track.to_owned(), of.into_iter().cloned().collect());
        let doubt = doubt(offer);
        Some((Leeway::Review, Reason::TrackContinued { track, since, from, of, doubt }))
    });
    let together = || {
        if offers.tracks.len() < 2 {
            return None;
        }
        // Only tracks that do not suffice alone: otherwise a refused one would come back.
        let short: Vec<_> = offers.tracks.iter().map(|offer| lasting(offer).is_none()).collect();
        let is_short = |index: usize| short.get(index).copied().unwrap_or(false);
        let periods: Vec<_> =
            offers.periods.iter().copied().filter(|(_, index)| is_short(*index)).collect();
        let links = chain(&periods, ground.day);
        let (since, _) = *links.last()?;
        if parameters.anniversary.reached(since, parameters.seniority_years) > ground.day {
            return None;
        }
        let track =
            |(_, index)| offers.tracks.get(index).map(|offer: &Offer<'_>| offer.track.to_owned());
        let tracks = links.into_iter().filter_map(track).collect();
        Some((Leeway::Review, Reason::TracksTogether { tracks, since }))
    };
    let together = std::iter::once_with(together).flatten();
    let candidates = alone.chain(continued).chain(together);
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

/// Why no track suffices: the one that comes closest.
fn shortfall(offers: &Offers<'_>, day: NaiveDate) -> Reason {
    let broken = |offer: &Offer<'_>| {
        let run = offer.run(day).filter(|run| offer.is_broken(*run, day))?;
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
