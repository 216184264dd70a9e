//! Where the service is reached, for somebody who reads an address later and elsewhere.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use ptp_http::problem::own::internal;

use super::problems::ApiError;
use super::state::Service;

/// Scheme and host, without a path: as the operator states them, else where the service listens. It is
/// signed, so it is not taken from what a caller sends (`X-Forwarded-Host`).
#[derive(Clone, Debug)]
pub(crate) struct Base(pub(crate) String);

impl FromRequest for Base {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(service) = request.app_data::<Data<Service>>() else {
            return ready(Err(internal("the application has no service").into()));
        };
        let listening = || format!("http://{}", request.app_config().host());
        ready(Ok(Self(service.settings.public_url.clone().unwrap_or_else(listening))))
    }
}
