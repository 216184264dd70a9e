//! The store: an open database.

use std::fmt;
use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::runtime::Handle;

use super::error::{DatabaseError, StoreError};
use super::options::StoreOptions;
use super::postgres;
use super::sqlite::{self, Wal};
use super::tx::{Read, Tx, Write};

/// The kind of database behind a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Store {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    /// On SQLite only.
    wal: Option<Arc<Wal>>,
    /// Commits run here, so that they outlive the request, and the worker, that started them.
    runtime: Handle,
}

impl Store {
    /// Opens the database; creates a missing SQLite file.
    ///
    /// The runtime it is called on carries out the commits, so it has to outlive the store.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if the server is unreachable, [`StoreError::Database`] if it refuses
    /// the connection or the URL is invalid.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime.
    pub async fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let runtime = Handle::current();
        if ["postgres:", "postgresql:"].iter().any(|scheme| options.url.starts_with(scheme)) {
            let pool = postgres::open(options).await?;
            return Ok(Self { readers: pool.clone(), writer: pool, wal: None, runtime });
        }
        if !options.url.starts_with("sqlite:") {
            let message = "the URL must begin with sqlite: or postgres://";
            return Err(StoreError::Database(DatabaseError::new(message)));
        }
        let writer = sqlite::open_writer(options).await?;
        let readers = if sqlite::is_in_memory(&options.url) {
            writer.clone()
        } else {
            sqlite::open_readers(options).await?
        };
        let wal = Some(Arc::new(Wal::new(writer.clone(), options)));
        Ok(Self { readers, writer, wal, runtime })
    }

    /// The kind of database.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        match self.wal {
            Some(_) => DatabaseKind::Sqlite,
            None => DatabaseKind::Postgres,
        }
    }

    /// Checks that the database responds.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        // SQLite would answer `SELECT 1` without reading the file.
        let statement = match self.kind() {
            DatabaseKind::Sqlite => "PRAGMA schema_version",
            DatabaseKind::Postgres => "SELECT 1",
        };
        self.readers.execute_unprepared(statement).await?;
        Ok(())
    }

    /// Closes the pools; clones become unusable. Waits for open transactions, and for commits whose
    /// callers are gone.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails. No committed data is lost.
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
    /// [`StoreError::Busy`] if no connection is available in time.
    pub async fn read(&self) -> Result<Tx<Read>, StoreError> {
        Ok(Tx::reading(self.readers.begin().await?))
    }

    /// Opens a transaction that may write.
    ///
    /// On SQLite it takes the write lock immediately: upgrading a read lock later can fail.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if no connection or lock is available in time.
    pub async fn write(&self) -> Result<Tx<Write>, StoreError> {
        Ok(Tx::writing(self.begin_writing().await?, self.wal.clone(), self.runtime.clone()))
    }

    /// The pool of connections that read.
    pub(crate) const fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Begins a transaction that may write.
    pub(crate) async fn begin_writing(&self) -> Result<DatabaseTransaction, StoreError> {
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
