//! When a restrictive act takes effect.

use chrono::NaiveDate;

use crate::delivery::Delivery;
use crate::fault::{Fault, Invalid};

/// When a restrictive act takes effect: when it is communicated to its addressee, unless it says
/// otherwise for a reason (L. 241/1990, art. 21-bis).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// How it reached its addressee; the last attempt.
    pub delivery: Option<Delivery>,
    /// The day that the act states, and why.
    pub stated: Option<Stated>,
    /// Whether it has been taken, and has no effect until it is delivered.
    pub awaits_delivery: bool,
}

/// A day from which an act has effect whenever it is communicated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The day (a civil date in Rome).
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

impl Effect {
    /// That of an act which is communicated on the day on which it is recorded, as all were until
    /// deliveries were.
    pub const AT_ONCE: Self = Self { delivery: None, stated: None, awaits_delivery: false };

    /// That of an act recorded today: the day that it states, or that of its delivery, or today.
    ///
    /// # Errors
    ///
    /// `effective_before_act`, `delivery_before_act`, `delivery_in_the_future`.
    pub fn new(
        delivery: Option<Delivery>,
        stated: Option<Stated>,
        awaits_delivery: bool,
        act: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        if stated.as_ref().is_some_and(|stated| stated.on < act) {
            faults.push(BEFORE_ACT.at("/effective_on"));
        }
        let delivered = delivery.as_ref().map_or(Ok(()), |delivery| delivery.follows(act, today));
        faults.extend(delivered.err().map(|fault| fault.under("/delivery")));
        if !faults.is_empty() {
            return Err(faults);
        }
        let has_arrived = delivery.as_ref().and_then(Delivery::received_on).is_some();
        let has_failed = delivery.is_some() && !has_arrived;
        let awaits_delivery = stated.is_none() && !has_arrived && (awaits_delivery || has_failed);
        Ok(Self { delivery, stated, awaits_delivery })
    }

    /// The first day on which the act has effect, of one recorded on a day; that day itself while it
    /// awaits its delivery.
    #[must_use]
    pub fn since(&self, recorded_on: NaiveDate) -> NaiveDate {
        let stated = self.stated.as_ref().map(|stated| stated.on);
        let received = self.delivery.as_ref().and_then(Delivery::received_on);
        stated.or(received).unwrap_or(recorded_on)
    }
}

const BEFORE_ACT: Invalid = Invalid::fixed(
    "effective_before_act",
    "l'atto non può avere effetto da un giorno anteriore alla sua data",
    "an act cannot take effect before its own date",
);
