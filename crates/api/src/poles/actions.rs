//! What may be done with a pole: the state table and the policy, asked together.

use ptp_domain::pole::{self, Facts, Pole, PoleStatus, Step};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;

use crate::actions::{ActionView, offered};
use crate::problem::ApiError;

/// The operations on a pole that its state may forbid, with the step of each.
const STEPS: [(Action, Step, &str, &str); 5] = [
    (Action::ChangePole, Step::Change, "PATCH", ""),
    (Action::RemovePole, Step::Delete, "DELETE", ""),
    (Action::AddMember, Step::ChangeMembers, "POST", "/members"),
    (Action::ChangeMember, Step::ChangeMembers, "PATCH", "/members/{member_id}"),
    (Action::RemoveMember, Step::StrikeMember, "DELETE", "/members/{member_id}"),
];

/// What `actor` may do with `pole` now, and what blocks the rest.
pub(super) fn actions(pole: &Pole, actor: &Actor) -> Vec<ActionView> {
    let is_own = matches!(actor, Actor::Bearer(bearer) if bearer.owner() == pole.owner);
    STEPS
        .iter()
        .map(|(action, step, method, path)| {
            let owner = (!is_own).then_some(NOT_YOURS);
            let state = pole::attempt(pole.status, *step, Facts::default()).err();
            let href = format!("/v1/poles/{}{path}", pole.id);
            offered(actor, *action, method, href, owner.or(state))
        })
        .collect()
}

const NOT_YOURS: ptp_domain::fault::Invalid = ptp_domain::fault::Invalid::fixed(
    "not_owner",
    "solo il titolare del polo può farlo",
    "only the owner of the pole can do it",
);

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with what the caller may do instead.
pub(crate) fn attempt(pole: &Pole, step: Step, actor: &Actor) -> Result<PoleStatus, ApiError> {
    pole::attempt(pole.status, step, Facts::default()).map_err(|reason| ApiError::WrongState {
        status: pole.status.code(),
        reason,
        allowed: actions(pole, actor)
            .into_iter()
            .filter(|action| action.allowed)
            .map(|action| action.action.0.code())
            .collect(),
    })
}
