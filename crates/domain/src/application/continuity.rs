//! Whether a pole has met the requirements ever since its reference date.

use chrono::NaiveDate;

use crate::rules::ruleset::{Continuity, Ruleset};
use crate::rules::{Budget, Determination, Exhausted, Network, Verdict, evaluate, timeline};

/// The first day after the reference date, up to `today`, on which the network does not meet the
/// requirements, as far as the call asks for it. Whether they are met on the reference date itself
/// is what the report says; a finding that an official has to assess breaks nothing, since it is the
/// report of that date that is settled.
///
/// # Errors
///
/// [`Exhausted`], as [`timeline`].
pub fn broken_on(
    network: &Network<'_>,
    ruleset: &Ruleset,
    reference_date: NaiveDate,
    today: NaiveDate,
    determinations: &[Determination],
    budget: &Budget,
) -> Result<Option<NaiveDate>, Exhausted> {
    if today <= reference_date {
        return Ok(None);
    }
    let fails = |verdict| verdict == Verdict::NonCompliant;
    match ruleset.parameters.continuity {
        Continuity::Off => Ok(None),
        Continuity::Ends => {
            let report = evaluate(network, ruleset, today, determinations, budget)?;
            Ok(Some(today).filter(|_| fails(report.outcome)))
        }
        Continuity::Interval => {
            let (_, entries) =
                timeline(network, ruleset, reference_date, today, determinations, budget)?;
            Ok(entries.into_iter().find(|entry| fails(entry.outcome)).map(|entry| entry.on))
        }
    }
}
