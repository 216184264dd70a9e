//! The formats of the life cycle of a pole: stages, warning, transfers, annulment.

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::party::Act;
use ptp_domain::pole::{FormalWarning, PoleStatus, Stage, Transfer};
use serde::{Deserialize, Serialize};

use super::party::ActRecord;
use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageRecord {
    status: Word<PoleStatus>,
    since: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    act: Option<ActRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<&Stage> for StageRecord {
    fn from(stage: &Stage) -> Self {
        let Stage { status, since, act, reason } = stage;
        Self {
            status: Word(*status),
            since: *since,
            act: act.as_ref().map(ActRecord::from),
            reason: reason.clone(),
        }
    }
}

impl From<StageRecord> for Stage {
    fn from(record: StageRecord) -> Self {
        let StageRecord { status, since, act, reason } = record;
        Self { status: status.0, since, act: act.map(Act::from), reason }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningRecord {
    findings: Vec<String>,
    given_on: NaiveDate,
    due_on: NaiveDate,
}

impl From<&FormalWarning> for WarningRecord {
    fn from(warning: &FormalWarning) -> Self {
        let FormalWarning { findings, given_on, due_on } = warning.clone();
        Self { findings, given_on, due_on }
    }
}

impl From<WarningRecord> for FormalWarning {
    fn from(record: WarningRecord) -> Self {
        let WarningRecord { findings, given_on, due_on } = record;
        Self { findings, given_on, due_on }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferRecord {
    on: NaiveDate,
    act: ActRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<&Transfer> for TransferRecord {
    fn from(transfer: &Transfer) -> Self {
        let Transfer { on, act, reason } = transfer;
        Self { on: *on, act: act.into(), reason: reason.clone() }
    }
}

impl From<TransferRecord> for Transfer {
    fn from(record: TransferRecord) -> Self {
        let TransferRecord { on, act, reason } = record;
        Self { on, act: act.into(), reason }
    }
}

/// What was public about a pole when its recognition was annulled, and the day of the annulment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnnulledRecord {
    pub(crate) on: NaiveDate,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) area: Option<Word<Area>>,
}
