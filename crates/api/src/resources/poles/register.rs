//! The register data of a recognised pole: recognition, stages, outcome.

use ptp_domain::pole;
use ptp_domain::reorganisation::Succession;
use ptp_http::wire::{Coded, DateText, LongText};
use ptp_store::OutcomeOn;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::Act;
use crate::cases::words::VerdictCode;

/// The recognition of a pole.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recognition {
    /// Since when.
    pub recognised_on: DateText,
    /// By which act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
}

/// A transfer of a pole to another owner.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PoleTransfer)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferView {
    /// The day.
    on: DateText,
    /// By which act.
    act: Act,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
}

/// A reorganisation that a pole went through.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PoleReorganisation {
    /// Which (`GET /reorganisations/{reorganisation_id}`).
    id: Uuid,
    /// The first day on which the successors have what they took over.
    effective_on: DateText,
    /// By which act.
    act: Act,
}

/// A formal warning: it comes before a revocation for lost requirements.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormalWarning {
    /// What is amiss.
    #[schema(max_items = 50)]
    findings: Vec<LongText>,
    /// When it was given.
    given_on: DateText,
    /// Last day to mend it.
    due_on: DateText,
}

/// What the rules that recognised a pole say of it on a date.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComplianceOnDate {
    /// What they say.
    outcome: VerdictCode,
    /// The first day on which they say so.
    since: DateText,
    /// The last day on which they will say so unless something changes; absent if they will as far
    /// ahead as is known, which is five years at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<DateText>,
    /// The next day from which on it will fail unless something changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    fails_on: Option<DateText>,
}

impl TransferView {
    pub(super) fn show(transfer: &pole::Transfer) -> Self {
        Self {
            on: transfer.on.into(),
            act: Act::show(&transfer.act),
            reason: transfer.reason.as_deref().map(Into::into),
        }
    }
}

impl PoleReorganisation {
    pub(super) fn show(succession: &Succession) -> Self {
        Self {
            id: succession.reorganisation.uuid(),
            effective_on: succession.effective_on.into(),
            act: Act::show(&succession.act),
        }
    }
}

impl FormalWarning {
    pub(super) fn show(warning: &pole::FormalWarning) -> Self {
        Self {
            findings: warning.findings.iter().map(|text| text.as_str().into()).collect(),
            given_on: warning.given_on.into(),
            due_on: warning.due_on.into(),
        }
    }
}

impl ComplianceOnDate {
    /// Shows the outcome of a pole; `ended` if its life has ended.
    pub(super) fn show(outcome: &OutcomeOn, ended: bool) -> Self {
        let ends = ended || !outcome.is_last;
        Self {
            outcome: Coded(outcome.period.outcome),
            since: outcome.period.from.into(),
            until: ends.then(|| outcome.period.until.into()),
            fails_on: outcome.fails_on.map(Into::into),
        }
    }
}
