//! Negotiation of the language: `Accept-Language` (RFC 9110, 12.5.4); Italian by default.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{AcceptLanguage, Header as _, Quality};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ptp_domain::language::Language;

/// The caller's preferred language among the supported ones.
#[derive(Clone, Copy, Debug)]
pub struct Preferred(pub Language);

/// The language preferred by a request; a malformed header is ignored.
pub fn preferred(request: &impl HttpMessage) -> Language {
    let Ok(accepted) = AcceptLanguage::parse(request) else { return Language::Italian };
    let refused: Vec<_> =
        accepted.iter().filter(|one| one.quality == Quality::ZERO).map(|one| &one.item).collect();
    accepted
        .ranked()
        .into_iter()
        .filter(|preference| !refused.contains(&preference))
        .find_map(|preference| {
            let tag = preference.to_string().to_ascii_lowercase();
            match tag.split('-').next() {
                Some("it" | "*") => Some(Language::Italian),
                Some("en") => Some(Language::English),
                _ => None,
            }
        })
        .unwrap_or(Language::Italian)
}

impl FromRequest for Preferred {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(preferred(request))))
    }
}
