//! Errors of the store.

use std::fmt;

use ptp_domain::fault::Invalid;
use ptp_domain::vocabulary::UnknownCode;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

use crate::record::Unplaced;

/// Why an operation of the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row has been written since the version that the save names.
    #[error("the row has been written in the meantime")]
    Stale,
    /// A row with the same identifier or code exists.
    #[error("a row with this identifier exists already")]
    Duplicate,
    /// No connection or lock in time, connection lost, disk full: worth retrying.
    #[error("the database is busy or unreachable")]
    Busy,
    /// The database rolled the transaction back because of a conflict with another one (deadlock,
    /// serialisation failure): it may be retried from the start.
    #[error("the database rolled the transaction back because of a conflict")]
    Aborted,
    /// A newer release wrote the row: this one cannot read it, or would lose a part of it. Worth
    /// retrying, since the newer release runs beside this one.
    #[error("a newer release wrote what this one does not know")]
    Newer,
    /// The database contains data that this service would not have written.
    #[error("the database contains unreadable data: {0}")]
    Corrupt(String),
    /// The database rejected a statement, or failed.
    #[error("the database failed: {0}")]
    Database(DatabaseError),
}

impl StoreError {
    /// Unreadable data, and where it is.
    pub(crate) fn corrupt(location: impl fmt::Display, fault: impl fmt::Display) -> Self {
        Self::Corrupt(format!("{location}: {fault}"))
    }

    /// [`StoreError::Busy`]; logs the cause, since the caller only learns that it may retry.
    pub(crate) fn busy(cause: &dyn fmt::Display) -> Self {
        tracing::warn!(%cause, "the database is busy or unreachable");
        Self::Busy
    }

    /// The same error, naming the row.
    pub(crate) fn in_row(self, table: &str, id: uuid::Uuid) -> Self {
        match self {
            Self::Corrupt(fault) => Self::corrupt(format_args!("{table} {id}"), fault),
            error => error,
        }
    }
}

/// An error reported by the database. `Display` shows its code only; `Debug`, for the log, also its
/// message, which names tables and constraints but no values.
#[derive(Debug)]
pub struct DatabaseError {
    code: Option<String>,
    message: String,
}

impl DatabaseError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into() }
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => match meaning(code) {
                Some(meaning) => write!(formatter, "{meaning} (error {code})"),
                None => write!(formatter, "error {code}"),
            },
            None => formatter.write_str(&self.message),
        }
    }
}

impl std::error::Error for DatabaseError {}

/// The meaning of codes that an operator can act on (PostgreSQL, appendix A).
fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "28P01" => "wrong password",
        "28000" => "the user may not connect",
        "3D000" => "the database does not exist",
        "42501" => "the user lacks a privilege",
        _ => return None,
    })
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
            return Self::Duplicate;
        }
        match error {
            DbErr::ConnectionAcquire(error) => StoreError::busy(&error),
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => from_driver(&error),
            DbErr::Conn(RuntimeErr::Internal(_)) => Self::Database(DatabaseError::new(INVALID_URL)),
            // Messages of the migrator: they contain no statement.
            DbErr::Migration(message) | DbErr::Custom(message) => {
                Self::Database(DatabaseError::new(message))
            }
            DbErr::Json(_) | DbErr::Type(_) => Self::Corrupt("a value of another type".to_owned()),
            _ => Self::Database(DatabaseError::new("a statement failed")),
        }
    }
}

/// The end of the message of SQLite's triggers against `REPLACE`, which fire before the unique
/// indexes are checked.
const REPLACE_REJECTED: &str = "never replaced: there is one";

const INVALID_URL: &str = "the URL of the database is invalid";

fn from_driver(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_) => StoreError::busy(error),
        // A message that could not be written or read: asking again would not help. The text holds
        // no values. A connection that was cut is an error of `Io`.
        sqlx::Error::Protocol(message) => {
            StoreError::Database(DatabaseError::new(format!("the driver failed: {message}")))
        }
        // The source is omitted: it may quote the value.
        sqlx::Error::ColumnDecode { index, .. } => {
            StoreError::corrupt(format_args!("column {index}"), "a value of another type")
        }
        sqlx::Error::Database(said) => {
            let code = said.code().map(std::borrow::Cow::into_owned);
            if code.as_deref().is_some_and(was_aborted) {
                tracing::warn!(cause = %error, "transaction rolled back because of a conflict");
                return StoreError::Aborted;
            }
            if code.as_deref().is_some_and(is_transient) {
                return StoreError::busy(error);
            }
            if said.message().ends_with(REPLACE_REJECTED) {
                return StoreError::Duplicate;
            }
            StoreError::Database(DatabaseError { code, message: said.message().to_owned() })
        }
        sqlx::Error::Configuration(_) => StoreError::Database(DatabaseError::new(INVALID_URL)),
        _ => StoreError::Database(DatabaseError::new("the driver failed")),
    }
}

/// Whether the transaction was rolled back because of a conflict (PostgreSQL: serialisation
/// failure, deadlock). SQLite has one writer at a time, so it has none.
fn was_aborted(code: &str) -> bool {
    ["40001", "40P01"].contains(&code)
}

/// Whether the condition may be temporary.
///
/// PostgreSQL's codes have five characters; SQLite's are numbers whose lowest byte is the primary
/// code.
fn is_transient(code: &str) -> bool {
    if code.len() == 5 {
        // Classes: connection, rollback (serialisation, deadlock), resources (disk full),
        // intervention (cancelled, shutting down, starting). Then: lock timeout; a server that is
        // a standby.
        return ["08", "40", "53", "57"].contains(&&code[..2])
            || ["55P03", "25006"].contains(&code);
    }
    // Busy, locked, I/O error, disk full, cannot open.
    code.parse::<u32>().is_ok_and(|code| [5, 6, 10, 13, 14].contains(&(code & 0xff)))
}

impl From<Unplaced> for StoreError {
    fn from(Unplaced(column): Unplaced) -> Self {
        tracing::info!(column, "not written: it would lose what a newer release has stored");
        Self::Newer
    }
}

impl From<Invalid> for StoreError {
    fn from(invalid: Invalid) -> Self {
        Self::Corrupt(invalid.code.to_owned())
    }
}

/// The CHECKs of the columns admit no word but those of a release.
impl From<UnknownCode> for StoreError {
    fn from(unknown: UnknownCode) -> Self {
        tracing::info!(%unknown, "not read: a newer release has stored it");
        Self::Newer
    }
}

#[cfg(test)]
mod tests {
    use super::is_transient;

    #[test]
    fn transient_errors_are_told_from_permanent_ones() {
        // SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED_SHAREDCACHE, SQLITE_FULL.
        assert!(["5", "517", "262", "13"].into_iter().all(is_transient));
        // SQLITE_CONSTRAINT_CHECK, SQLITE_CORRUPT, SQLITE_ERROR.
        assert!(!["275", "11", "1"].into_iter().any(is_transient));
        // Admin shutdown, deadlock, disk full, lock not available, read-only transaction.
        assert!(["57P01", "40P01", "53100", "55P03", "25006"].into_iter().all(is_transient));
        // Check violation, undefined table, wrong password.
        assert!(!["23514", "42P01", "28P01"].into_iter().any(is_transient));
    }
}
