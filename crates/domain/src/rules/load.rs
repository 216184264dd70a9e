//! An upper bound on the work that a list of members can cause.

use std::collections::BTreeSet;

use super::boundaries;
use super::ties::Ties;
use crate::accreditation::Accreditation;
use crate::member::Member;
use crate::study_track::{OfferedTrack, Track};

/// The maximum work to evaluate a list of members over all days.
///
/// Realistic networks stay far below. Five hundred members with eight tracks each, and with
/// accreditations suspended three times, take half of it even if no two dates coincide.
pub(super) const MOST_WORK: u64 = 12_000_000;

/// Evaluating one member on one day, besides its parts.
const LOOK: u64 = 80;
/// Evaluating one of several tracks of a member.
const TRACK: u64 = 4;
/// The number of accreditation periods evaluated per unit.
const SPELLS: u64 = 4;
/// Preparing one part of a member: a track, also with years taken over, or a period of an
/// accreditation.
const PART: u64 = 20;
/// Preparing an ATECO code of a company.
const CODE: u64 = 100;
/// Judging a network, besides its members.
const JUDGEMENT: u64 = 200;
/// Filling one slot.
const SLOT: u64 = 12;
/// Following one relation between members.
const TIE: u64 = 2;
/// Trying a remedy, besides judging the network.
const TRIAL: u64 = 300;
/// The maximum number of required slots: twenty of each kind.
const MOST_SLOTS: u64 = 80;
/// The boundaries of the network, see [`boundaries::of_network`].
const OF_NETWORK: u64 = 4;
/// The boundaries of one track, with and without years taken over, see [`boundaries::of_track`].
const DAYS_OF_TRACK: u64 = 3;

/// The cost of the parts of an evaluation, in units.
#[derive(Debug)]
pub(super) struct Load {
    /// Per member: preparing its parts.
    pub(super) preparing: Vec<u64>,
    /// Per member: evaluating it on one day.
    pub(super) looking: Vec<u64>,
    /// Following the relations between all members.
    pub(super) binding: u64,
    /// The number of members.
    members: u64,
}

impl Load {
    pub(super) fn of(members: &[&Member], ties: &Ties) -> Self {
        let tracks = counted(members, links);
        let varieties = members.iter().map(|member| Variety::of(member));
        let (mut preparing, mut looking) = (Vec::new(), Vec::new());
        for ((member, tracks), variety) in members.iter().zip(tracks).zip(varieties) {
            let spells = sum(member.accreditations.iter().map(spells));
            let several = match variety {
                Variety::None | Variety::One(_) => 1,
                Variety::Several => tracks.saturating_mul(TRACK),
            };
            let codes = member.company().map_or(0, |company| count(company.ateco.len()));
            preparing.push(sum([
                spells.saturating_add(tracks).saturating_mul(PART),
                codes.saturating_mul(CODE),
            ]));
            looking.push(sum([LOOK, several, spells.div_ceil(SPELLS)]));
        }
        let (members, ties) = (count(members.len()), count(ties.count()));
        let binding = if ties == 0 { 0 } else { ties.saturating_mul(TIE).saturating_add(members) };
        Self { preparing, looking, binding, members }
    }

    /// Judging all members on one day, for this many slots.
    pub(super) fn judging(&self, slots: u64) -> u64 {
        sum([JUDGEMENT, self.members, slots.saturating_mul(SLOT)])
    }

    /// Trying a remedy, for this many slots.
    pub(super) fn trying(&self, slots: u64) -> u64 {
        sum([TRIAL, self.members, self.binding, self.judging(slots)])
    }
}

/// The maximum work that these members can cause, in units, on any day and under any rules.
#[must_use]
pub fn most_work(members: &[&Member]) -> u64 {
    let load = Load::of(members, &Ties::of(members));
    let of_tracks = counted(members, |offered| DAYS_OF_TRACK.saturating_mul(spans(offered)));
    let looks = members.iter().zip(of_tracks).zip(&load.looking).map(|((member, days), look)| {
        let of_itself = count(boundaries::of_itself(member).count());
        sum([1, days, of_itself]).saturating_mul(*look)
    });
    let judgements = days(members).saturating_add(1);
    let meetings = count(members.len()).saturating_mul(2).saturating_add(1);
    sum([
        sum(load.preparing.iter().copied()),
        sum(looks),
        judgements.saturating_mul(load.judging(MOST_SLOTS)),
        // Every joining or leaving may change the relations between others.
        meetings.saturating_mul(load.binding),
    ])
}

/// Whether evaluating these members could exceed the maximum work.
#[must_use]
pub fn is_too_much_work(members: &[&Member]) -> bool {
    most_work(members) > MOST_WORK
}

/// The number of boundaries, under any rules.
fn days(members: &[&Member]) -> u64 {
    let tracks = || members.iter().flat_map(|member| &member.study_tracks);
    let inherited = tracks().filter_map(|track| Some(track.continues.as_ref()?.from));
    let begun: BTreeSet<_> = tracks().map(|track| track.offered.from()).chain(inherited).collect();
    let over = tracks().filter_map(|track| track.offered.over_on());
    let others: BTreeSet<_> =
        members.iter().flat_map(|member| boundaries::of_itself(member)).chain(over).collect();
    // The rules set the years of seniority: each start gives one more day on which they are
    // reached.
    sum([count(begun.len()).saturating_mul(2), count(others.len()), OF_NETWORK])
}

/// Per member, the sum over its tracks.
fn counted(members: &[&Member], of_one: impl Fn(&OfferedTrack) -> u64) -> Vec<u64> {
    members.iter().map(|member| sum(member.study_tracks.iter().map(&of_one))).collect()
}

/// The tracks that count for a member.
#[derive(Clone, Copy)]
enum Variety<'a> {
    None,
    One(&'a Track),
    Several,
}

impl<'a> Variety<'a> {
    fn of(member: &'a Member) -> Self {
        let tracks = member.study_tracks.iter().map(|offered| match &offered.track {
            _ if offered.continues.is_some() => Self::Several,
            Track::Catalogued(track) if !track.merges_into.is_empty() => Self::Several,
            track => Self::One(track),
        });
        tracks.fold(Self::None, Self::and)
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, some) | (some, Self::None) => some,
            (Self::One(one), Self::One(other)) if one == other => self,
            _ => Self::Several,
        }
    }
}

/// The number of periods that a track counts for: its own, and that with the years taken over.
fn spans(offered: &OfferedTrack) -> u64 {
    if offered.continues.is_some() { 2 } else { 1 }
}

/// The number of codes that a track counts for, each for its spans: its own, and those it merged
/// into.
fn links(offered: &OfferedTrack) -> u64 {
    let codes = match &offered.track {
        Track::Catalogued(track) => count(track.merges_into.len()).saturating_add(1),
        Track::Declared { .. } => 1,
    };
    spans(offered).saturating_mul(codes)
}

/// The periods of an accreditation.
fn spells(accreditation: &Accreditation) -> u64 {
    count(accreditation.suspensions.len()).saturating_add(1)
}

fn sum(numbers: impl IntoIterator<Item = u64>) -> u64 {
    numbers.into_iter().fold(0, u64::saturating_add)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
