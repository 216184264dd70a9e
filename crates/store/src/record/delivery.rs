//! The format of a delivery.

use chrono::NaiveDate;
use ptp_domain::delivery::{Delivery, DeliveryMeans, DeliveryOutcome};
use serde::{Deserialize, Serialize};

use super::word::Word;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeliveryRecord {
    on: NaiveDate,
    means: Word<DeliveryMeans>,
    outcome: Word<DeliveryOutcome>,
    source: String,
}

impl From<&Delivery> for DeliveryRecord {
    fn from(delivery: &Delivery) -> Self {
        let Delivery { on, means, outcome, source } = delivery.clone();
        Self { on, means: Word(means), outcome: Word(outcome), source }
    }
}

impl From<DeliveryRecord> for Delivery {
    fn from(record: DeliveryRecord) -> Self {
        let DeliveryRecord { on, means, outcome, source } = record;
        Self { on, means: means.0, outcome: outcome.0, source }
    }
}
