//! Whether an answer can be in a form that the caller accepts (RFC 9110, 12.5.1).

use actix_web::http::header;
use actix_web::http::header::{Accept, Header as _, QualityItem};
use actix_web::{HttpMessage, HttpRequest};

/// What answers are: JSON, and problems as JSON.
const OFFERED: [&str; 2] = ["application/json", "application/problem+json"];

/// Whether the caller takes JSON, or `also` where a resource has another form. What cannot be read
/// is taken for anything.
pub(crate) fn accepts_json(request: &impl HttpMessage, also: Option<&str>) -> bool {
    let Ok(Accept(ranges)) = Accept::parse(request) else { return true };
    ranges.is_empty() || OFFERED.into_iter().chain(also).any(|offered| accepts(&ranges, offered))
}

/// The most specific range that fits decides: one of quality 0 refuses.
fn accepts(ranges: &[QualityItem<actix_web::mime::Mime>], offered: &str) -> bool {
    let (kind, _) = offered.split_once('/').unwrap_or((offered, ""));
    let fitting = |specific: &str| ranges.iter().find(|range| range.item.essence_str() == specific);
    fitting(offered)
        .or_else(|| fitting(&format!("{kind}/*")))
        .or_else(|| fitting("*/*"))
        .is_some_and(|range| range.quality > actix_web::http::header::Quality::ZERO)
}

/// Whether a page is asked for, before JSON.
pub(crate) fn prefers_html(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let media = accept.unwrap_or_default().split(',').map(|part| part.split(';').next());
    media
        .flatten()
        .map(str::trim)
        .find(|media| ["text/html", "application/json"].contains(media))
        .is_some_and(|media| media == "text/html")
}
