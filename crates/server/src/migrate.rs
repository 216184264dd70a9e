//! `ptp migrate`: brings the schema up to date, and what was computed by an earlier release.

use ptp_clock::Clock;
use ptp_domain::calendar::civil_date;
use ptp_store::{Store, StoreError};

use crate::config::Database;
use crate::failure::Failure;

/// Migrates, and says how many migrations were applied.
///
/// # Errors
///
/// The database is unreachable, rejects a statement, or has a newer schema than this version.
pub async fn migrate(database: &Database) -> Result<(), Failure> {
    let store = open(database).await?;
    let applied = apply(&store, &Clock::system()).await;
    let applied = applied.map_err(|error| database.failure(&error))?;
    println!("{applied} migrations applied");
    store.close().await.map_err(|error| database.failure(&error))
}

/// Opens the configured database.
pub(crate) async fn open(database: &Database) -> Result<Store, Failure> {
    Store::open(&database.options()).await.map_err(|error| database.failure(&error))
}

/// Applies pending migrations, keeps the versions of poles that an earlier release has written, and
/// computes outcomes of poles anew that another release computed;
/// returns how many migrations there were.
pub(crate) async fn apply(store: &Store, clock: &Clock) -> Result<usize, StoreError> {
    let pending = store.pending_migrations().await?;
    store.migrate().await?;
    let kept = store.keep_versions().await?;
    if kept > 0 {
        tracing::info!(kept, "first versions of poles kept");
    }
    let today = civil_date(clock.now());
    let all = store.count_outcomes_to_renew(today).await?;
    if all > 0 {
        let mut told = 0_usize;
        let renewed = store.renew_outcomes(today, |renewed| {
            if renewed >= told.saturating_add(TOLD_EVERY) {
                tracing::info!(renewed, all, "computing outcomes of poles anew");
                told = renewed;
            }
        });
        let renewed = renewed.await?;
        tracing::info!(renewed, all, "outcomes of poles computed anew");
    }
    Ok(pending)
}

/// After so many poles progress is told.
const TOLD_EVERY: usize = 5_000;
