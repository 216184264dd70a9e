//! `publish_call`, `extend_call`, `withdraw_call`, `archive_call`

use std::collections::HashMap;

use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, post};
use chrono::{DateTime, Utc};
use ptp_domain::application::{self, Particulars};
use ptp_domain::call::{Call, Step};
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::contract::Operation;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::wire::{InstantInput, Leaf as _, LongText, Read, Reading};
use ptp_store::{Stored, Subject, Tx, Write};
use utoipa::ToSchema;

use super::actions::{attempt, facts};
use super::document::CallView;
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::case::Case;
use crate::cases::idempotent::{IdempotencyKey, Written, once};
use crate::cases::precondition::seen;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Publication needs nothing more.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationInput {}

/// Until when, and why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtensionInput {
    /// The new closing instant, later than the present one.
    #[schema(value_type = InstantInput)]
    pub closes_at: DateTime<Utc>,
    /// Why.
    pub reason: LongText,
}

/// Why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawalInput {
    /// Why.
    pub reason: LongText,
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
        Ok(Self { closes_at: closes_at?, reason: reason? })
    }
}

impl WithdrawalInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { reason: reading.required("reason", LongText::read)? })
    }
}

impl ArchivalInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Ok(Self { reason: reading.optional("reason", LongText::read)? })
    }
}

/// One step of a call, as asked.
struct Asked<O> {
    caller: Caller<O>,
    service: Data<Service>,
    id: Id<Call>,
    key: IdempotencyKey,
    version: IfMatch,
    bytes: Bytes,
}

impl<O: Operation> Asked<O> {
    /// Takes the step, with what it changes beside the status, and records it.
    async fn take(
        self,
        step: Step,
        kind: EventKind,
        reason: Option<String>,
        changed: &[&str],
        change: impl Fn(&mut Call) -> Result<(), Invalid>,
    ) -> Result<HttpResponse, ApiError> {
        let Self { caller, service, id, key, version, bytes } = self;
        once(&service, &caller.actor, key, &bytes, async |tx| {
            let mut stored = tx.find_call(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
            seen(tx, Subject::Call(id), &stored, &version).await?;
            let now = service.clock.now();
            let facts = facts(tx, &stored.value, now).await?;
            stored.value.status = attempt(&stored.value, step, facts, &caller.actor)?;
            change(&mut stored.value)
                .map_err(|invalid| ApiError::InvalidBody(vec![invalid.at("/closes_at")]))?;
            let mut event = service.event(&caller.actor, kind);
            event.reason.clone_from(&reason);
            event.changed = changed.iter().map(|name| (*name).to_owned()).collect();
            let saved = tx.save_call(stored, &event).await?;
            if step == Step::Withdraw {
                lapse(tx, &service, &caller, &saved, reason.clone()).await?;
            }
            Written::changed(tag_of(&saved, now), &CallView::show(&saved, now))
        })
        .await
    }
}

/// The applications that wait for a decision lapse with their call.
async fn lapse<O: Operation>(
    tx: &Tx<Write>,
    service: &Service,
    caller: &Caller<O>,
    call: &Stored<Call>,
    reason: Option<String>,
) -> Result<(), ApiError> {
    let particulars = Particulars { reason, ..Particulars::default() };
    // The poles before the applications, as everywhere: who submits one of them under another call
    // has it already. While the call is held nothing becomes pending under it.
    let mut poles = HashMap::new();
    for id in tx.poles_pending_under(call.value.id).await? {
        poles.insert(id.uuid(), tx.find_pole(&caller.scope, id).await?);
    }
    for application in tx.pending_of_call(call.value.id).await? {
        let pole = poles
            .remove(&application.value.pole.uuid())
            .flatten()
            .ok_or_else(|| ApiError::Internal("an application without its pole".to_owned()))?;
        let case = Case { call: call.clone(), pole, application };
        let _ =
            case.taken(tx, service, &caller.actor, application::Step::Lapse, &particulars).await?;
    }
    Ok(())
}

/// Publish a call
///
/// From then on everybody sees it, and its terms stay as they are. Its closing must lie ahead.
#[utoipa::path(
    operation_id = Action::PublishCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = PublicationInput, description = "An empty object."),
    responses((status = 200, description = "The published call.", body = CallView)),
)]
#[post("/calls/{call_id}/publication")]
pub(crate) async fn publish(
    caller: Caller<op::PublishCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<PublicationInput>,
) -> Result<HttpResponse, ApiError> {
    let ((), bytes) = body.read(|_| Ok(()))?;
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Publish, EventKind::CallPublished, None, &["status"], |_| Ok(()))
        .await
}

/// Extend a call
///
/// The window can only close later than it does; also after it has closed (reopening).
#[utoipa::path(
    operation_id = Action::ExtendCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = ExtensionInput, description = "Until when, and why."),
    responses((status = 200, description = "The call with its new window.", body = CallView)),
)]
#[post("/calls/{call_id}/extension")]
pub(crate) async fn extend(
    caller: Caller<op::ExtendCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<ExtensionInput>,
) -> Result<HttpResponse, ApiError> {
    let (ExtensionInput { closes_at, reason }, bytes) = body.read(ExtensionInput::read)?;
    let now = service.clock.now();
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Extend, EventKind::CallExtended, Some(reason.0), &["closes_at"], |call| {
            call.terms.window = call.terms.window.extended(closes_at, now)?;
            Ok(())
        })
        .await
}

/// Withdraw a call
///
/// A published call is taken back, with a reason that is recorded. Applications that wait for a
/// decision lapse, and their poles are drafts again.
#[utoipa::path(
    operation_id = Action::WithdrawCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = WithdrawalInput, description = "Why."),
    responses((status = 200, description = "The withdrawn call.", body = CallView)),
)]
#[post("/calls/{call_id}/withdrawal")]
pub(crate) async fn withdraw(
    caller: Caller<op::WithdrawCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<WithdrawalInput>,
) -> Result<HttpResponse, ApiError> {
    let (WithdrawalInput { reason }, bytes) = body.read(WithdrawalInput::read)?;
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Withdraw, EventKind::CallWithdrawn, Some(reason.0), &["status"], |_| Ok(()))
        .await
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
    caller: Caller<op::ArchiveCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<ArchivalInput>,
) -> Result<HttpResponse, ApiError> {
    let (ArchivalInput { reason }, bytes) = body.read(ArchivalInput::read)?;
    let reason = reason.map(|reason| reason.0);
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Archive, EventKind::CallArchived, reason, &["status"], |_| Ok(()))
        .await
}
