//! `read_receipt`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;

use crate::cases::base::Base;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::receipts::answer::{answered, unreadable};
use crate::resources::receipts::document::Receipt;

/// The receipt of an application
///
/// Of its submission: signed, for anybody to verify, also offline. As `text/html` it is a page to
/// print, in Italian.
#[utoipa::path(
    operation_id = Action::ReadReceipt.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    responses((status = 200, description = "The receipt.", content(
        (Receipt = "application/json"), (String = "text/html"),
    ))),
)]
#[get("/applications/{application_id}/receipt")]
pub(crate) async fn handle(
    caller: Caller<op::ReadReceipt>,
    service: Data<Service>,
    ids: PathIds<1>,
    base: Base,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let frozen = tx.find_frozen(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let receipt =
        Receipt::issued(ids.outermost(), frozen.receipt.clone()).ok_or_else(unreadable)?;
    answered(&request, &base, &receipt, Some(&frozen))
}
