//! What the rules say of a stored pole.

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::rules::ruleset::{Ruleset, RulesetId};
use ptp_domain::rules::{Budget, Determination, Exhausted, Network, Outcome, Report, evaluate};
use ptp_http::limits::charge;
use ptp_http::offload::offload;
use ptp_store::{StoredPole, Tx};

use super::problems::ApiError;

/// A stored pole as the rules look at it.
pub(crate) fn network(stored: &StoredPole) -> Network<'_> {
    let members: Vec<&Member> = stored.members.iter().map(|member| &member.value).collect();
    stored.pole.value.network(&members)
}

/// The same without the members who joined after a day, where there is one
/// ([`Terms::joined_by`](ptp_domain::call::Terms::joined_by)).
pub(crate) fn network_by(stored: &StoredPole, joined_by: Option<NaiveDate>) -> Network<'_> {
    let mut network = network(stored);
    network.members.retain(|member| is_looked_at(member, joined_by));
    network
}

/// What officials settled about a pole, in order.
pub(crate) async fn determinations<M>(
    tx: &Tx<M>,
    pole: Id<Pole>,
) -> Result<Vec<Determination>, ApiError> {
    let settled = tx.determinations_of(pole).await?;
    Ok(settled.into_iter().map(|settled| settled.determination).collect())
}

/// The rules that recognised a pole; the page's own for one that was never recognised.
pub(crate) fn ruleset_of(pole: &Pole) -> Ruleset {
    pole.recognition
        .as_ref()
        .map_or_else(|| RulesetId::default().ruleset(), |recognition| recognition.ruleset.ruleset())
}

/// What the rules that recognised it say of a pole on a day.
pub(crate) async fn report_of<M>(
    tx: &Tx<M>,
    stored: &StoredPole,
    on: NaiveDate,
) -> Result<Report, ApiError> {
    let determinations = determinations(tx, stored.pole.value.id).await?;
    report(stored, None, &ruleset_of(&stored.pole.value), on, &determinations).await
}

/// What some rules say of a stored pole on a day, without the members who joined after another.
pub(crate) async fn report(
    stored: &StoredPole,
    joined_by: Option<NaiveDate>,
    ruleset: &Ruleset,
    on: NaiveDate,
    determinations: &[Determination],
) -> Result<Report, ApiError> {
    let given = (stored, ruleset, determinations);
    judged(given, move |(stored, ruleset, determinations), budget| {
        evaluate(&network_by(stored, joined_by), ruleset, on, determinations, budget)
    })
    .await
}

/// What is judged: a pole, by which rules, what was settled about it.
type Given<'a> = (&'a StoredPole, &'a Ruleset, &'a [Determination]);

/// Judges a stored pole.
pub(crate) async fn judged<T: Send + 'static>(
    (stored, ruleset, determinations): Given<'_>,
    judge: impl Fn(Given<'_>, &Budget) -> Result<T, Exhausted> + Send + 'static,
) -> Result<T, ApiError> {
    let at_once = Budget::of(A_MOMENT);
    if let Ok(outcome) = judge((stored, ruleset, determinations), &at_once) {
        return Ok(outcome);
    }
    let (stored, ruleset) = (stored.clone(), ruleset.clone());
    let determinations = determinations.to_vec();
    off_the_workers(move |budget| judge((&stored, &ruleset, &determinations), budget)).await
}

/// What is judged within so many units is judged at once: that takes less than a millisecond.
pub(crate) const A_MOMENT: u64 = 100_000;
/// So many units are as much work as a request.
const UNITS_PER_REQUEST: u64 = 500_000;

/// Judges off the workers, until nobody waits any more; the work counts like requests.
pub(crate) async fn off_the_workers<T: Send + 'static>(
    judge: impl FnOnce(&Budget) -> Result<T, Exhausted> + Send + 'static,
) -> Result<T, ApiError> {
    let (outcome, spent) = offload(move |stop| {
        let budget = Budget::default().stopped_by(stop);
        (judge(&budget), budget.spent())
    })
    .await?;
    charge(u32::try_from(spent / UNITS_PER_REQUEST).unwrap_or(u32::MAX));
    outcome.map_err(|exhausted| match exhausted {
        Exhausted::Stopped => ApiError::Unavailable,
        // What is sent or stored was found to be within bounds (`list_faults`) before it is judged.
        Exhausted::TooMuchWork => ApiError::Internal(exhausted.to_string()),
    })
}

pub(crate) const NO_SUCH_CALL: Invalid = Invalid::fixed(
    "no_such_call",
    "il bando non esiste o non è visibile con queste credenziali",
    "the call does not exist or these credentials cannot see it",
);

/// Whether a member had joined by a day, if one is asked about.
pub(crate) fn is_looked_at(member: &Member, joined_by: Option<NaiveDate>) -> bool {
    joined_by.is_none_or(|closing| member.membership.from() <= closing)
}

/// Whether an official may settle something in the report.
pub(crate) fn is_there_anything_to_settle(report: &Report) -> bool {
    let mut findings = report.members.iter().flat_map(|one| &one.findings);
    findings.any(|finding| finding.outcome == Outcome::NeedsReview || finding.settled.is_some())
}
