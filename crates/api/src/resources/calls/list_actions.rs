//! `list_call_actions`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::show::plain;

use super::actions::{facts, offers};
use crate::cases::caller::{Caller, op};
use crate::cases::offers::ActionList;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// What may be done with a call
///
/// What this caller may do now, and what blocks the rest.
#[utoipa::path(
    operation_id = Action::ListCallActions.code(),
    tag = "calls",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    responses((status = 200, description = "The operations on the call.", body = ActionList)),
)]
#[get("/calls/{call_id}/actions")]
pub(crate) async fn handle(
    caller: Caller<op::ListCallActions>,
    service: Data<Service>,
    ids: PathIds<1>,
    Preferred(language): Preferred,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let stored = tx.find_call(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let facts = facts(&tx, &stored.value, service.clock.now()).await?;
    Ok(plain(&ActionList::show(offers(&stored.value, &facts, &caller.actor), language)))
}
