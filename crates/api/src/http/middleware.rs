//! Around every request: its trace, its token, `HEAD`, problems, and a line in the log.

use std::fmt;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpResponse, ResponseError};
use ptp_domain::fault::Invalid;
use ptp_domain::text::{Language, Text};

use super::accept::accepts_json;
use super::etag::CODING_SUFFIX;
use super::language::preferred;
use super::parameters::malformed;
use super::{LARGEST_BODY, LARGEST_HEAD, LONGEST_URI, limits};
use crate::caller::Presented;
use crate::problem::ApiError;
use crate::service::Service;

const CORRELATION: HeaderName = HeaderName::from_static("x-correlation-id");

/// What an answer that is no page may load: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// What Swagger UI loads: its own scripts, pictures and styles, and this service.
const SWAGGER_UI: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

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
    let counted = match request.path() {
        // Whoever watches over the process is not a client.
        "/livez" | "/readyz" => None,
        _ => Some(service.limits.count(&request, &presented)),
    };
    let left = counted.map(|counted| counted.unwrap_or_else(|too_many| too_many.left));
    if let Some(left) = left {
        request.extensions_mut().insert(left);
    }
    request.extensions_mut().insert::<Presented>(presented);

    let language = preferred(&request);
    let instance = request.path().to_owned();
    let refused = match counted {
        Some(Err(too_many)) => Some(ApiError::TooManyRequests(too_many.retry_after)),
        _ => refused_at_once(&request),
    };
    let response = match refused {
        Some(problem) => {
            let answer = problem.response(language, &instance, &trace_id);
            request.into_response(answer).map_into_boxed_body()
        }
        None => match tokio::time::timeout(PATIENCE, next.call(request)).await {
            Ok(response) => response?.map_into_boxed_body(),
            // What it was doing leaves no trace.
            Err(_) => return Err(Late { language, instance, trace_id }.into()),
        },
    };
    let route = response.request().match_pattern();
    let problem = problem_of(&response);
    let mut response = match problem {
        Some(problem) => response.into_response(problem.response(language, &instance, &trace_id)),
        None => response,
    };
    let headers = response.headers_mut();
    if let Some(left) = left {
        limits::tell(left, headers);
    }
    tag_the_coding(headers);
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let policy = if instance.starts_with("/swagger-ui/") { SWAGGER_UI } else { NOTHING };
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
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

/// A preflight of an origin that may not call is answered without a grant: that says no, and the
/// browser explains it to its developer (Fetch, "CORS check").
pub(crate) async fn preflight(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let asks = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let response = next.call(request).await?.map_into_boxed_body();
    if asks && response.status().is_client_error() {
        let vary = (header::VARY, "Origin");
        return Ok(response.into_response(HttpResponse::NoContent().insert_header(vary).finish()));
    }
    Ok(response)
}

/// A request that took too long. The request itself is gone with what was answering it.
#[derive(Debug)]
struct Late {
    language: Language,
    instance: String,
    trace_id: String,
}

impl fmt::Display for Late {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "request {} took too long", self.trace_id)
    }
}

impl ResponseError for Late {
    fn error_response(&self) -> HttpResponse {
        tracing::warn!(trace_id = self.trace_id, "a request took too long");
        let mut response =
            ApiError::Unavailable.response(self.language, &self.instance, &self.trace_id);
        if let Ok(value) = HeaderValue::from_str(&self.trace_id) {
            response.headers_mut().insert(CORRELATION, value);
        }
        response
    }
}

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Headers that are read wherever they are sent: their names, lengths and characters, as the
/// contract has them.
type Bounds = (&'static str, usize, fn(u8) -> bool);
const HEADERS: [Bounds; 2] = [
    ("Accept-Language", 200, |byte| byte.is_ascii_alphanumeric() || b"*,;=. -".contains(&byte)),
    ("If-None-Match", 1_000, |byte| byte > 0x1f),
];
const HEADER: Invalid = Invalid::fixed(
    "header",
    "l'intestazione è troppo lunga o ha caratteri non ammessi",
    "the header is too long or has characters that may not stand in it",
);

/// What is refused before anybody looks at what is asked.
fn refused_at_once(request: &ServiceRequest) -> Option<ApiError> {
    let length = request.uri().path_and_query().map_or(0, |uri| uri.as_str().len());
    let head: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let path = request.path();
    // The receipt is also a page to print.
    let also = path.ends_with("/receipt").then_some("text/html");
    let unreadable = HEADERS.iter().find(|(name, most, may_stand)| {
        request.headers().get_all(*name).any(|value| {
            value.is_empty()
                || value.len() > *most
                || !value.as_bytes().iter().all(|byte| may_stand(*byte))
        })
    });
    if length > LONGEST_URI {
        Some(ApiError::UriTooLong)
    } else if head > LARGEST_HEAD {
        Some(ApiError::HeadersTooLarge)
    } else if let Some((name, ..)) = unreadable {
        Some(malformed(name, HEADER))
    } else if path.starts_with("/v1/") && !accepts_json(request, also) {
        Some(ApiError::NotAcceptable)
    } else {
        None
    }
}

/// A representation that is compressed is another one, with a tag of its own (RFC 9110, 8.8.3.3).
fn tag_the_coding(headers: &mut HeaderMap) {
    let compressed = headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding == "gzip");
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    if let Some(tag) = tag.filter(|_| compressed).and_then(|tag| tag.strip_suffix('"'))
        && let Ok(tag) = HeaderValue::from_str(&format!("{tag}{CODING_SUFFIX}\""))
    {
        headers.insert(header::ETAG, tag);
    }
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
