//! The call under which a pole was recognised.

use ptp_domain::call::Call;
use ptp_domain::pole::Pole;
use ptp_store::{Read, Tx};

use super::problems::ApiError;

/// The call under which a pole was recognised, if it is known.
///
/// # Errors
///
/// The store's.
pub(crate) async fn recognising_call(tx: &Tx<Read>, pole: &Pole) -> Result<Option<Call>, ApiError> {
    match pole.recognition.as_ref().and_then(|recognition| recognition.call) {
        Some(call) => Ok(tx.call_as_it_is(call).await?.map(|call| call.value)),
        None => Ok(None),
    }
}
