//! Preflights of origins that may not call.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// Answers a preflight of an origin that may not call without a grant: that says no, and the
/// browser explains it to its developer (Fetch, "CORS check").
///
/// # Errors
///
/// Those of the layers within.
pub async fn preflight(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let asks = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let response = next.call(request).await?.map_into_boxed_body();
    if asks && response.status().is_client_error() {
        let vary = (header::VARY, "Origin");
        return Ok(response.into_response(HttpResponse::NoContent().insert_header(vary).finish()));
    }
    Ok(response)
}
