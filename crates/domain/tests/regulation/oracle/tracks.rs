//! «I soggetti formativi devono avere da almeno 3 anni … un indirizzo di studio riferibile all'area».

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use ptp_domain::accreditation::Section;
use ptp_domain::correspondence::{Correspondence, Strength};
use ptp_domain::member::{Member, MemberKind};
use ptp_domain::rules::Slot;
use ptp_domain::rules::ruleset::SeniorityBound;
use ptp_domain::study_track::{CataloguedTrack, OfferedTrack, Provider, Track};

use super::answer::{Answer, Doubt, No, Yes, best, by};
use super::question::Question;

/// First and last day of an offer.
type Days = (NaiveDate, Option<NaiveDate>);

/// Whether the member is one of those that have to have a track, to fill a slot or anyway.
pub(super) fn is_bound(question: &Question<'_>, member: &Member) -> bool {
    let mut slots = [Slot::School, Slot::SectionA, Slot::Its].into_iter();
    slots.any(|slot| is_bound_in(question, member, slot))
}

fn is_bound_in(question: &Question<'_>, member: &Member, slot: Slot) -> bool {
    let binds = |who| question.rules.seniority_binds.contains(&who);
    match (slot, member.kind()) {
        (Slot::School, MemberKind::TechnicalInstitute) => binds(SeniorityBound::TechnicalInstitute),
        (Slot::School, MemberKind::VocationalInstitute) => {
            binds(SeniorityBound::VocationalInstitute)
        }
        (Slot::Its, MemberKind::ItsAcademy) => binds(SeniorityBound::ItsAcademy),
        (Slot::SectionA, _) => {
            binds(SeniorityBound::SectionA) && question.holds(member, Section::A)
        }
        _ => false,
    }
}

/// Whether the member has had a track of the area for long enough.
pub(super) fn is_senior(question: &Question<'_>, member: &Member) -> Answer {
    let tracks = &member.study_tracks;
    let names: BTreeSet<_> = tracks.iter().flat_map(|offer| names(&offer.track)).collect();
    let one = names.iter().map(|name| {
        let offers = || tracks.iter().filter(|offer| self::names(&offer.track).contains(name));
        let of_area = best(offers().map(|offer| is_of_area(question, member, &offer.track, name)));
        let own: Vec<_> = offers().map(days).collect();
        let continued: Vec<_> =
            offers().flat_map(|offer| with_years_before(question, offer)).collect();
        let years = if is_long(question, &own) {
            Yes
        } else if is_long(question, &continued) {
            Doubt
        } else {
            No
        };
        of_area.max(years)
    });
    // Tracks of the area that only together make the years, without those taken over: the text does
    // not say.
    let together: Vec<_> = tracks
        .iter()
        .filter(|offer| {
            let of_area = |name| is_of_area(question, member, &offer.track, name) != No;
            self::names(&offer.track).into_iter().any(of_area)
        })
        .map(days)
        .collect();
    let together = if is_long(question, &together) { Doubt } else { No };
    question.decided(best(one.chain([together])))
}

/// What the track is called: its own code, those that it merged into, or its title.
fn names(track: &Track) -> Vec<&str> {
    match track {
        Track::Catalogued(track) => {
            [track.code].into_iter().chain(track.merges_into.iter().copied()).collect()
        }
        Track::Declared { title, .. } => vec![title],
    }
}

/// Whether the track is of the area by this name, and one that the member can offer.
fn is_of_area(question: &Question<'_>, member: &Member, track: &Track, name: &str) -> Answer {
    let track = match track {
        Track::Declared { area, .. } if *area == question.pole.area => return Doubt,
        Track::Declared { .. } => return No,
        Track::Catalogued(track) => track,
    };
    let links = Correspondence::of(question.pole.area).expect("links of the area").study_tracks;
    let strength = links.iter().find(|(code, _)| *code == name).map(|(_, strength)| *strength);
    let of_area = match strength {
        Some(Strength::Core) => Yes,
        Some(Strength::Secondary) => by(question.rules.secondary_track),
        Some(Strength::Excluded) | None => No,
    };
    of_area.max(if is_its_own(question, member, track) { Yes } else { Doubt })
}

/// Whether the member's kind, or its accreditation, lets it offer the track.
fn is_its_own(question: &Question<'_>, member: &Member, track: &CataloguedTrack) -> bool {
    match track.provider {
        Provider::TechnicalInstitute | Provider::VocationalInstitute => member.kind().is_school(),
        Provider::ItsAcademy => member.kind() == MemberKind::ItsAcademy,
        Provider::Iefp => {
            member.kind() == MemberKind::VocationalInstitute || question.holds(member, Section::A)
        }
    }
}

fn days(offer: &OfferedTrack) -> Days {
    (offer.offered.from(), offer.offered.until())
}

/// The days of an offer, and those that it takes over from another organisation.
fn with_years_before(question: &Question<'_>, offer: &OfferedTrack) -> Vec<Days> {
    let own = days(offer);
    let Some((continues, label)) = offer.continued() else { return vec![own] };
    if own.0 > question.day {
        return vec![own];
    }
    let follows = |until: NaiveDate| {
        [Some(own.0), own.0.pred_opt()]
            .into_iter()
            .flatten()
            .any(|day| day.pred_opt() == Some(until))
    };
    if continues.until.is_some_and(|until| !follows(until)) {
        return vec![own];
    }
    // What the pole records of the predecessor has to agree: a track is handed over site by site.
    let of_it = |member: &&Member| member.tax_code == continues.organisation.tax_code;
    let recorded = question.pole.members.iter().filter(of_it);
    let is_same = |old: &&OfferedTrack| names(&old.track).contains(&label);
    let offers = recorded.clone().flat_map(|member| &member.study_tracks).filter(is_same);
    let mut sites = BTreeMap::<_, Vec<Days>>::new();
    for old in offers {
        sites.entry(&old.site_code).or_default().extend(with_years_before(question, old));
    }
    let has_ended = |before: &Vec<Days>| {
        let goes_on = |last: NaiveDate| {
            let next = last.succ_opt().unwrap_or(last);
            let has =
                |(from, until): &Days| *from <= next && until.is_none_or(|until| next <= until);
            before.iter().any(has)
        };
        before.iter().filter_map(|(_, until)| *until).any(|last| {
            follows(last)
                && !goes_on(last)
                && begun(before, last).is_some_and(|from| from <= continues.from)
        })
    };
    let agrees = recorded.count() == 0 || sites.values().any(has_ended);
    if agrees { vec![own, (continues.from, own.0.pred_opt())] } else { vec![own] }
}

/// Since when these days have run without a gap up to a day.
fn begun(days: &[Days], on: NaiveDate) -> Option<NaiveDate> {
    let has = |(from, until): &Days, day| *from <= day && until.is_none_or(|until| day <= until);
    let first = |day| days.iter().filter(|one| has(one, day)).map(|(from, _)| *from).min();
    let mut from = first(on)?;
    while let Some(earlier) = from.pred_opt().and_then(first) {
        from = earlier;
    }
    Some(from)
}

/// Whether the days reach back far enough.
fn is_long(question: &Question<'_>, days: &[Days]) -> bool {
    let (rules, on) = (question.rules, question.day);
    begun(days, on).is_some_and(|from| rules.anniversary.reached(from, rules.seniority_years) <= on)
}

/// Whether the member's tracks are no obstacle to a slot: who is bound as a school need not be as a
/// holder of section A.
pub(super) fn suits(question: &Question<'_>, member: &Member, slot: Slot) -> Answer {
    if is_bound_in(question, member, slot) { is_senior(question, member) } else { Yes }
}
