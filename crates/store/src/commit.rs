//! The commit of a write transaction.

use std::sync::PoisonError;

use crate::db::{StoreError, Tx, Write};
use crate::event;

impl Tx<Write> {
    /// Appends the recorded events and commits everything.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing was committed, except that after [`StoreError::Busy`] the outcome is
    /// unknown if the connection was lost during the final `COMMIT`.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { db, mode: Write { events, wal }, locks: _ } = self;
        event::append(&db, events.into_inner().unwrap_or_else(PoisonError::into_inner)).await?;
        db.commit().await?;
        if let Some(wal) = wal {
            wal.after_commit().await;
        }
        Ok(())
    }
}
