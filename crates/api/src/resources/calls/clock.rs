//! `read_call_clock`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::{DateTime, Utc};
use ptp_domain::call::{Call, CallStatus};
use ptp_domain::policy::Action;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::show::plain;
use ptp_http::wire::{Coded, InstantText};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::caller::{Caller, op};
use crate::cases::party::LocalizedText;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::{CallStatusCode, PhaseCode};

/// The clock of a call.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallClock {
    /// What time it is here.
    pub server_time: InstantText,
    /// First instant at which applications are received.
    pub opens_at: InstantText,
    /// Last instant at which applications are received.
    pub closes_at: InstantText,
    /// The time zone of dates and local times.
    #[schema(max_length = 40, pattern = "^[A-Za-z_/]+$", example = "Europe/Rome")]
    pub time_zone: String,
    /// Whether the closing instant itself is in time.
    pub inclusive: bool,
    /// Where the call stands: only a published one receives applications.
    pub status: CallStatusCode,
    /// Where the clock is, if the call is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<PhaseCode>,
    /// Whole seconds to the closing; 0 once it has passed, or if the call is not published.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 86400)]
    pub seconds_to_close: i64,
    /// The rule.
    pub rule: LocalizedText,
}

fn clock(call: &Call, now: DateTime<Utc>) -> CallClock {
    let window = call.terms.window;
    let published = call.status == CallStatus::Published;
    let left = (window.closes_at() - now).num_seconds().max(0);
    CallClock {
        server_time: now.into(),
        opens_at: window.opens_at().into(),
        closes_at: window.closes_at().into(),
        time_zone: "Europe/Rome".to_owned(),
        inclusive: true,
        status: Coded(call.status),
        phase: published.then(|| Coded(window.phase(now))),
        seconds_to_close: if published { left } else { 0 },
        rule: Text::fixed(
            "Fa fede l'istante in cui il server riceve la domanda, non una data indicata nella \
             richiesta; l'istante di chiusura è compreso.",
            "The instant at which the server receives the application decides, not a date in the \
             request; the closing instant is included.",
        )
        .into(),
    }
}

/// The clock of a call
///
/// What time it is for this call: the server's receipt instant decides whether one is in time.
#[utoipa::path(
    operation_id = Action::ReadCallClock.code(),
    tag = "calls",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    responses((status = 200, description = "The clock.", body = CallClock)),
)]
#[get("/calls/{call_id}/clock")]
pub(crate) async fn handle(
    caller: Caller<op::ReadCallClock>,
    service: Data<Service>,
    ids: PathIds<1>,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let stored = tx.find_call(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    Ok(plain(&clock(&stored.value, service.clock.now())))
}
