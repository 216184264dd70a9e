//! The format of the office's answer to a communication.

use chrono::{DateTime, Utc};
use ptp_domain::communication::Answer;
use ptp_domain::policy::Bearer;
use serde::{Deserialize, Serialize};

use super::taken::BearerRecord;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerRecord {
    at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<BearerRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<&Answer> for AnswerRecord {
    fn from(answer: &Answer) -> Self {
        let Answer { at, actor, reason } = answer;
        Self { at: *at, actor: actor.as_ref().map(BearerRecord::from), reason: reason.clone() }
    }
}

impl From<AnswerRecord> for Answer {
    fn from(record: AnswerRecord) -> Self {
        let AnswerRecord { at, actor, reason } = record;
        Self { at, actor: actor.map(Bearer::from), reason }
    }
}
