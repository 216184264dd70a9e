//! What applicants do: `submit_integration`, `submit_observations`, `acknowledge_acts`,
//! `withdraw_application`.

use actix_web::{HttpResponse, post};
use ptp_domain::application::{Document, Particulars, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{Leaf as _, LongText, Read, Reading};
use utoipa::ToSchema;

use super::document::{ApplicationView, DocumentReference};
use super::step::ProcedureStep;
use crate::cases::caller::op;
use crate::cases::party::OptionalReasonInput;
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;

/// What the applicant sends.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntegrationInput {
    /// What it answers.
    pub text: LongText,
    /// The papers that go with it.
    #[serde(default)]
    #[schema(value_type = Vec<DocumentReference>, max_items = 100)]
    pub documents: Vec<Document>,
}

/// What the applicant replies to a notice, or states by itself.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObservationsInput {
    /// What it replies.
    pub text: LongText,
    /// Whether that is all: the office goes on without waiting for the end of the term.
    #[serde(default, rename = "final")]
    pub is_final: bool,
}

/// That the acts have been read: nothing more is needed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcknowledgementInput {}

impl IntegrationInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let text = reading.required("text", LongText::read);
        let documents = reading.each("documents", DocumentReference::read);
        Ok(Self { text: text?, documents: documents? })
    }
}

impl ObservationsInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let text = reading.required("text", LongText::read);
        let is_final = reading.defaulted("final", bool::read);
        Ok(Self { text: text?, is_final: is_final? })
    }
}

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

fn answered(reading: &mut Reading<'_>) -> Read<Particulars> {
    let IntegrationInput { text, documents } = IntegrationInput::read(reading)?;
    Ok(Particulars { text: Some(text.0), documents, ..Particulars::default() })
}

fn observed(reading: &mut Reading<'_>) -> Read<Particulars> {
    let ObservationsInput { text, is_final } = ObservationsInput::read(reading)?;
    Ok(Particulars { text: Some(text.0), is_final, ..Particulars::default() })
}

fn optionally_reasoned(reading: &mut Reading<'_>) -> Read<Particulars> {
    let OptionalReasonInput { reason } = OptionalReasonInput::read(reading)?;
    Ok(Particulars { reason: reason.map(|reason| reason.0), ..Particulars::default() })
}
