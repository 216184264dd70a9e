//! The state machine of calls.

use super::Phase;
use crate::fault::Invalid;
use crate::sentence::cannot;
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
        Withdrawn = "withdrawn", "revocato", "withdrawn";
        /// Archived.
        Archived = "archived", "archiviato", "archived";
    }
}

impl CallStatus {
    /// The status as a clause, to give as a reason.
    #[must_use]
    pub const fn clause(self) -> Text {
        match self {
            Self::Draft => Text::fixed("il bando è in bozza", "the call is a draft"),
            Self::Published => Text::fixed("il bando è pubblicato", "the call is published"),
            Self::Withdrawn => Text::fixed("il bando è revocato", "the call was withdrawn"),
            Self::Archived => Text::fixed("il bando è archiviato", "the call is archived"),
        }
    }
}

vocabulary! {
    /// A step in the life of a call.
    pub enum Step: "call_step", from fixed("decisione di progetto", "project decision") {
        /// A draft changes in any way.
        Change = "change", "modificare il bando", "change the call";
        /// Title, text, act or contacts change.
        Correct = "correct", "rettificare titolo, testo, atto o contatti",
            "correct title, text, act or contacts";
        /// The draft is deleted.
        Delete = "delete", "eliminare il bando", "delete the call";
        /// It becomes visible to everyone.
        Publish = "publish", "pubblicare il bando", "publish the call";
        /// The closing is deferred before it has come.
        Extend = "extend", "prorogare il bando", "extend the call";
        /// The window is opened again after the closing, by an act of its own.
        Reopen = "reopen", "riaprire i termini del bando", "reopen the call";
        /// It is withdrawn.
        Withdraw = "withdraw", "revocare il bando", "withdraw the call";
        /// It is archived.
        Archive = "archive", "archiviare il bando", "archive the call";
    }
}

/// The facts, besides the status, that decide whether a step is possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Where the clock is.
    pub phase: Phase,
    /// Whether applications are awaiting a decision.
    pub pending: bool,
    /// What its terms have against being published now.
    pub unfit: Option<Invalid>,
}

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `window_over`, `window_not_over`, `applications_pending`; of its
/// terms `act_required`, `act_in_the_future`, `responsible_officer_required`,
/// `silence_basis_required`, `due_before_reference_date`.
pub fn attempt(from: CallStatus, step: Step, facts: &Facts) -> Result<CallStatus, Invalid> {
    use CallStatus::{Archived, Draft, Published, Withdrawn};
    match (from, step) {
        (Draft, Step::Change | Step::Correct | Step::Delete) => Ok(Draft),
        (Draft, Step::Publish) if facts.phase == Phase::Closed => Err(WINDOW_OVER),
        (Draft, Step::Publish) => match &facts.unfit {
            Some(unfit) => Err(unfit.clone()),
            None => Ok(Published),
        },
        (Published, Step::Extend) if facts.phase == Phase::Closed => Err(TO_BE_REOPENED),
        (Published, Step::Reopen) if facts.phase != Phase::Closed => Err(TO_BE_EXTENDED),
        (Published, Step::Correct | Step::Extend | Step::Reopen) => Ok(Published),
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
            | Step::Reopen
            | Step::Withdraw
            | Step::Archive,
        ) => Err(wrong_state(from, step)),
    }
}

const WINDOW_OVER: Invalid = Invalid::fixed(
    "window_over",
    "il termine di scadenza è già decorso: occorre fissarne uno successivo prima di pubblicare",
    "the closing has already passed: set a later one before publishing",
);

const TO_BE_REOPENED: Invalid = Invalid::fixed(
    "window_over",
    "il termine di scadenza è già decorso: non può essere prorogato, ma il bando può essere riaperto",
    "the closing has already passed: it cannot be deferred, but the call can be reopened",
);

const TO_BE_EXTENDED: Invalid = Invalid::fixed(
    "window_not_over",
    "il termine di scadenza non è ancora decorso: può essere prorogato",
    "the closing has not passed yet: it can be deferred",
);

const WINDOW_NOT_OVER: Invalid = Invalid::fixed(
    "window_not_over",
    "il bando può essere archiviato soltanto dopo la scadenza",
    "a call can be archived only after it has closed",
);

const APPLICATIONS_PENDING: Invalid = Invalid::fixed(
    "applications_pending",
    "il bando ha candidature in attesa di decisione: può essere archiviato dopo averle decise",
    "the call has applications waiting for a decision: it can be archived once they are decided",
);

fn wrong_state(from: CallStatus, step: Step) -> Invalid {
    Invalid { code: "wrong_state", message: cannot(&step.label(), &from.clause()) }
}
