//! The life of a pole: one table.

use crate::fault::Invalid;
use crate::text::Text;
use crate::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// Where a pole stands in its life.
    pub enum PoleStatus: "pole_status", from fixed("decisione di progetto", "project decision") {
        /// Being put together by its owner.
        Draft = "draft", "in bozza", "draft";
        /// An application is pending.
        Candidate = "candidate", "candidato", "candidate";
        /// Recognised by the Region.
        Recognised = "recognised", "riconosciuto", "recognised";
        /// Recognised, but suspended.
        Suspended = "suspended", "sospeso", "suspended";
        /// Recognition was taken back.
        Revoked = "revoked", "revocato", "revoked";
        /// Dissolved by its owner.
        Dissolved = "dissolved", "sciolto", "dissolved";
    }
}

vocabulary! {
    /// What may happen to a pole.
    pub enum Step: "pole_step", from fixed("decisione di progetto", "project decision") {
        /// The owner changes what it says of the pole.
        Change = "change", "modificare", "change";
        /// The owner adds, changes or lets go a member.
        ChangeMembers = "change_members", "modificare i membri", "change members";
        /// The owner strikes a member out, as if it had never been there.
        StrikeMember = "strike_member", "eliminare un membro", "strike a member out";
        /// The owner changes the area, or who a member is and since when.
        Redefine = "redefine", "cambiare l'area, o l'identità e l'ingresso di un membro",
            "change the area, or who a member is and since when";
        /// The owner deletes the pole.
        Delete = "delete", "eliminare", "delete";
        /// A constitution application is submitted.
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
        /// An official revokes it.
        Revoke = "revoke", "revocare", "revoke";
        /// The owner dissolves it.
        Dissolve = "dissolve", "sciogliere", "dissolve";
    }
}

/// What the table needs to know beside the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// An integration was asked for: what is frozen may change.
    pub integration_open: bool,
}

/// The status after a step.
///
/// # Errors
///
/// What stands in the way: `wrong_state`, `frozen`.
pub fn attempt(from: PoleStatus, step: Step, facts: Facts) -> Result<PoleStatus, Invalid> {
    use PoleStatus::{Candidate, Dissolved, Draft, Recognised, Revoked, Suspended};
    match (from, step) {
        (Candidate, Step::Change | Step::ChangeMembers) if !facts.integration_open => Err(FROZEN),
        (Draft | Candidate | Recognised | Suspended, Step::Change | Step::ChangeMembers)
        | (Draft, Step::StrikeMember | Step::Redefine | Step::Delete) => Ok(from),
        (Draft, Step::Submit) | (Recognised | Suspended, Step::Annul) => Ok(Candidate),
        (Candidate, Step::Return) => Ok(Draft),
        (Candidate, Step::Recognise) | (Suspended, Step::Reinstate) => Ok(Recognised),
        (Recognised, Step::Suspend) => Ok(Suspended),
        (Recognised | Suspended, Step::Revoke) => Ok(Revoked),
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
            | Step::Revoke
            | Step::Dissolve,
        ) => Err(wrong_state(from, step)),
    }
}

const FROZEN: Invalid = Invalid::fixed(
    "frozen",
    "una candidatura è pendente: il polo si può modificare solo mentre è richiesta un'integrazione",
    "an application is pending: the pole can change only while an integration is requested",
);

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
