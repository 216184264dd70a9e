//! What has to be done as time passes: outcomes are known for years ahead, and the years pass.

use std::time::Duration;

use ptp_api::clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_store::Store;

/// How often to look.
const EVERY: Duration = Duration::from_hours(6);
/// How soon to try again what failed.
const AGAIN: Duration = Duration::from_mins(1);

/// Keeps the outcomes of poles known as far ahead as one may ask, from now on.
pub(crate) async fn keep_up(store: Store, clock: Clock) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        let _ = ticks.tick().await;
        if let Err(error) = renew(&store, &clock).await {
            tracing::warn!(%error, "outcomes could not be renewed; trying again later");
            ticks.reset_after(AGAIN);
        }
    }
}

async fn renew(store: &Store, clock: &Clock) -> Result<(), ptp_store::StoreError> {
    let renewed = store.renew_outcomes(civil_date(clock.now())).await?;
    if renewed > 0 {
        tracing::info!(renewed, "outcomes of poles renewed");
    }
    Ok(())
}
