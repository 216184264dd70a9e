//! What may be done with a pole: the state table and the policy, asked together.

use chrono::{DateTime, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Purpose;
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{self, Facts, Pole, PoleStatus, Step};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{StoredPole, Tx};

use crate::actions::{ActionView, offered};
use crate::compliance::report_of;
use crate::problem::ApiError;

/// The operations on a pole that its state may forbid, with the step of each.
const STEPS: [(Action, Step, &str, &str); 11] = [
    (Action::ChangePole, Step::Change, "PATCH", ""),
    (Action::RemovePole, Step::Delete, "DELETE", ""),
    (Action::AddMember, Step::ChangeMembers, "POST", "/members"),
    (Action::ChangeMember, Step::ChangeMembers, "PATCH", "/members/{member_id}"),
    (Action::RemoveMember, Step::StrikeMember, "DELETE", "/members/{member_id}"),
    (Action::WarnPole, Step::Warn, "POST", "/warning"),
    (Action::SuspendPole, Step::Suspend, "POST", "/suspension"),
    (Action::ReinstatePole, Step::Reinstate, "POST", "/reinstatement"),
    (Action::RevokePole, Step::Revoke, "POST", "/revocation"),
    (Action::DissolvePole, Step::Dissolve, "POST", "/dissolution"),
    (Action::TransferPole, Step::Transfer, "POST", "/transfer"),
];

/// What the state table has to know of a pole at an instant.
///
/// # Errors
///
/// The store's.
pub(crate) async fn facts<M>(
    tx: &Tx<M>,
    stored: &StoredPole,
    now: DateTime<Utc>,
) -> Result<Facts, ApiError> {
    let pole = &stored.pole.value;
    let today = civil_date(now);
    let integration_open = pole.status == PoleStatus::Candidate
        && tx.pending_of_pole(pole.id).await?.iter().any(|pending| {
            let application = &pending.value;
            application.purpose == Purpose::Constitution
                && application.procedure.integration_open(application.status)
        });
    let fails = pole.recognition.is_some()
        && report_of(tx, stored, today).await?.outcome == Verdict::NonCompliant;
    Ok(Facts {
        integration_open,
        warning_due_on: pole.warning.as_ref().map(|warning| warning.due_on),
        today: Some(today),
        fails,
    })
}

/// What `actor` may do with `pole` now, and what blocks the rest.
pub(super) fn actions(pole: &Pole, facts: Facts, actor: &Actor) -> Vec<ActionView> {
    let is_own = matches!(actor, Actor::Bearer(bearer) if bearer.owner() == pole.owner);
    STEPS
        .iter()
        .map(|(action, step, method, path)| {
            // Officials act on poles that are not theirs.
            let everywhere = actor.scope(*action).is_ok_and(|scope| scope.is_everything());
            let owner = (!is_own && !everywhere).then_some(NOT_YOURS);
            let state = pole::attempt(pole.status, *step, facts).err();
            let href = format!("/v1/poles/{}{path}", pole.id);
            offered(actor, *action, method, href, owner.or(state))
        })
        .collect()
}

const NOT_YOURS: Invalid = Invalid::fixed(
    "not_owner",
    "solo il titolare del polo può farlo",
    "only the owner of the pole can do it",
);

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with what the caller may do instead.
pub(crate) fn attempt(
    pole: &Pole,
    step: Step,
    facts: Facts,
    actor: &Actor,
) -> Result<PoleStatus, ApiError> {
    pole::attempt(pole.status, step, facts).map_err(|reason| blocked(pole, reason, facts, actor))
}

/// The refusal of a step.
pub(crate) fn blocked(pole: &Pole, reason: Invalid, facts: Facts, actor: &Actor) -> ApiError {
    ApiError::WrongState {
        status: pole.status.code(),
        reason,
        allowed: actions(pole, facts, actor)
            .into_iter()
            .filter(|action| action.allowed)
            .map(|action| action.action.0.code())
            .collect(),
    }
}
