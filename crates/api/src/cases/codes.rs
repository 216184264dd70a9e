//! All codes that a program may meet, each from where it is said.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ptp_domain::event::EventKind;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::contract::faults_of_form;

use super::catalogue::PROBLEM_TYPES;

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
        add(CodeKind::Fault, fault.code, fault.message, vec!["The form of a request".to_owned()]);
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
