//! `remove_pole`

use actix_web::web::Data;
use actix_web::{HttpResponse, delete};
use ptp_domain::event::EventKind;
use ptp_domain::pole::Step;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_store::{Read, Subject, Tx};

use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;

/// Delete a pole
///
/// Only a draft that was never submitted, with its members.
#[utoipa::path(
    operation_id = Action::RemovePole.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    responses((status = 204, description = "Deleted.")),
)]
#[delete("/poles/{pole_id}")]
pub(crate) async fn handle(
    caller: Caller<op::RemovePole>,
    service: Data<Service>,
    ids: PathIds<1>,
    version: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let id = ids.first();
    let removal = async |tx: &Tx<Read>| {
        let whole = own(tx, &caller.scope, id).await?;
        check_precondition(tx, Subject::Pole(id), &whole.pole, &version).await?;
        let standing = Standing::of(tx, &whole, service.clock.now()).await?;
        standing.attempt(Step::Delete, &caller.actor).await?;
        Ok(Prepared::ToWrite((whole, service.event(&caller.actor, EventKind::PoleDeleted))))
    };
    prepared(&service, id.uuid(), removal, async |tx, (whole, event)| {
        tx.delete_pole(&whole.pole, event).await?;
        Ok(HttpResponse::NoContent().finish())
    })
    .await
}
