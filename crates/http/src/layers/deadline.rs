//! The time limit of a request.

use std::future::{Ready, ready};
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::test::TestRequest;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest};
use tokio::time::Instant;

use crate::problem::Problem;
use crate::problem::own::{internal, took_too_long};

/// The time limit of a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// When a request is given up.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// The time that is left, less a margin to answer in.
    #[must_use]
    pub fn less(self, margin: Duration) -> Duration {
        self.0.saturating_duration_since(Instant::now()).saturating_sub(margin)
    }
}

impl FromRequest for Deadline {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let deadline = request.extensions().get::<Self>().copied();
        ready(deadline.ok_or_else(|| internal("the request has no deadline")))
    }
}

/// Rejects a request that exceeds the time limit, and drops its handler.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn deadline(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let method = request.method().clone();
    let path = request.path().to_owned();
    let origin = request.headers().get(header::ORIGIN).cloned();
    request.extensions_mut().insert(Deadline(Instant::now() + PATIENCE));
    if let Ok(response) = tokio::time::timeout(PATIENCE, next.call(request)).await {
        Ok(response?.map_into_boxed_body())
    } else {
        // The handler owned the request; the outer layers need another one to set the headers
        // of the response.
        let mut request = TestRequest::default().method(method).uri(&path);
        if let Some(origin) = origin {
            request = request.append_header((header::ORIGIN, origin));
        }
        Ok(ServiceResponse::from_err(took_too_long(), request.to_http_request()))
    }
}
