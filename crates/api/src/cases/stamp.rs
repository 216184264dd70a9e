//! The version and timestamps of stored resources.

use chrono::{DateTime, Utc};
use ptp_http::wire::InstantText;
use ptp_store::Stored;
use serde::Serialize;
use utoipa::ToSchema;

/// The version of a resource and when it was written.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stamp {
    /// Rises with each change; `If-Match` compares it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 3)]
    pub version: i64,
    /// When it was created.
    pub created_at: InstantText,
    /// When it last changed.
    pub updated_at: InstantText,
}

impl Stamp {
    pub(crate) fn of<T>(stored: &Stored<T>) -> Self {
        Self::new(stored.version, stored.created_at, stored.updated_at)
    }

    /// A stamp.
    #[must_use]
    pub(crate) fn new(version: i64, created_at: DateTime<Utc>, updated_at: DateTime<Utc>) -> Self {
        Self { version, created_at: created_at.into(), updated_at: updated_at.into() }
    }
}
