//! SQLite: one connection that writes, some that read, and the log between them.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::store::StoreOptions;

/// The log is emptied after this many commits; each adds some 20 KB to it.
const COMMITS_BETWEEN_CHECKPOINTS: u32 = 500;

/// How long to wait for readers to leave the log, in milliseconds: nobody writes meanwhile.
const PATIENCE: u32 = 100;

/// Opens the connection that writes.
///
/// One alone: writers queue for it in their order, where SQLite's own waiting for locks is unfair
/// and can fail.
pub(crate) async fn open_writer(options: &StoreOptions) -> Result<DatabaseConnection, DbErr> {
    create_for_oneself(&options.url);
    let timeout = options.acquire_timeout;
    let mut connect = connect(options, 1);
    connect.map_sqlx_sqlite_opts(move |sqlite| {
        common(sqlite, timeout)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Costs a flush to the disk for each commit. With NORMAL a power cut could take back
            // what was already acknowledged, and a receipt is a promise.
            .synchronous(SqliteSynchronous::Full)
            .pragma("journal_size_limit", "16777216")
    });
    Database::connect(connect).await
}

/// Creates the file, if it is missing, so that nobody else reads it: it will hold what people said
/// of themselves. SQLite gives its log and the log's index the permissions of the file.
///
/// What is in the way is for the opening to tell; a file that is there stays as it is.
#[cfg(unix)]
fn create_for_oneself(url: &str) {
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
fn create_for_oneself(_url: &str) {}

/// Opens the connections that read, of a database that a writer has opened already.
pub(crate) async fn open_readers(options: &StoreOptions) -> Result<DatabaseConnection, DbErr> {
    let timeout = options.acquire_timeout;
    let mut connect = connect(options, options.connections.max(1));
    // Not `read_only`: such a connection could not take part in the log's shared index.
    connect.map_sqlx_sqlite_opts(move |sqlite| common(sqlite, timeout).pragma("query_only", "1"));
    Database::connect(connect).await
}

/// Whether each connection would be a database of its own.
pub(crate) fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

fn connect(options: &StoreOptions, connections: u32) -> ConnectOptions {
    let mut connect = ConnectOptions::new(options.url.clone());
    connect
        .max_connections(connections)
        .acquire_timeout(options.acquire_timeout)
        // A connection to a file does not die of age, and takes its caches with it.
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
        // For other processes alone, such as a backup: within this one nobody is in the way.
        .busy_timeout(timeout)
        .pragma("cache_size", "-8000")
        .pragma("temp_store", "memory")
}

/// The write-ahead log of a database that is in use.
///
/// SQLite copies the log back into the database by itself but can begin it anew only at a moment
/// without readers. Under load there is none, and the log grows without end; so from time to time
/// readers are kept out of it for a moment.
pub(crate) struct Wal {
    writer: DatabaseConnection,
    commits: AtomicU32,
    timeout: std::time::Duration,
}

impl Wal {
    pub(crate) fn new(writer: DatabaseConnection, options: &StoreOptions) -> Self {
        Self { writer, commits: AtomicU32::new(0), timeout: options.acquire_timeout }
    }

    /// Counts a commit and empties the log if it is time.
    ///
    /// What was committed stays so whatever happens here: a failure is for the log file alone.
    pub(crate) async fn after_commit(&self) {
        let commits = self.commits.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        if commits.is_multiple_of(COMMITS_BETWEEN_CHECKPOINTS)
            && let Err(error) = self.checkpoint(PATIENCE).await
        {
            tracing::warn!(%error, "the write-ahead log was not emptied");
        }
    }

    /// Copies the log back into the database and empties it.
    pub(crate) async fn checkpoint(&self, patience: u32) -> Result<(), DbErr> {
        let usual = self.timeout.as_millis();
        let statements = format!(
            "PRAGMA busy_timeout = {patience}; PRAGMA wal_checkpoint(TRUNCATE); \
             PRAGMA busy_timeout = {usual};"
        );
        self.writer.execute_unprepared(&statements).await?;
        Ok(())
    }
}
