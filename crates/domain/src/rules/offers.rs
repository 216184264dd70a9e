//! A member's offer of tracks of the area over time, and the years that it takes over from others.

use chrono::NaiveDate;

use super::inheritance::{Accord, Estates};
use super::ruleset::{Leeway, Parameters};
use crate::area::Area;
use crate::calendar::{Period, gapless};
use crate::continuation::Continuation;
use crate::correspondence::{Correspondence, Strength};
use crate::identifier::TaxCode;
use crate::study_track::{OfferedTrack, Provider, Track};

/// How strongly a track counts by itself, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    Core,
    Secondary,
    Uncatalogued,
}

/// A track of the area, offered for a period.
#[derive(Clone, Copy, Debug)]
struct Offering<'a> {
    worth: Worth,
    /// A code, or a title.
    track: &'a str,
    provider: Option<Provider>,
    period: Period,
    /// The years of a predecessor, if it claims any.
    claim: Option<(&'a Continuation, Accord)>,
}

/// The days on which one track is offered.
#[derive(Clone, Debug)]
pub(super) struct Offer<'a> {
    pub(super) worth: Worth,
    pub(super) track: &'a str,
    /// Who usually gives it; `None` outside the catalogue.
    pub(super) provider: Option<Provider>,
    runs: Runs,
    /// The same with the years taken over; empty if there are none.
    inherited: Runs,
    /// The days from which years are taken over: before, they are another's.
    takeovers: Vec<NaiveDate>,
    /// Those whose years are taken over, each with the first day.
    pub(super) predecessors: Vec<(NaiveDate, &'a TaxCode)>,
    /// The first days of those that claim years which the records contradict.
    pub(super) broken: Vec<NaiveDate>,
}

/// Gapless runs: disjoint, not adjacent, and in chronological order.
#[derive(Clone, Debug, Default)]
struct Runs(Vec<Run>);

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
    /// The periods that begin with the years taken over.
    pub(super) inherited: Vec<Period>,
    /// The latest last day, with its track.
    pub(super) last: Option<(NaiveDate, &'a str)>,
}

/// The tracks of the area among `tracks`; a legacy track is listed under each one that it merged
/// into.
fn offerings<'a>(
    area: Area,
    links: Option<&'static Correspondence>,
    parameters: &Parameters,
    tracks: &'a [OfferedTrack],
    estates: &Estates<'_>,
) -> Vec<Offering<'a>> {
    let links = links.map_or(&[][..], |links| links.study_tracks);
    let secondary = match parameters.secondary_track {
        Leeway::Accept => Some(Worth::Core),
        Leeway::Review => Some(Worth::Secondary),
        Leeway::Reject => None,
    };
    let mut offerings = Vec::new();
    for offered in tracks {
        let claim = offered.continues.as_ref().zip(estates.track(offered));
        let offering = |worth, track, provider| Offering {
            worth,
            track,
            provider,
            period: offered.offered,
            claim,
        };
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
                        offerings.push(offering(worth, *code, Some(track.provider)));
                    }
                }
            }
            Track::Declared { title, area: of } if *of == area => {
                offerings.push(offering(Worth::Uncatalogued, title.as_str(), None));
            }
            Track::Declared { .. } => {}
        }
    }
    offerings
}

impl<'a> Offers<'a> {
    /// The tracks of the area that a member offers, sorted and merged.
    pub(super) fn of(
        area: Area,
        parameters: &Parameters,
        tracks: &'a [OfferedTrack],
        estates: &Estates<'_>,
    ) -> Self {
        let links = Correspondence::of(area);
        let mut offerings = offerings(area, links, parameters, tracks, estates);
        let key = |one: &Offering<'a>| (one.worth, one.track, one.provider);
        offerings.sort_by_key(|one| (key(one), one.period.from()));
        let mut offers = Self::default();
        for same in offerings.chunk_by(|one, other| key(one) == key(other)) {
            let Some(Offering { worth, track, provider, .. }) = same.first().copied() else {
                continue;
            };
            let index = offers.tracks.len();
            for one in same {
                offers.periods.push((one.period, index));
                offers.last = offers.last.max(one.period.until().map(|until| (until, track)));
            }
            let inherited = inherited(same);
            offers
                .inherited
                .extend(inherited.iter().filter_map(|(period, is)| is.then_some(period)));
            let claims = |of| {
                let claim = move |one: &Offering<'a>| Some((one.period.from(), one.claim?));
                let claims = same.iter().filter_map(claim);
                claims.filter(move |(_, (_, accord))| *accord == of)
            };
            let predecessor = |(_, (continues, _)): (NaiveDate, (&'a Continuation, Accord))| {
                (continues.from, &continues.organisation.tax_code)
            };
            offers.tracks.push(Offer {
                worth,
                track,
                provider,
                runs: Runs::of(parameters, same.iter().map(|one| one.period)),
                inherited: Runs::of(parameters, inherited.into_iter().map(|(period, _)| period)),
                takeovers: claims(Accord::Plausible).map(|(from, _)| from).collect(),
                predecessors: claims(Accord::Plausible).map(predecessor).collect(),
                broken: claims(Accord::Broken).map(|(from, _)| from).collect(),
            });
        }
        let Self { tracks, periods, .. } = &mut offers;
        let track = |index: usize| tracks.get(index).map(|offer| offer.track);
        periods.sort_by_key(|(period, index)| (period.from(), track(*index)));
        offers
    }
}

/// The periods of a track with the years taken over, and whether each has any; none if there are
/// none.
fn inherited(same: &[Offering<'_>]) -> Vec<(Period, bool)> {
    let since = |one: &Offering<'_>| match one.claim {
        Some((continues, Accord::Plausible)) => {
            Some(continues.from).filter(|since| *since < one.period.from())
        }
        _ => None,
    };
    if same.iter().all(|one| since(one).is_none()) {
        return Vec::new();
    }
    let longer = |one: &Offering<'_>| {
        let from = since(one).unwrap_or(one.period.from());
        Some((Period::new(from, one.period.until()).ok()?, since(one).is_some()))
    };
    same.iter().filter_map(longer).collect()
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

impl Runs {
    fn of(parameters: &Parameters, periods: impl Iterator<Item = Period>) -> Self {
        let Parameters { anniversary, seniority_years, .. } = parameters;
        let run = |period: Period| Run {
            period,
            reached: anniversary.reached(period.from(), *seniority_years),
        };
        Self(gapless(periods).into_iter().map(run).collect())
    }

    fn on(&self, day: NaiveDate) -> Option<Run> {
        let begun = self.0.partition_point(|run| run.period.from() <= day);
        self.0.get(begun.checked_sub(1)?).copied().filter(|run| run.period.contains(day))
    }

    fn after(&self, day: NaiveDate) -> Option<Run> {
        self.0.get(self.0.partition_point(|run| run.period.from() <= day)).copied()
    }
}

impl Offer<'_> {
    /// The gapless run that holds `day`.
    pub(super) fn run(&self, day: NaiveDate) -> Option<Run> {
        self.runs.on(day)
    }

    /// The gapless run that holds `day`, with the years taken over by then.
    pub(super) fn inherited_run(&self, day: NaiveDate) -> Option<Run> {
        let is_taken_over =
            |run: &Run| self.takeovers.iter().any(|on| *on <= day && run.period.contains(*on));
        self.inherited.on(day).filter(is_taken_over)
    }

    /// The first run that begins after `day`.
    pub(super) fn next_run(&self, day: NaiveDate) -> Option<Run> {
        self.runs.after(day)
    }
}
