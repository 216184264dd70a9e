//! What officials do: `review_application`, `request_integration`, `notify_rejection`,
//! `admit_application`, `reject_application`, `annul_decision`.

use actix_web::{HttpResponse, post};
use ptp_domain::application::{Ground, Particulars, Step};
use ptp_domain::court;
use ptp_domain::party;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{Leaf as _, LongText, Read, Reading, word};
use utoipa::ToSchema;

use super::document::ApplicationView;
use super::step::ProcedureStep;
use crate::cases::caller::op;
use crate::cases::party::Act;
use crate::cases::problems::ApiError;
use crate::cases::reference::CourtReference;
use crate::cases::transition::Transition;
use crate::cases::words::AnnulmentGroundCode;

/// A review needs nothing more.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewInput {}

/// What is asked for.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntegrationRequestInput {
    /// Each paper or declaration that is missing.
    #[schema(min_items = 1, max_items = 50)]
    pub requests: Vec<LongText>,
    /// How many days the applicant has (L. 241/1990, art. 2 c. 7: the term is suspended for at most
    /// thirty).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 30, default = 10, example = 10)]
    pub days: Option<u32>,
}

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
}

/// Why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionNoticeInput {
    /// The reasons that stand in the way.
    pub reason: LongText,
    /// The act that gives notice, if there is one.
    #[schema(value_type = Option<Act>)]
    pub act: Option<party::Act>,
}

impl RejectionNoticeInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.optional("act", Act::read);
        Ok(Self { reason: reason?, act: act? })
    }
}

/// Why, and by which act.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectionInput {
    /// Why: the reasons of the notice that the observations do not overcome.
    pub reason: LongText,
    /// The act that rejects.
    #[schema(value_type = Act)]
    pub act: party::Act,
}

impl RejectionInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        Ok(Self { reason: reason?, act: act? })
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
}

impl AnnulmentInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        let ground = reading.optional("ground", word::<Ground>);
        let judgment = reading.optional("judgment", Act::read);
        Ok(Self { reason: reason?, act: act?, ground: ground?, judgment: judgment? })
    }
}

impl IntegrationRequestInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let requests = reading.each("requests", LongText::read);
        let days = reading.optional("days", u32::read);
        Ok(Self { requests: requests?, days: days? })
    }
}

impl AdmissionInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let act = reading.required("act", Act::read);
        let reason = reading.optional("reason", LongText::read);
        let reserved = reading.optional("reserved", CourtReference::read);
        Ok(Self { act: act?, reason: reason?, reserved: reserved? })
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
/// most.
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
/// reply. After a judgment that annulled the rejection the step has a `warning`: what had already
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
/// notices. The pole is a draft again.
#[utoipa::path(
    operation_id = Action::RejectApplication.code(),
    tag = "procedure",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    request_body(content = RejectionInput, description = "Why, and by which act."),
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

fn requested(reading: &mut Reading<'_>) -> Read<Particulars> {
    let IntegrationRequestInput { requests, days } = IntegrationRequestInput::read(reading)?;
    let requests = requests.into_iter().map(|text| text.0).collect();
    Ok(Particulars { requests, days, ..Particulars::default() })
}

fn admitted(reading: &mut Reading<'_>) -> Read<Particulars> {
    let AdmissionInput { act, reason, reserved } = AdmissionInput::read(reading)?;
    let reason = reason.map(|reason| reason.0);
    Ok(Particulars { act: Some(act), reason, reserved, ..Particulars::default() })
}

fn annulled(reading: &mut Reading<'_>) -> Read<Particulars> {
    let AnnulmentInput { reason, act, ground, judgment } = AnnulmentInput::read(reading)?;
    Ok(Particulars {
        reason: Some(reason.0),
        act: Some(act),
        ground,
        judgment,
        ..Particulars::default()
    })
}

fn noticed(reading: &mut Reading<'_>) -> Read<Particulars> {
    let RejectionNoticeInput { reason, act } = RejectionNoticeInput::read(reading)?;
    Ok(Particulars { reason: Some(reason.0), act, ..Particulars::default() })
}

fn rejected(reading: &mut Reading<'_>) -> Read<Particulars> {
    let RejectionInput { reason, act } = RejectionInput::read(reading)?;
    Ok(Particulars { reason: Some(reason.0), act: Some(act), ..Particulars::default() })
}
