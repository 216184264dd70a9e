//! Transactions: reads on both kinds, writes and `commit` only on those that may write.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseTransaction;

use crate::error::StoreError;
use crate::event::{self, Pending};
use crate::sqlite::Wal;

/// The mode of a transaction that reads one consistent snapshot.
pub struct Read(());

/// The mode of a transaction that may write.
pub struct Write {
    /// What happened, in order: appended by `commit`, so that the lock on the one list of events
    /// is held for as short as can be.
    events: Mutex<Vec<Pending>>,
    wal: Option<Arc<Wal>>,
}

/// A transaction; dropped, it leaves no trace.
///
/// Do not open a second one while it lives: on SQLite there is one connection that writes, and
/// whoever waits for it while holding it waits in vain.
///
/// Whoever keeps several things from others does so in one order, so that no two wait for each
/// other: the call, then poles by their identifiers, then applications.
pub struct Tx<M> {
    pub(crate) db: DatabaseTransaction,
    /// What is found by identifier is kept from other writers until the transaction is over.
    pub(crate) locks: bool,
    mode: M,
}

impl Tx<Read> {
    pub(crate) const fn reading(db: DatabaseTransaction) -> Self {
        Self { db, locks: false, mode: Read(()) }
    }
}

impl Tx<Write> {
    pub(crate) const fn writing(db: DatabaseTransaction, wal: Option<Arc<Wal>>) -> Self {
        Self { db, locks: true, mode: Write { events: Mutex::new(Vec::new()), wal } }
    }

    /// Records what happened, as part of what is committed.
    pub(crate) fn record(&self, event: Pending) {
        self.mode.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    /// Makes all that was written last, events included.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing was written then, unless the connection was lost on the very last
    /// step ([`StoreError::Busy`]), which leaves it open.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { db, mode: Write { events, wal }, .. } = self;
        event::append(&db, events.into_inner().unwrap_or_else(PoisonError::into_inner)).await?;
        db.commit().await?;
        if let Some(wal) = wal {
            wal.after_commit().await;
        }
        Ok(())
    }
}

impl<M> fmt::Debug for Tx<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tx").field("locks", &self.locks).finish_non_exhaustive()
    }
}
