//! SQLite: one writing connection, several reading ones, and the write-ahead log.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::options::StoreOptions;
use super::pool::{Beginning, Pool};

/// The log is truncated after this many commits; each adds about 20 KB.
const COMMITS_BETWEEN_CHECKPOINTS: u32 = 500;

/// How long a checkpoint waits for readers, in milliseconds; writers are blocked meanwhile.
const CHECKPOINT_TIMEOUT: u32 = 100;

/// How long the checkpoint after rewriting the file waits for readers, in milliseconds.
const REWRITE_TIMEOUT: u32 = 10_000;

/// Opens the writing connection.
///
/// There is only one: writers queue for it in order, while SQLite's own lock waiting is unfair and
/// can time out.
pub(crate) async fn open_writer(options: &StoreOptions) -> Result<Pool, DbErr> {
    create_private(&options.url);
    let timeout = options.acquire_timeout;
    let mut connect = connect(options, 1);
    connect.map_sqlx_sqlite_opts(move |sqlite| {
        common(sqlite, timeout)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Flushes to disk on each commit. With NORMAL a power failure could lose acknowledged
            // commits, and receipts must not be lost.
            .synchronous(SqliteSynchronous::Full)
            .pragma("journal_size_limit", "16777216")
    });
    Ok(Pool { connections: Database::connect(connect).await?, beginning: Beginning::Immediate })
}

/// Creates a missing file with mode 0600, since it will hold personal data. SQLite copies the mode
/// to the log and its index.
///
/// An existing file is unchanged. Errors are ignored: opening the database reports them.
#[cfg(unix)]
fn create_private(url: &str) {
    use std::os::unix::fs::OpenOptionsExt as _;

    if is_in_memory(url) {
        return;
    }
    let Ok(sqlite) = url.parse::<SqliteConnectOptions>() else { return };
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(sqlite.get_filename());
    drop(file);
}

#[cfg(not(unix))]
fn create_private(_url: &str) {}

/// Opens the reading connections; the writer must be open already.
pub(crate) async fn open_readers(options: &StoreOptions) -> Result<Pool, DbErr> {
    let timeout = options.acquire_timeout;
    let mut connect = connect(options, options.connections.max(1));
    // Not `read_only`: such a connection could not use the log's shared index.
    connect.map_sqlx_sqlite_opts(move |sqlite| common(sqlite, timeout).pragma("query_only", "1"));
    Ok(Pool { connections: Database::connect(connect).await?, beginning: Beginning::Plain })
}

/// Whether each connection would open a separate database.
pub(crate) fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

fn connect(options: &StoreOptions, connections: u32) -> ConnectOptions {
    let mut connect = ConnectOptions::new(options.url.clone());
    connect
        .max_connections(connections)
        .acquire_timeout(options.acquire_timeout)
        // Connections to a file do not go stale, and reopening them loses their caches.
        .idle_timeout(None::<std::time::Duration>)
        .max_lifetime(None::<std::time::Duration>)
        .test_before_acquire(false)
        .record_stmt_in_spans(false)
        .sqlx_logging(false);
    connect
}

fn common(sqlite: SqliteConnectOptions, timeout: std::time::Duration) -> SqliteConnectOptions {
    sqlite
        .foreign_keys(true)
        // For locks of other processes, such as a backup: this process has one writer.
        .busy_timeout(timeout)
        .pragma("cache_size", "-8000")
        .pragma("temp_store", "memory")
}

/// The write-ahead log of an open database.
///
/// SQLite checkpoints the log automatically but can restart it only while there are no readers.
/// Under constant load the log would grow forever, so it is truncated periodically, which blocks
/// readers briefly.
pub(crate) struct Wal {
    writer: DatabaseConnection,
    commits: AtomicU32,
    timeout: std::time::Duration,
}

impl Wal {
    pub(crate) fn new(writer: &Pool, options: &StoreOptions) -> Self {
        let writer = writer.connections.clone();
        Self { writer, commits: AtomicU32::new(0), timeout: options.acquire_timeout }
    }

    /// Counts a commit, and truncates the log if it is due.
    ///
    /// A failure affects the size of the log only, so it is logged and ignored.
    pub(crate) async fn after_commit(&self) {
        let commits = self.commits.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        if commits.is_multiple_of(COMMITS_BETWEEN_CHECKPOINTS)
            && let Err(error) = self.checkpoint(CHECKPOINT_TIMEOUT).await
        {
            tracing::warn!(%error, "checkpoint of the write-ahead log failed");
        }
    }

    /// Writes the file anew, so that nothing of what was erased is left in it or in the log.
    pub(crate) async fn rewrite(&self) -> Result<(), DbErr> {
        self.writer.execute_unprepared("VACUUM").await?;
        self.checkpoint(REWRITE_TIMEOUT).await
    }

    /// Copies the log into the database and truncates it; waits `timeout` milliseconds for readers.
    pub(crate) async fn checkpoint(&self, timeout: u32) -> Result<(), DbErr> {
        let usual = self.timeout.as_millis();
        let statements = format!(
            "PRAGMA busy_timeout = {timeout}; PRAGMA wal_checkpoint(TRUNCATE); \
             PRAGMA busy_timeout = {usual};"
        );
        self.writer.execute_unprepared(&statements).await?;
        Ok(())
    }
}
