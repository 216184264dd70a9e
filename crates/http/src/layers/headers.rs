//! Headers of every response: security, caching, entity tags.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;

use super::rendering::state;
use crate::etag::{CODING_SUFFIX, versioned};

/// Where Swagger UI stands, and everything that it loads.
pub(super) const SWAGGER_UI: &str = "/swagger-ui/";

/// The content security policy of everything but Swagger UI and pages, which have a style.
const NOTHING: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The policy of Swagger UI: its own scripts, images and styles, and requests to this service.
const SWAGGER_UI_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Completes the headers of a response.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn headers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let path = request.path();
    let policy = if path.starts_with(SWAGGER_UI) { SWAGGER_UI_POLICY } else { NOTHING };
    // Only responses that the contract describes change with it.
    let digest = if path.starts_with("/v1/") {
        Some(state(&request)?.contract.digest().to_owned())
    } else {
        None
    };
    let mut response = next.call(request).await?.map_into_boxed_body();
    let headers = response.headers_mut();
    tag(headers, digest.as_deref());
    let mut usually = |name, value| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    usually(header::CONTENT_SECURITY_POLICY, policy);
    usually(header::CACHE_CONTROL, "no-store");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// Qualifies the entity tag with the contract's version, and marks it if the representation is
/// compressed: that is another one (RFC 9110, 8.8.3.3).
fn tag(headers: &mut HeaderMap, digest: Option<&str>) {
    let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()) else { return };
    let mut tag = match digest {
        Some(digest) => versioned(tag, digest),
        None => tag.to_owned(),
    };
    let compressed = headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding == "gzip");
    if compressed && !tag.ends_with(&format!("{CODING_SUFFIX}\"")) {
        tag = versioned(&tag, CODING_SUFFIX.trim_start_matches('-'));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
}
