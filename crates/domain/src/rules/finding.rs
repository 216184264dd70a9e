//! Findings about members, and their messages.

use chrono::NaiveDate;

use super::reason::Reason;
use super::rule::{Outcome, Rule};
use crate::text::Text;

/// A finding about one member under one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How the member stands under it.
    pub outcome: Outcome,
    /// The reason.
    pub reason: Reason,
    /// How an official settled it, if one did.
    pub settled: Option<Settlement>,
}

/// An official's determination, as shown in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Accepted or refused.
    pub accepted: bool,
    /// The reason.
    pub reason: String,
    /// The civil date in Rome of the determination.
    pub decided_on: NaiveDate,
}

impl Finding {
    /// The finding in a sentence, and whether an official has assessed it or has yet to.
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
            // To be settled by the member, by confirming.
            None if self.reason == Reason::Unconfirmed => found,
            None if self.outcome == Outcome::NeedsReview => {
                found.and(": deve valutarlo un funzionario", ": an official has to assess it")
            }
            None => found,
        }
    }
}
