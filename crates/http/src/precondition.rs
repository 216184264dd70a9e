//! Preconditions: `If-Match` and `If-None-Match` (RFC 9110, section 13).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use ptp_domain::fault::Invalid;

use crate::etag::{is_known_as, tags, version_of, versioned};
use crate::problem::Problem;
use crate::problem::own::{malformed, precondition_required};
use crate::state::HttpState;

/// The versions in `If-Match`; other parts of the tags are not compared.
#[derive(Debug)]
pub struct IfMatch(Seen);

#[derive(Debug)]
enum Seen {
    Any,
    Versions(Vec<i64>),
}

impl IfMatch {
    /// Whether the precondition holds for the current version.
    #[must_use]
    pub fn holds(&self, version: i64) -> bool {
        match &self.0 {
            Seen::Any => true,
            Seen::Versions(versions) => versions.contains(&version),
        }
    }

    /// The latest version in `If-Match`.
    #[must_use]
    pub fn latest(&self) -> i64 {
        match &self.0 {
            Seen::Any => 0,
            Seen::Versions(versions) => versions.iter().copied().max().unwrap_or(0),
        }
    }
}

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // Several field lines are one list (RFC 9110, 5.3).
        let lines: Option<Vec<_>> =
            request.headers().get_all(header::IF_MATCH).map(|value| value.to_str().ok()).collect();
        let Some(lines) = lines else { return ready(Err(malformed("If-Match", MALFORMED))) };
        ready(match lines.join(",").trim() {
            "" => Err(precondition_required()),
            "*" => Ok(Self(Seen::Any)),
            // A weak tag counts as the one it wraps: proxies that compress make them. Tags that this
            // service did not issue never match.
            text => match tags(text) {
                Some(tags) => {
                    Ok(Self(Seen::Versions(tags.into_iter().filter_map(version_of).collect())))
                }
                None => Err(malformed("If-Match", MALFORMED)),
            },
        })
    }
}

const MALFORMED: Invalid = Invalid::fixed(
    "etag",
    "un ETag sta tra virgolette: ripeterlo come è stato ricevuto, per esempio \"2-full\"",
    "an ETag stands in quotes: repeat it as it was received, for example \"2-full\"",
);

/// Whether the caller has this representation already (`If-None-Match`), under this version of the
/// contract.
#[must_use]
pub fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let state = request.app_data::<Data<HttpState>>();
    state.is_some_and(|state| is_known_as(request, &versioned(tag, state.contract.digest())))
}
