//! Around every request: its trace, its token, `HEAD`, problems, and a line in the log.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpResponse};
use ptp_domain::text::Text;

use super::LARGEST_BODY;
use super::language::preferred;
use crate::auth::caller::Presented;
use crate::problem::ApiError;
use crate::service::Service;

const CORRELATION: HeaderName = HeaderName::from_static("x-correlation-id");

/// Wraps the whole application.
pub(crate) async fn around(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(service) = request.app_data::<Data<Service>>().cloned() else {
        return Err(ApiError::Internal("no service".to_owned()).into());
    };
    let started = std::time::Instant::now();
    let trace_id = trace_id(&request, &service);
    let method = request.method().clone();
    if method == Method::HEAD {
        // The connection knows that it was HEAD and sends no body (RFC 9110, 9.3.2).
        request.head_mut().method = Method::GET;
    }
    let presented = presented(&request, &service).await;
    request.extensions_mut().insert::<Presented>(presented);

    let language = preferred(&request);
    let instance = request.path().to_owned();
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => return Err(error),
    };
    let route = response.request().match_pattern();
    let problem = problem_of(&response);
    let mut response = match problem {
        Some(problem) => response.into_response(problem.response(language, &instance, &trace_id)),
        None => response,
    };
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&trace_id) {
        headers.insert(CORRELATION, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // The pattern, never the path or the query: they may hold what should not be logged.
    tracing::info!(
        %method,
        route = route.as_deref().unwrap_or("-"),
        status = response.status().as_u16(),
        micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        trace_id,
        "request"
    );
    Ok(response)
}

/// The caller's trace (W3C Trace Context), or one of our own.
fn trace_id(request: &ServiceRequest, service: &Service) -> String {
    let given = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    given.and_then(trace_of).unwrap_or_else(|| service.clock.new_id().simple().to_string())
}

fn trace_of(traceparent: &str) -> Option<String> {
    let mut parts = traceparent.split('-');
    let (version, trace) = (parts.next()?, parts.next()?);
    let is_hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let well_formed = version.len() == 2
        && version != "ff"
        && trace.len() == 32
        && is_hex(version)
        && is_hex(trace)
        && trace.bytes().any(|byte| byte != b'0');
    well_formed.then(|| trace.to_owned())
}

/// What the request's token is worth; two tokens are none.
async fn presented(request: &ServiceRequest, service: &Service) -> Presented {
    let mut given = request.headers().get_all(header::AUTHORIZATION);
    let (value, other) = (given.next()?, given.next());
    let token = value
        .to_str()
        .ok()
        .filter(|_| other.is_none())
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map_or("", |(_, token)| token.trim());
    Some(service.verifier.verify(token).await)
}

/// The problem that a response stands for, if it is an error without a body of its own.
fn problem_of(response: &ServiceResponse) -> Option<ApiError> {
    let status = response.status();
    if let Some(error) = response.response().error() {
        return Some(
            error.as_error::<ApiError>().map_or_else(|| foreign(status, error), ApiError::clone),
        );
    }
    let bare = response.headers().get(header::CONTENT_TYPE).is_none();
    ((status.is_client_error() || status.is_server_error()) && bare)
        .then(|| foreign(status, &status))
}

/// An error that the framework found by itself.
fn foreign(status: StatusCode, error: &impl std::fmt::Display) -> ApiError {
    match status.as_u16() {
        404 => ApiError::NoSuchPath,
        413 => ApiError::TooLarge(LARGEST_BODY),
        400..=499 => ApiError::MalformedJson(Text::fixed(
            "La richiesta non si può leggere.",
            "The request cannot be read.",
        )),
        _ => ApiError::Internal(error.to_string()),
    }
}

/// What answers where no route does: 405 where the path exists, else 404.
pub(crate) async fn no_route(
    request: actix_web::HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, ApiError> {
    let allowed = service.document.methods_of(request.path());
    if allowed.is_empty() {
        return Err(ApiError::NoSuchPath);
    }
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent()
            .insert_header((header::ALLOW, allowed.join(", ")))
            .finish());
    }
    Err(ApiError::MethodNotAllowed(allowed.join(", ")))
}
