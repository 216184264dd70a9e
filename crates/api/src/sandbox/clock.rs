//! `/sandbox/clock`: the movable clock of the demo.

use actix_web::web::Data;
use actix_web::{HttpResponse, delete, get, put};
use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use ptp_domain::calendar::{civil_date, in_rome};
use ptp_domain::fault::Invalid;
use ptp_http::body::Body;
use ptp_http::show::plain;
use ptp_http::wire::{InstantInput, InstantText, Leaf as _, Read, Reading};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// What time it is in the demo.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SandboxClock {
    /// The instant.
    now: InstantText,
    /// The same on a clock in Rome.
    #[schema(
        max_length = 40,
        pattern = "^[0-9/:+() -]+$",
        example = "26/02/2027 12:00:00 (+01:00)"
    )]
    rome: String,
    /// Whether it is another time than the machine's.
    moved: bool,
}

/// To when, or by how much: one of the two.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(super) struct SandboxClockInput {
    /// What time it shall be.
    now: Option<InstantInput>,
    /// By how many seconds to move it; back if negative.
    #[schema(minimum = -3_155_760_000_i64, maximum = 3_155_760_000_i64, example = 86_400)]
    advance_seconds: Option<i64>,
}

const ONE_OF_TWO: Invalid = Invalid::fixed(
    "one_of_two",
    "indicare now oppure advance_seconds, uno dei due",
    "give now or advance_seconds, one of the two",
);
const OUT_OF_RANGE: Invalid = Invalid::fixed(
    "clock_range",
    "l'orologio della demo va dal 2013 al 2100",
    "the demo's clock goes from 2013 to 2100",
);

/// What time it is in the demo
///
/// Deadlines, graces and terms are judged by this clock.
#[utoipa::path(
    operation_id = "read_sandbox_clock",
    tag = "sandbox",
    responses((status = 200, description = "The time.", body = SandboxClock)),
)]
#[get("/sandbox/clock")]
pub(super) async fn read(service: Data<Service>) -> HttpResponse {
    shown(&service)
}

/// Move the demo's clock
///
/// To an instant or by some seconds; it goes on from there. What the rules say of the poles is then
/// known for five years from the new day on.
#[utoipa::path(
    operation_id = "set_sandbox_clock",
    tag = "sandbox",
    request_body(content = SandboxClockInput, example = json!({"advance_seconds": 86_400})),
    responses((status = 200, description = "The new time.", body = SandboxClock)),
)]
#[put("/sandbox/clock")]
pub(super) async fn set(
    service: Data<Service>,
    body: Body<SandboxClockInput>,
) -> Result<HttpResponse, ApiError> {
    let now = service.clock.now();
    let (to, _) = body.read(|reading| moved(now, reading))?;
    service.clock.set(to);
    let _ = service.store.renew_outcomes(civil_date(to), |_| {}).await?;
    Ok(shown(&service))
}

/// The instant that a request moves the clock to.
fn moved(now: DateTime<Utc>, reading: &mut Reading<'_>) -> Read<DateTime<Utc>> {
    let (property, to) = match ["now", "advance_seconds"].map(|given| reading.has(given)) {
        [true, false] => ("now", Some(reading.required("now", DateTime::read)?)),
        [false, true] => {
            let by = reading.required("advance_seconds", i64::read)?;
            let to = TimeDelta::try_seconds(by).and_then(|by| now.checked_add_signed(by));
            ("advance_seconds", to)
        }
        _ => return reading.take("", Err(ONE_OF_TWO)),
    };
    let in_range = to.filter(|to| (2013..=2100).contains(&to.year()));
    reading.take(property, in_range.ok_or(OUT_OF_RANGE))
}

/// Put the demo's clock right
///
/// Back to the time of the machine.
#[utoipa::path(
    operation_id = "reset_sandbox_clock",
    tag = "sandbox",
    responses((status = 200, description = "The time.", body = SandboxClock)),
)]
#[delete("/sandbox/clock")]
pub(super) async fn reset(service: Data<Service>) -> HttpResponse {
    service.clock.reset();
    shown(&service)
}

fn shown(service: &Service) -> HttpResponse {
    let now = service.clock.now();
    plain(&SandboxClock {
        now: now.into(),
        rome: in_rome(now).format("%d/%m/%Y %H:%M:%S (%:z)").to_string(),
        moved: service.clock.is_moved(),
    })
}
