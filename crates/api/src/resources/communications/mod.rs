//! Communications of facts about a recognised network, and acts of office.

pub(crate) mod answer;
pub(crate) mod document;
pub(crate) mod file;
mod filing;
pub(crate) mod list;
pub(crate) mod read;

use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_http::etag::tag;
use ptp_store::{Read, Stored, StoredPole, Tx};

use crate::cases::problems::ApiError;

/// The pole, and the body that the caller sees only the communications about; `None` for its owner
/// and for officials, who see all.
async fn seen<'a>(
    tx: &Tx<Read>,
    scope: &'a Scope,
    id: Id<Pole>,
) -> Result<(StoredPole, Option<&'a TaxCode>), ApiError> {
    let pole = tx.find_pole(scope, id).await?.ok_or(ApiError::NotFound)?;
    if scope.shows_personal_data_of(&pole.pole.value.owner) {
        return Ok((pole, None));
    }
    Ok((pole, Some(scope.organisation().ok_or(ApiError::NotFound)?)))
}

/// The tag of a communication as it is shown to a caller.
fn tag_of<T>(stored: &Stored<T>, scope: &Scope, is_in_full: bool) -> String {
    let view = match (scope.is_everything(), is_in_full) {
        (true, _) => "official",
        (false, true) => "full",
        (false, false) => "named",
    };
    tag(stored.version, &[view])
}
