//! Ownership of poles, and visibility of personal data.

use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_store::{Stored, StoredPole, Tx};

use super::problems::ApiError;

/// The pole, if the caller owns it: to others it does not exist.
///
/// # Errors
///
/// [`ApiError::NotFound`].
pub(crate) async fn own<M>(
    tx: &Tx<M>,
    scope: &Scope,
    id: Id<Pole>,
) -> Result<StoredPole, ApiError> {
    tx.find_pole(scope, id)
        .await?
        .filter(|pole| scope.own() == Some(&pole.pole.value.owner))
        .ok_or(ApiError::NotFound)
}

/// The pole without its members, if it is shown to the caller.
///
/// # Errors
///
/// [`ApiError::NotFound`].
pub(crate) async fn seen<M>(
    tx: &Tx<M>,
    scope: &Scope,
    id: Id<Pole>,
) -> Result<Stored<Pole>, ApiError> {
    tx.find_poles(scope, &[id]).await?.pop().ok_or(ApiError::NotFound)
}

/// Whether the caller may see contacts, signatories and persons' tax codes of a pole.
pub(crate) fn sees_personal_data(scope: &Scope, pole: &Pole) -> bool {
    scope.shows_personal_data_of(&pole.owner)
}

/// Whether the caller may see past versions of a pole in full: officials may, and its present owner.
///
/// # Errors
///
/// The store's.
pub(crate) async fn is_shown_in_full<M>(
    tx: &Tx<M>,
    scope: &Scope,
    id: Id<Pole>,
) -> Result<bool, ApiError> {
    Ok(tx.sees_all_versions(scope, id).await?.unwrap_or(false))
}

/// The view in an entity tag: which fields are visible.
pub(crate) const fn view_of(personal: bool) -> &'static str {
    if personal { "full" } else { "public" }
}

/// The view in an entity tag of what also a body that it concerns may see.
pub(crate) const fn view_beside(scope: &Scope, is_in_full: bool) -> &'static str {
    match (scope.is_everything(), is_in_full) {
        (true, _) => "official",
        (false, true) => "full",
        (false, false) => "named",
    }
}
