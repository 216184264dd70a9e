//! What the demo shows when it is started for the first time.

use std::collections::BTreeSet;

use ptp_api::clock::Clock;
use ptp_domain::policy::{Action, Actor, Bearer, Role};
use ptp_store::{CallFilter, CallSort, Order, PoleFilter, PoleSort, Store, StoreError};

/// Fills the demo's database.
///
/// # Errors
///
/// The database fails.
pub async fn seed(_store: &Store, _clock: &Clock) -> Result<(), StoreError> {
    Ok(())
}

/// Whether there is neither a call nor a pole, drafts included.
///
/// # Errors
///
/// The database fails.
pub async fn is_empty(store: &Store) -> Result<bool, StoreError> {
    let official = Actor::Bearer(Bearer {
        issuer: super::ISSUER.to_owned(),
        subject: "demo".to_owned(),
        client: None,
        roles: BTreeSet::from([Role::Official]),
        organisation: None,
    });
    let (Ok(calls), Ok(poles)) =
        (official.scope(Action::ListCalls), official.scope(Action::ListPoles))
    else {
        // Whoever may see nothing cannot tell: better no example than one too many.
        return Ok(false);
    };
    let tx = store.read().await?;
    let by_opening = Order { by: CallSort::OpensAt, descending: false };
    let by_code = Order { by: PoleSort::Code, descending: false };
    let calls = tx.page_calls(&calls, &CallFilter::default(), by_opening, None, 1).await?;
    let poles = tx.page_poles(&poles, &PoleFilter::default(), by_code, None, 1).await?;
    Ok(calls.items.is_empty() && poles.items.is_empty())
}
