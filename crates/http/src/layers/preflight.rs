//! CORS preflights from origins that are not allowed.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

/// Answers a preflight from an origin that is not allowed without any `Access-Control-*` header:
/// the browser then reports it (Fetch, "CORS check").
///
/// # Errors
///
/// Those of the inner layers.
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
