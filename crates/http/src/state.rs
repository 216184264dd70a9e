//! What layers and extractors are given.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ptp_auth::Verifier;
use ptp_clock::Clock;

use crate::contract::Contract;
use crate::limits::Limits;

/// What layers and extractors are given.
pub struct HttpState {
    /// The contract that bodies and queries are judged by.
    pub contract: Arc<Contract>,
    /// Judges tokens.
    pub verifier: Verifier,
    /// The time, and identifiers of traces.
    pub clock: Clock,
    /// Requests used per client.
    pub limits: Limits,
    /// How long a body may take to arrive.
    pub body_within: Duration,
}

impl fmt::Debug for HttpState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HttpState").finish_non_exhaustive()
    }
}
