//! What applicants do: `submit_integration`, `submit_observations`, `acknowledge_acts`,
//! `withdraw_application`.

use actix_web::{HttpResponse, post};
use ptp_domain::application::{Particulars, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;

use super::bodies::{
    AcknowledgementInput, IntegrationInput, ObservationsInput, answered, observed,
    optionally_reasoned,
};
use super::document::ApplicationView;
use super::step::ProcedureStep;
use crate::cases::caller::op;
use crate::cases::party::OptionalReasonInput;
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;

/// Submit an integration
///
/// Answers the request, which ends its term: the application is under review again, the term of the
/// procedure runs on, and the pole does not change any more. Send everything at once.
#[utoipa::path(
    operation_id = Action::SubmitIntegration.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = IntegrationInput, description = "What the applicant sends."),
    responses((status = 200, description = "The application, under review again.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/integration")]
pub(crate) async fn integrate(
    transition: Transition<op::SubmitIntegration>,
    body: Body<IntegrationInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |reading| Ok(ProcedureStep(Step::Integrate, answered(reading)?))).await
}

/// Submit observations
///
/// Replies to a rejection notice (L. 241/1990, art. 10-bis), or makes a statement (art. 10): as often
/// as needed, until the decision. After a notice the office waits for the end of the ten days, unless
/// observations are `final`.
#[utoipa::path(
    operation_id = Action::SubmitObservations.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = ObservationsInput, description = "What the applicant replies."),
    responses((status = 200, description = "The application with the reply.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/observations")]
pub(crate) async fn observe(
    transition: Transition<op::SubmitObservations>,
    body: Body<ObservationsInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |reading| Ok(ProcedureStep(Step::Observe, observed(reading)?))).await
}

/// Acknowledge acts
///
/// The applicant has read the acts of the office. Under a call with `notification: portal` its terms
/// run from the first time. Reading an application with GET never does that: it is safe, and programs
/// may do it at any hour.
#[utoipa::path(
    operation_id = Action::AcknowledgeActs.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = AcknowledgementInput, description = "An empty object."),
    responses((status = 200, description = "The application, with the terms that run now.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/acknowledgements")]
pub(crate) async fn acknowledge(
    transition: Transition<op::AcknowledgeActs>,
    body: Body<AcknowledgementInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |_| Ok(ProcedureStep(Step::Acknowledge, Particulars::default()))).await
}

/// Withdraw an application
///
/// Before the decision. The pole is a draft again.
#[utoipa::path(
    operation_id = Action::WithdrawApplication.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = OptionalReasonInput, description = "Why, if there is something to say."),
    responses((status = 200, description = "The withdrawn application.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/withdrawal")]
pub(crate) async fn withdraw(
    transition: Transition<op::WithdrawApplication>,
    body: Body<OptionalReasonInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(ProcedureStep(Step::Withdraw, optionally_reasoned(reading)?)))
        .await
}
