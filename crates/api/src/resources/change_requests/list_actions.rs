//! `list_change_request_actions`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::show::plain;

use super::steps::offers;
use crate::cases::caller::{Caller, op};
use crate::cases::offers::ActionList;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// What may be done with a change request
///
/// What the caller may do now, and what blocks the rest: no need to try.
#[utoipa::path(
    operation_id = Action::ListChangeRequestActions.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    responses((status = 200, description = "The operations on this request.", body = ActionList)),
)]
#[get("/poles/{pole_id}/change-requests/{request_id}/actions")]
pub(crate) async fn handle(
    caller: Caller<op::ListChangeRequestActions>,
    service: Data<Service>,
    ids: PathIds<2>,
    Preferred(language): Preferred,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    // A pole that is not shown has no requests to show.
    tx.find_pole(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let stored = tx.find_change_request(&caller.scope, ids.first(), ids.second()).await?;
    let stored = stored.ok_or(ApiError::NotFound)?;
    let today = civil_date(service.clock.now());
    Ok(plain(&ActionList::show(offers(&stored.value, &caller.actor, today), language)))
}
