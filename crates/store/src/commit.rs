//! The commit of a write transaction, which cannot be cancelled, and what has to follow it.

use std::panic::resume_unwind;
use std::sync::PoisonError;

use tokio::time::timeout;
use tracing::Instrument as _;

use crate::db::{Sealer, Store, StoreError, Tx, Write};
use crate::event;

impl Tx<Write> {
    /// Records the events and commits everything. On PostgreSQL the events then get their place in
    /// the log, mostly before this returns.
    ///
    /// Once polled, the commit is carried out even if this future is dropped, for example because
    /// the client disconnected or the request timed out: it runs in a task on the runtime that
    /// opened the store. Whoever drops the future cannot know the outcome; a retry with the same
    /// idempotency key gets the stored answer. Dropped before it is polled, the transaction is
    /// rolled back.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing was committed, except that after [`StoreError::Busy`] the outcome is
    /// unknown if the connection was lost, or the runtime shut down, during the final `COMMIT`.
    pub async fn commit(self) -> Result<(), StoreError> {
        let runtime = self.mode.runtime.clone();
        let task = runtime.spawn(run_to_end(self).in_current_span());
        match task.await {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(cancelled) => Err(StoreError::busy(&cancelled)),
            },
        }
    }
}

impl Store {
    /// Closes the pools; clones become unusable. Waits for open transactions, and for commits whose
    /// callers are gone, and gives their events a place in the log.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails. No committed data is lost.
    pub async fn close(self) -> Result<(), StoreError> {
        self.close_to_requests().await?;
        if let Some(sealer) = self.sealer() {
            seal(sealer).await;
            sealer.close().await?;
        }
        Ok(())
    }
}

async fn run_to_end(tx: Tx<Write>) -> Result<(), StoreError> {
    let Tx { db, mode, locks: _ } = tx;
    let Write { events, foreseen: _, wal, sealer, runtime, turn } = mode;
    let mut events = events.into_inner().unwrap_or_else(PoisonError::into_inner);
    event::write_notes(&db, &mut events).await?;
    let sealer = sealer.filter(|_| !events.is_empty());
    match &sealer {
        None => event::append(&db, events).await?,
        Some(_) => event::hold(&db, events).await?,
    }
    db.commit().await?;
    if let Some(wal) = wal {
        wal.after_commit().await;
    }
    drop(turn);
    if let Some(sealer) = sealer {
        let within = sealer.within;
        // Goes on if it takes longer.
        let task = runtime.spawn(async move { seal(&sealer).await }.in_current_span());
        let _ = timeout(within, task).await;
    }
    Ok(())
}

/// Gives pending events their place. What fails is left to the next commit, to upkeep or to the next
/// start.
async fn seal(sealer: &Sealer) {
    if let Err(error) = sealer.run(event::seal).await {
        tracing::warn!(%error, "events wait for their place in the log");
    }
}
