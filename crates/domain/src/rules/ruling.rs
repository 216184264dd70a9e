//! What one rule says of a network on a day.

use chrono::NaiveDate;

use super::rule::{Outcome, Rule};
use crate::text::Text;

/// What one rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) rule: Rule,
    pub(super) outcome: Outcome,
    pub(super) required: Option<u32>,
    pub(super) found: Option<u32>,
    /// In addition, those that an official has to assess.
    pub(super) under_review: u32,
    pub(super) binding_from: Option<NaiveDate>,
    /// The explanation, if the rule gives it itself.
    pub(super) explanation: Option<Text>,
}

impl Ruling {
    pub(super) const fn of(rule: Rule, outcome: Outcome) -> Self {
        Self {
            rule,
            outcome,
            required: None,
            found: None,
            under_review: 0,
            binding_from: None,
            explanation: None,
        }
    }

    /// A ruling that explains itself.
    pub(super) fn explained(rule: Rule, outcome: Outcome, explanation: Text) -> Self {
        Self { explanation: Some(explanation), ..Self::of(rule, outcome) }
    }
}

/// A number of members or actions.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
