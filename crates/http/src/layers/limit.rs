//! Counts requests, and rejects those of a client that has used up its own.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _};

use super::rendering::{reject, state};
use crate::credentials::verified;
use crate::limits::ACCOUNT;
use crate::problem::own::too_many_requests;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Verifies the token, counts the request for whom it names, and says on the answer what is left.
///
/// # Errors
///
/// Those of the layers within.
pub async fn limit(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let state = state(&request)?;
    let credentials = verified(&request, &state.verifier).await;
    // Whoever watches over the process is not a client.
    let probes = ["/livez", "/readyz"].contains(&request.path());
    let counted = (!probes).then(|| state.limits.count(&request, &credentials));
    request.extensions_mut().insert(credentials);
    let account = match counted {
        None => return Ok(next.call(request).await?.map_into_boxed_body()),
        Some(account) => account,
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
