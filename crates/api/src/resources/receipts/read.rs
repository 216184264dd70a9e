//! `read_act_receipt`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::receipt::{Matter, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;

use super::answer::{answered, unreadable};
use super::document::Receipt;
use crate::cases::base::Base;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A receipt
///
/// Of any act of the applicant: signed, for anybody to verify, also offline. As `text/html` it is a
/// page to print, in Italian.
#[utoipa::path(
    operation_id = Action::ReadActReceipt.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("receipt_id" = Uuid, Path, description = "The identifier of the receipt."),
    ),
    responses((status = 200, description = "The receipt.", content(
        (Receipt = "application/json"), (String = "text/html"),
    ))),
)]
#[get("/poles/{pole_id}/receipts/{receipt_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadActReceipt>,
    service: Data<Service>,
    ids: PathIds<2>,
    base: Base,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let found = tx.find_receipt(&caller.scope, ids.first(), ids.second()).await?;
    let found = found.ok_or(ApiError::NotFound)?;
    let frozen = match (found.act, found.matter) {
        (ReceiptAct::Application, Matter::Application(id)) => {
            tx.find_frozen(&caller.scope, id).await?
        }
        _ => None,
    };
    let receipt = Receipt::show(found).ok_or_else(unreadable)?;
    answered(&request, &base, &receipt, frozen.as_ref())
}
