//! `list_pole_versions`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested};
use serde::Deserialize;
use utoipa::IntoParams;

use super::document::VersionPage;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::is_shown_in_full;

/// From where on, and how many.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VersionQuery {
    /// Only versions after this one: `next_after` of the answer before.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, default = 0)]
    after: Option<i64>,
    /// How many items.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u64>,
}

/// The default page size.
const USUAL_VERSIONS: u64 = 100;

/// The versions of a pole
///
/// Those that are kept, oldest first: from the first application of the pole on. Officials and its
/// owner see all, everybody those that were public. Findings that were settled in one act have one
/// version together, the last.
#[utoipa::path(
    operation_id = Action::ListPoleVersions.code(),
    tag = "poles",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), VersionQuery),
    responses((status = 200, description = "The versions.", body = VersionPage)),
)]
#[get("/poles/{pole_id}/versions")]
pub(crate) async fn handle(
    caller: Caller<op::ListPoleVersions>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListPoleVersions, VersionQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let (after, limit) = (query.after.unwrap_or(0), query.limit.unwrap_or(USUAL_VERSIONS));
    let (scope, id) = (&caller.scope, ids.first());
    let tx = service.store.read().await?;
    let versions = tx.versions_of(scope, id, after, limit).await?.ok_or(ApiError::NotFound)?;
    // To whom a pole never was public it does not exist.
    if versions.is_empty()
        && !is_shown_in_full(&tx, scope, id).await?
        && tx.find_pole(scope, id).await?.is_none()
    {
        return Err(ApiError::NotFound);
    }
    let page = VersionPage::show(&versions, after);
    Ok(digested(&request, CachePolicy::register(&request), &page)?)
}
