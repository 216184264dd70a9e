//! Which poles a caller may touch, and what of them is shown.

use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_store::{StoredPole, Tx, Write};

use super::problems::ApiError;

/// The pole, if it is the caller's own: what others own is not there to be changed.
///
/// # Errors
///
/// [`ApiError::NotFound`].
pub(crate) async fn own(
    tx: &Tx<Write>,
    scope: &Scope,
    id: Id<Pole>,
) -> Result<StoredPole, ApiError> {
    tx.find_pole(scope, id)
        .await?
        .filter(|pole| scope.own() == Some(&pole.pole.value.owner))
        .ok_or(ApiError::NotFound)
}

/// Whether the caller is shown contacts, signatories and persons' tax codes of a pole.
pub(crate) fn sees_personal_data(scope: &Scope, pole: &Pole) -> bool {
    scope.shows_personal_data_of(&pole.owner)
}

/// What the tag of a representation says of the fields that are visible in it.
pub(crate) const fn view_of(personal: bool) -> &'static str {
    if personal { "full" } else { "public" }
}
