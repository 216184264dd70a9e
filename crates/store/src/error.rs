//! What can go wrong with the database, in the words of its callers.

use std::fmt;

use ptp_domain::fault::Invalid;
use ptp_domain::vocabulary::UnknownCode;
use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else has written since the version that the save names.
    #[error("somebody else has written in the meantime")]
    Stale,
    /// Something with the same identifier or code is there already.
    #[error("something with this identifier is there already")]
    Duplicate,
    /// No connection or lock in time, the connection lost, the disk full: worth another attempt.
    #[error("the database is busy or out of reach")]
    Busy,
    /// The database gave the transaction up for the sake of another one that stood in its way (a
    /// deadlock, a serialisation failure): nothing of it was done, and it may be begun anew.
    #[error("the database gave the transaction up for another one")]
    Aborted,
    /// The database holds what this service would not write.
    #[error("the database holds what cannot be read: {0}")]
    Corrupt(String),
    /// The database refused a statement, or failed.
    #[error("the database failed: {0}")]
    Database(DatabaseError),
}

impl StoreError {
    /// Something at a place of the database that is not what should be there.
    pub(crate) fn corrupt(place: impl fmt::Display, fault: impl fmt::Display) -> Self {
        Self::Corrupt(format!("{place}: {fault}"))
    }

    /// The same error, with the row it was met in.
    pub(crate) fn in_row(self, table: &str, id: uuid::Uuid) -> Self {
        match self {
            Self::Corrupt(fault) => Self::corrupt(format_args!("{table} {id}"), fault),
            error => error,
        }
    }
}

/// What the database said. `Display` gives its code alone; `Debug`, for the log, its sentence
/// too, which names tables and rules but repeats no value.
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

/// What an operator can mend, in words (PostgreSQL, appendix A).
fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
        "28P01" => "the password is refused",
        "28000" => "the user may not connect",
        "3D000" => "there is no such database",
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
            DbErr::ConnectionAcquire(error) => busy(&error),
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => of_driver(&error),
            DbErr::Conn(RuntimeErr::Internal(_)) => Self::Database(DatabaseError::new(ADDRESS)),
            // Said by the migrations about themselves: it holds no statement.
            DbErr::Migration(message) | DbErr::Custom(message) => {
                Self::Database(DatabaseError::new(message))
            }
            DbErr::Json(_) | DbErr::Type(_) => Self::Corrupt("a value of another type".to_owned()),
            _ => Self::Database(DatabaseError::new("a statement could not be carried out")),
        }
    }
}

/// What SQLite's triggers say that come before its unique indexes, and keep `REPLACE` away.
const IS_THERE: &str = "never replaced: there is one";

const ADDRESS: &str = "the address of the database is not valid";

fn of_driver(error: &sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        // What remains of a connection that was cut within a message.
        | sqlx::Error::Protocol(_) => busy(error),
        // The source is left out: it may quote the value.
        sqlx::Error::ColumnDecode { index, .. } => {
            StoreError::corrupt(format_args!("column {index}"), "a value of another type")
        }
        sqlx::Error::Database(said) => {
            let code = said.code().map(std::borrow::Cow::into_owned);
            if code.as_deref().is_some_and(was_aborted) {
                tracing::warn!(cause = %error, "a transaction was given up for another one");
                return StoreError::Aborted;
            }
            if code.as_deref().is_some_and(passes) {
                return busy(error);
            }
            if said.message().ends_with(IS_THERE) {
                return StoreError::Duplicate;
            }
            StoreError::Database(DatabaseError { code, message: said.message().to_owned() })
        }
        sqlx::Error::Configuration(_) => {
            StoreError::Database(DatabaseError::new(ADDRESS))
        }
        _ => StoreError::Database(DatabaseError::new("the driver failed")),
    }
}

/// Whether the transaction was given up for another one (PostgreSQL: serialisation failure,
/// deadlock). SQLite has one writer at a time, who waits for nobody.
fn was_aborted(code: &str) -> bool {
    ["40001", "40P01"].contains(&code)
}

/// Whether what the code says may be over in a moment.
///
/// PostgreSQL's codes have five characters, those of SQLite are numbers whose lowest byte tells
/// the kind.
fn passes(code: &str) -> bool {
    if code.len() == 5 {
        // Connection, rollback (serialisation, deadlock), resources (a full disk), intervention
        // (cancelled, shutting down, starting); a lock not to be had in time; a server that has
        // become, or still is, a standby.
        return ["08", "40", "53", "57"].contains(&&code[..2])
            || ["55P03", "25006"].contains(&code);
    }
    // Busy, locked, input or output, full, cannot be opened.
    code.parse::<u32>().is_ok_and(|code| [5, 6, 10, 13, 14].contains(&(code & 0xff)))
}

/// The caller only learns that it should try again, so the cause goes to the log.
fn busy(cause: &dyn fmt::Display) -> StoreError {
    tracing::warn!(%cause, "the database is busy or out of reach");
    StoreError::Busy
}

impl From<Invalid> for StoreError {
    fn from(invalid: Invalid) -> Self {
        Self::Corrupt(invalid.code.to_owned())
    }
}

impl From<UnknownCode> for StoreError {
    fn from(unknown: UnknownCode) -> Self {
        Self::Corrupt(unknown.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn what_may_be_over_in_a_moment_is_told_from_what_stays() {
        // SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED_SHAREDCACHE, SQLITE_FULL.
        assert!(["5", "517", "262", "13"].into_iter().all(passes));
        // SQLITE_CONSTRAINT_CHECK, SQLITE_CORRUPT, SQLITE_ERROR.
        assert!(!["275", "11", "1"].into_iter().any(passes));
        // Admin shutdown, deadlock, disk full, lock not available, read-only transaction.
        assert!(["57P01", "40P01", "53100", "55P03", "25006"].into_iter().all(passes));
        // Check violation, undefined table, wrong password.
        assert!(!["23514", "42P01", "28P01"].into_iter().any(passes));
    }
}
