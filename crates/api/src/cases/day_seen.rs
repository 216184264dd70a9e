//! Something that a process does once a day, before anybody looks.

use std::sync::atomic::{AtomicI32, Ordering};

use chrono::{Datelike as _, NaiveDate};
use tokio::sync::Mutex;

/// The last day on which it was done.
#[derive(Debug, Default)]
pub(crate) struct DaySeen {
    /// As the days of the calendar are numbered; 0 for none.
    day: AtomicI32,
    turn: Mutex<()>,
}

impl DaySeen {
    /// Does it, unless it has been done today: whoever comes meanwhile waits. What fails is tried again
    /// by the next one.
    pub(crate) async fn once<E>(
        &self,
        today: NaiveDate,
        work: impl AsyncFnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let today = today.num_days_from_ce();
        let is_done = || self.day.load(Ordering::Acquire) == today;
        if is_done() {
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        if is_done() {
            return Ok(());
        }
        work().await?;
        self.day.store(today, Ordering::Release);
        Ok(())
    }

    /// Has it done anew today.
    pub(crate) fn forget(&self) {
        self.day.store(0, Ordering::Release);
    }
}
