//! `read_application`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged};

use super::document::ApplicationView;
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// An application
///
/// With the clock of its procedure and every step that was taken.
#[utoipa::path(
    operation_id = Action::ReadApplication.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    responses((status = 200, description = "The application.", body = ApplicationView)),
)]
#[get("/applications/{application_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadApplication>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let stored =
        tx.find_application(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let now = service.clock.now();
    let call = tx.call_as_it_is(stored.value.call).await?.ok_or(ApiError::NotFound)?;
    let view = ApplicationView::show(&stored, now, &caller.scope).of_office(&call.value);
    let tag = tag_of(&stored, &call, now, &caller.scope);
    Ok(tagged(&request, &tag, CachePolicy::NoStore, &view))
}
