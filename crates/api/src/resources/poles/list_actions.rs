//! `list_pole_actions`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::show::plain;

use crate::cases::caller::{Caller, op};
use crate::cases::offers::ActionList;
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;

/// What may be done with a pole
///
/// What this caller may do now, and what blocks the rest.
#[utoipa::path(
    operation_id = Action::ListPoleActions.code(),
    tag = "poles",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    responses((status = 200, description = "The operations on the pole.", body = ActionList)),
)]
#[get("/poles/{pole_id}/actions")]
pub(crate) async fn handle(
    caller: Caller<op::ListPoleActions>,
    service: Data<Service>,
    ids: PathIds<1>,
    Preferred(language): Preferred,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let stored = tx.find_pole(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let standing = Standing::of(&tx, &stored, service.clock.now()).await?;
    Ok(plain(&ActionList::show(standing.offers(&caller.actor).await?, language)))
}
