//! `remove_call`

use actix_web::web::Data;
use actix_web::{HttpResponse, delete};
use ptp_domain::call::Step;
use ptp_domain::event::EventKind;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_store::Subject;

use super::actions::{attempt, facts};
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Delete a call
///
/// Only a draft: what was published is withdrawn or archived.
#[utoipa::path(
    operation_id = Action::RemoveCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    responses((status = 204, description = "Deleted.")),
)]
#[delete("/calls/{call_id}")]
pub(crate) async fn handle(
    caller: Caller<op::RemoveCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    version: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.write().await?;
    let id = ids.first();
    let stored = tx.find_call(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
    check_precondition(&tx, Subject::Call(id), &stored, &version).await?;
    let facts = facts(&tx, &stored.value, service.clock.now()).await?;
    attempt(&stored.value, Step::Delete, &facts, &caller.actor)?;
    let event = service.event(&caller.actor, EventKind::CallDeleted);
    tx.delete_call(&stored, &event).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
