//! PostgreSQL: one pool, and the locks that rows cannot give.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, Statement,
};

use crate::store::StoreOptions;

/// A connection that was idle for so long is tried before it is trusted.
const TRUSTED: Duration = Duration::from_secs(5);

/// What only one transaction at a time does; the numbers are this service's own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exclusive {
    /// Changes the schema.
    Migrate = 1,
    /// Appends to the list of events.
    AppendEvents = 2,
}

/// Marks this service's locks among those of whatever else uses the server ("ptp").
const FAMILY: i32 = 0x0070_7470;

/// Opens the pool.
///
/// Its sessions read one snapshot and cannot write unless a transaction asks for it: so a
/// transaction that reads needs no statement to say so.
pub(crate) async fn open(options: &StoreOptions) -> Result<DatabaseConnection, DbErr> {
    let lock_timeout = options.acquire_timeout.as_millis().to_string();
    let mut connect = ConnectOptions::new(options.url.clone());
    connect
        .max_connections(options.connections.max(1))
        .acquire_timeout(options.acquire_timeout)
        .test_before_acquire_if_idle_for(TRUSTED)
        .record_stmt_in_spans(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.application_name("ptp").options([
                ("default_transaction_isolation", "repeatable read"),
                ("default_transaction_read_only", "on"),
                ("lock_timeout", lock_timeout.as_str()),
            ])
        });
    Database::connect(connect).await
}

/// Lets a transaction write, and see what others commit meanwhile: the versions of what it saves
/// guard it, not the snapshot.
pub(crate) async fn allow_writing(db: &DatabaseTransaction) -> Result<(), DbErr> {
    db.execute_unprepared("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE").await?;
    Ok(())
}

/// Waits to be the only one who does this, until the transaction is over. SQLite's writer is.
pub(crate) async fn be_the_only_one_to(
    db: &DatabaseTransaction,
    what: Exclusive,
) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let what = what as i32;
        let lock = "SELECT pg_advisory_xact_lock($1, $2)";
        let values = [FAMILY.into(), what.into()];
        db.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, lock, values)).await?;
    }
    Ok(())
}

/// Whether nobody else holds the number, which is then held until the transaction is over.
///
/// Whoever holds it is waited for a moment: a transaction that was dropped may still be about to
/// let go of it.
pub(crate) async fn try_to_hold(db: &DatabaseTransaction, number: i64) -> Result<bool, DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(true);
    }
    for pause in [0.0, 0.01, 0.02, 0.04, 0.08] {
        // The pause comes first: it gives the row that the lock is taken for.
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
