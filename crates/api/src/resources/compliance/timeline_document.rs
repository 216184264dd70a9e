//! Timelines on the wire.

use chrono::NaiveDate;
use ptp_domain::pole::{Pole, Standing};
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Outcome, TimelineEntry, Verdict};
use ptp_http::wire::{Coded, DateText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::known::Knowledge;
use crate::cases::party::LocalizedText;
use crate::cases::provisional::provisional;
use crate::cases::words::{OutcomeCode, PoleStatusCode, RuleCode, VerdictCode};
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
    /// Where the pole stands from which day on, once it was recognised: on the first day, and each
    /// change by the last one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 10_000)]
    pub stages: Vec<TimelineStage>,
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

/// Where a pole stands from a day on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimelineStage {
    /// The first day on which it is so.
    pub since: DateText,
    /// Where it stands from then on.
    pub status: PoleStatusCode,
    /// If it stands there only while the order of a court holds: which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<LocalizedText>,
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

    /// The timeline with where the pole stands meanwhile.
    #[must_use]
    pub(super) fn standing(self, pole: &Pole, from: NaiveDate, until: NaiveDate) -> Self {
        let standings = pole.standings();
        let first = standings.iter().rposition(|standing| standing.since <= from).unwrap_or(0);
        let within = standings.iter().skip(first).filter(|standing| standing.since <= until);
        let show = |standing: &Standing<'_>| TimelineStage {
            since: standing.since.into(),
            status: Coded(standing.stage.status),
            provisional: provisional(standing),
        };
        Self { stages: within.map(show).collect(), ..self }
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
            stages: Vec::new(),
            known: None,
        }
    }
}
