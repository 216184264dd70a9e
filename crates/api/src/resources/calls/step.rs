//! `publish_call`, `extend_call`, `reopen_call`, `withdraw_call`, `archive_call`

use actix_web::{HttpResponse, post};
use chrono::{DateTime, Utc};
use ptp_domain::call::Step;
use ptp_domain::event::EventKind;
use ptp_domain::party;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{InstantInput, Leaf as _, LongText, Read, Reading};
use utoipa::ToSchema;

use super::document::CallView;
use super::state_change::{CallChange, Deferral};
use crate::cases::caller::op;
use crate::cases::party::{Act, ReasonedInput};
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;

/// Publication needs nothing more.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationInput {}

/// Until when, why, by which act.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtensionInput {
    /// The new closing instant, later than the present one.
    #[schema(value_type = InstantInput)]
    pub closes_at: DateTime<Utc>,
    /// Why.
    pub reason: LongText,
    /// The act that extends it.
    #[schema(value_type = Act)]
    pub act: party::Act,
}

/// Until when, why, by which act, and for whom.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReopeningInput {
    /// The new closing instant, later than now.
    #[schema(value_type = InstantInput)]
    pub closes_at: DateTime<Utc>,
    /// Why.
    pub reason: LongText,
    /// The act that reopens it.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// Whether everybody is compared as of the new closing: then the dates of the applications that
    /// wait for a decision follow it. Otherwise they stay as they are.
    #[serde(default)]
    pub comparative: bool,
}

/// Why, if there is something to say.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchivalInput {
    /// Why.
    #[serde(default)]
    pub reason: Option<LongText>,
}

impl ExtensionInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let closes_at = reading.required("closes_at", DateTime::read);
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        Ok(Self { closes_at: closes_at?, reason: reason?, act: act? })
    }
}

impl ReopeningInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let closes_at = reading.required("closes_at", DateTime::read);
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        let comparative = reading.defaulted("comparative", bool::read);
        Ok(Self { closes_at: closes_at?, reason: reason?, act: act?, comparative: comparative? })
    }
}

impl ArchivalInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { reason: reading.optional("reason", LongText::read)? })
    }
}

/// Publish a call
///
/// From then on everybody sees it, and its terms stay as they are. It needs its act and, among the
/// contacts, the officer in charge of the procedure. Its closing must lie ahead, and no decision may
/// fall due before the reference date, on which the poles are judged.
#[utoipa::path(
    operation_id = Action::PublishCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = PublicationInput, description = "An empty object."),
    responses((status = 200, description = "The published call.", body = CallView)),
)]
#[post("/calls/{call_id}/publication")]
pub(crate) async fn publish(
    transition: Transition<op::PublishCall>,
    body: Body<PublicationInput>,
) -> Result<HttpResponse, ApiError> {
    transition.make(body, |_| Ok(CallChange::of(Step::Publish, EventKind::CallPublished))).await
}

/// Extend a call
///
/// The closing is deferred before it has come. It holds for all: where the call is judged at the
/// closing, or decided from it on, the dates of all applications that wait for a decision follow, and
/// until the new closing an applicant may replace its application.
#[utoipa::path(
    operation_id = Action::ExtendCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = ExtensionInput, description = "Until when, why, by which act."),
    responses((status = 200, description = "The call with its new window.", body = CallView)),
)]
#[post("/calls/{call_id}/extension")]
pub(crate) async fn extend(
    transition: Transition<op::ExtendCall>,
    body: Body<ExtensionInput>,
) -> Result<HttpResponse, ApiError> {
    let extension = |reading: &mut Reading<'_>| {
        let ExtensionInput { closes_at, reason, act } = ExtensionInput::read(reading)?;
        Ok(CallChange {
            act: Some(act),
            deferral: Some(Deferral { closes_at, for_all: true }),
            reason: Some(reason.0),
            ..CallChange::of(Step::Extend, EventKind::CallExtended)
        })
    };
    transition.make(body, extension).await
}

/// Reopen a call
///
/// After the closing the window is opened again, by an act of its own. Who applied before keeps its
/// dates, and a term that has expired does not revive; unless the act compares everybody as of the
/// new closing (`comparative`).
#[utoipa::path(
    operation_id = Action::ReopenCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = ReopeningInput, description = "Until when, why, by which act."),
    responses((status = 200, description = "The call with its new window.", body = CallView)),
)]
#[post("/calls/{call_id}/reopening")]
pub(crate) async fn reopen(
    transition: Transition<op::ReopenCall>,
    body: Body<ReopeningInput>,
) -> Result<HttpResponse, ApiError> {
    let reopening = |reading: &mut Reading<'_>| {
        let ReopeningInput { closes_at, reason, act, comparative } = ReopeningInput::read(reading)?;
        Ok(CallChange {
            act: Some(act),
            deferral: Some(Deferral { closes_at, for_all: comparative }),
            reason: Some(reason.0),
            ..CallChange::of(Step::Reopen, EventKind::CallReopened)
        })
    };
    transition.make(body, reopening).await
}

/// Withdraw a call
///
/// A published call is taken back by an act, with a reason. Applications that wait for a
/// decision lapse, and their poles are drafts again.
#[utoipa::path(
    operation_id = Action::WithdrawCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = ReasonedInput, description = "Why, and by which act."),
    responses((status = 200, description = "The withdrawn call.", body = CallView)),
)]
#[post("/calls/{call_id}/withdrawal")]
pub(crate) async fn withdraw(
    transition: Transition<op::WithdrawCall>,
    body: Body<ReasonedInput>,
) -> Result<HttpResponse, ApiError> {
    let withdrawal = |reading: &mut Reading<'_>| {
        let ReasonedInput { reason, act } = ReasonedInput::read(reading)?;
        Ok(CallChange {
            act: Some(act),
            reason: Some(reason.0),
            ..CallChange::of(Step::Withdraw, EventKind::CallWithdrawn)
        })
    };
    transition.make(body, withdrawal).await
}

/// Archive a call
///
/// A published call that has closed, and whose applications are decided, is over.
#[utoipa::path(
    operation_id = Action::ArchiveCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = ArchivalInput, description = "Why, if there is something to say."),
    responses((status = 200, description = "The archived call.", body = CallView)),
)]
#[post("/calls/{call_id}/archival")]
pub(crate) async fn archive(
    transition: Transition<op::ArchiveCall>,
    body: Body<ArchivalInput>,
) -> Result<HttpResponse, ApiError> {
    let archival = |reading: &mut Reading<'_>| {
        let ArchivalInput { reason } = ArchivalInput::read(reading)?;
        Ok(CallChange {
            reason: reason.map(|reason| reason.0),
            ..CallChange::of(Step::Archive, EventKind::CallArchived)
        })
    };
    transition.make(body, archival).await
}
