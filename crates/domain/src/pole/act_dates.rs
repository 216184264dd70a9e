//! Whether the date of an act fits what it acts on.

use chrono::NaiveDate;

use super::aggregate::Pole;
use crate::fault::{Fault, Invalid};
use crate::party::Act;

impl Pole {
    /// Checks that an act on the recognition is not earlier than it, nor, if it changes a suspension, than
    /// the act that suspended the pole.
    ///
    /// # Errors
    ///
    /// `act_before_recognition`, `act_before_suspension`, at `/act/date`.
    pub fn bears(&self, act: &Act, of_suspension: bool, today: NaiveDate) -> Result<(), Fault> {
        let recognised_on = self.recognition.as_ref().map(|recognition| recognition.recognised_on);
        let suspended = self.stage_on(today).and_then(|stage| stage.act.as_ref());
        let suspended_on = suspended.filter(|_| of_suspension).map(|suspended| suspended.date);
        let invalid = if recognised_on.is_some_and(|recognised_on| act.date < recognised_on) {
            BEFORE_RECOGNITION
        } else if suspended_on.is_some_and(|suspended_on| act.date < suspended_on) {
            BEFORE_SUSPENSION
        } else {
            return Ok(());
        };
        Err(invalid.at("/act/date"))
    }
}

const BEFORE_RECOGNITION: Invalid = Invalid::fixed(
    "act_before_recognition",
    "l'atto non può essere anteriore al riconoscimento del polo",
    "the act cannot be earlier than the recognition of the pole",
);
const BEFORE_SUSPENSION: Invalid = Invalid::fixed(
    "act_before_suspension",
    "l'atto non può essere anteriore a quello che ha sospeso il riconoscimento",
    "the act cannot be earlier than the one that suspended the recognition",
);
