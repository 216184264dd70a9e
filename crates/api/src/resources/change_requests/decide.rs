//! What officials do: `review_change_request`, `request_change_integration`, `notify_refusal`,
//! `accept_change_request`, `refuse_change_request`.

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::application::Particulars;
use ptp_domain::change_request::RequestStep;
use ptp_domain::party;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{DateText, Leaf as _, LongText, Read, Reading};
use utoipa::ToSchema;

use super::document::ChangeRequestView;
use super::step::RequestMove;
use crate::cases::caller::op;
use crate::cases::party::Act;
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;
use crate::resources::applications::bodies::{
    IntegrationRequestInput, RejectionNoticeInput, ReviewInput, noticed, requested,
};

/// By which act, and from which day on.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptanceInput {
    /// The act that accepts.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// The first day of the change, no earlier than the day of receipt; as the request says unless
    /// given, or else the date of the act.
    #[serde(default)]
    #[schema(value_type = Option<DateText>)]
    pub effective_on: Option<NaiveDate>,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<LongText>,
}

impl AcceptanceInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let act = reading.required("act", Act::read);
        let effective_on = reading.optional("effective_on", NaiveDate::read);
        let reason = reading.optional("reason", LongText::read);
        Ok(Self { act: act?, effective_on: effective_on?, reason: reason? })
    }
}

/// Why, and by which act.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefusalInput {
    /// Why.
    pub reason: LongText,
    /// The act that refuses.
    #[schema(value_type = Act)]
    pub act: party::Act,
}

impl RefusalInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        Ok(Self { reason: reason?, act: act? })
    }
}

/// Review a change request
///
/// Takes it up, or goes on once a term has ended, or final observations have arrived.
#[utoipa::path(
    operation_id = Action::ReviewChangeRequest.code(),
    tag = "procedure",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = ReviewInput, description = "An empty object."),
    responses((status = 200, description = "The request under review.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/review")]
pub(crate) async fn review(
    transition: Transition<op::ReviewChangeRequest, 2>,
    body: Body<ReviewInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |_| Ok(RequestMove::of(RequestStep::Review, Particulars::default())))
        .await
}

/// Request the integration of a change request
///
/// Asks for papers or declarations. The first request suspends the term of the procedure from the
/// next day on, for thirty days at most.
#[utoipa::path(
    operation_id = Action::RequestChangeIntegration.code(),
    tag = "procedure",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = IntegrationRequestInput, description = "What is asked for."),
    responses((status = 200, description = "The request, waiting.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/integration-request")]
pub(crate) async fn request_integration(
    transition: Transition<op::RequestChangeIntegration, 2>,
    body: Body<IntegrationRequestInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| {
            Ok(RequestMove::of(RequestStep::RequestIntegration, requested(reading)?))
        })
        .await
}

/// Give notice of a refusal
///
/// The reasons that stand in the way (L. 241/1990, art. 10-bis): the lead has ten days to reply.
#[utoipa::path(
    operation_id = Action::NotifyRefusal.code(),
    tag = "procedure",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = RejectionNoticeInput, description = "Why, and the act if there is one."),
    responses((status = 200, description = "The request with its notice.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/refusal-notice")]
pub(crate) async fn notify_refusal(
    transition: Transition<op::NotifyRefusal, 2>,
    body: Body<RejectionNoticeInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(RequestMove::of(RequestStep::NotifyRefusal, noticed(reading)?)))
        .await
}

/// Accept a change request
///
/// The change takes effect in the register with this answer, on the day that the request or the
/// decision names, never before the day of receipt: `joined_on` and `left_on` become that day.
#[utoipa::path(
    operation_id = Action::AcceptChangeRequest.code(),
    tag = "procedure",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = AcceptanceInput, description = "By which act, from which day on."),
    responses((status = 200, description = "The accepted request.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/acceptance")]
pub(crate) async fn accept(
    transition: Transition<op::AcceptChangeRequest, 2>,
    body: Body<AcceptanceInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| {
            let AcceptanceInput { act, effective_on, reason } = AcceptanceInput::read(reading)?;
            let reason = reason.map(|reason| reason.0);
            let particulars = Particulars { act: Some(act), reason, ..Particulars::default() };
            let accepted = RequestMove::of(RequestStep::Accept, particulars);
            Ok(RequestMove { effective_on, ..accepted })
        })
        .await
}

/// Refuse a change request
///
/// After a notice whose term has ended or had final observations. The network stays as it is.
#[utoipa::path(
    operation_id = Action::RefuseChangeRequest.code(),
    tag = "procedure",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    request_body(content = RefusalInput, description = "Why, and by which act."),
    responses((status = 200, description = "The refused request.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests/{request_id}/refusal")]
pub(crate) async fn refuse(
    transition: Transition<op::RefuseChangeRequest, 2>,
    body: Body<RefusalInput>,
) -> Result<HttpResponse, ApiError> {
    transition
        .make(body, |reading| Ok(RequestMove::of(RequestStep::Refuse, refused(reading)?)))
        .await
}

fn refused(reading: &mut Reading<'_>) -> Read<Particulars> {
    let RefusalInput { reason, act } = RefusalInput::read(reading)?;
    Ok(Particulars { reason: Some(reason.0), act: Some(act), ..Particulars::default() })
}
