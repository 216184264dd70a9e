//! The context in which a member is evaluated on a day, and how findings are settled.

use chrono::NaiveDate;

use super::determination::Words;
use super::finding::Finding;
use super::reason::Reason;
use super::rule::Rule;
use super::ruleset::{Leeway, Parameters};
use crate::accreditation::Section;
use crate::member::Member;
use crate::policy::Owner;

/// The context in which a member is evaluated on a day.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) applicant: Option<&'a Owner>,
    pub(super) parameters: &'a Parameters,
    pub(super) words: &'a Words<'a>,
    pub(super) day: NaiveDate,
}

impl Ground<'_> {
    /// Whether the member holds a section A accreditation in force.
    pub(super) fn holds_section_a(&self, member: &Member) -> bool {
        member.accredited(Section::A, self.day).next().is_some()
    }

    /// Settles a finding: takes the first reason that is accepted, certainly or under review.
    ///
    /// Reasons that an official refused are not; if none remains, the rule is violated for
    /// `otherwise`.
    pub(super) fn settle(
        &self,
        rule: Rule,
        member: &Member,
        candidates: impl IntoIterator<Item = (Leeway, Reason)>,
        otherwise: impl FnOnce() -> Reason,
    ) -> Finding {
        self.words.settle(rule, member.id, candidates, otherwise)
    }
}
