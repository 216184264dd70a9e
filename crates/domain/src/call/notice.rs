//! How what the office does reaches the applicant, and what its silence means.

use crate::fault::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How requests, notices and decisions reach the applicant: from that day on its terms run.
    #[derive(Default)]
    pub enum Notification: "notification", from fixed(
        "L. 241/1990, art. 21-bis; decisione di progetto",
        "L. 241/1990, art. 21-bis; project decision"
    ) {
        /// Nothing is recorded of it: terms run from the day of the act.
        #[default]
        Recorded = "recorded", "i termini decorrono dal giorno dell'atto",
            "terms run from the day of the act";
        /// The office delivers them: terms run from the day of receipt.
        Delivered = "delivered", "i termini decorrono dalla consegna",
            "terms run from the delivery";
        /// They are read on the portal: terms run from the first reading, or from a delivery.
        Portal = "portal", "i termini decorrono dalla prima lettura sul portale",
            "terms run from the first reading on the portal";
    }
}

vocabulary! {
    /// What it means if the office lets the term pass.
    #[derive(Default)]
    pub enum Silence: "silence", from fixed(
        "L. 241/1990, artt. 2 e 20", "L. 241/1990, arts. 2 and 20"
    ) {
        /// Nothing: the office still has to decide.
        #[default]
        Nothing = "nothing", "il silenzio non equivale a decisione", "silence decides nothing";
        /// The application is admitted.
        Assent = "assent", "il silenzio equivale ad ammissione (silenzio assenso)",
            "silence admits";
    }
}

/// What silence means, and by what law.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SilenceTerms {
    /// What it means.
    pub effect: Silence,
    /// The provision that says so.
    pub basis: Option<String>,
}

impl SilenceTerms {
    /// Checks that a silence that admits says by what law.
    ///
    /// # Errors
    ///
    /// `silence_basis_required`.
    pub fn is_founded(&self) -> Result<(), Invalid> {
        match (self.effect, &self.basis) {
            (Silence::Assent, None) => Err(BASIS_REQUIRED),
            _ => Ok(()),
        }
    }
}

const BASIS_REQUIRED: Invalid = Invalid::fixed(
    "silence_basis_required",
    "il bando prevede il silenzio assenso: occorre indicarne il fondamento normativo",
    "under this call silence admits: state by what provision",
);
