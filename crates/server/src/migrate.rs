//! `ptp migrate`: brings the schema up to date.

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
    let applied = apply(&store).await.map_err(|error| database.failure(&error))?;
    println!("{applied} migrations applied");
    store.close().await.map_err(|error| database.failure(&error))
}

/// Opens the configured database.
pub(crate) async fn open(database: &Database) -> Result<Store, Failure> {
    Store::open(&database.options()).await.map_err(|error| database.failure(&error))
}

/// Applies pending migrations; returns how many there were.
pub(crate) async fn apply(store: &Store) -> Result<usize, StoreError> {
    let pending = store.pending_migrations().await?;
    store.migrate().await?;
    Ok(pending)
}
