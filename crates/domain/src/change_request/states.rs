//! The state machine of requests: that of applications, which asks nothing of the pole here.

use chrono::NaiveDate;

use super::status::{RequestStatus, RequestStep};
use crate::application::{self, Bond, Findings, Procedure};
use crate::call::Purpose;
use crate::fault::Invalid;
use crate::pole::PoleStatus;
use crate::rules::Verdict;
use crate::sentence::cannot;
use crate::vocabulary::Vocabulary as _;

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `term_running`, `already_answered`, `notice_required`,
/// `notice_given`, `too_many_statements`.
pub fn attempt(
    from: RequestStatus,
    step: RequestStep,
    procedure: &Procedure,
    today: NaiveDate,
) -> Result<RequestStatus, Invalid> {
    // The network is judged by the report that the office reads; no verdict stands in its way.
    let findings = Findings { reference_date: today, verdict: Verdict::Compliant, broken_on: None };
    let bond =
        Bond { purpose: Purpose::Measure, pole: PoleStatus::Recognised, other_pending: false };
    let facts = procedure.facts(today, findings, bond);
    application::attempt(from.procedural(), step.procedural(), &facts)
        .map(RequestStatus::from)
        .map_err(|obstacle| match obstacle.code {
            "wrong_state" => {
                Invalid { code: "wrong_state", message: cannot(&step.label(), &from.clause()) }
            }
            "notice_required" => NOTICE_REQUIRED,
            "notice_given" => NOTICE_GIVEN,
            "too_many_statements" => TOO_MANY_STATEMENTS,
            _ => obstacle,
        })
}

const NOTICE_REQUIRED: Invalid = Invalid::fixed(
    "notice_required",
    "il diniego deve essere preceduto dalla comunicazione dei motivi ostativi (art. 10-bis L. \
     241/1990): occorre che il termine per le osservazioni sia decorso, o che siano pervenute \
     osservazioni definitive",
    "a refusal must be preceded by notice of its grounds (art. 10-bis L. 241/1990): the term for \
     observations must have ended, or final observations must have arrived",
);
const NOTICE_GIVEN: Invalid = Invalid::fixed(
    "notice_given",
    "il preavviso di diniego è già stato comunicato: la richiesta può essere accolta o respinta",
    "notice of a refusal has already been given: the request can be accepted or refused",
);
const TOO_MANY_STATEMENTS: Invalid = Invalid::fixed(
    "too_many_statements",
    "sono già state presentate tante osservazioni e memorie quante il servizio ne riceve per una \
     richiesta: eventuali altri scritti si trasmettono all'ufficio",
    "as many observations and statements have been made as the service takes for a request: send \
     anything further to the office",
);
