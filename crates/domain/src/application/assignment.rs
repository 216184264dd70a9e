//! Who is responsible for an application.

use chrono::NaiveDate;

use crate::fault::{Fault, Invalid};
use crate::policy::Owner;

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
    /// Who issues the tokens that name them: as those of the official who assigned it.
    pub issuer: Option<String>,
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
    /// Whom a token would name as the person responsible, if it is known.
    #[must_use]
    pub fn bearer(&self) -> Option<Owner> {
        let (issuer, subject) = self.issuer.clone().zip(self.responsible.subject.clone())?;
        Some(Owner::Subject { issuer, subject })
    }

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
        issuer: Option<String>,
    ) -> Result<Self, Fault> {
        if no_conflict {
            Ok(Self { responsible, deputy, on, issuer })
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
