//! The state available to layers and extractors.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ptp_auth::Verifier;
use ptp_clock::Clock;

use crate::contract::Contract;
use crate::limits::Limits;

/// The state available to layers and extractors.
pub struct HttpState {
    /// Validates bodies and queries.
    pub contract: Arc<Contract>,
    /// Verifies tokens.
    pub verifier: Verifier,
    /// The time, and the source of trace ids.
    pub clock: Clock,
    /// Requests used per client.
    pub limits: Limits,
    /// Time limit for receiving a body.
    pub body_within: Duration,
}

impl fmt::Debug for HttpState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpState").finish_non_exhaustive()
    }
}
