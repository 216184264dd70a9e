//! Evaluation of stored poles.

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::reorganisation::{Succession, joined};
use ptp_domain::rules::ruleset::{Ruleset, RulesetId};
use ptp_domain::rules::{Budget, Determination, Exhausted, Network, Outcome, Report, evaluate};
use ptp_domain::sentence::complete;
use ptp_http::limits::charge;
use ptp_http::offload::offload;
use ptp_http::problem::Problem;
use ptp_store::{StoredPole, Tx};

use super::catalogue::NOT_FOUND;
use super::problems::ApiError;

/// A stored pole as input of the rules.
pub(crate) fn network(stored: &StoredPole) -> Network<'_> {
    let members: Vec<&Member> = stored.members.iter().map(|member| &member.value).collect();
    stored.pole.value.network(&members)
}

/// The same, without members who joined after a given day
/// ([`Terms::joined_by`](ptp_domain::call::Terms::joined_by)).
pub(crate) fn network_by(stored: &StoredPole, joined_by: Option<NaiveDate>) -> Network<'_> {
    let mut network = network(stored);
    let successions = network.successions;
    network.members.retain(|member| is_looked_at(member, successions, joined_by));
    network
}

/// A decision that rests on the rules needs all that is stored of a pole and a call.
///
/// # Errors
///
/// [`ApiError::NewerRelease`] if this release does not know all of it.
pub(crate) fn check_whole(is_whole: bool) -> Result<(), ApiError> {
    if is_whole { Ok(()) } else { Err(ApiError::NewerRelease) }
}

/// The determinations on a pole, in order.
pub(crate) async fn determinations<M>(
    tx: &Tx<M>,
    pole: Id<Pole>,
) -> Result<Vec<Determination>, ApiError> {
    let settled = tx.determinations_of(pole).await?;
    Ok(settled.into_iter().map(|settled| settled.determination).collect())
}

/// The rules that recognised a pole; the default rules if it was never recognised.
pub(crate) fn ruleset_of(pole: &Pole) -> Ruleset {
    pole.recognition
        .as_ref()
        .map_or_else(|| RulesetId::default().ruleset(), |recognition| recognition.ruleset.ruleset())
}

/// The report on a pole on a day, under the rules that recognised it.
pub(crate) async fn report_of<M>(
    tx: &Tx<M>,
    stored: &StoredPole,
    on: NaiveDate,
) -> Result<Report, ApiError> {
    let determinations = determinations(tx, stored.pole.value.id).await?;
    report(stored, None, &ruleset_of(&stored.pole.value), on, &determinations).await
}

/// The report on a stored pole on a day under given rules, without members who joined after another
/// day.
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

/// The input of an evaluation: a pole, a ruleset, determinations.
type Given<'a> = (&'a StoredPole, &'a Ruleset, &'a [Determination]);

/// Evaluates a stored pole.
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

/// An evaluation within this budget runs on the worker thread: it takes less than a millisecond.
pub(crate) const A_MOMENT: u64 = 100_000;
/// This many units are charged like one request.
const UNITS_PER_REQUEST: u64 = 500_000;

/// Evaluates off the worker threads, until the client disconnects; charges the client for the work.
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
        // `list_faults` has accepted everything that is sent or stored, which bounds the work.
        Exhausted::TooMuchWork => ApiError::Internal(exhausted.to_string()),
    })
}

pub(crate) const NO_SUCH_CALL: Invalid = Invalid::fixed(
    "no_such_call",
    "il bando non esiste o non è visibile con queste credenziali",
    "the call does not exist, or these credentials cannot see it",
);

/// The refusal of a query that names a call which is not there for the caller.
pub(crate) fn no_such_call() -> ApiError {
    let fault = NO_SUCH_CALL.at("/call_id");
    Problem::new(&NOT_FOUND, complete(&fault.message)).with_errors(vec![fault]).into()
}

/// Whether a member had joined by a day, if one is given; whoever took its place by a reorganisation
/// counts as it did.
pub(crate) fn is_looked_at(
    member: &Member,
    successions: &[Succession],
    joined_by: Option<NaiveDate>,
) -> bool {
    joined_by.is_none_or(|closing| joined(successions, member) <= closing)
}

/// Whether the report has findings for an official to settle.
pub(crate) fn is_there_anything_to_settle(report: &Report) -> bool {
    let mut findings = report.members.iter().flat_map(|one| &one.findings);
    findings.any(|finding| finding.outcome == Outcome::NeedsReview || finding.settled.is_some())
}
