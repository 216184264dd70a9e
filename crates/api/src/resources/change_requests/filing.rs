//! A request that may be received: judged, registered.

use actix_web::web::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::Procedure;
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::call::{Call, Notification, SilenceTerms};
use ptp_domain::change_request::{
    ChangeRequest, DAYS_TO_DECIDE, MAX_PENDING, RequestStatus, Topic, takes_effect,
};
use ptp_domain::event::EventKind;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::language::Language;
use ptp_domain::pole::{Pole, Step};
use ptp_domain::policy::{Actor, Scope};
use ptp_domain::receipt::ReceiptAct;
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_http::contract::Validators;
use ptp_store::{Read, StoreError, StoredPole, Tx, Write};

use super::document::{ChangeRequestInput, ChangeRequestView, kept};
use super::effect::{Effect, dates_of, effect};
use super::receipt::OfRequest;
use super::reports::Reports;
use super::step::NOT_DATED;
use super::tag_of;
use crate::cases::base::Base;
use crate::cases::idempotent::Written;
use crate::cases::judging::check_whole;
use crate::cases::problems::ApiError;
use crate::cases::recognising::recognising_call;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;
use crate::resources::receipts::issue::Draft;

/// A request, at the instant of receipt.
pub(crate) struct Filing<'a> {
    pub(crate) service: &'a Service,
    pub(crate) validators: &'a Validators,
    pub(crate) actor: &'a Actor,
    pub(crate) scope: &'a Scope,
    pub(crate) pole: Id<Pole>,
    pub(crate) input: &'a ChangeRequestInput,
    pub(crate) received_at: DateTime<Utc>,
    pub(crate) language: Language,
    pub(crate) base: &'a Base,
    /// The body, as it was sent.
    pub(crate) body: &'a Bytes,
}

/// A request with nothing that refuses it.
pub(crate) struct Judged {
    pole: StoredPole,
    effective_on: Option<NaiveDate>,
    topics: Vec<Topic>,
    procedure: Procedure,
    reports: Reports,
    /// Whose identifier is that of the request.
    receipt: Draft,
}

impl Filing<'_> {
    /// Judges it, and the network before and after. Nobody waits for it.
    pub(crate) async fn judge(&self, tx: &Tx<Read>) -> Result<Judged, ApiError> {
        let pole = own(tx, self.scope, self.pole).await?;
        let standing = Standing::of(tx, &pole, self.received_at).await?;
        standing.attempt(Step::RequestChange, self.actor).await?;
        check_whole(pole.is_whole())?;
        let today = civil_date(self.received_at);
        let effective_on = self.effective_on(today)?;
        let on = effective_on.unwrap_or(today);
        let Effect { next, topics, writes, is_at_once } =
            effect(self.validators, &pole, &self.input.changes, on)?;
        if is_at_once && on > today {
            return Err(ApiError::InvalidBody(vec![NOT_DATED.at("/effective_on")]));
        }
        if writes.is_empty() {
            return Err(ApiError::InvalidBody(vec![NOTHING_CHANGES.at("/changes")]));
        }
        let pending = tx.pending_changes_of(self.pole).await?;
        let known: Vec<_> = pending.iter().flat_map(|other| &other.value.topics).collect();
        if let Some(topic) = topics.iter().find(|topic| known.contains(topic)) {
            return Err(already_pending(topic));
        }
        if pending.len() >= MAX_PENDING {
            return Err(standing.blocked(TOO_MANY_PENDING, self.actor).await);
        }
        let reports = Reports::of(tx, &pole, &next, on, self.language).await?;
        let call = recognising_call(tx, &pole.pole.value).await?;
        let procedure = procedure(call.as_ref(), today);
        let id = self.service.clock.new_id();
        let filed = OfRequest {
            service: self.service,
            base: self.base,
            body: self.body,
            act: ReceiptAct::ChangeRequest,
            request: Id::new(id),
            protocol: None,
            pole: &pole.pole.value,
            call: call.as_ref(),
            procedure: &procedure,
            is_pending: true,
            at: self.received_at,
        };
        let receipt = filed.draft(id)?;
        let topics = topics.into_iter().collect();
        Ok(Judged { pole, effective_on, topics, procedure, reports, receipt })
    }

    /// The day that the request names, in one place or in several.
    fn effective_on(&self, today: NaiveDate) -> Result<Option<NaiveDate>, ApiError> {
        let given = self.input.effective_on.map(|on| ("/effective_on".to_owned(), on));
        let dates: Vec<_> = given.into_iter().chain(dates_of(&self.input.changes)).collect();
        let Some((_, on)) = dates.first().cloned() else { return Ok(None) };
        let fault = |(pointer, date): &(String, NaiveDate)| -> Option<Fault> {
            match takes_effect(*date, today) {
                Err(invalid) => Some(invalid.at(pointer.clone())),
                Ok(()) if *date != on => Some(ANOTHER_DAY.at(pointer.clone())),
                Ok(()) => None,
            }
        };
        let faults: Vec<_> = dates.iter().filter_map(fault).collect();
        if faults.is_empty() { Ok(Some(on)) } else { Err(ApiError::InvalidBody(faults)) }
    }

    /// Receives it, if the pole is as it was judged. What others wait for, the number, comes last.
    pub(crate) async fn receive(
        &self,
        tx: &Tx<Write>,
        judged: &Judged,
    ) -> Result<Written, ApiError> {
        let pole = &judged.pole.pole;
        tx.keep_pole(pole).await?;
        let protocol = tx.next_protocol(civil_year(self.received_at)).await?;
        let receipt = judged.receipt.signed(self.service, protocol)?;
        let request = ChangeRequest {
            id: Id::new(receipt.id.uuid()),
            protocol,
            status: RequestStatus::Submitted,
            pole: self.pole,
            owner: pole.value.owner.clone(),
            received_at: self.received_at,
            effective_on: judged.effective_on,
            changes: kept(&self.input.changes),
            topics: judged.topics.clone(),
            reason: self.input.reason.as_ref().map(|reason| reason.0.clone()),
            cures: judged.reports.cures,
            procedure: judged.procedure.clone(),
        };
        let mut event = self.service.event(self.actor, EventKind::ChangeRequested);
        event.reason.clone_from(&request.reason);
        event.changed = vec!["change_requests".to_owned()];
        let stored = tx.insert_change_request(request, pole, &event).await;
        let stored = stored.map_err(|error| match error {
            StoreError::Duplicate => already_pending(&Topic::Pole),
            other => other.into(),
        })?;
        tx.insert_receipt(&receipt).await?;
        let view = ChangeRequestView::show(&stored, self.received_at, self.scope);
        Written::created(
            format!("/v1/poles/{}/change-requests/{}", self.pole, stored.value.id),
            tag_of(&stored, self.received_at, self.scope, &[self.language.code()]),
            &view.with(judged.reports.shown.clone()),
        )
    }
}

/// The terms of the procedure: those of the call that recognised the pole, if it is known.
fn procedure(call: Option<&Call>, today: NaiveDate) -> Procedure {
    let terms = call.map(|call| &call.terms.procedure);
    Procedure {
        starts_on: today,
        days: terms.map_or(DAYS_TO_DECIDE, |terms| terms.days),
        notice_required: terms.is_none_or(|terms| terms.rejection_notice),
        notification: Notification::Recorded,
        silence: SilenceTerms::default(),
        substitute_power: None,
        taken: Vec::new(),
    }
}

fn already_pending(topic: &Topic) -> ApiError {
    let invalid = match topic {
        Topic::Member(_) => PENDING_ON_MEMBER,
        Topic::Pole => PENDING,
    };
    ApiError::AlreadyExists(invalid.at("/changes"))
}

const NOTHING_CHANGES: Invalid = Invalid::fixed(
    "nothing_changes",
    "la richiesta non cambia nulla: la rete è già così",
    "the request changes nothing: the network is like that already",
);
const ANOTHER_DAY: Invalid = Invalid::fixed(
    "another_day",
    "una richiesta ha effetto in un solo giorno: joined_on e left_on si omettono o coincidono con \
     effective_on",
    "a request takes effect on one day: leave out joined_on and left_on, or let them be effective_on",
);
const PENDING_ON_MEMBER: Invalid = Invalid::fixed(
    "request_pending",
    "sullo stesso membro è già pendente una richiesta di variazione: occorre attenderne la \
     definizione o rinunciarvi",
    "a change request about the same member is pending already: wait for its decision, or withdraw it",
);
const PENDING: Invalid = Invalid::fixed(
    "request_pending",
    "sullo stesso oggetto è già pendente una richiesta di variazione: occorre attenderne la \
     definizione o rinunciarvi",
    "a change request about the same is pending already: wait for its decision, or withdraw it",
);
const TOO_MANY_PENDING: Invalid = Invalid::fixed(
    "too_many_pending",
    "per questo polo sono già pendenti tante richieste di variazione quante il servizio ne riceve: \
     occorre attendere la definizione di una di esse o rinunciarvi",
    "as many change requests are pending for this pole as the service takes: wait for the decision on \
     one of them, or withdraw it",
);
