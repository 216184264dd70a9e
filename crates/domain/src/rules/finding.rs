//! Findings about members, and their messages.

use chrono::NaiveDate;

use super::reason::Reason;
use super::rule::{Outcome, Rule};
use crate::sentence::{Preposition, day_en, on_it};
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
    ///
    /// `years` is how long a track must have been offered.
    #[must_use]
    pub fn message(&self, years: u32) -> Text {
        let found = self.reason.message(years);
        let on = |day| (on_it(Preposition::Il, day), day_en(day));
        match &self.settled {
            Some(Settlement { accepted, decided_on, .. }) => {
                let (it, en) = on(*decided_on);
                let said = if *accepted {
                    ("valutato favorevolmente", "accepted")
                } else {
                    ("valutato sfavorevolmente", "not accepted")
                };
                found.and(
                    &format!("; {} dall'ufficio {it}", said.0),
                    &format!("; {} by the office on {en}", said.1),
                )
            }
            // To be settled by the member, by confirming.
            None if self.reason == Reason::Unconfirmed => found,
            None if self.outcome == Outcome::NeedsReview => {
                found.and(": da valutare a cura dell'ufficio", ": to be assessed by the office")
            }
            None => found,
        }
    }
}
