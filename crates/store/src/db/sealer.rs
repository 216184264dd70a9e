//! Turns at sealing: what many commits wait for is done once for all of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::DatabaseTransaction;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until, timeout};

use super::error::StoreError;
use super::pool::Pool;

/// How long a batch may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Batches begin at least this far apart. Where few write, a commit waits for nobody; where many do, it
/// shares its batch with the commits of this time, instead of each paying for one.
const APART: Duration = Duration::from_millis(5);

/// Runs batches of work, one at a time in this process, on a connection of its own: requests that
/// hold every other one cannot keep it waiting.
pub(crate) struct Sealer {
    pool: Pool,
    /// How long a commit waits for its turn.
    pub(crate) within: Duration,
    /// How many asked so far.
    asked: AtomicU64,
    done: Mutex<Done>,
}

struct Done {
    /// How many of those who asked were served.
    served: u64,
    /// When the next batch may begin.
    next: Instant,
}

impl Sealer {
    pub(crate) fn new(pool: Pool, within: Duration) -> Self {
        let done = Mutex::new(Done { served: 0, next: Instant::now() });
        Self { pool, within, asked: AtomicU64::new(0), done }
    }

    /// Runs `batch` in transactions until it has nothing left, unless a run that began after this
    /// call has already done so.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: batches before the one that failed are committed.
    pub(crate) async fn run(
        &self,
        batch: impl AsyncFn(&DatabaseTransaction) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst).saturating_add(1);
        let mut done = self.done.lock().await;
        if done.served >= turn {
            return Ok(());
        }
        sleep_until(done.next).await;
        done.next = Instant::now() + APART;
        // Also after a failure: whoever waits would only fail as well, one after the other.
        done.served = self.asked.load(Ordering::SeqCst);
        loop {
            let one = async {
                let db = self.pool.begin().await?;
                let more = batch(&db).await?;
                db.commit().await?;
                Ok::<_, StoreError>(more)
            };
            // A server that is gone without a word must not keep everybody waiting.
            let more = timeout(PATIENCE, one).await.map_err(|late| StoreError::busy(&late))??;
            if !more {
                return Ok(());
            }
        }
    }

    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        Ok(self.pool.close().await?)
    }
}
