//! `read_reorganisation`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, digested};

use super::document::ReorganisationView;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A reorganisation
///
/// With what it did to each pole. Officials see all of it, others what concerns poles that they may
/// see.
#[utoipa::path(
    operation_id = Action::ReadReorganisation.code(),
    tag = "recognitions",
    params(("reorganisation_id" = Uuid, Path, description = "The identifier of the reorganisation.")),
    responses((status = 200, description = "The reorganisation.", body = ReorganisationView)),
)]
#[get("/reorganisations/{reorganisation_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadReorganisation>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let past = tx.find_reorganisation(&caller.scope, ids.first()).await?;
    let past = past.ok_or(ApiError::NotFound)?;
    let view = ReorganisationView::show(&past, &caller.scope);
    Ok(digested(&request, CachePolicy::register(&request), &view)?)
}
