//! Responses with representations: entity tags and caching.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::digest::short_digest;
use crate::precondition::is_known;
use crate::problem::Problem;
use crate::problem::own::internal;

/// How long a response may be cached.
#[derive(Clone, Copy, Debug)]
pub enum CachePolicy {
    /// Not cached.
    NoStore,
    /// The public register: one minute.
    Register,
    /// Reference data: one hour.
    Reference,
}

impl CachePolicy {
    /// The value of `Cache-Control`.
    #[must_use]
    pub const fn header(self) -> &'static str {
        match self {
            Self::NoStore => "no-store",
            Self::Register => "public, max-age=60",
            Self::Reference => "public, max-age=3600",
        }
    }

    /// The register is cached for anonymous readers only: with a token the response is private.
    pub fn register(request: &HttpRequest) -> Self {
        if request.headers().contains_key(header::AUTHORIZATION) {
            Self::NoStore
        } else {
            Self::Register
        }
    }
}

/// A representation with its entity tag; 304 if the caller has it already.
pub fn tagged(
    request: &HttpRequest,
    tag: &str,
    policy: CachePolicy,
    body: &impl Serialize,
) -> HttpResponse {
    if let Some(unchanged) = unchanged(request, tag, policy) {
        return unchanged;
    }
    HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, policy.header()))
        .insert_header((header::VARY, VARY))
        .json(body)
}

/// 304 if the caller has the representation with this tag: to be asked before it is made, if that is
/// work.
#[must_use]
pub fn unchanged(request: &HttpRequest, tag: &str, policy: CachePolicy) -> Option<HttpResponse> {
    is_known(request, tag).then(|| {
        HttpResponse::build(StatusCode::NOT_MODIFIED)
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, policy.header()))
            .insert_header((header::VARY, VARY))
            .finish()
    })
}

const VARY: &str = "Accept-Encoding, Accept-Language, Authorization";

/// A representation tagged with the digest of its bytes.
///
/// # Errors
///
/// It cannot be written as JSON (a bug).
pub fn digested(
    request: &HttpRequest,
    policy: CachePolicy,
    body: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| internal(error.to_string()))?;
    let tag = format!("\"{}\"", short_digest(&bytes));
    let mut response = if is_known(request, &tag) {
        HttpResponse::build(StatusCode::NOT_MODIFIED)
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, tag.as_str()))
        .insert_header((header::CACHE_CONTROL, policy.header()))
        .insert_header((header::VARY, VARY));
    Ok(if is_known(request, &tag) {
        response.finish()
    } else {
        response.content_type("application/json").body(bytes)
    })
}

/// A representation that is not cached.
pub fn plain(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()))
        .json(body)
}

/// The same, for a body that is JSON already.
#[must_use]
pub fn plain_json(body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()))
        .content_type("application/json")
        .body(body)
}

/// A changed resource with its new entity tag.
pub fn changed(tag: &str, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, CachePolicy::NoStore.header()))
        .json(body)
}
