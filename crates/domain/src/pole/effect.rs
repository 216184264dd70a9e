//! When a restrictive act takes effect.

use chrono::{Months, NaiveDate};

use crate::delivery::Delivery;
use crate::fault::{Fault, Invalid};

/// For how many years after its date an act can put off its effect.
const YEARS_PUT_OFF: u32 = 5;
/// The same in months.
const MONTHS_PUT_OFF: Months = Months::new(YEARS_PUT_OFF * 12);

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
    /// `effective_before_act`, `effective_too_late`, `delivery_before_act`, `delivery_in_the_future`,
    /// `nothing_awaited`.
    pub fn new(
        delivery: Option<Delivery>,
        stated: Option<Stated>,
        awaits_delivery: bool,
        act: NaiveDate,
        today: NaiveDate,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let latest = act.checked_add_months(MONTHS_PUT_OFF);
        match &stated {
            Some(stated) if stated.on < act => faults.push(BEFORE_ACT.at("/effective_on")),
            Some(stated) if latest.is_some_and(|latest| latest < stated.on) => {
                faults.push(TOO_LATE.at("/effective_on"));
            }
            _ => {}
        }
        let has_arrived = delivery.as_ref().and_then(Delivery::received_on).is_some();
        if awaits_delivery && (stated.is_some() || has_arrived) {
            faults.push(NOTHING_AWAITED.at("/awaits_delivery"));
        }
        let delivered = delivery.as_ref().map_or(Ok(()), |delivery| delivery.follows(act, today));
        faults.extend(delivered.err().map(|fault| fault.under("/delivery")));
        if !faults.is_empty() {
            return Err(faults);
        }
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

const TOO_LATE: Invalid = Invalid::fixed(
    "effective_too_late",
    "l'effetto di un atto può essere differito di cinque anni al massimo dalla sua data",
    "the effect of an act can be put off for five years from its date at most",
);
const NOTHING_AWAITED: Invalid = Invalid::fixed(
    "nothing_awaited",
    "l'atto è già consegnato, oppure ha effetto dal giorno che stabilisce: non attende la consegna",
    "the act has been delivered, or has effect from the day that it states: it awaits no delivery",
);
const BEFORE_ACT: Invalid = Invalid::fixed(
    "effective_before_act",
    "l'atto non può avere effetto da un giorno anteriore alla sua data",
    "an act cannot take effect before its own date",
);
