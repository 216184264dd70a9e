//! The commit of a write transaction, which cannot be cancelled.

use std::panic::resume_unwind;
use std::sync::PoisonError;

use tracing::Instrument as _;

use crate::db::{StoreError, Tx, Write};
use crate::event;

impl Tx<Write> {
    /// Appends the recorded events and commits everything.
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

async fn run_to_end(tx: Tx<Write>) -> Result<(), StoreError> {
    let Tx { db, mode: Write { events, wal, runtime: _ }, locks: _ } = tx;
    event::append(&db, events.into_inner().unwrap_or_else(PoisonError::into_inner)).await?;
    db.commit().await?;
    if let Some(wal) = wal {
        wal.after_commit().await;
    }
    Ok(())
}
