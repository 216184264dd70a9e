//! What was found about a member under a rule.

use super::reason::Reason;
use super::rule::{Outcome, Rule};

/// What was found about one member under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How the member stands under it.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// Whether an official settled it, and how.
    pub settled: Option<bool>,
}
