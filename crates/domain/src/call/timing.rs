//! When the poles of a call are judged, and from when on the time to decide runs.

use chrono::{DateTime, NaiveDate, Utc};

use super::{ProcedureFrom, Terms, Window};
use crate::calendar::{civil_date, last_day};
use crate::fault::Invalid;
use crate::rules::ruleset::ReferenceDate;
use crate::sentence::due_before_reference_date;

impl ProcedureFrom {
    /// Where the procedure starts unless the call says otherwise: nobody has to decide before the
    /// day on which the poles are judged.
    #[must_use]
    pub const fn following(reference_date: ReferenceDate) -> Self {
        match reference_date {
            ReferenceDate::Receipt => Self::Receipt,
            ReferenceDate::Closing | ReferenceDate::On(_) => Self::Closing,
        }
    }
}

impl Terms {
    /// The civil date in Rome as of which the pole of an application is judged.
    #[must_use]
    pub fn reference_date(&self, received_at: DateTime<Utc>) -> NaiveDate {
        match self.ruleset.ruleset().parameters.reference_date {
            ReferenceDate::Closing => civil_date(self.window.closes_at()),
            ReferenceDate::Receipt => civil_date(received_at),
            ReferenceDate::On(day) => day,
        }
    }

    /// The starting day of the procedure of an application, itself not counted.
    #[must_use]
    pub fn starts_on(&self, received_at: DateTime<Utc>) -> NaiveDate {
        match self.procedure.from {
            ProcedureFrom::Receipt => civil_date(received_at),
            ProcedureFrom::Closing => civil_date(self.window.closes_at()),
        }
    }

    /// Checks that no decision on an application received from an instant on falls due before its
    /// reference date: until then nobody can be admitted.
    ///
    /// # Errors
    ///
    /// `due_before_reference_date`.
    pub fn leaves_time_to_decide(&self, from: DateTime<Utc>) -> Result<(), Invalid> {
        let first = from.max(self.window.opens_at());
        let reference_date = self.reference_date(first);
        let due_on = last_day(self.starts_on(first), self.procedure.days);
        if due_on < reference_date {
            return Err(Invalid {
                code: "due_before_reference_date",
                message: due_before_reference_date(due_on, reference_date),
            });
        }
        Ok(())
    }

    /// The same terms with another window, for applications received from an instant on.
    ///
    /// # Errors
    ///
    /// As [`leaves_time_to_decide`](Self::leaves_time_to_decide), unless it was so with the window
    /// before.
    pub fn within(self, window: Window, from: DateTime<Utc>) -> Result<Self, Invalid> {
        let had_time = self.leaves_time_to_decide(from).is_ok();
        let terms = Self { window, ..self };
        if had_time {
            terms.leaves_time_to_decide(from)?;
        }
        Ok(terms)
    }
}
