//! Timelines on the wire.

use chrono::NaiveDate;
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Outcome, TimelineEntry, Verdict};
use ptp_http::wire::{Coded, DateText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::known::Knowledge;
use crate::cases::words::{OutcomeCode, RuleCode, VerdictCode};
use crate::resources::reference::ruleset_document::RulesetInForce;

/// The dates on which a report changes by itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComplianceTimeline {
    /// The pole.
    pub pole_id: Uuid,
    /// The first day looked at.
    pub from: DateText,
    /// The last day looked at.
    pub until: DateText,
    /// The rules that were applied.
    pub ruleset: RulesetInForce,
    /// What they say together on the first day.
    pub outcome: VerdictCode,
    /// The dates, in order; between two of them the report stays the same.
    #[schema(max_items = 10_000)]
    pub changes: Vec<TimelineChange>,
    /// On what this rests; only where `known_at` was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<Knowledge>,
}

/// A date on which the report changes by itself.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimelineChange {
    /// The first day on which it is so.
    pub date: DateText,
    /// What the rules say together from then on.
    pub outcome: VerdictCode,
    /// The rules that say something else from then on; none if only a member's part changes.
    #[schema(max_items = 50)]
    pub rules: Vec<ChangedRule>,
}

/// A rule that says something else from a date on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedRule {
    /// The rule.
    pub rule: RuleCode,
    /// What it says from then on.
    pub outcome: OutcomeCode,
}

impl ComplianceTimeline {
    /// The timeline of a pole as it was known.
    #[must_use]
    pub(super) fn known(self, known: Option<Knowledge>) -> Self {
        Self { known, ..self }
    }

    pub(crate) fn show(
        pole_id: Uuid,
        (from, until): (NaiveDate, NaiveDate),
        ruleset: &Ruleset,
        outcome: Verdict,
        entries: &[TimelineEntry],
    ) -> Self {
        let rule = |(rule, outcome): &(_, Outcome)| ChangedRule {
            rule: Coded(*rule),
            outcome: Coded(*outcome),
        };
        Self {
            pole_id,
            from: from.into(),
            until: until.into(),
            ruleset: RulesetInForce::show(ruleset),
            outcome: Coded(outcome),
            changes: entries
                .iter()
                .map(|entry| TimelineChange {
                    date: entry.on.into(),
                    outcome: Coded(entry.outcome),
                    rules: entry.rules.iter().map(rule).collect(),
                })
                .collect(),
            known: None,
        }
    }
}
