//! The outermost layer: trace ids and the access log.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _};

use super::rendering::state;
use super::trace_id::TraceId;

const CORRELATION: HeaderName = HeaderName::from_static("x-correlation-id");

/// Takes the caller's trace id or generates one, returns it in the response, and logs the request.
///
/// # Errors
///
/// Those of the inner layers.
pub async fn trace(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let given = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    let trace_id = match given.and_then(trace_of) {
        Some(trace_id) => trace_id,
        None => state(&request)?.clock.new_id().simple().to_string(),
    };
    let method = request.method().clone();
    request.extensions_mut().insert(TraceId(trace_id.clone()));
    let mut response = next.call(request).await?.map_into_boxed_body();
    if let Ok(value) = HeaderValue::from_str(&trace_id) {
        response.headers_mut().insert(CORRELATION, value);
    }
    // The pattern, never the path or the query, which may contain personal data.
    tracing::info!(
        %method,
        route = response.request().match_pattern().as_deref().unwrap_or("-"),
        status = response.status().as_u16(),
        micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        trace_id,
        "request"
    );
    Ok(response)
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
