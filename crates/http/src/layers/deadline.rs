//! The time limit of a request.

use std::time::Duration;

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::test::TestRequest;

use crate::problem::own::took_too_long;

/// The time limit of a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// Rejects a request that exceeds the time limit, and drops its handler.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn deadline(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let method = request.method().clone();
    let path = request.path().to_owned();
    let origin = request.headers().get(header::ORIGIN).cloned();
    if let Ok(response) = tokio::time::timeout(PATIENCE, next.call(request)).await {
        Ok(response?.map_into_boxed_body())
    } else {
        // The handler owned the request; the outer layers need another one to set the headers
        // of the response.
        let mut request = TestRequest::default().method(method).uri(&path);
        if let Some(origin) = origin {
            request = request.append_header((header::ORIGIN, origin));
        }
        Ok(ServiceResponse::from_err(took_too_long(), request.to_http_request()))
    }
}
