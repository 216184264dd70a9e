//! One step of a procedure, taken: the application, what becomes of its pole, and both recorded.

use chrono::{NaiveDate, SubsecRound};
use ptp_domain::application::{
    self, Application, ApplicationStatus, Facts, Particulars, Procedure, Step, Taken,
};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Call;
use ptp_domain::change_request::POLE_ENDED;
use ptp_domain::court::CourtReference;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::fault::Invalid;
use ptp_domain::party::Act;
use ptp_domain::pole::{self, Pole, Recognition};
use ptp_domain::policy::Actor;
use ptp_store::{Stored, Tx, Write};

use super::application_steps::{attempt, own_matter};
use super::case::Case;
use super::ending::Ending;
use super::foresight::Foresight;
use super::judging::check_whole;
use super::party::dated;
use super::problems::ApiError;
use super::state::Service;

/// A step that may be taken: what is to be saved, if nothing that was read has changed.
pub(crate) struct JudgedStep {
    pub(super) application: Stored<Application>,
    pub(super) event: Event,
    pub(super) call: Stored<Call>,
    /// The pole, as the step leaves it.
    pub(super) pole: Stored<Pole>,
    /// If the step moves it.
    pub(super) moved: Option<(Foresight, Event)>,
    /// If the step takes its recognition away: no change of its network is decided any more.
    pub(super) ending: Option<Ending>,
    /// Whether the step rests on what the rules say of the pole.
    pub(super) rests_on_pole: bool,
}

impl Case {
    /// Judges a step, and what becomes of the pole.
    ///
    /// # Errors
    ///
    /// The state of the application forbids it.
    pub(crate) async fn judged<M>(
        self,
        tx: &Tx<M>,
        service: &Service,
        actor: &Actor,
        step: Step,
        particulars: &Particulars,
    ) -> Result<JudgedStep, ApiError> {
        let now = service.clock.now().trunc_subsecs(6);
        let today = civil_date(now);
        let before = self.application.value.status;
        let reached_on = self.application.value.procedure.reached_at_once(particulars, today);
        let is_reserved = particulars.reserved.is_some();
        let (facts, after) = self.attempted(tx, actor, (step, is_reserved), today).await?;
        if let Some(order) = &particulars.reserved {
            reserved_on(order, &self.application.value, today)?;
        }
        if let Some(act) = &particulars.act {
            dated(act, today)?;
            if step == Step::Admit {
                admits_on(act, &self.application.value)?;
            }
        }
        let procedure = &self.application.value.procedure;
        let mut faults = procedure.faults_of_delivery(step, particulars, today);
        faults.extend(match step {
            Step::Annul => {
                procedure.faults_of_annulment(particulars, self.call.value.terms.purpose, today)
            }
            Step::Reject => procedure.faults_of_rejection(particulars),
            _ => Vec::new(),
        });
        if !faults.is_empty() {
            return Err(ApiError::InvalidBody(faults));
        }
        let (pole, moved) = match facts.bond.effect(before, step) {
            None => (self.pole.pole.clone(), None),
            Some(pole_step) => self.moved_pole(tx, service, actor, pole_step, particulars).await?,
        };
        let mut next = self.application;
        next.value.status = after;
        next.value.procedure.taken.push(Taken {
            step,
            at: now,
            ends_on: reached_on.and_then(|on| Procedure::answer_by(step, on, particulars.days)),
            actor: actor.bearer().cloned(),
            particulars: particulars.clone(),
        });
        let is_hidden = moved.is_some() && pole.value.recognition.is_none();
        let ending =
            (step == Step::Annul && is_hidden).then(|| Ending::of(service, actor, POLE_ENDED));
        let mut event = service.event(actor, kind_of(step));
        event.reason.clone_from(&particulars.reason);
        event.changed = vec!["steps".to_owned()];
        if after != before {
            event.changed.push("status".to_owned());
        }
        Ok(JudgedStep {
            application: next,
            event,
            call: self.call,
            pole,
            moved,
            ending,
            // Of a pole that has ended, an annulment leaves all as it is.
            rests_on_pole: matches!(step, Step::Admit | Step::Annul),
        })
    }

    /// Attempts a step: what decides, and the status after it.
    async fn attempted<M>(
        &self,
        tx: &Tx<M>,
        actor: &Actor,
        (step, is_reserved): (Step, bool),
        today: NaiveDate,
    ) -> Result<(Facts, ApplicationStatus), ApiError> {
        let application = &self.application.value;
        if step == Step::Admit {
            check_whole(self.call.is_whole() && self.pole.is_whole())?;
        }
        if is_reserved {
            let facts = self.facts_ordered(tx, today).await?;
            let after = attempt(application, step, &facts, actor)?;
            return Ok((facts, after));
        }
        if step != Step::Admit && own_matter(application, step, actor).is_none() {
            // Only an admission asks for the verdict.
            let facts = self.facts_unjudged(tx, today).await?;
            if let Ok(after) = application::attempt(application.status, step, &facts) {
                return Ok((facts, after));
            }
        }
        // So does the list of what may be done instead.
        let facts = self.facts(tx, today).await?;
        let after = attempt(application, step, &facts, actor)?;
        Ok((facts, after))
    }

    async fn moved_pole<M>(
        &self,
        tx: &Tx<M>,
        service: &Service,
        actor: &Actor,
        step: pole::Step,
        particulars: &Particulars,
    ) -> Result<(Stored<Pole>, Option<(Foresight, Event)>), ApiError> {
        let mut next = self.pole.clone();
        let stored = &mut next.pole;
        // The application's table has asked the pole's already.
        let before = stored.value.status_on(civil_date(service.clock.now()));
        let status = pole::attempt(before, step, pole::Facts::default())
            .map_err(|reason| ApiError::Internal(reason.message.en.into_owned()))?;
        let mut event = service.event(actor, pole_kind_of(step));
        event.reason.clone_from(&particulars.reason);
        event.changed = vec!["status".to_owned()];
        let pole = stored.value.clone();
        stored.value = match (step, &particulars.act) {
            (pole::Step::Recognise, Some(act)) => {
                event.changed.push("recognition".to_owned());
                pole.recognised(Recognition {
                    recognised_on: act.date,
                    act: act.clone(),
                    call: Some(self.call.value.id),
                    ruleset: self.call.value.terms.ruleset.clone(),
                })
                .with_reserve(particulars.reserved.clone())
            }
            (pole::Step::Annul, _) => {
                event.changed.push("recognition".to_owned());
                // As if it had never been recognised; that it was stands in its history.
                Pole { status, recognition: None, life: Vec::new(), warning: None, ..pole }
            }
            _ => Pole { status, ..pole },
        };
        let today = civil_date(event.at);
        let foresight = Foresight::of(tx, &self.pole.pole, &next, today).await?;
        Ok((next.pole, Some((foresight, event))))
    }
}

impl JudgedStep {
    /// The same with what only officials may read.
    pub(crate) fn noted(mut self, note: Option<String>) -> Self {
        self.event.note = note;
        self
    }

    /// The application, as the step leaves it.
    pub(crate) const fn application(&self) -> &Application {
        &self.application.value
    }

    /// The pole, as the step leaves it.
    pub(crate) const fn pole(&self) -> &Pole {
        &self.pole.value
    }

    /// The call of the application.
    pub(crate) const fn call(&self) -> &Stored<Call> {
        &self.call
    }

    /// Keeps from others what the step rests on and does not write.
    ///
    /// # Errors
    ///
    /// [`ApiError::Aborted`] if it has changed.
    pub(crate) async fn keep(&self, tx: &Tx<Write>) -> Result<(), ApiError> {
        tx.keep_call(&self.call).await?;
        if self.rests_on_pole && self.moved.is_none() {
            tx.keep_pole(&self.pole).await?;
        }
        Ok(())
    }

    /// Saves the pole, if the step moves it, and the application.
    ///
    /// # Errors
    ///
    /// [`ApiError::Aborted`] if one of them has changed.
    pub(crate) async fn take(&self, tx: &Tx<Write>) -> Result<Stored<Application>, ApiError> {
        if let Some((foresight, event)) = &self.moved {
            let saved = foresight.written(tx, tx.save_pole(self.pole.clone(), event)).await?;
            if let Some(ending) = &self.ending {
                ending.lapse(tx, (&saved, saved.version), None).await?;
            }
        }
        Ok(tx.save_application(self.application.clone(), &self.event).await?)
    }
}

/// What happened to the pole of a constitution.
const fn pole_kind_of(step: pole::Step) -> EventKind {
    match step {
        pole::Step::Recognise => EventKind::PoleRecognised,
        pole::Step::Return => EventKind::PoleReturned,
        pole::Step::Annul => EventKind::RecognitionAnnulled,
        _ => EventKind::PoleSubmitted,
    }
}

const fn kind_of(step: Step) -> EventKind {
    match step {
        Step::Review => EventKind::ApplicationReviewed,
        Step::RequestIntegration => EventKind::IntegrationRequested,
        Step::Integrate => EventKind::IntegrationReceived,
        Step::NotifyRejection => EventKind::RejectionNotified,
        Step::Observe => EventKind::ObservationsReceived,
        Step::Admit => EventKind::ApplicationAdmitted,
        Step::Reject => EventKind::ApplicationRejected,
        Step::Annul => EventKind::DecisionAnnulled,
        Step::Assent => EventKind::ApplicationAssented,
        Step::Deliver => EventKind::ActDelivered,
        Step::Acknowledge => EventKind::ActsRead,
        Step::Withdraw => EventKind::ApplicationWithdrawn,
        Step::Lapse => EventKind::ApplicationLapsed,
    }
}

/// An act that admits is of a day from the receipt and the reference date on: a pole is recognised
/// from then on.
fn admits_on(act: &Act, application: &Application) -> Result<(), ApiError> {
    let invalid = if act.date < civil_date(application.received_at) {
        BEFORE_RECEIPT
    } else if act.date < application.reference_date {
        BEFORE_REFERENCE_DATE
    } else {
        return Ok(());
    };
    Err(ApiError::InvalidBody(vec![invalid.at("/act/date")]))
}

/// The order by which an application is admitted with reserve is neither of a day to come, nor earlier
/// than the application.
fn reserved_on(
    order: &CourtReference,
    application: &Application,
    today: NaiveDate,
) -> Result<(), ApiError> {
    let invalid = if order.date > today {
        RESERVED_IN_THE_FUTURE
    } else if order.date < civil_date(application.received_at) {
        RESERVED_BEFORE_RECEIPT
    } else {
        return Ok(());
    };
    Err(ApiError::InvalidBody(vec![invalid.at("/reserved/date")]))
}

const RESERVED_BEFORE_RECEIPT: Invalid = Invalid::fixed(
    "order_before_receipt",
    "il provvedimento del giudice non può essere anteriore alla ricezione della candidatura",
    "the court's decision cannot be earlier than the receipt of the application",
);
const RESERVED_IN_THE_FUTURE: Invalid = Invalid::fixed(
    "order_in_the_future",
    "la data del provvedimento del giudice è futura: si registra dal giorno della pubblicazione",
    "the date of the court's decision is in the future: it is recorded from its publication on",
);
const BEFORE_REFERENCE_DATE: Invalid = Invalid::fixed(
    "act_before_reference_date",
    "l'atto non può essere anteriore alla data di riferimento, alla quale si accertano i requisiti",
    "the act cannot be earlier than the reference date, on which the requirements are assessed",
);
const BEFORE_RECEIPT: Invalid = Invalid::fixed(
    "act_before_receipt",
    "l'atto non può essere anteriore alla ricezione della candidatura",
    "the act cannot be earlier than the receipt of the application",
);
