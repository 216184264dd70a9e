//! The format of continuations.

use chrono::NaiveDate;
use ptp_domain::continuation::{Continuation, Predecessor};
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::MemberKind;
use serde::{Deserialize, Serialize};

use super::party::ActRecord;
use super::word::{Word, Written};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContinuationRecord {
    organisation: PredecessorRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    track: Option<String>,
    from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    act: ActRecord,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PredecessorRecord {
    kind: Word<MemberKind>,
    tax_code: Written<TaxCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<&Predecessor> for PredecessorRecord {
    fn from(predecessor: &Predecessor) -> Self {
        let Predecessor { kind, tax_code, name } = predecessor;
        Self { kind: Word(*kind), tax_code: tax_code.into(), name: name.clone() }
    }
}

impl From<PredecessorRecord> for Predecessor {
    fn from(record: PredecessorRecord) -> Self {
        let PredecessorRecord { kind, tax_code, name } = record;
        Self { kind: kind.0, tax_code: tax_code.0, name }
    }
}

impl From<&Continuation> for ContinuationRecord {
    fn from(continues: &Continuation) -> Self {
        let Continuation { organisation, track, from, until, act } = continues;
        Self {
            organisation: organisation.into(),
            track: track.clone(),
            from: *from,
            until: *until,
            act: act.into(),
        }
    }
}

impl From<ContinuationRecord> for Continuation {
    fn from(record: ContinuationRecord) -> Self {
        let ContinuationRecord { organisation, track, from, until, act } = record;
        Self { organisation: organisation.into(), track, from, until, act: act.into() }
    }
}
