//! What was found about a member under a rule, and the sentence that says it.

use chrono::NaiveDate;

use super::reason::Reason;
use super::rule::{Outcome, Rule};
use crate::text::Text;

/// What was found about one member under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How the member stands under it.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// How an official settled it, if one did.
    pub settled: Option<Settlement>,
}

/// An official's word, as a report tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Accepted or refused.
    pub accepted: bool,
    /// Why.
    pub reason: String,
    /// The civil date in Rome on which it was said.
    pub decided_on: NaiveDate,
}

impl Finding {
    /// What was found, in a sentence; then that an official has to assess it, or has done so.
    #[must_use]
    pub fn message(&self) -> Text {
        let found = self.reason.message();
        match &self.settled {
            Some(Settlement { accepted: true, decided_on, .. }) => found.and(
                &format!("; accettato da un funzionario il {decided_on}"),
                &format!("; accepted by an official on {decided_on}"),
            ),
            Some(Settlement { accepted: false, decided_on, .. }) => found.and(
                &format!("; respinto da un funzionario il {decided_on}"),
                &format!("; refused by an official on {decided_on}"),
            ),
            // This one is for the member to settle, by confirming.
            None if self.reason == Reason::Unconfirmed => found,
            None if self.outcome == Outcome::NeedsReview => {
                found.and(": deve valutarlo un funzionario", ": an official has to assess it")
            }
            None => found,
        }
    }
}
