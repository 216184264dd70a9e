//! `publish_call`, `extend_call`, `reopen_call`, `withdraw_call`, `archive_call`

use std::collections::HashMap;

use actix_web::{HttpResponse, post};
use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::application::{self, Particulars};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::{Call, LaterAct, Step};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::party;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::PathIds;
use ptp_http::wire::{InstantInput, Leaf as _, LongText, Read, Reading};
use ptp_store::{Stored, Subject, Tx, Write};
use utoipa::ToSchema;

use super::actions::{attempt, facts};
use super::document::CallView;
use super::tag_of;
use crate::cases::caller::op;
use crate::cases::case::Case;
use crate::cases::idempotent::Written;
use crate::cases::party::{Act, dated};
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::transition::{Asked, StateChange, Transition};

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

impl ReopeningInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let closes_at = reading.required("closes_at", DateTime::read);
        let reason = reading.required("reason", LongText::read);
        let act = reading.required("act", Act::read);
        let comparative = reading.defaulted("comparative", bool::read);
        Ok(Self { closes_at: closes_at?, reason: reason?, act: act?, comparative: comparative? })
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

/// A change of a call's state.
struct CallChange {
    step: Step,
    kind: EventKind,
    reason: Option<String>,
    act: Option<party::Act>,
    deferral: Option<Deferral>,
}

/// A later closing.
struct Deferral {
    closes_at: DateTime<Utc>,
    /// Whether the applications received before get the dates of the call as it is then.
    for_all: bool,
}

impl CallChange {
    const fn of(step: Step, kind: EventKind) -> Self {
        Self { step, kind, reason: None, act: None, deferral: None }
    }
}

impl StateChange for CallChange {
    type Prepared = Id<Call>;

    /// Nothing is evaluated, so there is nothing to prepare; and a withdrawal has to keep the call
    /// from those who submit under it.
    async fn prepare(
        &self,
        _: &Tx<ptp_store::Read>,
        _: &Asked,
        ids: &PathIds<1>,
    ) -> Result<Id<Call>, ApiError> {
        Ok(ids.first())
    }

    async fn make(
        &self,
        &id: &Id<Call>,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let mut stored = tx.find_call(&asked.scope, id).await?.ok_or(ApiError::NotFound)?;
        check_precondition(tx, Subject::Call(id), &stored, &asked.version).await?;
        let now = asked.service.clock.now();
        let facts = facts(tx, &stored.value, now).await?;
        stored.value.status = attempt(&stored.value, self.step, &facts, &asked.actor)?;
        if let Some(Deferral { closes_at, for_all }) = self.deferral {
            let terms = stored.value.terms;
            let from = if for_all { terms.window.opens_at() } else { now };
            let window = terms.window.extended(closes_at, now);
            stored.value.terms = window
                .and_then(|window| terms.within(window, from))
                .map_err(|invalid| ApiError::InvalidBody(vec![invalid.at("/closes_at")]))?;
        }
        let mut changed = vec![if self.deferral.is_some() { "closes_at" } else { "status" }];
        if let Some(act) = self.act.clone() {
            dated(&act, civil_date(now))?;
            let at = now.trunc_subsecs(6);
            let reason = self.reason.clone();
            stored.value.later_acts.push(LaterAct { step: self.step, at, act, reason });
            changed.push("later_acts");
        }
        let event = asked.event(self.kind, self.reason.as_deref(), &changed);
        let saved = tx.save_call(stored, &event).await?;
        if self.deferral.as_ref().is_some_and(|deferral| deferral.for_all) {
            Box::pin(reschedule(tx, asked, &saved.value, self.reason.as_deref())).await?;
        }
        if self.step == Step::Withdraw {
            Box::pin(lapse(tx, asked, &saved, self.reason.clone())).await?;
        }
        Written::changed(tag_of(&saved, now), &CallView::show(&saved, now))
    }
}

/// The applications that wait for a decision get the dates that the call gives them now, each with
/// an event that tells its applicant.
async fn reschedule(
    tx: &Tx<Write>,
    asked: &Asked,
    call: &Call,
    reason: Option<&str>,
) -> Result<(), ApiError> {
    let today = civil_date(asked.service.clock.now());
    for mut stored in tx.pending_of_call(call.id).await? {
        let next = stored.value.clone().rescheduled(&call.terms, today);
        if next == stored.value {
            continue;
        }
        stored.value = next;
        let changed = ["reference_date", "clock"];
        let event = asked.event(EventKind::ApplicationRescheduled, reason, &changed);
        tx.save_application(stored, &event).await?;
    }
    Ok(())
}

/// The applications that wait for a decision lapse with their call.
async fn lapse(
    tx: &Tx<Write>,
    asked: &Asked,
    call: &Stored<Call>,
    reason: Option<String>,
) -> Result<(), ApiError> {
    let particulars = Particulars { reason, ..Particulars::default() };
    // The poles before the applications, as everywhere: who submits one of them under another call
    // has it already. While the call is held nothing becomes pending under it.
    let mut poles = HashMap::new();
    for id in tx.poles_pending_under(call.value.id).await? {
        poles.insert(id.uuid(), tx.find_pole(&asked.scope, id).await?);
    }
    for application in tx.pending_of_call(call.value.id).await? {
        let pole = poles
            .remove(&application.value.pole.uuid())
            .flatten()
            .ok_or_else(|| ApiError::Internal("an application without its pole".to_owned()))?;
        let case = Case { call: call.clone(), pole, application };
        let step = application::Step::Lapse;
        let judged = case.judged(tx, &asked.service, &asked.actor, step, &particulars).await?;
        judged.take(tx).await?;
    }
    Ok(())
}

/// Publish a call
///
/// From then on everybody sees it, and its terms stay as they are. Its closing must lie ahead, and no
/// decision may fall due before the reference date, on which the poles are judged.
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
/// until the new closing an applicant may withdraw its application and submit another.
#[utoipa::path(
    operation_id = Action::ExtendCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(content = ExtensionInput, description = "Until when, and why."),
    responses((status = 200, description = "The call with its new window.", body = CallView)),
)]
#[post("/calls/{call_id}/extension")]
pub(crate) async fn extend(
    transition: Transition<op::ExtendCall>,
    body: Body<ExtensionInput>,
) -> Result<HttpResponse, ApiError> {
    let extension = |reading: &mut Reading<'_>| {
        let ExtensionInput { closes_at, reason } = ExtensionInput::read(reading)?;
        Ok(CallChange {
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
    transition: Transition<op::WithdrawCall>,
    body: Body<WithdrawalInput>,
) -> Result<HttpResponse, ApiError> {
    let withdrawal = |reading: &mut Reading<'_>| {
        let WithdrawalInput { reason } = WithdrawalInput::read(reading)?;
        Ok(CallChange {
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
