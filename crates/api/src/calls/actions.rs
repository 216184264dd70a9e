//! What may be done with a call: the state table and the policy, asked together.

use chrono::{DateTime, Utc};
use ptp_domain::call::{self, Call, CallStatus, Facts, Phase, Step};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;

use ptp_store::Tx;

use crate::actions::{ActionView, offered};
use crate::problem::ApiError;

/// The operations on a call that its state may forbid, with the step of each.
const STEPS: [(Action, Step, &str, &str); 6] = [
    (Action::ChangeCall, Step::Correct, "PATCH", ""),
    (Action::RemoveCall, Step::Delete, "DELETE", ""),
    (Action::PublishCall, Step::Publish, "POST", "/publication"),
    (Action::ExtendCall, Step::Extend, "POST", "/extension"),
    (Action::WithdrawCall, Step::Withdraw, "POST", "/withdrawal"),
    (Action::ArchiveCall, Step::Archive, "POST", "/archival"),
];

/// What the state table has to know of a call at an instant.
///
/// # Errors
///
/// The store's.
pub(super) async fn facts<M>(
    tx: &Tx<M>,
    call: &Call,
    now: DateTime<Utc>,
) -> Result<Facts, ApiError> {
    let phase = call.terms.window.phase(now);
    let decides = call.status == CallStatus::Published && phase == Phase::Closed;
    let pending = decides && !tx.poles_pending_under(call.id).await?.is_empty();
    Ok(Facts { phase, pending })
}

/// What `actor` may do with `call` now, and what blocks the rest.
pub(super) fn actions(call: &Call, facts: Facts, actor: &Actor) -> Vec<ActionView> {
    STEPS
        .iter()
        .map(|(action, step, method, path)| {
            let blocked = call::attempt(call.status, *step, facts).err();
            let href = format!("/v1/calls/{}{path}", call.id);
            offered(actor, *action, method, href, blocked)
        })
        .collect()
}

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with what the caller may do instead.
pub(super) fn attempt(
    call: &Call,
    step: Step,
    facts: Facts,
    actor: &Actor,
) -> Result<CallStatus, ApiError> {
    call::attempt(call.status, step, facts).map_err(|reason| ApiError::WrongState {
        status: call.status.code(),
        reason,
        allowed: actions(call, facts, actor)
            .into_iter()
            .filter(|action| action.allowed)
            .map(|action| action.action.0.code())
            .collect(),
    })
}
