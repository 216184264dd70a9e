//! What the lead does: `submit_change_integration`, `submit_change_observations`,
//! `withdraw_change_request`.

use actix_web::{HttpResponse, post};
use ptp_domain::change_request::RequestStep;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;

use super::document::ChangeRequestView;
use super::step::RequestMove;
use crate::cases::caller::op;
use crate::cases::party::OptionalReasonInput;
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;
use crate::resources::applications::bodies::{
    IntegrationInput, ObservationsInput, answered, observed, optionally_reasoned,
};

/// Submit the integration of a change request
///
/// Answers the request of the office, which ends its term. Send everything at once.
#[utoipa::path(
    operation_id = Action::SubmitChangeIntegration.code(),
    tag = "pole-management",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = IntegrationInput, description = "What the lead sends."),
    responses((status = 200, description = "The request, under review again.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/integration")]
pub(crate) async fn integrate(
    transition: Transition<op::SubmitChangeIntegration, 2>,
    body: Body<IntegrationInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(RequestMove::of(RequestStep::Integrate, answered(reading)?)))
        .await
}

/// Submit observations on a change request
///
/// Replies to the notice of a refusal (L. 241/1990, art. 10-bis), or makes a statement (art. 10): as
/// often as needed, until the decision.
#[utoipa::path(
    operation_id = Action::SubmitChangeObservations.code(),
    tag = "pole-management",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = ObservationsInput, description = "What the lead replies."),
    responses((status = 200, description = "The request with the reply.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/observations")]
pub(crate) async fn observe(
    transition: Transition<op::SubmitChangeObservations, 2>,
    body: Body<ObservationsInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(RequestMove::of(RequestStep::Observe, observed(reading)?)))
        .await
}

/// Withdraw a change request
///
/// Before the decision. The network stays as it is.
#[utoipa::path(
    operation_id = Action::WithdrawChangeRequest.code(),
    tag = "pole-management",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = OptionalReasonInput, description = "Why, if there is something to say."),
    responses((status = 200, description = "The withdrawn request.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/withdrawal")]
pub(crate) async fn withdraw(
    transition: Transition<op::WithdrawChangeRequest, 2>,
    body: Body<OptionalReasonInput>,
) -> Result<HttpResponse, ApiError> {
    let withdrawal = |reading: &mut ptp_http::wire::Reading<'_>| {
        Ok(RequestMove::of(RequestStep::Withdraw, optionally_reasoned(reading)?))
    };
    transition.make(body, withdrawal).await
}
