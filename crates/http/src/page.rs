//! Pages for people: one frame, one style, no scripts, and the policy under which a browser shows
//! them.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ptp_domain::language::Language;
use ptp_domain::vocabulary::Vocabulary;

use crate::digest::{sha256, short_digest};
use crate::etag::is_known_as;

/// The media type of a page.
pub const HTML: &str = "text/html; charset=utf-8";

const STYLE: &str = include_str!("page.css");

static POLICY: LazyLock<String> = LazyLock::new(|| policy(STYLE));

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its language.
    pub language: Language,
    /// Its title, which is its first heading too: a text.
    pub title: String,
    /// What follows the heading, as HTML.
    pub body: String,
}

impl Page {
    /// The page, to be kept for an hour; 304 if the caller has it already. `vary` names the request
    /// headers that it was chosen by.
    #[must_use]
    pub fn answer(&self, request: &HttpRequest, vary: &'static str) -> HttpResponse {
        let html = self.html();
        let tag = format!("\"{}\"", short_digest(html.as_bytes()));
        let known = is_known_as(request, &tag);
        let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
            .insert_header((header::VARY, vary));
        if known {
            return response.finish();
        }
        response
            .content_type(HTML)
            .insert_header((header::CONTENT_LANGUAGE, self.language.code()))
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()))
            .body(html)
    }

    fn html(&self) -> String {
        let Self { language, title, body } = self;
        let (language, title) = (language.code(), escaped(title));
        format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title} – PTP</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header><a href=\"/\">PTP – Poli Tecnici Professionali</a></header>\n<main>\n\
             <h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
        )
    }
}

/// The content security policy of a page with this style and nothing else: no frame may show it, and
/// nothing that were smuggled into it may load, run or be sent.
#[must_use]
pub fn policy(style: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        STANDARD.encode(sha256(style.as_bytes()))
    )
}

/// A text as HTML, also within quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
