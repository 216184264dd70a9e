//! Two writers, and caches: strong tags, `If-Match`, `If-None-Match` (RFC 9110, 13).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};

use ptp_domain::fault::Invalid;

use crate::problem::Problem;
use crate::problem::own::{malformed, precondition_required};
use crate::state::HttpState;

/// The tag of a version as somebody sees it: `"3"`, `"3-public"`, `"3-full-open"`.
pub fn tag(version: i64, view: &[&str]) -> String {
    let mut tag = format!("\"{version}");
    for part in view {
        tag.push('-');
        tag.push_str(part);
    }
    tag.push('"');
    tag
}

/// The versions that the caller says it has seen; `If-Match` compares versions alone.
#[derive(Debug)]
pub struct IfMatch(Seen);

#[derive(Debug)]
enum Seen {
    Any,
    Versions(Vec<i64>),
}

impl IfMatch {
    /// Whether the resource is as the caller saw it.
    pub fn holds(&self, version: i64) -> bool {
        match &self.0 {
            Seen::Any => true,
            Seen::Versions(versions) => versions.contains(&version),
        }
    }

    /// The latest version that the caller has seen.
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
        // Several lines are one list (RFC 9110, 5.3).
        let lines: Option<Vec<_>> =
            request.headers().get_all(header::IF_MATCH).map(|value| value.to_str().ok()).collect();
        let Some(lines) = lines else { return ready(Err(malformed("If-Match", MALFORMED))) };
        ready(match lines.join(",").trim() {
            "" => Err(precondition_required()),
            "*" => Ok(Self(Seen::Any)),
            // A weak tag never matches (RFC 9110, 13.1.1), nor does what is no tag of ours.
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

/// The tags of a list: commas may stand inside their quotes (RFC 9110, 8.8.3).
fn tags(text: &str) -> Option<Vec<&str>> {
    let (mut tags, mut rest) = (Vec::new(), text.trim());
    loop {
        let opening = if rest.starts_with("W/\"") { 2 } else { 0 };
        let inner = rest.get(opening..)?.strip_prefix('"')?;
        let end = opening + inner.find('"')? + 2;
        tags.push(rest.get(..end)?);
        rest = rest.get(end..)?.trim_start();
        if rest.is_empty() {
            return Some(tags);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

fn version_of(tag: &str) -> Option<i64> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    inner.split('-').next()?.parse().ok()
}

/// Whether the caller has this representation already, as this version of the contract shows it.
pub fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let state = request.app_data::<Data<HttpState>>();
    state.is_some_and(|state| is_known_as(request, &versioned(tag, state.contract.digest())))
}

/// A tag of a resource, under a version of the contract.
pub(crate) fn versioned(tag: &str, digest: &str) -> String {
    match tag.strip_suffix('"') {
        Some(tag) => format!("{tag}-{digest}\""),
        None => tag.to_owned(),
    }
}

/// Whether the caller has this representation already (`If-None-Match`, weak comparison).
pub(crate) fn is_known_as(request: &HttpRequest, tag: &str) -> bool {
    request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| tags(value).unwrap_or_else(|| vec![value.trim()]))
        .any(|known| {
            known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag || {
                // The compressed representation of the same.
                let coded =
                    known.strip_suffix('"').and_then(|known| known.strip_suffix(CODING_SUFFIX));
                coded.is_some_and(|known| tag.strip_suffix('"') == Some(known))
            }
        })
}

/// What the tag of a compressed representation ends with.
pub const CODING_SUFFIX: &str = "-gzip";
