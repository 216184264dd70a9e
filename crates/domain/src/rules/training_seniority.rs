//! `training_seniority`: a track of the area in the offer for years, without a gap.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::finding::Finding;
use super::reason::Reason;
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
            Worth::Secondary => (Leeway::Review, Reason::TrackSecondary { track, since }),
            Worth::Uncatalogued => (Leeway::Review, Reason::TrackUncatalogued { track, since }),
        })
    });
    let together = || {
        // Only those that are not enough alone: else what was refused would come back.
        let short: Vec<_> = offers
            .iter()
            .filter(|(_, offered)| senior(offered).is_none())
            .flat_map(|((_, track), offered)| offered.iter().map(|period| (*period, *track)))
            .collect();
        let (since, tracks) = chain(&short, ground.day)?;
        let tracks = tracks.into_iter().map(str::to_owned).collect();
        (reached(since) <= ground.day)
            .then_some((Leeway::Review, Reason::TracksTogether { tracks, since }))
    };
    let together = (offers.len() > 1).then(together).flatten();

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

/// The periods of each track of the area, by their first days.
type Offers<'a> = BTreeMap<(Worth, &'a str), Vec<Period>>;

/// The tracks of the area; a legacy track's periods stand under what it merged into.
fn offers_of<'a>(ground: &Ground<'a>, member: &'a Member) -> Offers<'a> {
    let links = ground.links.map_or(&[][..], |links| links.study_tracks);
    let secondary = match ground.parameters.secondary_track {
        Leeway::Accept => Some(Worth::Core),
        Leeway::Review => Some(Worth::Secondary),
        Leeway::Reject => None,
    };
    let mut offers = Offers::new();
    for offered in tracks_of(ground, member) {
        let mut add = |worth, code| offers.entry((worth, code)).or_default().push(offered.offered);
        match &offered.track {
            Track::Catalogued(track) => {
                for (code, strength) in links {
                    let worth = match strength {
                        Strength::Core => Some(Worth::Core),
                        Strength::Secondary => secondary,
                        Strength::Excluded => None,
                    };
                    if let Some(worth) = worth
                        && (*code == track.code || track.merges_into.contains(code))
                    {
                        add(worth, code);
                    }
                }
            }
            Track::Declared { title, area } if *area == ground.area => {
                add(Worth::Uncatalogued, title.as_str());
            }
            Track::Declared { .. } => {}
        }
    }
    for offered in offers.values_mut() {
        offered.sort_by_key(|period| period.from());
    }
    offers
}

/// The member's own tracks, and those of the ones it succeeds.
fn tracks_of<'a>(ground: &Ground<'a>, member: &'a Member) -> Vec<&'a OfferedTrack> {
    let mut tracks: Vec<_> = member.study_tracks.iter().collect();
    let mut seen = BTreeSet::from([member.id]);
    let mut next = member.succeeds;
    while let Some(id) = next.filter(|id| seen.insert(*id)) {
        let Some(predecessor) = ground.predecessors.get(&id) else { break };
        tracks.extend(&predecessor.study_tracks);
        next = predecessor.succeeds;
    }
    tracks
}

/// The gapless run that holds `day`, of periods by their first days.
fn run(offered: &[Period], day: NaiveDate) -> Option<Period> {
    let mut run = None::<Period>;
    for period in offered.iter().take_while(|period| period.from() <= day) {
        run = run.and_then(|run| joined(run, *period)).or(Some(*period));
    }
    // Whatever begins later and touches the run belongs to it.
    for period in offered.iter().skip_while(|period| period.from() <= day) {
        run = run.map(|run| joined(run, *period).unwrap_or(run));
    }
    run.filter(|run| run.contains(day))
}

/// The two as one, if the later one begins before the earlier one is over, or right then.
fn joined(earlier: Period, later: Period) -> Option<Period> {
    let touches = earlier.over_on().is_none_or(|over| over >= later.from());
    let until = earlier.until().zip(later.until()).map(|(one, two)| one.max(two));
    Period::new(earlier.from(), until).ok().filter(|_| touches)
}

/// How far back from `day` tracks that follow each other reach, and which, the latest first.
fn chain<'a>(offered: &[(Period, &'a str)], day: NaiveDate) -> Option<(NaiveDate, Vec<&'a str>)> {
    let earliest = |reaches: &dyn Fn(Period) -> bool| {
        let reaching = offered.iter().filter(|(period, _)| reaches(*period));
        reaching.map(|(period, track)| (period.from(), *track)).min()
    };
    let (mut since, track) = earliest(&|period| period.contains(day))?;
    let mut tracks = vec![track];
    while let Some((from, track)) = earliest(&|period| {
        period.from() < since && period.over_on().is_none_or(|over| over >= since)
    }) {
        since = from;
        tracks.push(track);
    }
    Some((since, tracks))
}

/// Why no track is enough: the one that comes closest.
fn shortfall(
    offers: &Offers<'_>,
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
