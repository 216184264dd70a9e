//! What has to be done as time passes: outcomes are known for years ahead, and the years pass.

use std::time::Duration;

use ptp_api::clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_store::Store;

/// How often to look.
const EVERY: Duration = Duration::from_hours(6);
/// How many poles in one transaction: writers wait for no longer than that.
const AT_ONCE: u64 = 50;

/// Keeps the outcomes of poles known as far ahead as one may ask, from now on.
pub(crate) async fn keep_up(store: Store, clock: Clock) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        let _ = ticks.tick().await;
        if let Err(error) = renew(&store, &clock).await {
            tracing::warn!(%error, "outcomes could not be renewed; trying again later");
        }
    }
}

async fn renew(store: &Store, clock: &Clock) -> Result<(), ptp_store::StoreError> {
    loop {
        let tx = store.write().await?;
        let renewed = tx.renew_outcomes(civil_date(clock.now()), AT_ONCE).await?;
        tx.commit().await?;
        if renewed == 0 {
            return Ok(());
        }
        tracing::info!(renewed, "outcomes of poles renewed");
    }
}
