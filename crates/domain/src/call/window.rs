//! The window of a call: opening and closing instants, both included.

use chrono::{DateTime, Utc};

use crate::fault::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// The phase of a published call: not a state, since it follows from the time.
    pub enum Phase: "call_phase", from fixed("decisione di progetto", "project decision") {
        /// Applications are not accepted yet.
        Upcoming = "upcoming", "di prossima apertura", "upcoming";
        /// Applications are accepted.
        Open = "open", "aperto", "open";
        /// Applications are no longer accepted.
        Closed = "closed", "chiuso", "closed";
    }
}

/// When applications are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
}

impl Window {
    /// A window that closes after it opens.
    ///
    /// # Errors
    ///
    /// `closes_before_opening`.
    pub fn new(opens_at: DateTime<Utc>, closes_at: DateTime<Utc>) -> Result<Self, Invalid> {
        if closes_at <= opens_at {
            return Err(Invalid::fixed(
                "closes_before_opening",
                "la scadenza deve essere successiva all'apertura",
                "the closing must come after the opening",
            ));
        }
        Ok(Self { opens_at, closes_at })
    }

    /// First instant at which applications are received.
    #[must_use]
    pub const fn opens_at(self) -> DateTime<Utc> {
        self.opens_at
    }

    /// The last instant at which applications are accepted («entro le ore 12.00»).
    #[must_use]
    pub const fn closes_at(self) -> DateTime<Utc> {
        self.closes_at
    }

    /// The phase at an instant.
    #[must_use]
    pub fn phase(self, instant: DateTime<Utc>) -> Phase {
        if instant < self.opens_at {
            Phase::Upcoming
        } else if instant <= self.closes_at {
            Phase::Open
        } else {
            Phase::Closed
        }
    }

    /// The same window, closing later than before and later than `now`.
    ///
    /// # Errors
    ///
    /// `not_an_extension`, `closes_in_the_past`.
    pub fn extended(self, closes_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Self, Invalid> {
        if closes_at <= now {
            return Err(Invalid::fixed(
                "closes_in_the_past",
                "la nuova scadenza è già decorsa",
                "the new closing has already passed",
            ));
        }
        if closes_at <= self.closes_at {
            return Err(Invalid::fixed(
                "not_an_extension",
                "la nuova scadenza deve essere successiva a quella vigente",
                "the new closing must be later than the present one",
            ));
        }
        Ok(Self { closes_at, ..self })
    }
}
