//! `read_receipt`

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::accept::prefers;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, digested};
use serde_json::Value;

use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::receipts::document::Receipt;
use crate::resources::receipts::page::{Shown, html};

/// The receipt of an application
///
/// Signed, for anybody to verify, also offline. As `text/html` it is a page to print, in Italian.
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
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let frozen = tx.find_frozen(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let receipt = Receipt::issued(frozen.receipt).ok_or_else(unreadable)?;
    if !prefers(&request, "text/html") {
        let mut response = digested(&request, CachePolicy::NoStore, &receipt)?;
        response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept"));
        return Ok(response);
    }
    // The page is a view of the receipt and the snapshot: what they were called then.
    let snapshot: Value = serde_json::from_str(&frozen.snapshot).map_err(|_| unreadable())?;
    let text = |pointer| snapshot.pointer(pointer).and_then(Value::as_str).ok_or_else(unreadable);
    let page = html(&Shown {
        receipt: &receipt,
        call: text("/call/title/it")?,
        pole: text("/pole/name")?,
        received_at: receipt.claims.received_at.instant().ok_or_else(unreadable)?,
        opens_at: receipt.claims.opens_at.instant().ok_or_else(unreadable)?,
        closes_at: receipt.claims.closes_at.instant().ok_or_else(unreadable)?,
        base: &base_of(service.settings.public_url.as_deref(), &request),
    });
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()))
        .insert_header((header::VARY, "Accept, Accept-Encoding, Authorization"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ))
        .body(page))
}

/// Where the service is reached, for somebody who reads the page later and elsewhere.
fn base_of(public_url: Option<&str>, request: &HttpRequest) -> String {
    let asked = || {
        let info = request.connection_info();
        format!("{}://{}", info.scheme(), info.host())
    };
    public_url.map_or_else(asked, ToOwned::to_owned)
}

fn unreadable() -> ApiError {
    ApiError::Internal("a stored receipt or its snapshot cannot be read".to_owned())
}
