//! All codes that a program may meet, each from where it is said.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ptp_domain::event::EventKind;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::contract::faults_of_form;
use ptp_http::problem::{ProblemType, own};

use super::catalogue::{ALREADY_EXISTS, PROBLEM_TYPES, WRONG_STATE};

/// What a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CodeKind {
    /// A type of problems.
    ProblemType,
    /// Something wrong with a request, or in the way of it.
    Fault,
    /// Something found about a member.
    Finding,
    /// Something odd that was accepted all the same.
    Warning,
    /// Something that happened.
    Event,
}

impl CodeKind {
    /// Where in an answer codes of this kind stand.
    pub(crate) const fn place(self) -> &'static str {
        match self {
            Self::ProblemType => "type (after /problems/)",
            Self::Fault => "errors[].code, reason, items[].blocked_by[].code, items[].error.code",
            Self::Finding => "members[].findings[].code",
            Self::Warning => "warnings[].code",
            Self::Event => "items[].type",
        }
    }
}

/// A code with what it says.
#[derive(Clone, Debug)]
pub(crate) struct Explained {
    pub(crate) kind: CodeKind,
    pub(crate) code: String,
    /// What it says; where that depends on the circumstances, an example of it.
    pub(crate) text: Text,
    /// What it is about.
    pub(crate) subjects: Vec<String>,
}

/// All codes, by kind and in alphabetical order.
///
/// Those of findings, warnings and of what the domain and the operations refuse are collected from the
/// sources by a test (`domain/tests/regulation/sentences/codes.rs`).
pub(crate) static CODES: LazyLock<Vec<Explained>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    let mut add = |kind, code: &str, text: Text, subjects: Vec<String>| {
        let new = Explained { kind, code: code.to_owned(), text, subjects };
        all.entry((kind, code.to_owned())).or_insert(new);
    };
    for one in PROBLEM_TYPES {
        let status = one.status().as_u16().to_string();
        add(CodeKind::ProblemType, one.slug(), one.title().clone(), vec![status]);
    }
    for kind in EventKind::ALL {
        add(CodeKind::Event, kind.code(), kind.label(), Vec::new());
    }
    for fault in faults_of_form() {
        add(CodeKind::Fault, fault.code, fault.message, vec![FORM.to_owned()]);
    }
    for line in include_str!("codes.tsv").lines() {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [kind, code, it, en, subjects] = cells.as_slice() else { continue };
        let kind = match *kind {
            "finding" => CodeKind::Finding,
            "warning" => CodeKind::Warning,
            _ => CodeKind::Fault,
        };
        let subjects = subjects.split("; ").map(str::to_owned).collect();
        add(kind, code, Text::fixed(it, en), subjects);
    }
    all.into_values().collect()
});

/// The codes of a kind, for a description.
pub(crate) fn known(kind: CodeKind) -> String {
    let codes = CODES.iter().filter(|code| code.kind == kind);
    codes.map(|code| format!("`{}`", code.code)).collect::<Vec<_>>().join(", ")
}

/// The subject of what the contract alone says against a request.
const FORM: &str = "The form of a request";

/// Subjects of a step that the state does not allow.
const STEPS: [&str; 9] = [
    "What stands in the way of a step",
    "What may be done with a pole: the state table and the policy, asked together",
    "The steps possible on an application, by its state and the policy",
    "Nobody decides on what their own body has asked for",
    "The state machine of applications",
    "The state machine of calls",
    "The state machine of communications: they are noted or contested, and never refused",
    "The state machine of poles",
    "The state machine of requests: that of applications, which asks nothing of the pole here",
];

/// Subjects of parameters and headers alone.
const PARAMETERS: [&str; 10] = [
    "Keyset cursors, each bound to one list with its filters and order",
    "Limits on the URI and on the headers that are read on every request",
    "Path and query parameters, validated against the contract",
    "Preconditions: If-Match and If-None-Match (RFC 9110, section 13)",
    "Retries: the first answer of a POST that writes, again",
    "The days on which poles can be searched by what the rules say of them",
    "The instant of a submission that could not be registered at once",
    "What is known of a pole, now or at an instant: a pole, and what had been settled about it",
    "Where a reader of events has come to in their log",
    "compare_pole_versions",
];

/// Subjects of values that stand in parameters and in bodies.
const VALUES: [&str; 6] = [
    FORM,
    "ATECO codes of economic activities",
    "Civil dates: anniversaries, and periods including both their first and last day",
    "Instants and civil dates in Rome, and their textual forms",
    "Italian provinces, by their two-letter codes",
    "Public codes of poles and calls, and protocol numbers: a series, a year and a number",
];

/// A subject that says what other ones are about, too.
const SENTENCES: &str = "Terms, windows and limits";

/// Where in a problem codes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `errors[].code`
    Errors,
    /// `reason`
    Reason,
}

/// The codes that problems of a type may have, and where; `None` if they have no codes, or such that
/// stand nowhere else.
pub(crate) fn codes_of(kind: &ProblemType) -> Option<(Place, Vec<&'static Explained>)> {
    let faults = || CODES.iter().filter(|code| code.kind == CodeKind::Fault);
    let about = |code: &&Explained, subjects: &[&[&str]]| {
        let is_one = |subject: &str| subjects.iter().any(|these| these.contains(&subject));
        code.subjects.iter().any(|subject| is_one(subject))
    };
    let other = |code: &&Explained| {
        let none_else = |subject: &String| {
            let subject = subject.as_str();
            subject == SENTENCES || STEPS.contains(&subject) || PARAMETERS.contains(&subject)
        };
        !code.subjects.iter().all(none_else)
    };
    if *kind == WRONG_STATE {
        Some((Place::Reason, faults().filter(|code| about(code, &[&STEPS])).collect()))
    } else if *kind == own::MALFORMED_PARAMETER {
        let subjects = [PARAMETERS.as_slice(), &VALUES];
        Some((Place::Errors, faults().filter(|code| about(code, &subjects)).collect()))
    } else if *kind == own::INVALID_BODY {
        Some((Place::Errors, faults().filter(other).collect()))
    } else if *kind == ALREADY_EXISTS {
        let taken = ["application_pending", "id_taken", "request_pending"];
        let is_taken = |code: &&Explained| taken.contains(&code.code.as_str());
        Some((Place::Errors, faults().filter(is_taken).collect()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subject_is_that_of_a_code() {
        for subject in STEPS.iter().chain(&PARAMETERS).chain(&VALUES).chain([&SENTENCES]) {
            let is_about = |code: &Explained| code.subjects.iter().any(|one| one == subject);
            assert!(CODES.iter().any(is_about), "no code is about {subject:?}");
        }
    }

    #[test]
    fn codes_stand_where_they_are_said() {
        let said = |kind| -> Vec<_> {
            let (_, codes) = codes_of(kind).expect("codes");
            codes.iter().map(|code| code.code.as_str()).collect()
        };
        let (parameter, body) = (said(&own::MALFORMED_PARAMETER), said(&own::INVALID_BODY));
        for (code, in_parameter, in_body) in [
            ("cursor_of_another_list", true, false),
            ("beyond_the_head", true, false),
            ("unknown_property", true, true),
            ("date_format", true, true),
            ("duplicate_member", false, true),
            ("act_in_the_future", false, true),
            ("admission_annulled", false, false),
            ("wrong_state", false, false),
        ] {
            assert_eq!(parameter.contains(&code), in_parameter, "{code} of a parameter");
            assert_eq!(body.contains(&code), in_body, "{code} of a body");
        }
        assert!(said(&WRONG_STATE).contains(&"admission_annulled"));
        assert_eq!(said(&ALREADY_EXISTS).len(), 3);
        assert!(codes_of(&own::TOO_LARGE).is_none());
    }
}
