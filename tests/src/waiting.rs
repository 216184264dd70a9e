//! Waiting for other sessions, by observing the database instead of sleeping.

use std::time::Duration;

use ptp_store::DatabaseKind;
use sqlx::{Connection, PgConnection, query_scalar};

use crate::store::Guard;

/// The maximum wait for something certain to happen, even on a loaded machine.
const PATIENCE: Duration = Duration::from_mins(1);

impl Guard {
    /// Returns once a session of the database waits for a lock.
    ///
    /// On SQLite it returns at once: whoever holds the only write connection blocks all other
    /// writers, so their progress does not matter.
    ///
    /// # Panics
    ///
    /// If no session waits within a minute.
    pub async fn until_somebody_waits(&self) {
        const WAITING: &str = "SELECT count(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'";
        if self.kind() == DatabaseKind::Sqlite {
            return;
        }
        let mut db = PgConnection::connect(&self.url).await.expect("a connection");
        let seen = async {
            while query_scalar::<_, i64>(WAITING).fetch_one(&mut db).await.expect("a count") == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, seen).await.expect("nobody waits for a lock");
    }
}
