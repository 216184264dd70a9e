//! Rendering of problems in the caller's language.

use std::fmt::Display;

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::middleware::Next;
use ptp_domain::text::Text;

use super::rendering::Rendering;
use crate::LARGEST_BODY;
use crate::problem::{Problem, own};

/// Renders the problem of a response; a bare error gets one.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let rendering = Rendering::of(&request);
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(match problem_of(&response) {
        Some(problem) => response.into_response(rendering.of_problem(&problem)),
        None => response,
    })
}

/// The problem of a response that is an error without a body.
fn problem_of(response: &ServiceResponse) -> Option<Problem> {
    let status = response.status();
    if let Some(error) = response.response().error() {
        let problem = error.as_error::<Problem>();
        return Some(problem.map_or_else(|| foreign(status, error), Problem::clone));
    }
    let is_error = status.is_client_error() || status.is_server_error();
    let bare = response.headers().get(header::CONTENT_TYPE).is_none();
    (is_error && bare).then(|| foreign(status, &status))
}

/// The problem for an error raised by the framework.
fn foreign(status: StatusCode, error: &impl Display) -> Problem {
    match status.as_u16() {
        404 => own::no_such_path(),
        413 => own::too_large(LARGEST_BODY),
        400..=499 => own::malformed_json(Text::fixed(
            "La richiesta non si può leggere.",
            "The request cannot be read.",
        )),
        _ => own::internal(error.to_string()),
    }
}
