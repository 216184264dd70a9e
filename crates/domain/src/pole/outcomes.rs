//! The outcomes of a recognised pole over time, as periods.

use chrono::{Months, NaiveDate};

use super::aggregate::Pole;
use crate::calendar::{day_before, next_day};
use crate::member::Member;
use crate::rules::{Budget, Determination, Exhausted, Network, Verdict, timeline};

/// How many years ahead outcomes can be queried.
pub const YEARS_AHEAD: u32 = 5;
/// How many years ahead periods are computed: one year more, before they have to be renewed.
const YEARS_COMPUTED: u32 = YEARS_AHEAD + 1;

/// A period with one outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomePeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub until: NaiveDate,
    /// What they say.
    pub outcome: Verdict,
}

impl OutcomePeriod {
    /// What is left of it before and after a gap.
    fn without(self, first: NaiveDate, last: NaiveDate) -> [Self; 2] {
        if self.until < first || last < self.from {
            // What is empty is left out.
            return [self, Self { until: day_before(self.from), ..self }];
        }
        [Self { until: day_before(first), ..self }, Self { from: next_day(last), ..self }]
    }
}

/// The last day that can be queried.
#[must_use]
pub fn horizon(today: NaiveDate) -> NaiveDate {
    years_after(today, YEARS_AHEAD)
}

/// The outcomes of a pole under the rules that recognised it, from its recognition on: consecutive
/// periods to its end or to some years after `today`, but for those in which it had ended before a
/// court revived it. Empty for a pole never recognised.
///
/// # Errors
///
/// [`Exhausted`], as [`timeline`].
pub fn outcome_periods(
    pole: &Pole,
    members: &[&Member],
    determinations: &[Determination],
    today: NaiveDate,
    budget: &Budget,
) -> Result<Vec<OutcomePeriod>, Exhausted> {
    let Some(recognition) = &pole.recognition else { return Ok(Vec::new()) };
    let from = recognition.recognised_on;
    let last = match pole.ended_on() {
        Some(end) => day_before(end),
        None => years_after(today.max(from), YEARS_COMPUTED),
    };
    let ruleset = recognition.ruleset.ruleset();
    let network = pole.network(members);
    let (first, entries) = timeline(&network, &ruleset, from, last, determinations, budget)?;
    let mut periods = Vec::<OutcomePeriod>::new();
    let changes = std::iter::once((from, first))
        .chain(entries.into_iter().map(|entry| (entry.on, entry.outcome)));
    for (on, outcome) in changes {
        if periods.last().is_some_and(|period| period.outcome == outcome) {
            continue;
        }
        if let Some(period) = periods.last_mut() {
            period.until = day_before(on);
        }
        periods.push(OutcomePeriod { from: on, until: last, outcome });
    }
    for (first, last) in pole.gaps() {
        periods = periods.into_iter().flat_map(|period| period.without(first, last)).collect();
    }
    periods.retain(|period| period.from <= period.until);
    Ok(periods)
}

impl Pole {
    /// The pole with its members, as input of the rules.
    #[must_use]
    pub fn network<'a>(&'a self, members: &[&'a Member]) -> Network<'a> {
        Network {
            area: self.description.area,
            seat: self.description.province,
            activity_plan: self.description.activity_plan.as_ref(),
            network_agreement: self.description.network_agreement.as_ref(),
            lead: self.description.lead_member_id,
            recognised_on: self.recognition.as_ref().map(|recognition| recognition.recognised_on),
            applicant: Some(&self.owner),
            successions: &self.successions,
            members: members.to_vec(),
        }
    }
}

fn years_after(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_add_months(Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
}
