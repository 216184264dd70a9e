//! The state machine of applications.

use chrono::NaiveDate;

use super::bond::Bond;
use super::status::{ApplicationStatus, Step};
use super::term::Term;
use crate::call::Notification;
use crate::fault::Invalid;
use crate::rules::Verdict;
use crate::sentence::{
    before_reference_date, cannot, observations_awaited, requirements_lost, term_running,
};
use crate::vocabulary::Vocabulary;

/// The facts, besides the status, that decide whether a step is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on one another")]
pub struct Facts {
    /// The civil date in Rome.
    pub today: NaiveDate,
    /// The open term of the last integration request or notice.
    pub term: Option<Term>,
    /// Whether the call requires a notice before a rejection.
    pub notice_required: bool,
    /// Whether a notice was given since the last annulment.
    pub noticed: bool,
    /// What the rules say of its pole.
    pub findings: Findings,
    /// The bond with its pole.
    pub bond: Bond,
    /// How what the office does reaches the applicant.
    pub notification: Notification,
    /// Whether the last act of the office has not reached the applicant.
    pub is_undelivered: bool,
    /// Whether a delivery of it can be recorded: none has succeeded.
    pub is_deliverable: bool,
    /// Whether the term has passed, and silence admits.
    pub is_assented: bool,
    /// Whether as many statements as are taken have been made.
    pub is_stated_enough: bool,
}

/// What the rules of the call say of a pole: on the reference date, and from then on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The reference date: nothing is admitted before it.
    pub reference_date: NaiveDate,
    /// The verdict on the reference date, with determinations.
    pub verdict: Verdict,
    /// The first day after it on which the pole did not meet the requirements
    /// ([`broken_on`](super::broken_on)).
    pub broken_on: Option<NaiveDate>,
}

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `term_running`, `delivery_awaited`, `already_answered`,
/// `notice_required`, `notice_given`, `too_many_statements`, `before_reference_date`,
/// `not_compliant`, `requirements_lost`, `assented`, `term_not_over`, `not_notified`,
/// `not_on_portal`, `nothing_to_deliver`, `nothing_to_read`; of the pole `not_recognised`,
/// `pole_state`, `application_pending`.
pub fn attempt(
    from: ApplicationStatus,
    step: Step,
    facts: &Facts,
) -> Result<ApplicationStatus, Invalid> {
    let after = possible(from, step, facts)?;
    let acts = !matches!(step, Step::Assent | Step::Deliver | Step::Acknowledge);
    // Whatever is late: the silence has decided.
    if acts && from.is_pending() && assent(from, facts).is_ok() {
        return Err(ASSENTED);
    }
    Ok(after)
}

/// The same while the office may still decide.
fn possible(
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
        (_, Step::Deliver) => delivered(facts).map(|()| from),
        (_, Step::Acknowledge) => acknowledged(facts).map(|()| from),
        (Submitted | UnderReview | IntegrationRequested | RejectionNotice, Step::Assent) => {
            assent(from, facts)
        }
        (IntegrationRequested | RejectionNotice, Step::Review) if running.is_some() => {
            Err(running.map_or(ANSWERED, |term| still_running(from, term)))
        }
        (IntegrationRequested, Step::Integrate) if answered => Err(ANSWERED),
        (UnderReview, Step::NotifyRejection) if facts.noticed => Err(NOTICE_GIVEN),
        (UnderReview, Step::Reject) if facts.notice_required && !facts.noticed => {
            Err(NOTICE_REQUIRED)
        }
        (UnderReview, Step::Admit) => admit(facts),
        (Admitted | Rejected, Step::Annul) => facts.bond.admits(from, step).map(|()| UnderReview),
        (Submitted | IntegrationRequested | RejectionNotice, Step::Review)
        | (IntegrationRequested, Step::Integrate) => Ok(UnderReview),
        (UnderReview, Step::RequestIntegration) => Ok(IntegrationRequested),
        (UnderReview, Step::NotifyRejection) => Ok(RejectionNotice),
        (Submitted | UnderReview | IntegrationRequested | RejectionNotice, Step::Observe)
            if facts.is_stated_enough =>
        {
            Err(TOO_MANY_STATEMENTS)
        }
        // Until the decision they can be weighed (L. 241/1990, arts. 10 and 10-bis).
        (Submitted | UnderReview | IntegrationRequested | RejectionNotice, Step::Observe) => {
            Ok(from)
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
            | Step::Assent
            | Step::Withdraw
            | Step::Lapse,
        ) => Err(wrong_state(from, step)),
    }
}

/// A measure requires a recognised pole up to its decision, a constitution its candidate. The
/// reference date and the verdict are checked after that.
fn admit(facts: &Facts) -> Result<ApplicationStatus, Invalid> {
    facts.bond.admits(ApplicationStatus::UnderReview, Step::Admit)?;
    let Findings { reference_date, verdict, broken_on } = facts.findings;
    if facts.today < reference_date {
        let message = before_reference_date(reference_date);
        return Err(Invalid { code: "before_reference_date", message });
    }
    match verdict {
        Verdict::Compliant => match broken_on {
            None => Ok(ApplicationStatus::Admitted),
            Some(on) => Err(Invalid { code: "requirements_lost", message: requirements_lost(on) }),
        },
        Verdict::NeedsReview => Err(NOT_ASCERTAINED),
        Verdict::NonCompliant => Err(NOT_COMPLIANT),
    }
}

/// What silence does: it admits whatever the rules would have said, since the office has not.
fn assent(from: ApplicationStatus, facts: &Facts) -> Result<ApplicationStatus, Invalid> {
    if !facts.is_assented {
        return Err(TERM_NOT_OVER);
    }
    facts.bond.admits(from, Step::Assent).map(|()| ApplicationStatus::Admitted)
}

fn delivered(facts: &Facts) -> Result<(), Invalid> {
    match facts.notification {
        Notification::Recorded => Err(NOT_NOTIFIED),
        _ if !facts.is_deliverable => Err(NOTHING_TO_DELIVER),
        Notification::Delivered | Notification::Portal => Ok(()),
    }
}

fn acknowledged(facts: &Facts) -> Result<(), Invalid> {
    match facts.notification {
        Notification::Recorded | Notification::Delivered => Err(NOT_ON_PORTAL),
        Notification::Portal if !facts.is_undelivered => Err(NOTHING_TO_READ),
        Notification::Portal => Ok(()),
    }
}

const ASSENTED: Invalid = Invalid::fixed(
    "assented",
    "il termine per decidere è decorso e la candidatura si intende ammessa per silenzio assenso: \
     l'ammissione può essere soltanto annullata",
    "the term to decide has passed, and silence has admitted the application: the admission can only \
     be annulled",
);
const TERM_NOT_OVER: Invalid = Invalid::fixed(
    "term_not_over",
    "la candidatura non è ammessa per silenzio assenso: il bando non lo prevede, o il termine per \
     decidere non è decorso",
    "silence does not admit the application: the call does not say so, or the term to decide has not \
     passed",
);
pub(super) const NOT_NOTIFIED: Invalid = Invalid::fixed(
    "not_notified",
    "secondo il bando i termini decorrono dal giorno dell'atto: la consegna non è registrata",
    "under this call terms run from the day of the act: deliveries are not recorded",
);
const NOTHING_TO_DELIVER: Invalid = Invalid::fixed(
    "nothing_to_deliver",
    "nessun atto dell'ufficio è in attesa di consegna: la consegna si registra dopo l'atto",
    "no act of the office waits for its delivery: a delivery is recorded after its act",
);
const NOT_ON_PORTAL: Invalid = Invalid::fixed(
    "not_on_portal",
    "secondo il bando i termini non decorrono dalla lettura sul portale",
    "under this call terms do not run from a reading on the portal",
);
const NOTHING_TO_READ: Invalid = Invalid::fixed(
    "nothing_to_read",
    "non vi sono atti dell'ufficio da leggere",
    "there are no acts of the office to read",
);
const DELIVERY_AWAITED: Invalid = Invalid::fixed(
    "delivery_awaited",
    "in attesa di consegna: il termine per rispondere decorre dal giorno in cui il richiedente riceve \
     l'atto",
    "delivery is awaited: the term for the answer runs from the day on which the applicant receives the \
     act",
);
const ANSWERED: Invalid = Invalid::fixed(
    "already_answered",
    "la risposta è già pervenuta: l'ufficio prosegue l'istruttoria",
    "the answer has already arrived: the office goes on with the review",
);
const NOTICE_REQUIRED: Invalid = Invalid::fixed(
    "notice_required",
    "il rigetto deve essere preceduto dalla comunicazione dei motivi ostativi (art. 10-bis L. \
     241/1990): occorre che il termine per le osservazioni sia decorso, o che siano pervenute \
     osservazioni definitive",
    "a rejection must be preceded by notice of its grounds (art. 10-bis L. 241/1990): the term for \
     observations must have ended, or final observations must have arrived",
);
const NOTICE_GIVEN: Invalid = Invalid::fixed(
    "notice_given",
    "il preavviso di rigetto è già stato comunicato: la candidatura può essere ammessa o respinta",
    "the rejection notice has already been given: the application can be admitted or rejected",
);
const TOO_MANY_STATEMENTS: Invalid = Invalid::fixed(
    "too_many_statements",
    "sono già state presentate tante osservazioni e memorie quante il servizio ne riceve per una \
     candidatura: eventuali altri scritti si trasmettono all'ufficio",
    "as many observations and statements have been made as the service takes for an application: \
     send anything further to the office",
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

fn still_running(from: ApplicationStatus, term: Term) -> Invalid {
    let Some(ends_on) = term.ends_on else { return DELIVERY_AWAITED };
    let message = match from {
        ApplicationStatus::RejectionNotice => observations_awaited(ends_on),
        _ => term_running(ends_on),
    };
    Invalid { code: "term_running", message }
}

fn wrong_state(from: ApplicationStatus, step: Step) -> Invalid {
    Invalid { code: "wrong_state", message: cannot(&step.label(), &from.clause()) }
}
