//! The state machine of applications.

use chrono::NaiveDate;

use super::bond::Bond;
use super::status::{ApplicationStatus, Step};
use super::term::Term;
use crate::fault::Invalid;
use crate::rules::Verdict;
use crate::sentence::{cannot, term_running};
use crate::vocabulary::Vocabulary;

/// The facts, besides the status, that decide whether a step is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The civil date in Rome.
    pub today: NaiveDate,
    /// The open term of the last integration request or notice.
    pub term: Option<Term>,
    /// Whether the call requires a notice before a rejection.
    pub notice_required: bool,
    /// Whether a notice was given since the last annulment.
    pub noticed: bool,
    /// The verdict on the reference date, with determinations.
    pub verdict: Verdict,
    /// The bond with its pole.
    pub bond: Bond,
}

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `term_running`, `already_answered`, `notice_required`,
/// `notice_given`, `not_compliant`; of the pole `not_recognised`, `pole_state`,
/// `application_pending`.
pub fn attempt(
    from: ApplicationStatus,
    step: Step,
    facts: &Facts,
) -> Result<ApplicationStatus, Invalid> {
    use ApplicationStatus::{
        Admitted, IntegrationRequested, Lapsed, Rejected, RejectionNotice, Submitted, UnderReview,
        Withdrawn,
    };
    let running = facts.term.filter(|term| term.is_running(facts.today));
    let answered = facts.term.is_some_and(|term| term.answered_on.is_some());
    match (from, step) {
        (IntegrationRequested | RejectionNotice, Step::Review) if running.is_some() => {
            Err(running.map_or(ANSWERED, |term| still_running(term.ends_on)))
        }
        (IntegrationRequested, Step::Integrate) | (RejectionNotice, Step::Observe) if answered => {
            Err(ANSWERED)
        }
        (UnderReview, Step::NotifyRejection) if facts.noticed => Err(NOTICE_GIVEN),
        (UnderReview, Step::Reject) if facts.notice_required && !facts.noticed => {
            Err(NOTICE_REQUIRED)
        }
        (UnderReview, Step::Admit) => admit(facts),
        (Admitted | Rejected, Step::Annul) => facts.bond.admits(from, step).map(|()| UnderReview),
        (Submitted | IntegrationRequested | RejectionNotice, Step::Review)
        | (IntegrationRequested, Step::Integrate) => Ok(UnderReview),
        (UnderReview, Step::RequestIntegration) => Ok(IntegrationRequested),
        (UnderReview, Step::NotifyRejection) | (RejectionNotice, Step::Observe) => {
            Ok(RejectionNotice)
        }
        (UnderReview, Step::Reject) => Ok(Rejected),
        (Submitted | UnderReview | IntegrationRequested | RejectionNotice, Step::Withdraw) => {
            Ok(Withdrawn)
        }
        (Submitted | UnderReview | IntegrationRequested | RejectionNotice, Step::Lapse) => {
            Ok(Lapsed)
        }
        (
            Submitted | UnderReview | IntegrationRequested | RejectionNotice | Admitted | Rejected
            | Withdrawn | Lapsed,
            Step::Review
            | Step::RequestIntegration
            | Step::Integrate
            | Step::NotifyRejection
            | Step::Observe
            | Step::Admit
            | Step::Reject
            | Step::Annul
            | Step::Withdraw
            | Step::Lapse,
        ) => Err(wrong_state(from, step)),
    }
}

/// A measure requires a recognised pole up to its decision, a constitution its candidate. The
/// verdict is checked after that.
fn admit(facts: &Facts) -> Result<ApplicationStatus, Invalid> {
    facts.bond.admits(ApplicationStatus::UnderReview, Step::Admit)?;
    match facts.verdict {
        Verdict::Compliant => Ok(ApplicationStatus::Admitted),
        Verdict::NeedsReview => Err(NOT_ASCERTAINED),
        Verdict::NonCompliant => Err(NOT_COMPLIANT),
    }
}

const ANSWERED: Invalid = Invalid::fixed(
    "already_answered",
    "la risposta è già pervenuta: l'ufficio prosegue l'istruttoria",
    "the answer has already arrived: the office goes on with the review",
);
const NOTICE_REQUIRED: Invalid = Invalid::fixed(
    "notice_required",
    "il rigetto deve essere preceduto dalla comunicazione dei motivi ostativi (art. 10-bis L. \
     241/1990): occorre che il termine per le osservazioni sia decorso o che siano pervenute",
    "a rejection must be preceded by notice of its grounds (art. 10-bis L. 241/1990): the term for \
     observations must have ended, or observations must have arrived",
);
const NOTICE_GIVEN: Invalid = Invalid::fixed(
    "notice_given",
    "il preavviso di rigetto è già stato comunicato: la candidatura può essere ammessa o respinta",
    "the rejection notice has already been given: the application can be admitted or rejected",
);
const NOT_COMPLIANT: Invalid = Invalid::fixed(
    "not_compliant",
    "alla data di riferimento il polo non è conforme: il rapporto indica i requisiti non soddisfatti",
    "on the reference date the pole is not compliant: the report says which requirements are not met",
);
/// The same code: whoever reads it has to look at the report in either case.
const NOT_ASCERTAINED: Invalid = Invalid::fixed(
    "not_compliant",
    "la conformità non è ancora accertata: occorre prima definire i rilievi del rapporto",
    "compliance has not been established yet: the findings of the report have to be settled first",
);

fn still_running(ends_on: NaiveDate) -> Invalid {
    Invalid { code: "term_running", message: term_running(ends_on) }
}

fn wrong_state(from: ApplicationStatus, step: Step) -> Invalid {
    Invalid { code: "wrong_state", message: cannot(&step.label(), &from.clause()) }
}
