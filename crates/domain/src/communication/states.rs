//! The state machine of communications: they are noted or contested, and never refused.

use crate::fault::Invalid;
use crate::sentence::cannot;
use crate::text::Text;
use crate::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// Who says so.
    pub enum CommunicationKind: "communication_kind", from fixed(
        "decisione di progetto", "project decision"
    ) {
        /// The lead, a member or its successor.
        Communication = "communication", "comunicazione", "communication";
        /// The Region, from its own registers.
        OfficeAct = "office_act", "atto d'ufficio", "act of office";
    }
}

vocabulary! {
    /// What the office makes of a communication.
    pub enum CommunicationStatus: "communication_status", from fixed(
        "decisione di progetto", "project decision"
    ) {
        /// Filed, and not answered.
        Filed = "filed", "presentata", "filed";
        /// The office took note of it.
        Noted = "noted", "oggetto di presa d'atto", "noted";
        /// The office contests it: it waits for a clarification. The report does not change.
        Contested = "contested", "contestata", "contested";
    }
}

vocabulary! {
    /// How the office answers a communication, which it cannot refuse.
    pub enum Answering: "communication_answer", from fixed(
        "decisione di progetto", "project decision"
    ) {
        /// It takes note.
        Note = "note", "prendere atto della comunicazione", "take note of the communication";
        /// It contests the fact.
        Contest = "contest", "contestare la comunicazione", "contest the communication";
    }
}

impl CommunicationStatus {
    /// The status as a clause, to give as a reason.
    #[must_use]
    pub const fn clause(self) -> Text {
        match self {
            Self::Filed => Text::fixed("la comunicazione è presentata", "it is filed"),
            Self::Noted => {
                Text::fixed("l'ufficio ne ha preso atto", "the office has taken note of it")
            }
            Self::Contested => Text::fixed("l'ufficio l'ha contestata", "the office contests it"),
        }
    }
}

/// The status after an answer. What is contested can be noted once it is clarified.
///
/// # Errors
///
/// `wrong_state`, `not_a_communication`.
pub fn attempt(
    kind: CommunicationKind,
    from: CommunicationStatus,
    answer: Answering,
) -> Result<CommunicationStatus, Invalid> {
    use CommunicationStatus::{Contested, Filed, Noted};
    if kind == CommunicationKind::OfficeAct {
        return Err(NOT_A_COMMUNICATION);
    }
    match (from, answer) {
        (Filed | Contested, Answering::Note) => Ok(Noted),
        (Filed, Answering::Contest) => Ok(Contested),
        (Noted | Contested, Answering::Contest) | (Noted, Answering::Note) => {
            Err(Invalid { code: "wrong_state", message: cannot(&answer.label(), &from.clause()) })
        }
    }
}

const NOT_A_COMMUNICATION: Invalid = Invalid::fixed(
    "not_a_communication",
    "di un atto d'ufficio non si prende atto e non lo si contesta qui",
    "an act of office is neither noted nor contested here",
);
