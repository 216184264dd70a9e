//! The state machine of poles.

use chrono::NaiveDate;

use crate::fault::Invalid;
use crate::text::Text;
use crate::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// The status of a pole.
    pub enum PoleStatus: "pole_status", from fixed("decisione di progetto", "project decision") {
        /// In preparation by its owner.
        Draft = "draft", "in bozza", "draft";
        /// An application is pending.
        Candidate = "candidate", "candidato", "candidate";
        /// Recognised by the Region.
        Recognised = "recognised", "riconosciuto", "recognised";
        /// Recognised, but suspended.
        Suspended = "suspended", "sospeso", "suspended";
        /// Recognition was revoked.
        Revoked = "revoked", "revocato", "revoked";
        /// Dissolved by its owner.
        Dissolved = "dissolved", "sciolto", "dissolved";
    }
}

vocabulary! {
    /// A step in the life of a pole.
    pub enum Step: "pole_step", from fixed("decisione di progetto", "project decision") {
        /// The owner changes the description.
        Change = "change", "modificare", "change";
        /// The owner adds, changes or ends the membership of a member.
        ChangeMembers = "change_members", "modificare i membri", "change members";
        /// The owner deletes a member, as if it had never been one.
        StrikeMember = "strike_member", "eliminare un membro", "strike a member out";
        /// The owner changes the area, or the identity or start of a member.
        Redefine = "redefine", "cambiare l'area, o l'identità e l'ingresso di un membro",
            "change the area, or who a member is and since when";
        /// The owner deletes the pole.
        Delete = "delete", "eliminare", "delete";
        /// A constitution application is submitted, or its rejection is annulled.
        Submit = "submit", "candidare", "submit";
        /// The application is rejected, withdrawn or lapses.
        Return = "return", "restituire", "return";
        /// The application is admitted.
        Recognise = "recognise", "riconoscere", "recognise";
        /// The admission is annulled.
        Annul = "annul", "annullare il riconoscimento", "annul the recognition";
        /// An official suspends it.
        Suspend = "suspend", "sospendere", "suspend";
        /// An official reinstates it.
        Reinstate = "reinstate", "riammettere", "reinstate";
        /// An official gives a formal warning, before a revocation for lost requirements.
        Warn = "warn", "diffidare", "warn";
        /// An official revokes it.
        Revoke = "revoke", "revocare", "revoke";
        /// The owner dissolves it.
        Dissolve = "dissolve", "sciogliere", "dissolve";
        /// An official transfers it to another owner (school mergers).
        Transfer = "transfer", "trasferire a un altro titolare", "transfer to another owner";
        /// A member confirms its own membership.
        Confirm = "confirm", "confermare l'adesione di un membro", "confirm a membership";
    }
}

/// The facts, besides the status, that decide whether a step is possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether an integration was requested: the pole may change meanwhile.
    pub integration_open: bool,
    /// The last day to comply with a formal warning, if there is one.
    pub warning_due_on: Option<NaiveDate>,
    /// The civil date in Rome; without it, the term of a warning is never over.
    pub today: Option<NaiveDate>,
    /// Whether today's report is `non_compliant`.
    pub fails: bool,
}

impl Facts {
    /// The last day of a warning's running term.
    fn warning_running(self) -> Option<NaiveDate> {
        let runs = |due_on: &NaiveDate| self.today.is_none_or(|today| today <= *due_on);
        self.warning_due_on.filter(runs)
    }
}

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `frozen`, `application_pending`, `warning_running`,
/// `warning_required`.
pub fn attempt(from: PoleStatus, step: Step, facts: Facts) -> Result<PoleStatus, Invalid> {
    use PoleStatus::{Candidate, Dissolved, Draft, Recognised, Revoked, Suspended};
    match (from, step) {
        (Candidate, Step::Change | Step::ChangeMembers) if !facts.integration_open => Err(FROZEN),
        (Candidate, Step::Transfer) => Err(APPLICATION_PENDING),
        (Recognised | Suspended, Step::Revoke) => revoke(facts),
        (
            Draft | Candidate | Recognised | Suspended,
            Step::Change | Step::ChangeMembers | Step::Confirm,
        )
        | (Draft, Step::StrikeMember | Step::Redefine | Step::Delete)
        | (Recognised | Suspended, Step::Warn)
        | (Draft | Recognised | Suspended, Step::Transfer) => Ok(from),
        (Draft, Step::Submit) | (Recognised | Suspended, Step::Annul) => Ok(Candidate),
        (Candidate, Step::Return) => Ok(Draft),
        (Candidate, Step::Recognise) | (Suspended, Step::Reinstate) => Ok(Recognised),
        (Recognised, Step::Suspend) => Ok(Suspended),
        (Recognised | Suspended, Step::Dissolve) => Ok(Dissolved),
        (
            Draft | Candidate | Recognised | Suspended | Revoked | Dissolved,
            Step::Change
            | Step::ChangeMembers
            | Step::StrikeMember
            | Step::Redefine
            | Step::Delete
            | Step::Submit
            | Step::Return
            | Step::Recognise
            | Step::Annul
            | Step::Suspend
            | Step::Reinstate
            | Step::Warn
            | Step::Revoke
            | Step::Dissolve
            | Step::Transfer
            | Step::Confirm,
        ) => Err(wrong_state(from, step)),
    }
}

/// If the pole lost its requirements, a warning with a term comes first; for other reasons, an
/// official act is enough.
fn revoke(facts: Facts) -> Result<PoleStatus, Invalid> {
    match facts.warning_running() {
        Some(due_on) => Err(warning_running(due_on)),
        None if facts.fails && facts.warning_due_on.is_none() => Err(WARNING_REQUIRED),
        None => Ok(PoleStatus::Revoked),
    }
}

const FROZEN: Invalid = Invalid::fixed(
    "frozen",
    "una candidatura è pendente: il polo si può modificare solo mentre è richiesta un'integrazione",
    "an application is pending: the pole can change only while an integration is requested",
);

const APPLICATION_PENDING: Invalid = Invalid::fixed(
    "application_pending",
    "una candidatura è pendente: il polo si può trasferire dopo la decisione o il ritiro",
    "an application is pending: the pole can be transferred after the decision or a withdrawal",
);
const WARNING_REQUIRED: Invalid = Invalid::fixed(
    "warning_required",
    "il polo ha perso i requisiti: prima della revoca occorre una diffida con un termine",
    "the pole has lost the requirements: a revocation needs a formal warning with a term first",
);

fn warning_running(due_on: NaiveDate) -> Invalid {
    Invalid {
        code: "warning_running",
        message: Text::new(
            format!("il termine della diffida scade il {due_on}"),
            format!("the term of the formal warning ends on {due_on}"),
        ),
    }
}

fn wrong_state(from: PoleStatus, step: Step) -> Invalid {
    let (state, action) = (from.label(), step.label());
    Invalid {
        code: "wrong_state",
        message: Text::new(
            format!("non è possibile {}: il polo è {}", action.it, state.it),
            format!("not possible to {}: the pole is {}", action.en, state.en),
        ),
    }
}
