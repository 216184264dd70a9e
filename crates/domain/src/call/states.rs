//! The state machine of calls.

use super::Phase;
use crate::fault::Invalid;
use crate::text::Text;
use crate::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// The status of a call.
    pub enum CallStatus: "call_status", from fixed("decisione di progetto", "project decision") {
        /// Visible to officials only.
        Draft = "draft", "in bozza", "draft";
        /// Visible to everyone.
        Published = "published", "pubblicato", "published";
        /// Withdrawn, with a reason.
        Withdrawn = "withdrawn", "ritirato", "withdrawn";
        /// Archived.
        Archived = "archived", "archiviato", "archived";
    }
}

vocabulary! {
    /// A step in the life of a call.
    pub enum Step: "call_step", from fixed("decisione di progetto", "project decision") {
        /// A draft changes in any way.
        Change = "change", "modificare i termini", "change the terms";
        /// Title, text, act or contacts change.
        Correct = "correct", "correggere titolo, testo, atto o contatti",
            "correct title, text, act or contacts";
        /// The draft is deleted.
        Delete = "delete", "eliminare", "delete";
        /// It becomes visible to everyone.
        Publish = "publish", "pubblicare", "publish";
        /// The closing is deferred, or the window reopened after it.
        Extend = "extend", "prorogare", "extend";
        /// It is withdrawn.
        Withdraw = "withdraw", "ritirare", "withdraw";
        /// It is archived.
        Archive = "archive", "archiviare", "archive";
    }
}

/// The facts, besides the status, that decide whether a step is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Where the clock is.
    pub phase: Phase,
    /// Whether applications are awaiting a decision.
    pub pending: bool,
}

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `window_over`, `window_not_over`, `applications_pending`.
pub fn attempt(from: CallStatus, step: Step, facts: Facts) -> Result<CallStatus, Invalid> {
    use CallStatus::{Archived, Draft, Published, Withdrawn};
    match (from, step) {
        (Draft, Step::Change | Step::Correct | Step::Delete) => Ok(Draft),
        (Draft, Step::Publish) if facts.phase == Phase::Closed => Err(WINDOW_OVER),
        (Draft, Step::Publish) | (Published, Step::Correct | Step::Extend) => Ok(Published),
        (Published, Step::Withdraw) => Ok(Withdrawn),
        (Published, Step::Archive) if facts.phase != Phase::Closed => Err(WINDOW_NOT_OVER),
        (Published, Step::Archive) if facts.pending => Err(APPLICATIONS_PENDING),
        (Published, Step::Archive) => Ok(Archived),
        (
            Draft | Published | Withdrawn | Archived,
            Step::Change
            | Step::Correct
            | Step::Delete
            | Step::Publish
            | Step::Extend
            | Step::Withdraw
            | Step::Archive,
        ) => Err(wrong_state(from, step)),
    }
}

const WINDOW_OVER: Invalid = Invalid::fixed(
    "window_over",
    "la chiusura è già passata: spostarla nel futuro prima di pubblicare",
    "the closing has already passed: move it into the future before publishing",
);

const WINDOW_NOT_OVER: Invalid = Invalid::fixed(
    "window_not_over",
    "il bando si archivia dopo la chiusura",
    "a call is archived after it has closed",
);

const APPLICATIONS_PENDING: Invalid = Invalid::fixed(
    "applications_pending",
    "il bando ha candidature in attesa di decisione: si archivia dopo averle decise",
    "the call has applications that wait for a decision: it is archived after they are decided",
);

fn wrong_state(from: CallStatus, step: Step) -> Invalid {
    let (state, action) = (from.label(), step.label());
    Invalid {
        code: "wrong_state",
        message: Text::new(
            format!("non è possibile {}: il bando è {}", action.it, state.it),
            format!("not possible to {}: the call is {}", action.en, state.en),
        ),
    }
}
