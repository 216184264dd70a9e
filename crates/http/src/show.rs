//! What is shown: bodies with their tags, and for how long they keep.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::digest::short_digest;
use crate::precondition::is_known;
use crate::problem::Problem;
use crate::problem::own::internal;

/// For how long an answer keeps.
#[derive(Clone, Copy, Debug)]
pub enum Keeps {
    /// Not at all.
    No,
    /// The public register: a minute.
    Register,
    /// Reference data: an hour.
    Reference,
}

impl Keeps {
    /// The value of `Cache-Control`.
    pub const fn header(self) -> &'static str {
        match self {
            Self::No => "no-store",
            Self::Register => "public, max-age=60",
            Self::Reference => "public, max-age=3600",
        }
    }

    /// The register keeps for anonymous readers only: what a token shows is nobody else's.
    pub fn register(request: &HttpRequest) -> Self {
        if request.headers().contains_key(header::AUTHORIZATION) {
            Self::No
        } else {
            Self::Register
        }
    }
}

/// A representation under its tag: 304 if the caller has it already.
pub fn tagged(
    request: &HttpRequest,
    tag: &str,
    keeps: Keeps,
    body: &impl Serialize,
) -> HttpResponse {
    if is_known(request, tag) {
        return HttpResponse::build(StatusCode::NOT_MODIFIED)
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, keeps.header()))
            .insert_header((header::VARY, VARY))
            .finish();
    }
    HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, keeps.header()))
        .insert_header((header::VARY, VARY))
        .json(body)
}

const VARY: &str = "Accept-Encoding, Accept-Language, Authorization";

/// A representation under the digest of its bytes.
pub fn digested(
    request: &HttpRequest,
    keeps: Keeps,
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
        .insert_header((header::CACHE_CONTROL, keeps.header()))
        .insert_header((header::VARY, VARY));
    Ok(if is_known(request, &tag) {
        response.finish()
    } else {
        response.content_type("application/json").body(bytes)
    })
}

/// A representation that nobody keeps.
pub fn plain(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, Keeps::No.header())).json(body)
}

/// The same, written as JSON already.
pub fn plain_json(body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, Keeps::No.header()))
        .content_type("application/json")
        .body(body)
}

/// A resource after it was changed, under its new tag.
pub fn changed(tag: &str, body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, Keeps::No.header()))
        .json(body)
}
