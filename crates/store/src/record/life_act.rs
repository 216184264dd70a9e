//! The formats of what goes with an act on a recognition: how long it suspends, what courts decided.

use chrono::NaiveDate;
use ptp_domain::court::CourtReference;
use ptp_domain::party::Act;
use ptp_domain::pole::{CourtOrder, Extension, OrderEffect, Suspension, SuspensionKind};
use serde::{Deserialize, Serialize};

use super::office::CourtReferenceRecord;
use super::party::ActRecord;
use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuspensionRecord {
    kind: Word<SuspensionKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    extension: Option<ExtensionRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionRecord {
    on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<NaiveDate>,
    act: ActRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<&Suspension> for SuspensionRecord {
    fn from(suspension: &Suspension) -> Self {
        let Suspension { kind, until, extension } = suspension;
        let extension = extension.as_ref().map(|Extension { on, before, act, reason }| {
            ExtensionRecord { on: *on, before: *before, act: act.into(), reason: reason.clone() }
        });
        Self { kind: Word(*kind), until: *until, extension }
    }
}

impl From<SuspensionRecord> for Suspension {
    fn from(record: SuspensionRecord) -> Self {
        let SuspensionRecord { kind, until, extension } = record;
        let extension = extension.map(|ExtensionRecord { on, before, act, reason }| Extension {
            on,
            before,
            act: Act::from(act),
            reason,
        });
        Self { kind: kind.0, until, extension }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtOrderRecord {
    effect: Word<OrderEffect>,
    reference: CourtReferenceRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<&CourtOrder> for CourtOrderRecord {
    fn from(order: &CourtOrder) -> Self {
        let CourtOrder { effect, reference, reason } = order.clone();
        Self { effect: Word(effect), reference: (&reference).into(), reason }
    }
}

impl From<CourtOrderRecord> for CourtOrder {
    fn from(record: CourtOrderRecord) -> Self {
        let CourtOrderRecord { effect, reference, reason } = record;
        Self { effect: effect.0, reference: CourtReference::from(reference), reason }
    }
}
