//! When what the office does reaches the applicant.

use chrono::NaiveDate;

use super::particulars::Particulars;
use super::procedure::{Procedure, Taken};
use super::states::NOT_NOTIFIED;
use super::status::Step;
use crate::calendar::civil_date;
use crate::call::Notification;
use crate::delivery::Delivery;
use crate::fault::{Fault, Invalid};

impl Step {
    /// Whether it is an act of the office that has to reach the applicant.
    const fn is_addressed(self) -> bool {
        matches!(
            self,
            Self::RequestIntegration
                | Self::NotifyRejection
                | Self::Admit
                | Self::Reject
                | Self::Annul
                | Self::Lapse
        )
    }

    /// Whether it only tells how another step reached the applicant.
    pub(super) const fn tells_of_receipt(self) -> bool {
        matches!(self, Self::Deliver | Self::Acknowledge)
    }
}

impl Procedure {
    /// The day on which the step at a place reached the applicant, if it has.
    #[must_use]
    pub fn received_on(&self, at: usize) -> Option<NaiveDate> {
        let (step, later) = self.taken.get(at..)?.split_first()?;
        self.reached_on(step, later).filter(|_| step.step.is_addressed())
    }

    /// The last day to answer the request or notice at a place, once it has reached the applicant.
    #[must_use]
    pub fn to_be_answered_by(&self, at: usize) -> Option<NaiveDate> {
        let (asked, later) = self.taken.get(at..)?.split_first()?;
        self.last_day_to_answer(asked, later)
    }

    /// The place of the last act of the office, if it has not reached the applicant. A request or
    /// notice need not reach anybody any more once the procedure has ended.
    #[must_use]
    pub fn undelivered(&self) -> Option<usize> {
        let (at, act, later) = self.last_addressed()?;
        self.reached_on(act, later).is_none().then_some(at)
    }

    /// The same act, if no delivery of it has succeeded, and there is a day on which one can have: it may
    /// have been received before it was read or answered.
    pub(super) fn deliverable(&self) -> Option<&Taken> {
        if self.notification == Notification::Recorded {
            return None;
        }
        let (_, act, later) = self.last_addressed()?;
        let known = self.reached_on(act, later);
        let first = first_day(act.step, &act.particulars, civil_date(act.at));
        let is_open = deliveries(act, later).next().is_none();
        (is_open && known.is_none_or(|known| first < known)).then_some(act)
    }

    fn last_addressed(&self) -> Option<(usize, &Taken, &[Taken])> {
        let at = self.taken.iter().rposition(|taken| taken.step.is_addressed())?;
        let (act, later) = self.taken.get(at..)?.split_first()?;
        let is_moot = later.iter().any(|taken| taken.step.ends());
        (!is_moot).then_some((at, act, later))
    }

    /// The faults of the delivery of a step, as it comes with that step (`/delivery`) or after it
    /// (its own body): `not_notified`, `not_awaiting_delivery`, `already_received`,
    /// `too_many_deliveries`; those of [`Delivery::follows`].
    #[must_use]
    pub fn faults_of_delivery(
        &self,
        step: Step,
        particulars: &Particulars,
        today: NaiveDate,
    ) -> Vec<Fault> {
        let Some(delivery) = &particulars.delivery else { return Vec::new() };
        if step != Step::Deliver {
            if self.notification == Notification::Recorded {
                return vec![NOT_NOTIFIED.at("/delivery")];
            }
            let follows = follows(delivery, (step, particulars, today), today);
            return follows.err().map(|fault| fault.under("/delivery")).into_iter().collect();
        }
        let Some(act) = self.deliverable().filter(|act| particulars.delivered == Some(act.step))
        else {
            return vec![NOT_AWAITING.at("/step")];
        };
        let act_of = (act.step, &act.particulars, civil_date(act.at));
        let mut faults: Vec<_> = follows(delivery, act_of, today).err().into_iter().collect();
        if faults.is_empty() && !self.is_news(delivery) {
            faults.push(ALREADY_RECEIVED.at("/on"));
        }
        if delivery.received_on().is_none() && self.failed_deliveries() >= MOST_FAILED_DELIVERIES {
            faults.push(TOO_MANY_DELIVERIES.at("/outcome"));
        }
        faults
    }

    /// Whether a delivery of the last act tells of an earlier receipt than is known.
    fn is_news(&self, delivery: &Delivery) -> bool {
        let known = self.last_addressed().and_then(|(_, act, later)| self.reached_on(act, later));
        known.is_none_or(|known| delivery.received_on().is_some_and(|on| on < known))
    }

    fn failed_deliveries(&self) -> usize {
        let failed = |taken: &&Taken| {
            let delivery = taken.particulars.delivery.as_ref();
            taken.step == Step::Deliver && delivery.is_some_and(|it| it.received_on().is_none())
        };
        self.taken.iter().filter(failed).count()
    }

    /// The day on which an act of the office reaches the applicant at once, if it does: the day of the
    /// act, unless it is still to be delivered or read.
    #[must_use]
    pub fn reached_at_once(
        &self,
        particulars: &Particulars,
        today: NaiveDate,
    ) -> Option<NaiveDate> {
        match self.notification {
            Notification::Recorded => Some(today),
            Notification::Delivered | Notification::Portal => {
                particulars.delivery.as_ref()?.received_on()
            }
        }
    }

    /// The day on which a step reached the applicant: that of its delivery, of its first reading on
    /// the portal, or of the applicant's answer, which nobody gives to what has not arrived. What
    /// follows the next act of the office tells of that one.
    pub(super) fn reached_on(&self, act: &Taken, later: &[Taken]) -> Option<NaiveDate> {
        if self.notification == Notification::Recorded {
            return Some(civil_date(act.at));
        }
        let until_the_next = || later.iter().take_while(|taken| !taken.step.is_addressed());
        let delivered = deliveries(act, later).min();
        let first = |step| until_the_next().find(|taken| taken.step == step);
        let answer = match act.step {
            Step::RequestIntegration => first(Step::Integrate),
            Step::NotifyRejection => first(Step::Observe),
            _ => None,
        };
        let read = first(Step::Acknowledge);
        let days = [answer, read].into_iter().flatten().map(|taken| civil_date(taken.at));
        days.chain(delivered).min()
    }

    /// The last day to answer a request or a notice: as recorded, or else as computed from the day
    /// on which it reached the applicant.
    pub(super) fn last_day_to_answer(&self, asked: &Taken, later: &[Taken]) -> Option<NaiveDate> {
        let computed = || {
            let reached_on = self.reached_on(asked, later)?;
            Self::answer_by(asked.step, reached_on, asked.particulars.days)
        };
        asked.ends_on.or_else(computed)
    }
}

/// The days on which an act was delivered, with it or later.
fn deliveries<'a>(act: &'a Taken, later: &'a [Taken]) -> impl Iterator<Item = NaiveDate> {
    let until_the_next = later.iter().take_while(|taken| !taken.step.is_addressed());
    let of_it = until_the_next.filter(|taken| {
        taken.step == Step::Deliver && taken.particulars.delivered == Some(act.step)
    });
    std::iter::once(act)
        .chain(of_it)
        .filter_map(|taken| taken.particulars.delivery.as_ref()?.received_on())
}

/// The first day on which an act can be delivered: that of the act, which may lie before the day on
/// which it was recorded; for a request or notice the latter, from which the term is suspended.
fn first_day(step: Step, particulars: &Particulars, recorded_on: NaiveDate) -> NaiveDate {
    let act = particulars.act.as_ref().filter(|_| !step.asks());
    act.map_or(recorded_on, |act| act.date)
}

/// A delivery does not precede its act.
fn follows(
    delivery: &Delivery,
    (step, particulars, recorded_on): (Step, &Particulars, NaiveDate),
    today: NaiveDate,
) -> Result<(), Fault> {
    if step.asks() && delivery.on < recorded_on {
        return Err(BEFORE_STEP.at("/on"));
    }
    delivery.follows(first_day(step, particulars, recorded_on), today)
}

/// Deliveries that failed, of all acts on an application, that are recorded: all steps are read and
/// written at once. The one that succeeds always is.
const MOST_FAILED_DELIVERIES: usize = 100;

const BEFORE_STEP: Invalid = Invalid::fixed(
    "delivery_before_act",
    "una richiesta o un preavviso di rigetto ha la data del giorno in cui è registrato: la consegna non \
     può essere anteriore",
    "a request or a rejection notice is of the day on which it is recorded: its delivery cannot be \
     earlier",
);
const ALREADY_RECEIVED: Invalid = Invalid::fixed(
    "already_received",
    "risulta che il richiedente ha già letto l'atto o vi ha risposto: si registra soltanto una consegna \
     avvenuta prima di quel giorno",
    "the applicant has read the act or answered it already: only a delivery before that day is \
     recorded",
);
const TOO_MANY_DELIVERIES: Invalid = Invalid::fixed(
    "too_many_deliveries",
    "sono già registrate tante consegne non riuscite quante il servizio ne conserva per una candidatura: \
     si registra soltanto quella che riesce",
    "as many failed deliveries as the service keeps for an application are recorded: record only the \
     one that succeeds",
);
const NOT_AWAITING: Invalid = Invalid::fixed(
    "not_awaiting_delivery",
    "questo atto non è in attesa di consegna: si registra la consegna dell'ultimo atto dell'ufficio",
    "this act does not wait for its delivery: that of the last act of the office is recorded",
);
