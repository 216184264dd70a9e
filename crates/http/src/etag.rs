//! Entity tags (RFC 9110, 8.8.3).

use actix_web::HttpRequest;
use actix_web::http::header;

/// The entity tag of a view of a version: `"3"`, `"3-public"`, `"3-full-open"`.
#[must_use]
pub fn tag(version: i64, view: &[&str]) -> String {
    let mut tag = format!("\"{version}");
    for part in view {
        tag.push('-');
        tag.push_str(part);
    }
    tag.push('"');
    tag
}

/// Splits a list of entity tags; their quoted strings may contain commas (RFC 9110, 8.8.3).
pub(crate) fn tags(text: &str) -> Option<Vec<&str>> {
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

pub(crate) fn version_of(tag: &str) -> Option<i64> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    inner.split('-').next()?.parse().ok()
}

/// An entity tag qualified by the contract's version.
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
            let known = known.strip_prefix("W/").unwrap_or(known);
            known == "*" || known == tag || {
                // The same representation, compressed.
                let coded =
                    known.strip_suffix('"').and_then(|known| known.strip_suffix(CODING_SUFFIX));
                coded.is_some_and(|known| tag.strip_suffix('"') == Some(known))
            }
        })
}

/// The suffix of the entity tags of compressed representations.
pub const CODING_SUFFIX: &str = "-gzip";
