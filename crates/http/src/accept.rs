//! Content negotiation: `Accept` and `Accept-Encoding` (RFC 9110, 12.5).

use actix_web::HttpMessage;
use actix_web::http::header;
use actix_web::http::header::{
    Accept, AcceptEncoding, ContentEncoding, Encoding, Header as _, Quality, QualityItem,
};
use actix_web::mime::Mime;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// Whether the caller accepts JSON, or `also` if the resource has another representation.
pub fn accepts_json(request: &impl HttpMessage, also: Option<&str>) -> bool {
    let Some(ranges) = ranges(request) else { return true };
    [JSON, PROBLEM].into_iter().chain(also).any(|offered| quality(&ranges, offered) > Quality::ZERO)
}

/// Whether the caller prefers `other` to JSON.
pub fn prefers(request: &impl HttpMessage, other: &str) -> bool {
    ranges(request).is_some_and(|ranges| quality(&ranges, other) > quality(&ranges, JSON))
}

/// Whether the caller accepts gzip, by name or by wildcard.
pub(crate) fn takes_gzip(request: &impl HttpMessage) -> bool {
    if !request.headers().contains_key(header::ACCEPT_ENCODING) {
        return false;
    }
    let gzip = Encoding::Known(ContentEncoding::Gzip);
    let offered = [gzip.clone(), Encoding::identity()];
    let Ok(accepted) = AcceptEncoding::parse(request) else { return false };
    accepted.negotiate(offered.iter()) == Some(gzip)
}

/// The accepted media ranges; `None` if the header is missing or malformed.
fn ranges(request: &impl HttpMessage) -> Option<Vec<QualityItem<Mime>>> {
    let Accept(ranges) = Accept::parse(request).ok()?;
    (!ranges.is_empty()).then_some(ranges)
}

/// The quality of a media type: the most specific matching range decides.
fn quality(ranges: &[QualityItem<Mime>], offered: &str) -> Quality {
    let (kind, _) = offered.split_once('/').unwrap_or((offered, ""));
    let fitting = |specific: &str| ranges.iter().find(|range| range.item.essence_str() == specific);
    fitting(offered)
        .or_else(|| fitting(&format!("{kind}/*")))
        .or_else(|| fitting("*/*"))
        .map_or(Quality::ZERO, |range| range.quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asking(accept: &str) -> actix_web::HttpRequest {
        TestRequest::default().insert_header((header::ACCEPT, accept)).to_http_request()
    }

    #[test]
    fn the_quality_decides_between_html_and_json() {
        let html = |accept| prefers(&asking(accept), "text/html");
        assert!(html("text/html"));
        assert!(html("text/html, application/xhtml+xml, */*;q=0.8"));
        assert!(html("application/json;q=0.1, text/html"));
        assert!(html("text/*"));
        assert!(!html("text/html;q=0, application/json"));
        assert!(!html("text/html;q=0.5, application/json"));
        assert!(!html("*/*"));
        assert!(!html("application/json, text/html"), "equal quality: JSON");
    }

    #[test]
    fn a_media_type_with_quality_zero_is_not_sent() {
        let json = |accept| accepts_json(&asking(accept), None);
        assert!(json("*/*") && json("application/*") && json("application/problem+json"));
        assert!(!json("text/html") && !json("application/json;q=0, application/problem+json;q=0"));
        assert!(json("not a list of types"), "a malformed header accepts anything");
        assert!(accepts_json(&asking("text/html"), Some("text/html")));
    }
}
