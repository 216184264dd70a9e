//! `read_communication`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged};

use super::document::CommunicationView;
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::{seen, sees_personal_data};
use crate::resources::change_requests::document::BeforeAndAfter;

/// A communication, or an act of office
///
/// With its source, and how the office answered.
#[utoipa::path(
    operation_id = Action::ReadCommunication.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("communication_id" = Uuid, Path, description = "The identifier of the communication."),
    ),
    responses((status = 200, description = "The communication.", body = CommunicationView)),
)]
#[get("/poles/{pole_id}/communications/{communication_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadCommunication>,
    service: Data<Service>,
    ids: PathIds<2>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let pole = seen(&tx, &caller.scope, ids.first()).await?;
    let stored = tx.find_communication(&caller.scope, ids.first(), ids.second()).await?;
    let stored = stored.ok_or(ApiError::NotFound)?;
    let is_in_full = sees_personal_data(&caller.scope, &pole.value);
    let reports = BeforeAndAfter::default();
    let view = CommunicationView::show(&stored, &caller.scope, is_in_full, reports);
    let tag = tag_of(&stored, &caller.scope, is_in_full, &[]);
    Ok(tagged(&request, &tag, CachePolicy::NoStore, &view))
}
