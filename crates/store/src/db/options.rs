//! Options of a store.

use std::fmt;
use std::time::Duration;

/// Which database to open, and its limits.
#[derive(Clone)]
pub struct StoreOptions {
    /// `sqlite:` and a path, or `postgres://..`; may contain a password.
    pub url: String,
    /// Maximum number of connections. On SQLite, of connections that read; one more writes.
    pub connections: u32,
    /// How long to wait for a connection or a lock.
    pub acquire_timeout: Duration,
}

impl fmt::Debug for StoreOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StoreOptions")
            .field("connections", &self.connections)
            .field("acquire_timeout", &self.acquire_timeout)
            .finish_non_exhaustive()
    }
}
