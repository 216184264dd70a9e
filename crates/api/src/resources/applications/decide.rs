//! What officials do: `review_application`, `request_integration`, `notify_rejection`,
//! `admit_application`, `reject_application`, `annul_decision`.

use actix_web::{HttpResponse, post};
use ptp_domain::application::{Ground, Particulars, Step};
use ptp_domain::party;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_domain::{court, delivery};
use ptp_http::body::Body;
use ptp_http::wire::{Leaf as _, LongText, Read, Reading, word};
use utoipa::ToSchema;

use super::bodies::{
    IntegrationRequestInput, RejectionNoticeInput, ReviewInput, noticed, requested,
};
use super::document::ApplicationView;
use super::step::ProcedureStep;
use crate::cases::caller::op;
use crate::cases::delivery::Delivery;
use crate::cases::party::Act;
use crate::cases::problems::ApiError;
use crate::cases::reference::CourtReference;
use crate::cases::transition::Transition;
use crate::cases::words::AnnulmentGroundCode;

/// By which act, and why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AdmissionInput {
    /// The act that admits. The pole is recognised from its date on.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<LongText>,
    /// The order of the court by which the application is admitted with reserve (con riserva): it
    /// stands for what the rules say.
    #[serde(default)]
    #[schema(value_type = Option<CourtReference>)]
    pub reserved: Option<court::CourtReference>,
    /// How it reached the applicant, if that is known at once.
    #[schema(value_type = Option<Delivery>)]
    pub delivery: Option<delivery::Delivery>,
}

/// Why, by which act, and in answer to what.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionInput {
    /// Why.
    pub reason: LongText,
    /// The act that rejects.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// Why the observations on the notice are not accepted; required if there are any (L. 241/1990,
    /// art. 10-bis).
    #[serde(default)]
    pub answers_observations: Option<LongText>,
    /// How it reached the applicant, if that is known at once.
    #[schema(value_type = Option<Delivery>)]
    pub delivery: Option<delivery::Delivery>,
}

impl RejectionInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        let answers = reading.optional("answers_observations", LongText::read);
        let delivery = reading.optional("delivery", Delivery::read);
        Ok(Self { reason: reason?, act: act?, answers_observations: answers?, delivery: delivery? })
    }
}

/// Why, by which act, and on what ground.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnnulmentInput {
    /// Why: of an admission, the reason of public interest.
    pub reason: LongText,
    /// The act that annuls, or the judgment.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// On what ground; required for an admission. Self-redress has a term from the day of the act that
    /// is annulled (L. 241/1990, art. 21-nonies): six months since 18 December 2025.
    #[schema(value_type = Option<AnnulmentGroundCode>)]
    pub ground: Option<Ground>,
    /// The judgment that it rests on, if that is not the act itself.
    #[schema(value_type = Option<Act>)]
    pub judgment: Option<party::Act>,
    /// How it reached the applicant, if that is known at once.
    #[schema(value_type = Option<Delivery>)]
    pub delivery: Option<delivery::Delivery>,
}

impl AnnulmentInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        let ground = reading.optional("ground", word::<Ground>);
        let judgment = reading.optional("judgment", Act::read);
        let delivery = reading.optional("delivery", Delivery::read);
        Ok(Self {
            reason: reason?,
            act: act?,
            ground: ground?,
            judgment: judgment?,
            delivery: delivery?,
        })
    }
}

impl AdmissionInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let act = reading.required("act", Act::read);
        let reason = reading.optional("reason", LongText::read);
        let reserved = reading.optional("reserved", CourtReference::read);
        let delivery = reading.optional("delivery", Delivery::read);
        Ok(Self { act: act?, reason: reason?, reserved: reserved?, delivery: delivery? })
    }
}

/// Review an application
///
/// Takes it up, or goes on once a term has ended, or final observations have arrived. The answer to an
/// integration request resumes the review by itself.
#[utoipa::path(
    operation_id = Action::ReviewApplication.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = ReviewInput, description = "An empty object."),
    responses((status = 200, description = "The application under review.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/review")]
pub(crate) async fn review(
    transition: Transition<op::ReviewApplication>,
    body: Body<ReviewInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |_| Ok(ProcedureStep(Step::Review, Particulars::default()))).await
}

/// Request an integration
///
/// Asks the applicant for papers or declarations; the owner may change the pole until it answers.
/// The first request suspends the term of the procedure from the next day on, for thirty days at
/// most. The applicant's term runs from the day on which the request reaches it, as the call says
/// (`notification`).
#[utoipa::path(
    operation_id = Action::RequestIntegration.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = IntegrationRequestInput, description = "What is asked for."),
    responses((status = 200, description = "The application, waiting.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/integration-request")]
pub(crate) async fn request_integration(
    transition: Transition<op::RequestIntegration>,
    body: Body<IntegrationRequestInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(ProcedureStep(Step::RequestIntegration, requested(reading)?)))
        .await
}

/// Give notice of a rejection
///
/// The reasons that stand in the way (L. 241/1990, art. 10-bis): the applicant has ten days to
/// reply, from the day on which the notice reaches it, as the call says (`notification`). After a judgment that annulled the rejection the step has a `warning`: what had already
/// emerged then cannot be a new reason.
#[utoipa::path(
    operation_id = Action::NotifyRejection.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = RejectionNoticeInput, description = "Why, and the act if there is one."),
    responses((status = 200, description = "The application with its notice.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/rejection-notice")]
pub(crate) async fn notify_rejection(
    transition: Transition<op::NotifyRejection>,
    body: Body<RejectionNoticeInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(ProcedureStep(Step::NotifyRejection, noticed(reading)?)))
        .await
}

/// Admit an application
///
/// The pole must be compliant on the reference date, with the findings that officials settled.
/// Under a constitution call it is recognised from the date of the act on; under a measure it must
/// be recognised when the decision is taken.
#[utoipa::path(
    operation_id = Action::AdmitApplication.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = AdmissionInput, description = "By which act."),
    responses((status = 200, description = "The admitted application.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/admission")]
pub(crate) async fn admit(
    transition: Transition<op::AdmitApplication>,
    body: Body<AdmissionInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |reading| Ok(ProcedureStep(Step::Admit, admitted(reading)?))).await
}

/// Reject an application
///
/// After a notice whose term has ended or had final observations, unless the call does without
/// notices. It says why observations on the notice are not accepted. The pole is a draft again.
#[utoipa::path(
    operation_id = Action::RejectApplication.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = RejectionInput, description = "Why, by which act, in answer to what."),
    responses((status = 200, description = "The rejected application.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/rejection")]
pub(crate) async fn reject(
    transition: Transition<op::RejectApplication>,
    body: Body<RejectionInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |reading| Ok(ProcedureStep(Step::Reject, rejected(reading)?))).await
}

/// Annul a decision
///
/// In self-redress, because of a criminal judgment, or by a court, which may also suspend a rejection
/// by an interim order: the application is under review again, the pole a
/// candidate; one that was revoked or dissolved stays as it is. The term of the procedure begins
/// anew. An admission is annulled on a `ground` that holds on the day of the act; a rejection at any
/// time.
#[utoipa::path(
    operation_id = Action::AnnulDecision.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = AnnulmentInput, description = "Why, by which act, on what ground."),
    responses((status = 200, description = "The application under review.", body = ApplicationView)),
)]
#[post("/applications/{application_id}/annulment")]
pub(crate) async fn annul(
    transition: Transition<op::AnnulDecision>,
    body: Body<AnnulmentInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |reading| Ok(ProcedureStep(Step::Annul, annulled(reading)?))).await
}

fn admitted(reading: &mut Reading<'_>) -> Read<Particulars> {
    let AdmissionInput { act, reason, reserved, delivery } = AdmissionInput::read(reading)?;
    let reason = reason.map(|reason| reason.0);
    Ok(Particulars { act: Some(act), reason, reserved, delivery, ..Particulars::default() })
}

fn annulled(reading: &mut Reading<'_>) -> Read<Particulars> {
    let AnnulmentInput { reason, act, ground, judgment, delivery } = AnnulmentInput::read(reading)?;
    Ok(Particulars {
        reason: Some(reason.0),
        act: Some(act),
        ground,
        judgment,
        delivery,
        ..Particulars::default()
    })
}

fn rejected(reading: &mut Reading<'_>) -> Read<Particulars> {
    let RejectionInput { reason, act, answers_observations, delivery } =
        RejectionInput::read(reading)?;
    Ok(Particulars {
        reason: Some(reason.0),
        act: Some(act),
        answers_observations: answers_observations.map(|text| text.0),
        delivery,
        ..Particulars::default()
    })
}
