//! `training_seniority`: a track of the area in the offer for years, without a gap.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::finding::{Finding, Reason};
use super::rule::Rule;
use super::ruleset::{Leeway, SeniorityBound};
use super::standing::Ground;
use crate::area::correspondence::Strength;
use crate::calendar::Period;
use crate::member::{Member, MemberKind};
use crate::study_track::{OfferedTrack, Track};

/// How much a track is worth by itself, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Core,
    Secondary,
    Uncatalogued,
}

/// How long the member has offered a track of the area, if it is bound to.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    if !is_bound(ground, member) {
        return None;
    }
    let offers = offers_of(ground, member);
    let reached =
        |start| ground.parameters.anniversary.reached(start, ground.parameters.seniority_years);
    let senior = |offered: &[Period]| {
        run(offered, ground.day).map(Period::from).filter(|start| reached(*start) <= ground.day)
    };

    let alone = offers.iter().filter_map(|((worth, track), offered)| {
        let since = senior(offered)?;
        let track = (*track).to_owned();
        Some(match worth {
            Worth::Core => (Leeway::Accept, Reason::TrackSenior { track, since }),
            Worth::Secondary => {
                (ground.parameters.secondary_track, Reason::TrackSecondary { track, since })
            }
            Worth::Uncatalogued => (Leeway::Review, Reason::TrackUncatalogued { track, since }),
        })
    });
    let everything: Vec<_> = offers
        .iter()
        .filter(|((worth, _), _)| {
            *worth != Worth::Secondary || ground.parameters.secondary_track != Leeway::Reject
        })
        .flat_map(|(_, offered)| offered.iter().copied())
        .collect();
    let together = (offers.len() > 1)
        .then(|| senior(&everything))
        .flatten()
        .map(|since| (Leeway::Review, Reason::TracksTogether { since }));

    let otherwise = shortfall(&offers, ground.day, reached);
    Some(ground.settle(Rule::TrainingSeniority, member, alone.chain(together), otherwise))
}

fn is_bound(ground: &Ground<'_>, member: &Member) -> bool {
    let by_kind = match member.kind() {
        MemberKind::TechnicalInstitute => Some(SeniorityBound::TechnicalInstitute),
        MemberKind::VocationalInstitute => Some(SeniorityBound::VocationalInstitute),
        MemberKind::ItsAcademy => Some(SeniorityBound::ItsAcademy),
        _ => None,
    };
    let bound = |who| ground.parameters.seniority_binds.contains(&who);
    by_kind.is_some_and(bound)
        || (bound(SeniorityBound::SectionA) && ground.holds_section_a(member))
}

/// The periods of each track of the area; a legacy track's stand under what it merged into.
fn offers_of<'a>(
    ground: &Ground<'a>,
    member: &'a Member,
) -> BTreeMap<(Worth, &'a str), Vec<Period>> {
    let mut offers = BTreeMap::<_, Vec<_>>::new();
    for offered in tracks_of(ground, member) {
        match &offered.track {
            Track::Catalogued(track) => {
                let links = ground.links.map_or(&[][..], |links| links.study_tracks);
                let covered = links
                    .iter()
                    .filter(|(code, _)| *code == track.code || track.merges_into.contains(code));
                for (code, strength) in covered {
                    let worth = match strength {
                        Strength::Core => Worth::Core,
                        Strength::Secondary => Worth::Secondary,
                        Strength::Excluded => continue,
                    };
                    offers.entry((worth, *code)).or_default().push(offered.offered);
                }
            }
            Track::Declared { title, area } if *area == ground.area => {
                offers
                    .entry((Worth::Uncatalogued, title.as_str()))
                    .or_default()
                    .push(offered.offered);
            }
            Track::Declared { .. } => {}
        }
    }
    offers
}

/// The member's own tracks, and those of the ones it succeeds.
fn tracks_of<'a>(ground: &Ground<'a>, member: &'a Member) -> Vec<&'a OfferedTrack> {
    let mut tracks: Vec<_> = member.study_tracks.iter().collect();
    let mut seen = vec![member.id];
    let mut next = member.succeeds;
    while let Some(id) = next.filter(|id| !seen.contains(id)) {
        seen.push(id);
        let Some(predecessor) = ground.members.iter().find(|other| other.id == id) else { break };
        tracks.extend(&predecessor.study_tracks);
        next = predecessor.succeeds;
    }
    tracks
}

/// The gapless run that holds `day`.
fn run(offered: &[Period], day: NaiveDate) -> Option<Period> {
    let mut run = *offered.iter().find(|period| period.contains(day))?;
    // Whatever touches the run belongs to it.
    while let Some(longer) = offered.iter().find_map(|period| joined(run, *period)) {
        run = longer;
    }
    Some(run)
}

/// The two as one, if they touch and that is longer than `run` alone.
fn joined(run: Period, other: Period) -> Option<Period> {
    let touches = other.over_on().is_none_or(|over| over >= run.from())
        && run.over_on().is_none_or(|over| over >= other.from());
    let until = run.until().zip(other.until()).map(|(one, two)| one.max(two));
    let longer = Period::new(run.from().min(other.from()), until).ok()?;
    (touches && longer != run).then_some(longer)
}

/// Why no track is enough: the one that comes closest.
fn shortfall(
    offers: &BTreeMap<(Worth, &str), Vec<Period>>,
    day: NaiveDate,
    reached: impl Fn(NaiveDate) -> NaiveDate,
) -> Reason {
    let eligible_on = |run: Period| Some(reached(run.from())).filter(|day| run.contains(*day));
    let short = offers
        .iter()
        .filter_map(|((_, track), offered)| Some((run(offered, day)?, *track)))
        .min_by_key(|(run, track)| (run.from(), *track))
        .map(|(run, track)| Reason::TrackShort {
            track: track.to_owned(),
            since: run.from(),
            eligible_on: eligible_on(run),
        });
    let not_begun = || {
        offers
            .iter()
            .flat_map(|((_, track), offered)| {
                let starts = offered.iter().map(|period| period.from());
                starts.filter_map(move |from| Some((run(offered, from)?, *track)))
            })
            .filter(|(run, _)| run.from() > day)
            .min_by_key(|(run, track)| (run.from(), *track))
            .map(|(run, track)| Reason::TrackNotBegun {
                track: track.to_owned(),
                from: run.from(),
                eligible_on: eligible_on(run),
            })
    };
    let over = || {
        offers
            .iter()
            .flat_map(|((_, track), offered)| {
                offered.iter().filter_map(move |period| Some((period.until()?, *track)))
            })
            .filter(|(until, _)| *until < day)
            .max()
            .map(|(on, track)| Reason::TrackOver { track: track.to_owned(), on })
    };
    short.or_else(not_begun).or_else(over).unwrap_or(Reason::TrackMissing)
}

/// The days on which what is said about a member's tracks may change.
pub(super) fn boundaries(ground: &Ground<'_>, member: &Member) -> Vec<NaiveDate> {
    tracks_of(ground, member)
        .into_iter()
        .flat_map(|offered| {
            let start = offered.offered.from();
            let senior =
                ground.parameters.anniversary.reached(start, ground.parameters.seniority_years);
            [Some(start), Some(senior), offered.offered.over_on()]
        })
        .flatten()
        .collect()
}
