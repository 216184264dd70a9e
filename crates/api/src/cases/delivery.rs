//! A delivery on the wire.

use chrono::NaiveDate;
use ptp_domain::delivery::{self, DeliveryMeans, DeliveryOutcome};
use ptp_http::wire::{Coded, DateText, Leaf as _, Read, Reading, ShortText, word};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::words::{DeliveryMeansCode, DeliveryOutcomeCode};

/// How an act reached its addressee.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delivery {
    /// The day of the receipt; if it is deemed, the day on which it counts as received; if it failed,
    /// that of the attempt.
    pub on: DateText,
    /// By what means.
    pub means: DeliveryMeansCode,
    /// What came of it: only what was delivered, or is deemed so, lets a term run.
    pub outcome: DeliveryOutcomeCode,
    /// What proves it: the receipt of the PEC, the number of the registered letter.
    pub source: ShortText,
}

impl Delivery {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<delivery::Delivery> {
        let on = reading.required("on", NaiveDate::read);
        let means = reading.required("means", word::<DeliveryMeans>);
        let outcome = reading.required("outcome", word::<DeliveryOutcome>);
        let source = reading.required("source", String::read);
        Ok(delivery::Delivery { on: on?, means: means?, outcome: outcome?, source: source? })
    }

    pub(crate) fn show(delivery: &delivery::Delivery) -> Self {
        Self {
            on: delivery.on.into(),
            means: Coded(delivery.means),
            outcome: Coded(delivery.outcome),
            source: delivery.source.as_str().into(),
        }
    }
}
