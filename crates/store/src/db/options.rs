//! Options of a store.

use std::fmt;
use std::time::Duration;

/// Which database to open, and its limits.
#[derive(Clone)]
pub struct StoreOptions {
    /// `sqlite:` and a path, or `postgres://..`; may contain a password.
    pub url: String,
    /// Maximum number of connections that read. On SQLite one more writes; on PostgreSQL as many
    /// more write, and one gives events their place in the log.
    pub connections: u32,
    /// Whether PostgreSQL is reached through a pooler that gives each transaction any session, such as
    /// `PgBouncer` with `pool_mode = transaction`: nothing is asked of a session then. It costs a
    /// statement a transaction.
    pub pooled: bool,
    /// How long to wait for a connection or a lock.
    pub acquire_timeout: Duration,
    /// How long to wait for a turn at writing, while all connections write already.
    pub queue_timeout: Duration,
    /// How long a commit waits for its events to be in the log, on PostgreSQL; they get there in any
    /// case.
    pub sealed_within: Duration,
}

impl fmt::Debug for StoreOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StoreOptions")
            .field("connections", &self.connections)
            .field("pooled", &self.pooled)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("queue_timeout", &self.queue_timeout)
            .field("sealed_within", &self.sealed_within)
            .finish_non_exhaustive()
    }
}
