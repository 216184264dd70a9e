//! The store: a database that is open.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ptp_migrations::Migrator;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::application;
use crate::error::{DatabaseError, StoreError};
use crate::postgres::{self, Exclusive};
use crate::sqlite::{self, Wal};
use crate::tx::{Read, Tx, Write};

/// Which database, and how many may use it at a time.
#[derive(Clone)]
pub struct StoreOptions {
    /// `sqlite:` and a path, or `postgres://..`; it may hold a password.
    pub url: String,
    /// How many connections at most; on SQLite those that read, beside the one that writes.
    pub connections: u32,
    /// How long to wait for a connection, or for a lock.
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

/// The database behind a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// SQLite, a file.
    Sqlite,
    /// PostgreSQL, a server.
    Postgres,
}

/// A database that is open. A clone is the same store.
#[derive(Clone)]
pub struct Store {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    /// On SQLite only.
    wal: Option<Arc<Wal>>,
}

impl Store {
    /// Opens the database; a file of SQLite is created if it is missing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if the server is out of reach, [`StoreError::Database`] if it refuses
    /// or the address is not one of the two databases.
    pub async fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        if ["postgres:", "postgresql:"].iter().any(|scheme| options.url.starts_with(scheme)) {
            let pool = postgres::open(options).await?;
            return Ok(Self { readers: pool.clone(), writer: pool, wal: None });
        }
        if !options.url.starts_with("sqlite:") {
            let message = "the address must begin with sqlite: or postgres://";
            return Err(StoreError::Database(DatabaseError::new(message)));
        }
        let writer = sqlite::open_writer(options).await?;
        let readers = if sqlite::is_in_memory(&options.url) {
            writer.clone()
        } else {
            sqlite::open_readers(options).await?
        };
        let wal = Some(Arc::new(Wal::new(writer.clone(), options)));
        Ok(Self { readers, writer, wal })
    }

    /// Brings the schema up to date, all of it or nothing; others who try wait.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database refuses, or is of a later version than this one.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_by(None).await
    }

    /// Runs so many migrations at most, which leaves a schema of the past: for tests of what
    /// becomes of its data.
    ///
    /// # Errors
    ///
    /// As [`migrate`](Self::migrate).
    pub async fn migrate_by(&self, steps: impl Into<Option<u32>>) -> Result<(), StoreError> {
        let db = self.begin_writing().await?;
        if self.kind() == DatabaseKind::Postgres {
            // A migration may take its time.
            db.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
        }
        postgres::be_the_only_one_to(&db, Exclusive::Migrate).await?;
        let steps = steps.into();
        Migrator::up(&db, steps).await?;
        if steps.is_none() {
            application::count_again(&db).await?;
        }
        Ok(db.commit().await?)
    }

    /// How many migrations are still to run; changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails, or is of a later version than this one.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        Ok(Migrator::get_pending_migrations_read_only(&self.readers).await?.len())
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        match self.wal {
            Some(_) => DatabaseKind::Sqlite,
            None => DatabaseKind::Postgres,
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if it gives none.
    pub async fn ping(&self) -> Result<(), StoreError> {
        // The former has SQLite look at the file.
        let statement = match self.kind() {
            DatabaseKind::Sqlite => "PRAGMA schema_version",
            DatabaseKind::Postgres => "SELECT 1",
        };
        self.readers.execute_unprepared(statement).await?;
        Ok(())
    }

    /// Lets go of the database; clones are of no use any more. Waits for the transactions under
    /// way.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails. Nothing is lost then either.
    pub async fn close(self) -> Result<(), StoreError> {
        if let Some(wal) = &self.wal {
            wal.checkpoint(1_000).await?;
        }
        self.readers.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    /// Opens a transaction that reads one consistent snapshot.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if no connection is to be had in time.
    pub async fn read(&self) -> Result<Tx<Read>, StoreError> {
        Ok(Tx::reading(self.readers.begin().await?))
    }

    /// Opens a transaction that may write.
    ///
    /// On SQLite it takes the write lock at once: one that is upgraded half way can only fail.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if no connection or lock is to be had in time.
    pub async fn write(&self) -> Result<Tx<Write>, StoreError> {
        Ok(Tx::writing(self.begin_writing().await?, self.wal.clone()))
    }

    async fn begin_writing(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let db = self.writer.begin_with_options(options).await?;
        if self.kind() == DatabaseKind::Postgres {
            postgres::allow_writing(&db).await?;
        }
        Ok(db)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").field("kind", &self.kind()).finish_non_exhaustive()
    }
}
