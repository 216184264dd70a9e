//! What a call needs before it is published.

use chrono::{DateTime, Utc};

use super::Terms;
use crate::calendar::civil_date;
use crate::fault::Invalid;
use crate::party::{ContactRole, substitute_power};

impl Terms {
    /// Checks that the call can be published: by an act that has been adopted, with somebody in charge
    /// of the procedure (L. 241/1990, arts. 5 and 8), and with time to decide.
    ///
    /// # Errors
    ///
    /// `act_required`, `act_in_the_future`, `responsible_officer_required`,
    /// `silence_basis_required`; those of
    /// [`leaves_time_to_decide`](Self::leaves_time_to_decide).
    pub fn can_be_published(&self, now: DateTime<Utc>) -> Result<(), Invalid> {
        self.act.as_ref().ok_or(ACT_REQUIRED)?.adopted_by(civil_date(now))?;
        self.names_an_officer()?;
        self.procedure.silence.is_founded()?;
        self.leaves_time_to_decide(now)
    }

    /// Checks that the contacts name the officer in charge of the procedure.
    ///
    /// # Errors
    ///
    /// `responsible_officer_required`.
    pub fn names_an_officer(&self) -> Result<(), Invalid> {
        let in_charge = |role| role == ContactRole::ResponsibleOfficer;
        if self.contacts.iter().any(|contact| in_charge(contact.role)) {
            return Ok(());
        }
        Err(OFFICER_REQUIRED)
    }

    /// Whom to turn to once the term has passed (L. 241/1990, art. 2 c. 9-bis), as the contacts name
    /// it: office, name, e-mail.
    #[must_use]
    pub fn substitute_power(&self) -> Option<String> {
        substitute_power(&self.contacts)
    }
}

const ACT_REQUIRED: Invalid = Invalid::fixed(
    "act_required",
    "un bando è pubblicato in base a un atto: occorre indicarlo prima di pubblicare",
    "a call is published by an act: state it before publishing",
);

const OFFICER_REQUIRED: Invalid = Invalid::fixed(
    "responsible_officer_required",
    "tra i contatti occorre indicare il responsabile del procedimento (artt. 5 e 8 L. 241/1990)",
    "the contacts must name the officer in charge of the procedure (arts. 5 and 8 L. 241/1990)",
);
