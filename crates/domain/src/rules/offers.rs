//! A member's offer of tracks of the area over time, including those of its predecessors.

use chrono::NaiveDate;

use super::ruleset::{Leeway, Parameters};
use crate::area::Area;
use crate::calendar::Period;
use crate::correspondence::{Correspondence, Strength};
use crate::study_track::{OfferedTrack, Track};

/// How strongly a track counts by itself, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    Core,
    Secondary,
    Uncatalogued,
}

/// A track of the area, offered for a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offering<'a> {
    worth: Worth,
    /// A code, or a title.
    track: &'a str,
    period: Period,
}

/// The days on which one track is offered.
#[derive(Clone, Debug)]
pub(super) struct Offer<'a> {
    pub(super) worth: Worth,
    pub(super) track: &'a str,
    /// Disjoint, not adjacent, and in chronological order.
    runs: Vec<Run>,
}

/// A gapless run of days on which a track is offered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) period: Period,
    /// The day on which it reaches the required years.
    reached: NaiveDate,
}

/// A member's offer.
#[derive(Clone, Debug, Default)]
pub(super) struct Offers<'a> {
    /// The best ones first.
    pub(super) tracks: Vec<Offer<'a>>,
    /// The recorded periods, each with the index of its track, by first day and track.
    pub(super) periods: Vec<(Period, usize)>,
    /// The latest last day, with its track.
    pub(super) last: Option<(NaiveDate, &'a str)>,
}

/// The tracks of the area among `tracks`; a legacy track is listed under each one that it merged
/// into.
pub(super) fn offerings<'a>(
    area: Area,
    links: Option<&'static Correspondence>,
    parameters: &Parameters,
    tracks: &'a [OfferedTrack],
) -> Vec<Offering<'a>> {
    let links = links.map_or(&[][..], |links| links.study_tracks);
    let secondary = match parameters.secondary_track {
        Leeway::Accept => Some(Worth::Core),
        Leeway::Review => Some(Worth::Secondary),
        Leeway::Reject => None,
    };
    let mut offerings = Vec::new();
    for offered in tracks {
        let period = offered.offered;
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
                        offerings.push(Offering { worth, track: code, period });
                    }
                }
            }
            Track::Declared { title, area: of } if *of == area => {
                offerings.push(Offering { worth: Worth::Uncatalogued, track: title, period });
            }
            Track::Declared { .. } => {}
        }
    }
    offerings
}

impl<'a> Offers<'a> {
    /// Sorts and merges the offerings of a member.
    pub(super) fn of(parameters: &Parameters, mut offerings: Vec<Offering<'a>>) -> Self {
        let run = |period: Period| {
            let reached = parameters.anniversary.reached(period.from(), parameters.seniority_years);
            Run { period, reached }
        };
        offerings.sort_by_key(|one| (one.worth, one.track, one.period.from()));
        let mut offers = Self::default();
        for Offering { worth, track, period } in offerings {
            match offers.tracks.last_mut() {
                Some(offer) if (offer.worth, offer.track) == (worth, track) => {
                    if !offer.goes_on(period) {
                        offer.runs.push(run(period));
                    }
                }
                _ => offers.tracks.push(Offer { worth, track, runs: vec![run(period)] }),
            }
            offers.periods.push((period, offers.tracks.len().saturating_sub(1)));
            offers.last = offers.last.max(period.until().map(|until| (until, track)));
        }
        let Self { tracks, periods, .. } = &mut offers;
        let track = |index: usize| tracks.get(index).map(|offer| offer.track);
        periods.sort_by_key(|(period, index)| (period.from(), track(*index)));
        offers
    }
}

impl Run {
    /// Whether it has lasted long enough on `day`, a day of the run.
    pub(super) fn is_senior(self, day: NaiveDate) -> bool {
        self.reached <= day
    }

    /// The day on which it will have lasted long enough, unless it ends before.
    pub(super) fn eligible_on(self) -> Option<NaiveDate> {
        Some(self.reached).filter(|day| self.period.contains(*day))
    }
}

impl Offer<'_> {
    /// Extends the last run by a period that begins no earlier than all before; false if there is a
    /// gap.
    fn goes_on(&mut self, period: Period) -> bool {
        let last = self.runs.last_mut();
        let Some((last, joined)) = last.and_then(|last| {
            let joined = joined(last.period, period)?;
            Some((last, joined))
        }) else {
            return false;
        };
        last.period = joined;
        true
    }

    /// The gapless run that holds `day`.
    pub(super) fn run(&self, day: NaiveDate) -> Option<Run> {
        let begun = self.runs.partition_point(|run| run.period.from() <= day);
        self.runs.get(begun.checked_sub(1)?).copied().filter(|run| run.period.contains(day))
    }

    /// The first run that begins after `day`.
    pub(super) fn next_run(&self, day: NaiveDate) -> Option<Run> {
        self.runs.get(self.runs.partition_point(|run| run.period.from() <= day)).copied()
    }
}

/// The union of the two, if they overlap or are adjacent.
fn joined(earlier: Period, later: Period) -> Option<Period> {
    let touches = earlier.over_on().is_none_or(|over| over >= later.from());
    let until = earlier.until().zip(later.until()).map(|(one, two)| one.max(two));
    Period::new(earlier.from(), until).ok().filter(|_| touches)
}
