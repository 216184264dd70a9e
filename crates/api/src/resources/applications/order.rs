//! The orders of procedures.

use ptp_store::{ApplicationSort, Order};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The orders of applications.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
pub(crate) enum ApplicationOrder {
    /// Those received first.
    #[default]
    #[serde(rename = "received_at")]
    ReceivedAt,
    /// Those received last.
    #[serde(rename = "-received_at")]
    ReceivedAtDescending,
    /// Those changed first.
    #[serde(rename = "updated_at")]
    UpdatedAt,
    /// Those changed last.
    #[serde(rename = "-updated_at")]
    UpdatedAtDescending,
    /// Those due first.
    #[serde(rename = "due_on")]
    DueOn,
    /// Those due last.
    #[serde(rename = "-due_on")]
    DueOnDescending,
}

impl ApplicationOrder {
    pub(crate) const fn order(self) -> Order<ApplicationSort> {
        let (by, descending) = match self {
            Self::ReceivedAt => (ApplicationSort::ReceivedAt, false),
            Self::ReceivedAtDescending => (ApplicationSort::ReceivedAt, true),
            Self::UpdatedAt => (ApplicationSort::UpdatedAt, false),
            Self::UpdatedAtDescending => (ApplicationSort::UpdatedAt, true),
            Self::DueOn => (ApplicationSort::DueOn, false),
            Self::DueOnDescending => (ApplicationSort::DueOn, true),
        };
        Order { by, descending }
    }
}
