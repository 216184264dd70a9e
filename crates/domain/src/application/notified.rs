//! When what the office does reaches the applicant.

use chrono::NaiveDate;

use super::particulars::Particulars;
use super::procedure::{Procedure, Taken};
use super::states::NOT_NOTIFIED;
use super::status::Step;
use crate::calendar::civil_date;
use crate::call::Notification;
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
        let at = self.taken.iter().rposition(|taken| taken.step.is_addressed())?;
        let (act, later) = self.taken.get(at..)?.split_first()?;
        let is_moot = later.iter().any(|taken| taken.step.ends());
        (!is_moot && self.reached_on(act, later).is_none()).then_some(at)
    }

    /// The faults of the delivery of a step, as it comes with that step (`/delivery`) or after it
    /// (its own body): `not_notified`, `not_awaiting_delivery`; those of
    /// [`Delivery::follows`](crate::delivery::Delivery::follows).
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
            let follows = delivery.follows(today, today);
            return follows.err().map(|fault| fault.under("/delivery")).into_iter().collect();
        }
        let awaiting = self.undelivered().and_then(|at| self.taken.get(at));
        match awaiting.filter(|act| particulars.delivered == Some(act.step)) {
            None => vec![NOT_AWAITING.at("/step")],
            Some(act) => delivery.follows(civil_date(act.at), today).err().into_iter().collect(),
        }
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
    /// the portal, or of the applicant's answer, which nobody gives to what has not arrived.
    pub(super) fn reached_on(&self, act: &Taken, later: &[Taken]) -> Option<NaiveDate> {
        if self.notification == Notification::Recorded {
            return Some(civil_date(act.at));
        }
        let of_later = later.iter().filter(|taken| {
            taken.step == Step::Deliver && taken.particulars.delivered == Some(act.step)
        });
        let deliveries = std::iter::once(act).chain(of_later);
        let delivered =
            deliveries.filter_map(|taken| taken.particulars.delivery.as_ref()?.received_on()).min();
        let first = |step| later.iter().find(|taken| taken.step == step);
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

const NOT_AWAITING: Invalid = Invalid::fixed(
    "not_awaiting_delivery",
    "questo atto non è in attesa di consegna: si registra la consegna dell'ultimo atto dell'ufficio",
    "this act does not wait for its delivery: that of the last act of the office is recorded",
);
