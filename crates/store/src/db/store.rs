//! The store: an open database.

use std::fmt;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::error::{DatabaseError, StoreError};
use super::options::StoreOptions;
use super::pool::{Beginning, Pool};
use super::postgres::{self, Mode};
use super::sealer::Sealer;
use super::session::Session;
use super::sqlite::{self, Wal};
use super::turnstile::Turnstile;
use super::tx::{Read, Tx, Write};

/// The kind of database behind a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Connections that give events their place: one does, another can take over if that one hangs.
const SEALING: u32 = 2;

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Store {
    readers: Pool,
    writer: Pool,
    /// Before the pool of `writer`, as wide as it is.
    turnstile: Arc<Turnstile>,
    /// On SQLite only.
    wal: Option<Arc<Wal>>,
    /// On PostgreSQL only.
    sealer: Option<Arc<Sealer>>,
    /// Notified when outcomes have to be renewed.
    renewal: Arc<Notify>,
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
            let readers = postgres::open(options, Mode::Reading, options.connections).await?;
            let writer = postgres::open(options, Mode::Writing, options.connections).await?;
            let sealer = postgres::open(options, Mode::Writing, SEALING).await?;
            let sealer = Some(Arc::new(Sealer::new(sealer, options.sealed_within)));
            let turnstile = Arc::new(Turnstile::new(options.connections, options.queue_timeout));
            let renewal = Arc::default();
            return Ok(Self { readers, writer, turnstile, wal: None, sealer, renewal, runtime });
        }
        if !options.url.starts_with("sqlite:") {
            let message = "the URL must begin with sqlite: or postgres://";
            return Err(StoreError::Database(DatabaseError::new(message)));
        }
        let writer = sqlite::open_writer(options).await?;
        let readers = if sqlite::is_in_memory(&options.url) {
            Pool { beginning: Beginning::Plain, ..writer.clone() }
        } else {
            sqlite::open_readers(options).await?
        };
        let wal = Some(Arc::new(Wal::new(&writer, options)));
        let turnstile = Arc::new(Turnstile::new(1, options.queue_timeout));
        let renewal = Arc::default();
        Ok(Self { readers, writer, turnstile, wal, sealer: None, renewal, runtime })
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
        self.readers.connections.execute_unprepared(statement).await?;
        Ok(())
    }

    /// Closes the pools of requests; waits for open transactions, and for commits whose callers are
    /// gone.
    pub(crate) async fn close_to_requests(&self) -> Result<(), StoreError> {
        if let Some(wal) = &self.wal {
            wal.checkpoint(1_000).await?;
        }
        self.readers.close().await?;
        Ok(self.writer.close().await?)
    }

    /// Writes the file anew after something was erased, so that nothing of it is left in free pages
    /// and in the write-ahead log. On PostgreSQL the server does so in its own time.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if others use the file.
    pub async fn rewrite(&self) -> Result<(), StoreError> {
        match &self.wal {
            Some(wal) => Ok(wal.rewrite().await?),
            None => Ok(()),
        }
    }

    /// Opens a transaction that reads one consistent snapshot.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if no connection is available in time.
    pub async fn read(&self) -> Result<Tx<Read>, StoreError> {
        Ok(Tx::reading(Session::Begun(self.readers.begin().await?)))
    }

    /// Prepares a transaction that reads, and begins after the first [`find_pole`](Tx::find_pole): if
    /// the pole is all that is needed, two round trips less. Something else may be more recent than the
    /// pole; that is good enough for a write that is refused if a version has changed.
    #[must_use]
    pub fn glance(&self) -> Tx<Read> {
        Tx::reading(Session::deferred(self.readers.clone()))
    }

    /// Opens a transaction that may write, in order of arrival.
    ///
    /// On SQLite it takes the write lock immediately: upgrading a read lock later can fail.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if no connection or lock is available in time.
    pub async fn write(&self) -> Result<Tx<Write>, StoreError> {
        let turn = self.turnstile.pass().await?;
        let db = self.begin_writing().await?;
        Ok(Tx::writing(db, self.wal.clone(), self.sealer.clone(), self.runtime.clone(), turn))
    }

    /// Where events get their place in the log after a commit; none on SQLite.
    pub(crate) const fn sealer(&self) -> Option<&Arc<Sealer>> {
        self.sealer.as_ref()
    }

    /// Notified when outcomes have to be renewed.
    pub(crate) const fn renewal(&self) -> &Arc<Notify> {
        &self.renewal
    }

    /// Begins a transaction that may write.
    pub(crate) async fn begin_writing(&self) -> Result<DatabaseTransaction, StoreError> {
        Ok(self.writer.begin().await?)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").field("kind", &self.kind()).finish_non_exhaustive()
    }
}
