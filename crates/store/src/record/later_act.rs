//! The format of the acts on a published call.

use chrono::{DateTime, Utc};
use ptp_domain::call::{LaterAct, Step};
use ptp_domain::party::Act;
use serde::{Deserialize, Serialize};

use super::party::ActRecord;
use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LaterActRecord {
    step: Word<Step>,
    at: DateTime<Utc>,
    act: ActRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    comparative: bool,
}

impl From<&LaterAct> for LaterActRecord {
    fn from(later: &LaterAct) -> Self {
        let LaterAct { step, at, act, reason, comparative } = later;
        Self {
            step: Word(*step),
            at: *at,
            act: act.into(),
            reason: reason.clone(),
            comparative: *comparative,
        }
    }
}

impl From<LaterActRecord> for LaterAct {
    fn from(record: LaterActRecord) -> Self {
        let LaterActRecord { step, at, act, reason, comparative } = record;
        Self { step: step.0, at, act: Act::from(act), reason, comparative }
    }
}
