//! How a receipt is answered: as JSON, or as a page to print.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use ptp_http::accept::prefers;
use ptp_http::page::{HTML, policy};
use ptp_http::show::{CachePolicy, digested};
use ptp_store::Frozen;
use serde_json::Value;

use super::document::Receipt;
use super::page::{STYLE, Shown, html};
use crate::cases::base::Base;
use crate::cases::problems::ApiError;

/// Answers with a receipt. `frozen` is what an application was received with: the page says what
/// call and pole were called then.
///
/// # Errors
///
/// A defect: the snapshot cannot be read.
pub(crate) fn answered(
    request: &HttpRequest,
    Base(base): &Base,
    receipt: &Receipt,
    frozen: Option<&Frozen>,
) -> Result<HttpResponse, ApiError> {
    if !prefers(request, "text/html") {
        let mut response = digested(request, CachePolicy::NoStore, receipt)?;
        response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Accept"));
        return Ok(response);
    }
    let snapshot = frozen.map(|frozen| serde_json::from_str::<Value>(&frozen.snapshot));
    let snapshot = snapshot.transpose().map_err(|_| unreadable())?.unwrap_or_default();
    let text = |pointer| snapshot.pointer(pointer).and_then(Value::as_str);
    let page = html(&Shown {
        receipt,
        call: text("/call/title/it"),
        pole: text("/pole/name"),
        base: receipt.claims.iss.as_ref().map_or(base, |iss| &iss.0),
    });
    Ok(HttpResponse::Ok()
        .content_type(HTML)
        .insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()))
        .insert_header((header::VARY, "Accept, Accept-Encoding, Authorization"))
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(STYLE)))
        .body(page))
}

/// What is stored as a receipt is none.
pub(crate) fn unreadable() -> ApiError {
    ApiError::Internal("a stored receipt or its snapshot cannot be read".to_owned())
}
