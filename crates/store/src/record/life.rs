//! The formats of the life cycle of a pole: stages, warning, transfers, annulment.

use chrono::NaiveDate;
use ptp_domain::area::Area;
use ptp_domain::court::CourtReference;
use ptp_domain::delivery::Delivery;
use ptp_domain::party::Act;
use ptp_domain::pole::{
    CourtOrder, Effect, FormalWarning, PoleStatus, Stage, Stated, Suspension, Transfer,
};
use ptp_domain::reference::Reference;
use serde::{Deserialize, Serialize};

use super::delivery::DeliveryRecord;
use super::life_act::{CourtOrderRecord, SuspensionRecord};
use super::office::{CourtReferenceRecord, ReferenceRecord};
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivery: Option<DeliveryRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stated: Option<StatedRecord>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    awaits_delivery: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suspension: Option<SuspensionRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reserved: Option<CourtReferenceRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    orders: Vec<CourtOrderRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    references: Vec<ReferenceRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatedRecord {
    on: NaiveDate,
    reason: String,
}

impl From<&Stage> for StageRecord {
    fn from(stage: &Stage) -> Self {
        let Stage { status, since, act, reason, effect, suspension, reserved, orders, references } =
            stage;
        let Effect { delivery, stated, awaits_delivery } = effect;
        let stated = stated.clone().map(|Stated { on, reason }| StatedRecord { on, reason });
        Self {
            status: Word(*status),
            since: *since,
            act: act.as_ref().map(ActRecord::from),
            reason: reason.clone(),
            delivery: delivery.as_ref().map(DeliveryRecord::from),
            stated,
            awaits_delivery: *awaits_delivery,
            suspension: suspension.as_ref().map(SuspensionRecord::from),
            reserved: reserved.as_ref().map(CourtReferenceRecord::from),
            orders: orders.iter().map(CourtOrderRecord::from).collect(),
            references: references.iter().map(ReferenceRecord::from).collect(),
        }
    }
}

impl From<StageRecord> for Stage {
    fn from(record: StageRecord) -> Self {
        let StageRecord {
            status,
            since,
            act,
            reason,
            delivery,
            stated,
            awaits_delivery,
            suspension,
            reserved,
            orders,
            references,
        } = record;
        let stated = stated.map(|StatedRecord { on, reason }| Stated { on, reason });
        let delivery = delivery.map(Delivery::from);
        Self {
            status: status.0,
            since,
            act: act.map(Act::from),
            reason,
            effect: Effect { delivery, stated, awaits_delivery },
            suspension: suspension.map(Suspension::from),
            reserved: reserved.map(CourtReference::from),
            orders: orders.into_iter().map(CourtOrder::from).collect(),
            references: references.into_iter().map(Reference::from).collect(),
        }
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
