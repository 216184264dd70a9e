//! What a token says once it has passed every check.

use chrono::{DateTime, Utc};
use ptp_domain::policy::Bearer;

/// The content of a token that passed every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The caller.
    pub bearer: Bearer,
    /// When the token expires.
    pub expires_at: DateTime<Utc>,
    /// The audiences that the token names (`aud`).
    pub audience: Vec<String>,
}
