//! What has to be done as time passes: outcomes are known for years ahead, and the years pass;
//! answers are kept for a day, and the day passes.

use std::time::Duration;

use ptp_clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_store::{Store, StoreError};

/// How often to look: an answer that nobody may ask for again is kept for no longer than that.
const EVERY: Duration = Duration::from_hours(1);
/// How soon to try again what failed.
const AGAIN: Duration = Duration::from_mins(1);

/// Keeps the outcomes of poles known as far ahead as one may ask, and lets go of the answers that
/// are not given again, from now on.
pub(crate) async fn keep_up(store: Store, clock: Clock) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        let _ = ticks.tick().await;
        let (renewed, purged) = (renew(&store, &clock).await, purge(&store, &clock).await);
        if let Err(error) = renewed.and(purged) {
            tracing::warn!(%error, "the upkeep failed; trying again in a minute");
            ticks.reset_after(AGAIN);
        }
    }
}

async fn renew(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let renewed = store.renew_outcomes(civil_date(clock.now())).await?;
    if renewed > 0 {
        tracing::info!(renewed, "outcomes of poles renewed");
    }
    Ok(())
}

async fn purge(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let purged = store.purge_answers(clock.now()).await?;
    if purged > 0 {
        tracing::info!(purged, "answers that are not given again were let go of");
    }
    Ok(())
}
