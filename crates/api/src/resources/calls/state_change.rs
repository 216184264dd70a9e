//! A change of a call's state, with what becomes of the applications under it.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::application::{self, Particulars};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::{Call, LaterAct, Step};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::party::Act;
use ptp_http::parameters::PathIds;
use ptp_store::{Stored, Subject, Tx, Write};

use super::actions::{attempt, facts};
use super::document::CallView;
use super::tag_of;
use crate::cases::case::Case;
use crate::cases::idempotent::Written;
use crate::cases::party::dated;
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::transition::{Asked, StateChange};

/// A change of a call's state.
pub(super) struct CallChange {
    pub(super) step: Step,
    pub(super) kind: EventKind,
    pub(super) reason: Option<String>,
    pub(super) act: Option<Act>,
    pub(super) deferral: Option<Deferral>,
}

/// A later closing.
pub(super) struct Deferral {
    pub(super) closes_at: DateTime<Utc>,
    /// Whether the applications received before get the dates of the call as it is then.
    pub(super) for_all: bool,
}

impl CallChange {
    pub(super) const fn of(step: Step, kind: EventKind) -> Self {
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
            let comparative = self.step == Step::Reopen
                && self.deferral.as_ref().is_some_and(|deferral| deferral.for_all);
            let later = LaterAct { step: self.step, at, act, reason, comparative };
            stored.value.later_acts.push(later);
            changed.push("later_acts");
        }
        let event = asked.event(self.kind, self.reason.as_deref(), &changed);
        let saved = tx.save_call(stored, &event).await?;
        if self.deferral.as_ref().is_some_and(|deferral| deferral.for_all) {
            Box::pin(reschedule(tx, asked, &saved.value, self.reason.as_deref())).await?;
        }
        if self.step == Step::Withdraw {
            let particulars = Particulars {
                reason: self.reason.clone(),
                act: self.act.clone(),
                ..Particulars::default()
            };
            Box::pin(lapse(tx, asked, &saved, &particulars)).await?;
        }
        Written::changed(tag_of(&saved, now), &CallView::show(&saved, now))
    }
}

/// The applications that wait for a decision get the dates that the call gives them now, each with
/// an event that tells its applicant; those that a reopening left as they were stay so.
async fn reschedule(
    tx: &Tx<Write>,
    asked: &Asked,
    call: &Call,
    reason: Option<&str>,
) -> Result<(), ApiError> {
    let today = civil_date(asked.service.clock.now());
    let kept_before = call.dates_kept_before();
    for mut stored in tx.pending_of_call(call.id).await? {
        if kept_before.is_some_and(|reopened| stored.value.received_at < reopened) {
            continue;
        }
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
    particulars: &Particulars,
) -> Result<(), ApiError> {
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
        let judged = case.judged(tx, &asked.service, &asked.actor, step, particulars).await?;
        judged.take(tx).await?;
    }
    Ok(())
}
