//! The queue of transactions that write.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::error::StoreError;

/// So many may wait; each holds what it is about to write.
const MOST_WAITING: usize = 5_000;

/// Lets as many transactions write at a time as there are connections for it, in order of arrival.
/// Who waits here holds no connection, and may wait longer than for one that does not come.
pub(crate) struct Turnstile {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    patience: Duration,
}

/// A turn at writing; it ends when this is dropped.
pub(crate) struct Turn(
    #[expect(dead_code, reason = "held until it is dropped")] OwnedSemaphorePermit,
);

impl Turnstile {
    pub(crate) fn new(connections: u32, patience: Duration) -> Self {
        let turns = usize::try_from(connections.max(1)).unwrap_or(1);
        Self { turns: Arc::new(Semaphore::new(turns)), waiting: AtomicUsize::new(0), patience }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] if it does not come in time, or too many wait already.
    pub(crate) async fn pass(&self) -> Result<Turn, StoreError> {
        let _waiting = Waiting::among(&self.waiting)?;
        match timeout(self.patience, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(Turn(turn)),
            Ok(Err(closed)) => Err(StoreError::busy(&closed)),
            Err(late) => Err(StoreError::busy(&late)),
        }
    }
}

/// One of those who wait, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn among(waiting: &'a AtomicUsize) -> Result<Self, StoreError> {
        let this = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) < MOST_WAITING {
            Ok(this)
        } else {
            Err(StoreError::busy(&"too many wait to write"))
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
