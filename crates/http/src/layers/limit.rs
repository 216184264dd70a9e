//! Rate limiting.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _};

use super::headers::SWAGGER_UI;
use super::rendering::{reject, state};
use crate::credentials::verified;
use crate::limits::ACCOUNT;
use crate::problem::own::too_many_requests;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Verifies the token, counts the request for its client, and sets the `X-RateLimit-*` headers.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = state(&request)?;
    let credentials = verified(&request, &state.verifier).await;
    // Health checks are not limited, nor the files of Swagger UI, which are compressed
    // once.
    let path = request.path();
    let free = ["/livez", "/readyz"].contains(&path) || path.starts_with(SWAGGER_UI);
    let counted = (!free).then(|| state.limits.count(&request, &credentials));
    request.extensions_mut().insert(credentials);
    let Some(account) = counted else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let mut response = match account.retry_after() {
        Some(seconds) => reject(request, &too_many_requests(seconds)),
        None => ACCOUNT.scope(account.clone(), next.call(request)).await?.map_into_boxed_body(),
    };
    let left = account.left();
    let headers = response.headers_mut();
    headers.insert(LIMIT, HeaderValue::from(left.limit));
    headers.insert(REMAINING, HeaderValue::from(left.remaining));
    headers.insert(RESET, HeaderValue::from(left.reset));
    Ok(response)
}
