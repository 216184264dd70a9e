//! What applicants do: `submit_integration`, `submit_observations`, `withdraw_application`.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::application::{Document, Particulars, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::wire::{Leaf as _, LongText, Read, Reading};
use utoipa::ToSchema;

use super::document::{ApplicationView, DocumentReference};
use super::step::Asked;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::IdempotencyKey;
use crate::cases::party::OptionalReasonInput;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

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

/// What the applicant replies to a notice.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObservationsInput {
    /// What it replies.
    pub text: LongText,
}

impl IntegrationInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let text = reading.required("text", LongText::read);
        let documents = reading.each("documents", DocumentReference::read);
        Ok(Self { text: text?, documents: documents? })
    }
}

impl ObservationsInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { text: reading.required("text", LongText::read)? })
    }
}

impl OptionalReasonInput {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { reason: reading.optional("reason", LongText::read)? })
    }
}

/// Submit an integration
///
/// Answers the request: from then on the pole does not change any more, and the review goes on.
#[utoipa::path(
    operation_id = Action::SubmitIntegration.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = IntegrationInput, description = "What the applicant sends."),
    responses((status = 200, description = "The application with the answer.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/integration")]
pub(crate) async fn integrate(
    caller: Caller<op::SubmitIntegration>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<IntegrationInput>,
) -> Result<HttpResponse, ApiError> {
    let (IntegrationInput { text, documents }, bytes) = body.read(IntegrationInput::read)?;
    let particulars = Particulars { text: Some(text.0), documents, ..Particulars::default() };
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Integrate, particulars)
        .await
}

/// Submit observations
///
/// Replies to a rejection notice (L. 241/1990, art. 10-bis).
#[utoipa::path(
    operation_id = Action::SubmitObservations.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = ObservationsInput, description = "What the applicant replies."),
    responses((status = 200, description = "The application with the reply.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/observations")]
pub(crate) async fn observe(
    caller: Caller<op::SubmitObservations>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<ObservationsInput>,
) -> Result<HttpResponse, ApiError> {
    let (ObservationsInput { text }, bytes) = body.read(ObservationsInput::read)?;
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Observe, Particulars { text: Some(text.0), ..Particulars::default() })
        .await
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
    caller: Caller<op::WithdrawApplication>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<OptionalReasonInput>,
) -> Result<HttpResponse, ApiError> {
    let (OptionalReasonInput { reason }, bytes) = body.read(OptionalReasonInput::read)?;
    let reason = reason.map(|reason| reason.0);
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Withdraw, Particulars { reason, ..Particulars::default() })
        .await
}
