//! Who is responsible for an application.

use chrono::NaiveDate;

use crate::fault::{Fault, Invalid};

/// The person responsible for an application, once it is assigned; until then it is the officer in
/// charge of the procedure whom the call names (L. 241/1990, art. 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The person responsible.
    pub responsible: Officer,
    /// Who acts in their place.
    pub deputy: Option<Officer>,
    /// Since when (a civil date in Rome).
    pub on: NaiveDate,
}

/// An official.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The name; empty if the person was forgotten.
    pub name: String,
    /// Whom a token names, if it is known.
    pub subject: Option<String>,
}

impl Assignment {
    /// An assignment of today, whose person has declared to have no conflict of interest (L. 241/1990,
    /// art. 6-bis).
    ///
    /// # Errors
    ///
    /// `conflict_not_excluded`, at `/no_conflict`.
    pub fn new(
        responsible: Officer,
        deputy: Option<Officer>,
        no_conflict: bool,
        on: NaiveDate,
    ) -> Result<Self, Fault> {
        if no_conflict {
            Ok(Self { responsible, deputy, on })
        } else {
            Err(CONFLICT_NOT_EXCLUDED.at("/no_conflict"))
        }
    }
}

const CONFLICT_NOT_EXCLUDED: Invalid = Invalid::fixed(
    "conflict_not_excluded",
    "la candidatura si assegna a chi ha dichiarato l'assenza di conflitti di interessi (art. 6-bis L. \
     241/1990)",
    "an application is assigned to somebody who has declared to have no conflict of interest (art. 6-bis \
     L. 241/1990)",
);
