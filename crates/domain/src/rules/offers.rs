//! A member's offer of tracks of the area over time, and the years that it takes over from others.

use chrono::NaiveDate;

use super::chain::chain;
use super::inheritance::{Accord, Estates};
use super::ruleset::{Leeway, Parameters};
use crate::area::Area;
use crate::calendar::{Period, gapless};
use crate::continuation::Continuation;
use crate::correspondence::{Correspondence, Strength};
use crate::identifier::TaxCode;
use crate::member::Member;
use crate::study_track::{Provider, Track};

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
    /// Its periods and the years taken over, by first day; empty if none are.
    lasting: Vec<Stretch<'a>>,
    /// The first days of those that claim years which the records contradict.
    broken: Vec<NaiveDate>,
}

/// Days of a track: the member's own, or another's whose years it takes over.
#[derive(Clone, Copy, Debug)]
struct Stretch<'a> {
    period: Period,
    /// The first day on which it is the member's: years are taken over from that day on.
    counts_from: NaiveDate,
    /// Whose years they are, unless its own.
    of: Option<&'a TaxCode>,
    /// Whether no official has to assess them: its own, or taken over by the act of a reorganisation.
    is_certain: bool,
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
    /// The years taken over.
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
    member: &'a Member,
    estates: &Estates<'_>,
) -> Vec<Offering<'a>> {
    let links = links.map_or(&[][..], |links| links.study_tracks);
    let secondary = match parameters.secondary_track {
        Leeway::Accept => Some(Worth::Core),
        Leeway::Review => Some(Worth::Secondary),
        Leeway::Reject => None,
    };
    let mut offerings = Vec::new();
    for offered in &member.study_tracks {
        let accord = estates.track(&member.tax_code, offered);
        let claim = offered.continues.as_ref().zip(accord);
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
        member: &'a Member,
        estates: &Estates<'_>,
    ) -> Self {
        let links = Correspondence::of(area);
        let mut offerings = offerings(area, links, parameters, member, estates);
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
            let lasting = lasting(same);
            let taken_over = lasting.iter().filter(|days| days.of.is_some());
            offers.inherited.extend(taken_over.map(|days| days.period));
            let is_broken = |one: &&Offering<'a>| matches!(one.claim, Some((_, Accord::Broken)));
            offers.tracks.push(Offer {
                worth,
                track,
                provider,
                runs: Runs::of(parameters, same.iter().map(|one| one.period)),
                lasting,
                broken: same.iter().filter(is_broken).map(|one| one.period.from()).collect(),
            });
        }
        let Self { tracks, periods, .. } = &mut offers;
        let track = |index: usize| tracks.get(index).map(|offer| offer.track);
        periods.sort_by_key(|(period, index)| (period.from(), track(*index)));
        offers
    }
}

/// The periods of a track and the years taken over, by first day; none if none are.
fn lasting<'a>(same: &[Offering<'a>]) -> Vec<Stretch<'a>> {
    let taken_over = |one: &Offering<'a>| {
        let (continues, accord) = one.claim?;
        let (counts_from, of) = (one.period.from(), Some(&continues.organisation.tax_code));
        let period = Period::new(continues.from, counts_from.pred_opt()).ok()?;
        let is_certain = accord == Accord::Covered;
        (accord != Accord::Broken).then_some(Stretch { period, counts_from, of, is_certain })
    };
    let mut all: Vec<_> = same.iter().filter_map(taken_over).collect();
    if all.is_empty() {
        return all;
    }
    let own = |one: &Offering<'a>| {
        let period = one.period;
        Stretch { period, counts_from: period.from(), of: None, is_certain: true }
    };
    all.extend(same.iter().map(own));
    all.sort_by_key(|days| (days.period.from(), days.of));
    all
}

impl Run {
    fn since(parameters: &Parameters, period: Period) -> Self {
        let Parameters { anniversary, seniority_years, .. } = parameters;
        Self { period, reached: anniversary.reached(period.from(), *seniority_years) }
    }

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
        let run = |period| Run::since(parameters, period);
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

impl<'a> Offer<'a> {
    /// The gapless run that holds `day`.
    pub(super) fn run(&self, day: NaiveDate) -> Option<Run> {
        self.runs.on(day)
    }

    /// Whether the run claims years by `day` which the records contradict.
    pub(super) fn is_broken(&self, run: Run, day: NaiveDate) -> bool {
        self.broken.iter().any(|on| *on <= day && run.period.contains(*on))
    }

    /// The gapless run that leads up to `day` with the years taken over by then by the act of a
    /// reorganisation; `None` if there are none, or none of them is needed.
    pub(super) fn certain_run(&self, parameters: &Parameters, day: NaiveDate) -> Option<Run> {
        self.run_with(parameters, day, |days| days.is_certain).map(|(run, _)| run)
    }

    /// The gapless run that leads up to `day` with the years taken over by then, and whose years it
    /// needs to last long enough, the latest first; `None` if nobody's.
    pub(super) fn inherited_run(
        &self,
        parameters: &Parameters,
        day: NaiveDate,
    ) -> Option<(Run, Vec<&'a TaxCode>)> {
        self.run_with(parameters, day, |_| true)
    }

    fn run_with(
        &self,
        parameters: &Parameters,
        day: NaiveDate,
        counts: impl Fn(&Stretch<'_>) -> bool,
    ) -> Option<(Run, Vec<&'a TaxCode>)> {
        let begun = self.lasting.iter().filter(|days| days.counts_from <= day && counts(days));
        let begun: Vec<_> = begun.map(|days| (days.period, days.of)).collect();
        let mut run = Run::since(parameters, Period::new(day, Some(day)).ok()?);
        let mut needed = Vec::new();
        for (since, of) in chain(&begun, day) {
            if !run.is_senior(day) {
                needed.extend(of);
            }
            run = Run::since(parameters, Period::new(since, Some(day)).ok()?);
        }
        (!needed.is_empty()).then_some((run, needed))
    }

    /// The first run that begins after `day`.
    pub(super) fn next_run(&self, day: NaiveDate) -> Option<Run> {
        self.runs.after(day)
    }
}
