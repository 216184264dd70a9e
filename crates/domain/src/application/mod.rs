//! Applications (candidature): a pole submitted under a call, and the procedure that decides on it.

mod annulment;
mod assignment;
mod bond;
mod clock;
mod continuity;
mod ground;
mod lateness;
mod notified;
mod particulars;
mod procedure;
mod rejection;
mod silent;
mod states;
mod status;
mod term;

use chrono::{DateTime, NaiveDate, Utc};

pub use assignment::{Assignment, Officer};
pub use bond::Bond;
pub use clock::{Clock, Counted, Due, Lapse, MOST_DAYS_SUSPENDED, Why};
pub use continuity::broken_on;
pub use ground::{Ground, SELF_REDRESS, SelfRedress};
pub use lateness::Lateness;
pub use particulars::{Document, Particulars};
pub use procedure::{DAYS_TO_INTEGRATE, DAYS_TO_OBSERVE, MOST_DAYS_TO_INTEGRATE, Procedure, Taken};
pub use states::{Facts, Findings, attempt};
pub use status::{ApplicationStatus, Step};
pub use term::Term;

use crate::call::{Call, Purpose, Terms};
use crate::id::Id;
use crate::identifier::Protocol;
use crate::pole::Pole;
use crate::policy::Owner;
use crate::reference::Reference;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its identifier.
    pub id: Id<Application>,
    /// Its number in the register of the year.
    pub protocol: Protocol,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// Under which call.
    pub call: Id<Call>,
    /// The purpose of the call: only a constitution changes the pole's status.
    pub purpose: Purpose,
    /// The pole.
    pub pole: Id<Pole>,
    /// Who answers for the pole.
    pub owner: Owner,
    /// When it was received (UTC, microseconds): the only instant that matters for the window.
    pub received_at: DateTime<Utc>,
    /// The civil date in Rome as of which the pole is judged, as the call states it; once decided, as
    /// it was at the decision.
    pub reference_date: NaiveDate,
    /// The steps taken, and the running terms.
    pub procedure: Procedure,
    /// Who is responsible for it, if it was assigned.
    pub assignment: Option<Assignment>,
    /// The Region's protocol numbers of it as a whole, in the order of recording.
    pub references: Vec<Reference>,
}

impl Application {
    /// The same application with the dates that the terms of its call give it now. A term to decide
    /// that has expired does not revive.
    #[must_use]
    pub fn rescheduled(mut self, terms: &Terms, today: NaiveDate) -> Self {
        self.reference_date = terms.reference_date(self.received_at);
        if today <= self.procedure.due().as_of(today) {
            self.procedure.starts_on = terms.starts_on(self.received_at);
        }
        self
    }
}
