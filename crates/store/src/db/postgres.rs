//! PostgreSQL: the pool and advisory locks.

use std::time::Duration;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr, Statement};

use super::options::StoreOptions;
use super::pool::{Beginning, Pool};

/// A connection that has been idle this long is tested before use.
const TEST_AFTER_IDLE: Duration = Duration::from_secs(5);

/// What only one transaction at a time may do, by its lock number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exclusive {
    /// Migrate the schema.
    Migrate = 1,
    /// Append to the event log.
    AppendEvents = 2,
}

/// The first key of this service's advisory locks ("ptp"), to tell them from those of others.
const LOCK_CLASS: i32 = 0x0070_7470;

/// What the transactions of a pool do.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    /// Read one snapshot: read-only, at isolation level repeatable read.
    Reading,
    /// Write, at isolation level read committed: row versions, not the snapshot, detect concurrent
    /// writes.
    Writing,
}

impl Mode {
    /// Its isolation level, and whether it is read-only.
    const fn of_transactions(self) -> (&'static str, &'static str) {
        match self {
            Self::Reading => ("repeatable read", "on"),
            Self::Writing => ("read committed", "off"),
        }
    }
}

/// Opens a pool. Sessions are in the mode from the start, so that no transaction needs a statement for
/// it, unless a pooler shares them among transactions.
pub(crate) async fn open(
    options: &StoreOptions,
    mode: Mode,
    connections: u32,
) -> Result<Pool, DbErr> {
    let pooled = options.pooled;
    let lock_timeout = options.acquire_timeout.as_millis().to_string();
    let (isolation, read_only) = mode.of_transactions();
    let beginning = if pooled {
        Beginning::With(format!(
            "SET LOCAL transaction_isolation = '{isolation}'; \
             SET LOCAL transaction_read_only = {read_only}; \
             SET LOCAL lock_timeout = {lock_timeout}"
        ))
    } else {
        Beginning::Plain
    };
    let mut connect = ConnectOptions::new(options.url.clone());
    connect
        .max_connections(connections.max(1))
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire_if_idle_for(TEST_AFTER_IDLE)
        .record_stmt_in_spans(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| {
            let postgres = postgres.application_name("ptp");
            if pooled {
                // What is prepared in one session might be executed in another.
                return postgres.extra_float_digits(None).statement_cache_capacity(0);
            }
            postgres.options([
                ("default_transaction_isolation", isolation),
                ("default_transaction_read_only", read_only),
                ("lock_timeout", lock_timeout.as_str()),
            ])
        });
    Ok(Pool { connections: Database::connect(connect).await?, beginning })
}

/// Waits for an exclusive lock, held until the end of the transaction. SQLite has a single writer
/// and needs none.
pub(crate) async fn lock_exclusively(
    db: &impl ConnectionTrait,
    what: Exclusive,
) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let what = what as i32;
        let lock = "SELECT pg_advisory_xact_lock($1, $2)";
        let values = [LOCK_CLASS.into(), what.into()];
        db.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, values)).await?;
    }
    Ok(())
}

/// Tries to take an advisory lock, held until the end of the transaction; whether it did.
///
/// Retries for a moment: the rollback of a dropped transaction may not have released it yet.
pub(crate) async fn try_lock(db: &impl ConnectionTrait, number: i64) -> Result<bool, DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(true);
    }
    for pause in [0.0, 0.01, 0.02, 0.04, 0.08] {
        // The lock is taken for the row that the pause returns, so the pause comes first.
        let lock = "SELECT pg_try_advisory_xact_lock($1) FROM pg_sleep($2)";
        let values = [number.into(), f64::into(pause)];
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, lock, values);
        let row = db.query_one_raw(statement).await?;
        if row.map_or(Ok(false), |row| row.try_get_by_index(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}
