//! The steps possible on a request, by its state and the policy.

use chrono::NaiveDate;
use ptp_domain::change_request::{self, ChangeRequest, RequestStatus, RequestStep};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;

use crate::cases::interest::interest;
use crate::cases::offers::{Offer, allowed};
use crate::cases::problems::ApiError;
use crate::cases::standing::NOT_YOURS;

/// The operations on a request, with the step of each.
const STEPS: [(Action, RequestStep, &str); 8] = [
    (Action::ReviewChangeRequest, RequestStep::Review, "review"),
    (Action::RequestChangeIntegration, RequestStep::RequestIntegration, "integration-request"),
    (Action::SubmitChangeIntegration, RequestStep::Integrate, "integration"),
    (Action::NotifyRefusal, RequestStep::NotifyRefusal, "refusal-notice"),
    (Action::SubmitChangeObservations, RequestStep::Observe, "observations"),
    (Action::AcceptChangeRequest, RequestStep::Accept, "acceptance"),
    (Action::RefuseChangeRequest, RequestStep::Refuse, "refusal"),
    (Action::WithdrawChangeRequest, RequestStep::Withdraw, "withdrawal"),
];

/// What `actor` may do with a request on a day, and what blocks the other steps.
pub(super) fn offers(request: &ChangeRequest, actor: &Actor, today: NaiveDate) -> Vec<Offer> {
    STEPS
        .iter()
        .map(|(action, step, path)| {
            let others = actor.scope(*action).is_ok_and(|scope| !scope.is_over(&request.owner));
            let others = others.then_some(NOT_YOURS);
            let own = interest(*action, &request.owner, actor);
            let state =
                change_request::attempt(request.status, *step, &request.procedure, today).err();
            let href = format!("/v1/poles/{}/change-requests/{}/{path}", request.pole, request.id);
            Offer::new(actor, *action, "POST", href, others.into_iter().chain(own).chain(state))
                .with_consequence(step.consequence())
        })
        .collect()
}

/// Attempts a step.
///
/// # Errors
///
/// `wrong-state`, with the request's status and the steps that the caller may take instead.
pub(super) fn attempt(
    request: &ChangeRequest,
    step: RequestStep,
    actor: &Actor,
    today: NaiveDate,
) -> Result<RequestStatus, ApiError> {
    let mut own = STEPS.iter().filter(|(_, taken, _)| *taken == step);
    let attempted = match own.find_map(|(action, ..)| interest(*action, &request.owner, actor)) {
        Some(reason) => Err(reason),
        None => change_request::attempt(request.status, step, &request.procedure, today),
    };
    attempted.map_err(|reason| ApiError::WrongState {
        status: request.status.code(),
        reason,
        allowed: allowed(&offers(request, actor, today)),
    })
}
