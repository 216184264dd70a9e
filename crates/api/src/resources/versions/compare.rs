//! `compare_pole_versions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::sentence::no_such_version;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::problem::own::malformed;
use ptp_http::show::{CachePolicy, digested};
use ptp_store::{Known, Read, Tx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::document::VersionComparison;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::is_shown_in_full;

/// Which versions.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ComparisonQuery {
    /// The earlier version; the one before `to` unless given.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    from: Option<i64>,
    /// The later version; the last one unless given.
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    to: Option<i64>,
}

/// The difference of two versions
///
/// What of the pole and of its members differs between two versions that are kept, before and after:
/// without contacts and signatories, which are not kept.
#[utoipa::path(
    operation_id = Action::ComparePoleVersions.code(),
    tag = "poles",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), ComparisonQuery),
    responses((status = 200, description = "The difference.", body = VersionComparison)),
)]
#[get("/poles/{pole_id}/versions/comparison")]
pub(crate) async fn handle(
    caller: Caller<op::ComparePoleVersions>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ComparePoleVersions, ComparisonQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let ComparisonQuery { from, to } = query.into_inner();
    let (scope, id) = (&caller.scope, ids.first());
    let tx = service.store.read().await?;
    let personal = is_shown_in_full(&tx, scope, id).await?;
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(malformed("to", BACKWARDS).into());
    }
    let last = tx.last_versions_of(scope, id, to, 2).await?.ok_or(ApiError::NotFound)?;
    let Some(&latest) = last.first() else {
        // To whom a pole never was public it does not exist.
        let all = tx.last_versions_of(scope, id, None, 1).await?.unwrap_or_default();
        return Err(match to {
            Some(to) if personal || !all.is_empty() => ApiError::Unlisted(no_such_version(to)),
            _ => ApiError::NotFound,
        });
    };
    let to = to.unwrap_or(latest);
    let from = from.unwrap_or_else(|| last.get(1).copied().unwrap_or(latest));
    if from > to {
        return Err(malformed("from", BACKWARDS).into());
    }
    let (from, to) = (find(&tx, scope, id, from).await?, find(&tx, scope, id, to).await?);
    let body = VersionComparison::show(&from, &to, personal)
        .map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}

async fn find(tx: &Tx<Read>, scope: &Scope, id: Id<Pole>, version: i64) -> Result<Known, ApiError> {
    let found = tx.find_version(scope, id, version).await?;
    found.ok_or_else(|| ApiError::Unlisted(no_such_version(version)))
}

const BACKWARDS: Invalid = Invalid::fixed(
    "versions_backwards",
    "la versione di arrivo deve essere uguale o successiva a quella di partenza",
    "the later version must not come before the earlier one",
);
