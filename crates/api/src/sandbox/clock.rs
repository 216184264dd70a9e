//! `/sandbox/clock`: the time of the demo, moved.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, put};
use chrono::{SecondsFormat, TimeDelta};
use ptp_domain::calendar::{in_rome, parse_instant};
use serde::Deserialize;
use serde_json::json;

use crate::http::show::plain;
use crate::problem::ApiError;
use crate::service::Service;

/// To when, or by how much: one of the two.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockInput {
    /// An instant, or a local time in Rome.
    now: Option<String>,
    /// Seconds, back if negative.
    advance_seconds: Option<i64>,
}

#[get("/sandbox/clock")]
pub(super) async fn read(service: Data<Service>) -> HttpResponse {
    shown(&service)
}

#[put("/sandbox/clock")]
pub(super) async fn set(
    service: Data<Service>,
    input: Json<ClockInput>,
) -> Result<HttpResponse, ApiError> {
    match (&input.now, input.advance_seconds.and_then(TimeDelta::try_seconds)) {
        (Some(now), None) => {
            let now = parse_instant(now)
                .map_err(|invalid| ApiError::InvalidBody(vec![invalid.at("/now")]))?;
            service.clock.set(now);
        }
        (None, Some(by)) => service.clock.advance(by),
        _ => {
            return Err(ApiError::InvalidBody(vec![crate::wire::REQUIRED.at("/now")]));
        }
    }
    Ok(shown(&service))
}

#[delete("/sandbox/clock")]
pub(super) async fn reset(service: Data<Service>) -> HttpResponse {
    service.clock.reset();
    shown(&service)
}

fn shown(service: &Service) -> HttpResponse {
    let now = service.clock.now();
    plain(&json!({
        "now": now.to_rfc3339_opts(SecondsFormat::Micros, true),
        "rome": in_rome(now).format("%d/%m/%Y %H:%M:%S (%:z)").to_string(),
        "moved": service.clock.is_moved(),
    }))
}
