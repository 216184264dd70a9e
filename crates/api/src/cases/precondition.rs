//! Whether the caller has seen the version that it wants to change.

use ptp_http::precondition::IfMatch;
use ptp_store::{Stored, Subject, Tx};

use super::problems::ApiError;

/// Refuses a change of something that has changed since the caller saw it.
///
/// # Errors
///
/// [`ApiError::Stale`], with what changed meanwhile.
pub(crate) async fn check_precondition<M, T>(
    tx: &Tx<M>,
    subject: Subject,
    stored: &Stored<T>,
    seen: &IfMatch,
) -> Result<(), ApiError> {
    if seen.holds(stored.version) {
        return Ok(());
    }
    Err(ApiError::Stale {
        current_version: stored.version,
        changed_fields: tx.changes_since(subject, seen.latest()).await?,
    })
}
