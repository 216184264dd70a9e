//! Which of the forms that there are a caller accepts (RFC 9110, 12.5).

use actix_web::HttpMessage;
use actix_web::http::header;
use actix_web::http::header::{
    Accept, AcceptEncoding, ContentEncoding, Encoding, Header as _, Quality, QualityItem,
};
use actix_web::mime::Mime;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// Whether the caller takes JSON, or `also` where a resource has another form.
pub fn accepts_json(request: &impl HttpMessage, also: Option<&str>) -> bool {
    let Some(ranges) = ranges(request) else { return true };
    [JSON, PROBLEM].into_iter().chain(also).any(|offered| quality(&ranges, offered) > Quality::ZERO)
}

/// Whether the caller would rather have `other` than JSON.
pub fn prefers(request: &impl HttpMessage, other: &str) -> bool {
    ranges(request).is_some_and(|ranges| quality(&ranges, other) > quality(&ranges, JSON))
}

/// Whether the caller takes gzip, named or by a wildcard.
pub(crate) fn takes_gzip(request: &impl HttpMessage) -> bool {
    if !request.headers().contains_key(header::ACCEPT_ENCODING) {
        return false;
    }
    let gzip = Encoding::Known(ContentEncoding::Gzip);
    let offered = [gzip.clone(), Encoding::identity()];
    let Ok(accepted) = AcceptEncoding::parse(request) else { return false };
    accepted.negotiate(offered.iter()) == Some(gzip)
}

/// What the caller accepts; `None` if it does not say, or if that cannot be read.
fn ranges(request: &impl HttpMessage) -> Option<Vec<QualityItem<Mime>>> {
    let Accept(ranges) = Accept::parse(request).ok()?;
    (!ranges.is_empty()).then_some(ranges)
}

/// How much the caller likes a form: the most specific range that fits decides.
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
    fn quality_decides_between_a_page_and_json() {
        let html = |accept| prefers(&asking(accept), "text/html");
        assert!(html("text/html"));
        assert!(html("text/html, application/xhtml+xml, */*;q=0.8"));
        assert!(html("application/json;q=0.1, text/html"));
        assert!(html("text/*"));
        assert!(!html("text/html;q=0, application/json"));
        assert!(!html("text/html;q=0.5, application/json"));
        assert!(!html("*/*"));
        assert!(!html("application/json, text/html"), "both alike: JSON");
    }

    #[test]
    fn what_is_refused_is_not_sent() {
        let json = |accept| accepts_json(&asking(accept), None);
        assert!(json("*/*") && json("application/*") && json("application/problem+json"));
        assert!(!json("text/html") && !json("application/json;q=0, application/problem+json;q=0"));
        assert!(json("not a list of types"), "what cannot be read is taken for anything");
        assert!(accepts_json(&asking("text/html"), Some("text/html")));
    }
}
