//! Transactions: reads in both modes, writes and `commit` in mode [`Write`] only.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseTransaction;
use tokio::runtime::Handle;

use super::foreseen::Foreseen;
use super::pending_event::PendingEvent;
use super::sealer::Sealer;
use super::session::Session;
use super::sqlite::Wal;
use super::turnstile::Turn;

/// The mode of a transaction that only reads.
pub struct Read(());

/// The mode of a transaction that may write.
pub struct Write {
    /// Written by `commit`, in this order, at the end of the transaction.
    pub(crate) events: Mutex<Vec<PendingEvent>>,
    /// What the next write of a pole need not compute.
    pub(crate) foreseen: Mutex<Option<Foreseen>>,
    /// On SQLite only.
    pub(crate) wal: Option<Arc<Wal>>,
    /// On PostgreSQL only.
    pub(crate) sealer: Option<Arc<Sealer>>,
    /// Where the commit runs.
    pub(crate) runtime: Handle,
    /// Ends once the connection is free again.
    pub(crate) turn: Turn,
}

/// A transaction. Dropping it rolls it back.
///
/// Do not open a second one while it lives: SQLite has one writing connection, so a task that waits
/// for it while holding it never gets it.
///
/// To avoid deadlocks, lock rows in this order: the call, then poles by identifier, then
/// applications.
pub struct Tx<M> {
    pub(crate) db: Session,
    /// Whether finding a row by identifier locks it until the end of the transaction.
    pub(crate) locks: bool,
    pub(crate) mode: M,
}

impl Tx<Read> {
    pub(crate) const fn reading(db: Session) -> Self {
        Self { db, locks: false, mode: Read(()) }
    }
}

impl Tx<Write> {
    pub(crate) fn writing(
        db: DatabaseTransaction,
        wal: Option<Arc<Wal>>,
        sealer: Option<Arc<Sealer>>,
        runtime: Handle,
        turn: Turn,
    ) -> Self {
        let (events, foreseen) = (Mutex::default(), Mutex::default());
        let mode = Write { events, foreseen, wal, sealer, runtime, turn };
        Self { db: Session::Begun(db), locks: true, mode }
    }

    /// Records an event, to be appended by the commit.
    pub(crate) fn record(&self, event: PendingEvent) {
        self.mode.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}

impl<M> fmt::Debug for Tx<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tx").field("locks", &self.locks).finish_non_exhaustive()
    }
}
