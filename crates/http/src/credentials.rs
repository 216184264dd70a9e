//! The verified token of a request.

use actix_web::dev::ServiceRequest;
use actix_web::http::header;
use actix_web::{HttpMessage as _, HttpRequest};
use ptp_auth::{TokenFault, Verified, Verifier};

/// The verified token or why it was rejected; `None` without a token.
pub type Credentials = Option<Result<Verified, TokenFault>>;

/// Verifies the token; rejects more than one.
pub(crate) async fn verified(request: &ServiceRequest, verifier: &Verifier) -> Credentials {
    let mut given = request.headers().get_all(header::AUTHORIZATION);
    let (value, other) = (given.next()?, given.next());
    let token = value
        .to_str()
        .ok()
        .filter(|_| other.is_none())
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map_or("", |(_, token)| token.trim());
    Some(verifier.verify(token).await)
}

/// The credentials stored by the layers.
#[must_use]
pub fn credentials(request: &HttpRequest) -> Credentials {
    request.extensions().get::<Credentials>().cloned().flatten()
}
