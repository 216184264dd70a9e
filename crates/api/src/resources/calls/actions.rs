//! The operations possible on a call, by its state and the policy.

use chrono::{DateTime, Utc};
use ptp_domain::call::{self, Call, CallStatus, Facts, Phase, Step};
use ptp_domain::fault::Invalid;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::Tx;

use crate::cases::offers::{Offer, allowed};
use crate::cases::problems::ApiError;
use crate::cases::sentences::when_open;

/// The operations on a call that depend on its state, with their steps.
const STEPS: [(Action, Step, &str, &str); 7] = [
    (Action::ChangeCall, Step::Correct, "PATCH", ""),
    (Action::RemoveCall, Step::Delete, "DELETE", ""),
    (Action::PublishCall, Step::Publish, "POST", "/publication"),
    (Action::ExtendCall, Step::Extend, "POST", "/extension"),
    (Action::ReopenCall, Step::Reopen, "POST", "/reopening"),
    (Action::WithdrawCall, Step::Withdraw, "POST", "/withdrawal"),
    (Action::ArchiveCall, Step::Archive, "POST", "/archival"),
];

/// The facts about a call at an instant, for its state machine.
///
/// # Errors
///
/// Those of the store.
pub(super) async fn facts<M>(
    tx: &Tx<M>,
    call: &Call,
    now: DateTime<Utc>,
) -> Result<Facts, ApiError> {
    let phase = call.terms.window.phase(now);
    let decides = call.status == CallStatus::Published && phase == Phase::Closed;
    let pending = decides && !tx.poles_pending_under(call.id).await?.is_empty();
    let unfit = call.terms.can_be_published(now).err();
    Ok(Facts { phase, pending, unfit })
}

/// What `actor` may do with `call` now, and what blocks the other operations.
pub(super) fn offers(call: &Call, facts: &Facts, actor: &Actor) -> Vec<Offer> {
    let steps = STEPS.iter().map(|(action, step, method, path)| {
        let blocked = call::attempt(call.status, *step, facts).err();
        let href = format!("/v1/calls/{}{path}", call.id);
        Offer::new(actor, *action, method, href, blocked)
    });
    let submission = "/v1/applications".to_owned();
    let closed = not_open(call, facts.phase);
    let submit = Offer::new(actor, Action::SubmitApplication, "POST", submission, closed);
    steps.chain([submit]).collect()
}

/// Why a call does not accept applications, as the code and message of its refusal.
fn not_open(call: &Call, phase: Phase) -> Option<Invalid> {
    let window = call.terms.window;
    let is_open = call.status == CallStatus::Published && phase == Phase::Open;
    (!is_open).then(|| Invalid {
        code: "call_not_open",
        message: when_open(call.status, phase, window.opens_at(), window.closes_at()),
    })
}

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with what the caller may do instead.
pub(super) fn attempt(
    call: &Call,
    step: Step,
    facts: &Facts,
    actor: &Actor,
) -> Result<CallStatus, ApiError> {
    call::attempt(call.status, step, facts).map_err(|reason| ApiError::WrongState {
        status: call.status.code(),
        reason,
        allowed: allowed(&offers(call, facts, actor)),
    })
}
