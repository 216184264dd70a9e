//! Limits on the URI and on the headers that are read on every request.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use ptp_domain::fault::Invalid;

use super::rendering::reject;
use crate::problem::{Problem, own};
use crate::{LARGEST_HEAD, LONGEST_URI};

/// Rejects a request whose URI or headers exceed their limits.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn bounds(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match out_of_bounds(&request) {
        Some(problem) => Ok(reject(request, &problem)),
        None => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}

/// Name, maximum length and allowed characters of a header, as in the contract.
type Bounds = (&'static str, usize, fn(u8) -> bool);
const HEADERS: [Bounds; 3] = [
    ("Host", 300, |byte| byte.is_ascii_alphanumeric() || b".:[]_-".contains(&byte)),
    ("Accept-Language", 200, |byte| byte.is_ascii_alphanumeric() || b"*,;=. -".contains(&byte)),
    ("If-None-Match", 1_000, |byte| byte > 0x1f),
];
const HEADER: Invalid = Invalid::fixed(
    "header",
    "l'intestazione è troppo lunga o ha caratteri non ammessi",
    "the header is too long or has characters that may not stand in it",
);

/// Rejected before routing.
fn out_of_bounds(request: &ServiceRequest) -> Option<Problem> {
    let length = request.uri().path_and_query().map_or(0, |uri| uri.as_str().len());
    let head: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let unreadable = HEADERS.iter().find(|(name, most, may_stand)| {
        request.headers().get_all(*name).any(|value| {
            value.is_empty()
                || value.len() > *most
                || !value.as_bytes().iter().all(|byte| may_stand(*byte))
        })
    });
    if length > LONGEST_URI {
        Some(own::uri_too_long())
    } else if head > LARGEST_HEAD {
        Some(own::headers_too_large())
    } else if let Some((name, ..)) = unreadable {
        Some(own::malformed(name, HEADER))
    } else {
        None
    }
}
