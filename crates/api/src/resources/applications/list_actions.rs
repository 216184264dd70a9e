//! `list_application_actions`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::show::plain;

use crate::cases::application_steps::offers;
use crate::cases::caller::{Caller, op};
use crate::cases::case::Case;
use crate::cases::offers::ActionList;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// What may be done with an application
///
/// What the caller may do now, and what blocks the rest: no need to try.
#[utoipa::path(
    operation_id = Action::ListApplicationActions.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    responses((status = 200, description = "The operations on this application.", body = ActionList)),
)]
#[get("/applications/{application_id}/actions")]
pub(crate) async fn handle(
    caller: Caller<op::ListApplicationActions>,
    service: Data<Service>,
    ids: PathIds<1>,
    Preferred(language): Preferred,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let case = Case::find(&tx, &caller.scope, ids.first()).await?;
    let facts = case.facts(&tx, civil_date(service.clock.now())).await?;
    let offers = offers(&case.application.value, &facts, &caller.actor);
    Ok(plain(&ActionList::show(offers, language)))
}
