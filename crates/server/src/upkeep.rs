//! Periodic work: outcomes are computed further ahead as time passes, expired idempotency records
//! are purged, terms that pass in silence have their effect, and events of a process that ended get their place in the log.

use std::time::Duration;

use ptp_api::admit_by_silence;
use ptp_clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_store::{Store, StoreError};

/// How often it runs: an expired idempotency record is kept no longer than this.
const INTERVAL: Duration = Duration::from_hours(1);
/// How often events are looked for that wait for their place: commits see to their own, but their
/// process may have been killed in between.
const SEAL_INTERVAL: Duration = Duration::from_secs(5);
/// How often terms are looked at that pass in silence: the first request of a day does so too.
const SILENCE_INTERVAL: Duration = Duration::from_mins(1);
/// How soon a failed run is repeated.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// Renews the outcomes of poles and purges expired idempotency records, until it is aborted.
pub(crate) async fn keep_up(store: Store, clock: Clock) {
    let mut ticks = tokio::time::interval(INTERVAL);
    let mut rest = tokio::time::interval(RETRY_AFTER);
    loop {
        // Anybody can ask, so not more often than this.
        let _ = rest.tick().await;
        tokio::select! {
            _ = ticks.tick() => {}
            // A list by outcome cannot be answered before.
            () = store.renewal_asked() => {}
        }
        rest.reset();
        let (renewed, purged) = (renew(&store, &clock).await, purge(&store, &clock).await);
        if let Err(error) = renewed.and(purged) {
            tracing::warn!(%error, "upkeep failed; retrying in a minute");
            ticks.reset_after(RETRY_AFTER);
        }
    }
}

/// Gives pending events their place in the log, until it is aborted.
pub(crate) async fn keep_sealed(store: Store) {
    let mut ticks = tokio::time::interval(SEAL_INTERVAL);
    loop {
        let _ = ticks.tick().await;
        if let Err(error) = store.seal_events().await {
            tracing::warn!(%error, "events wait for their place in the log");
        }
    }
}

/// Carries out what the silence of the office means, until it is aborted.
pub(crate) async fn keep_silence(store: Store, clock: Clock) {
    let mut ticks = tokio::time::interval(SILENCE_INTERVAL);
    loop {
        let _ = ticks.tick().await;
        match admit_by_silence(&store, &clock).await {
            Ok(0) => {}
            Ok(admitted) => tracing::info!(admitted, "applications admitted by silence"),
            Err(error) => tracing::warn!(%error, "terms passed in silence; looked at again soon"),
        }
    }
}

async fn renew(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let renewed = store.renew_outcomes(civil_date(clock.now()), |_| {}).await?;
    if renewed > 0 {
        tracing::info!(renewed, "outcomes of poles renewed");
    }
    Ok(())
}

async fn purge(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let purged = store.purge_answers(clock.now()).await?;
    if purged > 0 {
        tracing::info!(purged, "expired idempotency records purged");
    }
    Ok(())
}
