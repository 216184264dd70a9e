//! Whether, when and how an act reached its addressee.

use chrono::NaiveDate;

use crate::fault::{Fault, Invalid};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The means by which an act is delivered.
    pub enum DeliveryMeans: "delivery_means", from fixed(
        "D.Lgs. 82/2005, artt. 6 e 48; L. 890/1982", "D.Lgs. 82/2005, arts. 6 and 48; L. 890/1982"
    ) {
        /// By certified electronic mail (posta elettronica certificata).
        Pec = "pec", "posta elettronica certificata", "certified electronic mail (PEC)";
        /// By registered letter with advice of receipt.
        RegisteredLetter = "registered_letter", "raccomandata con avviso di ricevimento",
            "registered letter with advice of receipt";
        /// Handed over in person.
        InPerson = "in_person", "consegna a mano", "in person";
    }
}

vocabulary! {
    /// What came of a delivery.
    pub enum DeliveryOutcome: "delivery_outcome", from fixed(
        "L. 890/1982; c.c. art. 1335", "L. 890/1982; c.c. art. 1335"
    ) {
        /// It reached the addressee.
        Delivered = "delivered", "consegnata", "delivered";
        /// By law it counts as if it had: a letter that nobody collected, a refusal to take it.
        Deemed = "deemed", "perfezionata per legge (compiuta giacenza, rifiuto)",
            "deemed delivered (not collected, refused)";
        /// It did not: another one is needed.
        Failed = "failed", "non riuscita", "failed";
    }
}

/// A delivery of an act: it is effective towards its addressee from that day on (L. 241/1990, art.
/// 21-bis).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The civil date in Rome: that of the receipt; if it is deemed, the day on which it counts as
    /// received; if it failed, that of the attempt.
    pub on: NaiveDate,
    /// By what means.
    pub means: DeliveryMeans,
    /// What came of it.
    pub outcome: DeliveryOutcome,
    /// What proves it: the receipt of the PEC, the number of the letter.
    pub source: String,
}

impl Delivery {
    /// The day from which the act is effective towards its addressee; `None` if it did not arrive.
    #[must_use]
    pub fn received_on(&self) -> Option<NaiveDate> {
        match self.outcome {
            DeliveryOutcome::Delivered | DeliveryOutcome::Deemed => Some(self.on),
            DeliveryOutcome::Failed => None,
        }
    }

    /// Its fault beside the act that is delivered, at `/on`: a delivery neither precedes its act nor
    /// is recorded before it has happened.
    ///
    /// # Errors
    ///
    /// `delivery_before_act`, `delivery_in_the_future`.
    pub fn follows(&self, act: NaiveDate, today: NaiveDate) -> Result<(), Fault> {
        let invalid = if self.on > today {
            IN_THE_FUTURE
        } else if self.on < act {
            BEFORE_ACT
        } else {
            return Ok(());
        };
        Err(invalid.at("/on"))
    }
}

const IN_THE_FUTURE: Invalid = Invalid::fixed(
    "delivery_in_the_future",
    "la data della consegna è futura: la consegna può essere registrata dal giorno in cui è avvenuta",
    "the day of the delivery is in the future: it can be recorded from the day on which it happened",
);
const BEFORE_ACT: Invalid = Invalid::fixed(
    "delivery_before_act",
    "la consegna non può essere anteriore all'atto consegnato",
    "the delivery cannot be earlier than the act that is delivered",
);
