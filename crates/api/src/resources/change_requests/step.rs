//! A step of the procedure of a request, as asked for over HTTP.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use ptp_domain::application::{Particulars, Procedure, Taken};
use ptp_domain::calendar::civil_date;
use ptp_domain::change_request::{ChangeRequest, RequestStep, decided_by, takes_effect};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{Pole, Step};
use ptp_domain::receipt::{Receipt, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_http::parameters::PathIds;
use ptp_store::{Read, Stored, StoredPole, Tx, Write};
use uuid::Uuid;

use super::document::{self, ChangeRequestView};
use super::effect::effect;
use super::effected::Effected;
use super::receipt::OfRequest;
use super::steps::{attempt, offers};
use super::tag_of;
use crate::cases::idempotent::Written;
use crate::cases::judging::check_whole;
use crate::cases::offers::allowed;
use crate::cases::party::dated;
use crate::cases::problems::ApiError;
use crate::cases::recognising::recognising_call;
use crate::cases::standing::Standing;
use crate::cases::transition::{Asked, StateChange};

/// A step with what goes with it.
pub(super) struct RequestMove {
    pub(super) step: RequestStep,
    pub(super) particulars: Particulars,
    /// The day on which an accepted request takes effect, if the decision names it.
    pub(super) effective_on: Option<NaiveDate>,
}

impl RequestMove {
    /// A step that changes nothing but the procedure.
    pub(super) const fn of(step: RequestStep, particulars: Particulars) -> Self {
        Self { step, particulars, effective_on: None }
    }
}

/// A step that may be taken: what is to be saved, if nothing that was read has changed.
pub(super) struct JudgedMove {
    request: Stored<ChangeRequest>,
    event: Event,
    pole: StoredPole,
    /// What it does to the network, if it is accepted.
    effected: Option<Effected>,
    /// If it is an act of the lead.
    receipt: Option<Receipt>,
}

impl StateChange<2> for RequestMove {
    type Prepared = JudgedMove;

    async fn prepare(
        &self,
        tx: &Tx<Read>,
        asked: &Asked,
        ids: &PathIds<2>,
    ) -> Result<JudgedMove, ApiError> {
        let Asked { service, actor, scope, version, .. } = asked;
        let stored = tx.find_change_request(scope, ids.first(), ids.second()).await?;
        let stored = stored.ok_or(ApiError::NotFound)?;
        // Who is only named in it reads it.
        if !scope.is_over(&stored.value.owner) {
            return Err(ApiError::NotFound);
        }
        if !version.holds(stored.version) {
            return Err(ApiError::Stale {
                current_version: stored.version,
                changed_fields: vec!["status".to_owned(), "steps".to_owned()],
            });
        }
        let now = service.clock.now().trunc_subsecs(6);
        let today = civil_date(now);
        let after = attempt(&stored.value, self.step, actor, today)?;
        if let Some(act) = &self.particulars.act {
            dated(act, today)?;
            decided_by(act, civil_date(stored.value.received_at))
                .map_err(|invalid| ApiError::InvalidBody(vec![invalid.at("/act/date")]))?;
        }
        let pole = tx.find_pole(scope, stored.value.pole).await?.ok_or(ApiError::NotFound)?;
        let mut next = stored;
        let mut effected = None;
        if self.step == RequestStep::Accept {
            let (on, accepted) = self.accepted(tx, asked, (&next.value, &pole), now).await?;
            next.value.effective_on = Some(on);
            effected = Some(accepted);
        }
        let before = next.value.status;
        next.value.status = after;
        let step = self.step.procedural();
        let act = ReceiptAct::of(step);
        let receipt_id = act.map(|_| service.clock.new_id());
        next.value.procedure.taken.push(Taken {
            step,
            at: now,
            ends_on: Procedure::answer_by(step, civil_date(now), self.particulars.days),
            actor: actor.bearer().cloned(),
            particulars: Particulars {
                references: asked.references.clone(),
                receipt: receipt_id,
                ..self.particulars.clone()
            },
        });
        let receipt = match act.zip(receipt_id) {
            Some(of) => Some(received(tx, asked, &next.value, &pole.pole.value, now, of).await?),
            None => None,
        };
        let changed: &[&str] = if after == before { &["steps"] } else { &["status", "steps"] };
        let event = asked.event(kind_of(self.step), self.particulars.reason.as_deref(), changed);
        Ok(JudgedMove { request: next, event, pole, effected, receipt })
    }

    async fn make(
        &self,
        judged: &JudgedMove,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let JudgedMove { request, event, pole, effected, receipt } = judged;
        let version = if let Some(effected) = effected {
            effected.written(tx, pole).await?.pole.version
        } else {
            tx.keep_pole(&pole.pole).await?;
            pole.pole.version
        };
        let stored = tx.save_change_request(request.clone(), version, event).await?;
        if let Some(receipt) = receipt {
            tx.insert_receipt(receipt).await?;
        }
        let now = asked.service.clock.now();
        Written::changed(
            tag_of(&stored, now, &asked.scope, &[]),
            &ChangeRequestView::show(&stored, now, &asked.scope),
        )
    }
}

impl RequestMove {
    /// What an accepted request does to the network as it is now, and from which day on.
    async fn accepted(
        &self,
        tx: &Tx<Read>,
        asked: &Asked,
        (request, pole): (&ChangeRequest, &StoredPole),
        now: DateTime<Utc>,
    ) -> Result<(NaiveDate, Effected), ApiError> {
        let today = civil_date(now);
        // What is filed on a pole whose end was recorded before is still pending when that has come.
        let standing = Standing::of(tx, pole, now).await?;
        standing.attempt(Step::RequestChange, &asked.actor).await?;
        check_whole(pole.is_whole())?;
        let received_on = civil_date(request.received_at);
        let invalid = |invalid: Invalid| ApiError::InvalidBody(vec![invalid.at("/effective_on")]);
        let by_act = self.particulars.act.as_ref().map_or(today, |act| act.date);
        let on = self.effective_on.or(request.effective_on).unwrap_or(by_act);
        takes_effect(on, received_on).map_err(invalid)?;
        let overtaken = || ApiError::WrongState {
            status: request.status.code(),
            reason: OVERTAKEN,
            allowed: allowed(&offers(request, &asked.actor, today)),
        };
        // Erased: whom it named was forgotten.
        let changes = document::received(&request.changes).ok_or_else(overtaken)?;
        let effect = match effect(&asked.validators, pole, &changes, on) {
            Ok(effect) if effect.writes.is_empty() => return Err(overtaken()),
            Ok(effect) if effect.is_at_once && on > today => return Err(invalid(NOT_DATED)),
            Ok(effect) => effect,
            // What does not fit stands in the request, not in the body of the decision.
            Err(ApiError::InvalidBody(_)) => return Err(overtaken()),
            Err(other) => return Err(other),
        };
        let by = (&**asked.service, &asked.actor);
        Ok((on, Effected::of(tx, by, pole, effect, today).await?))
    }
}

/// The receipt of an act of the lead, signed while nobody waits for it.
async fn received(
    tx: &Tx<Read>,
    asked: &Asked,
    request: &ChangeRequest,
    pole: &Pole,
    at: DateTime<Utc>,
    (act, id): (ReceiptAct, Uuid),
) -> Result<Receipt, ApiError> {
    let call = recognising_call(tx, pole).await?;
    let taken = OfRequest {
        service: &asked.service,
        base: &asked.base,
        body: &asked.body,
        act,
        request: request.id,
        protocol: Some(request.protocol),
        pole,
        call: call.as_ref(),
        procedure: &request.procedure,
        is_pending: request.status.is_pending(),
        at,
    };
    taken.draft(id)?.signed(&asked.service, request.protocol)
}

const fn kind_of(step: RequestStep) -> EventKind {
    match step {
        RequestStep::Accept => EventKind::ChangeAccepted,
        RequestStep::Refuse => EventKind::ChangeRefused,
        RequestStep::Withdraw | RequestStep::Lapse => EventKind::ChangeEnded,
        RequestStep::Review
        | RequestStep::RequestIntegration
        | RequestStep::Integrate
        | RequestStep::NotifyRefusal
        | RequestStep::Observe => EventKind::ChangeRequestMoved,
    }
}

pub(super) const NOT_DATED: Invalid = Invalid::fixed(
    "effective_after_acceptance",
    "soltanto ingressi e uscite possono avere effetto dopo l'accoglimento: capofila, piano e dati dei \
     membri cambiano con l'atto",
    "only joining and leaving can take effect after the acceptance: lead, plan and what members say \
     change with the act",
);
const OVERTAKEN: Invalid = Invalid::fixed(
    "overtaken",
    "nel frattempo la rete è cambiata e la richiesta non può più avere effetto così com'è: può essere \
     respinta o oggetto di rinuncia",
    "the network has changed meanwhile, and the request can no longer take effect as it is: it can be \
     refused or withdrawn",
);
