//! `read_call`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged};

use super::document::CallView;
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A call
///
/// Published, withdrawn and archived calls are public; officials also see drafts.
#[utoipa::path(
    operation_id = Action::ReadCall.code(),
    tag = "calls",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    responses((status = 200, description = "The call.", body = CallView)),
)]
#[get("/calls/{call_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let stored = tx.find_call(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let now = service.clock.now();
    let policy = CachePolicy::register(&request);
    Ok(tagged(&request, &tag_of(&stored, now), policy, &CallView::show(&stored, now)))
}
