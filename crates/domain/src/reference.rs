//! The Region's own protocol numbers (DPR 445/2000, art. 53).

use chrono::NaiveDate;

use crate::fault::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// Which way a paper went.
    pub enum Direction: "reference_direction", from fixed(
        "DPR 445/2000, art. 53", "DPR 445/2000, art. 53"
    ) {
        /// It came in.
        Incoming = "incoming", "in entrata", "incoming";
        /// It went out.
        Outgoing = "outgoing", "in uscita", "outgoing";
    }
}

/// An entry in the register of protocol of the Region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its number.
    pub number: String,
    /// When it was registered (a civil date in Rome).
    pub date: NaiveDate,
    /// Which way the paper went.
    pub direction: Direction,
    /// What it is about.
    pub subject: Option<String>,
}

impl Reference {
    /// Checks that it was registered by a day.
    ///
    /// # Errors
    ///
    /// `reference_in_the_future`.
    pub fn registered_by(&self, today: NaiveDate) -> Result<(), Invalid> {
        if self.date > today { Err(IN_THE_FUTURE) } else { Ok(()) }
    }
}

const IN_THE_FUTURE: Invalid = Invalid::fixed(
    "reference_in_the_future",
    "la data di registrazione è futura: gli estremi si annotano dal giorno della registrazione",
    "the date of the entry is in the future: it is recorded from that day on",
);
