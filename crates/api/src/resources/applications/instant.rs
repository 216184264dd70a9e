//! The instant of a submission that could not be registered at once.
//!
//! It is handed out signed, and whoever brings it back within an hour is judged by it: nobody who
//! was in time is late because the service was busy.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, TimeDelta, Utc};
use ptp_auth::receipt_keys::Document;
use ptp_domain::calendar::parse_instant;
use ptp_domain::call::Call;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Actor;
use ptp_http::parameters::header_once;
use ptp_http::problem::own::malformed;
use ptp_http::wire::InstantText;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cases::idempotent::client;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The header that brings the instant back.
const HEADER: &str = "Submission-Instant";

/// For how long it can be brought back.
const VALID_FOR: TimeDelta = TimeDelta::hours(1);

/// By how much the clocks of replicas may differ.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// The longest value that is looked at, in bytes.
const LONGEST: usize = 4_000;

/// Who submits which pole under which call, and when the request was read.
pub(crate) struct Submitted<'a> {
    pub(crate) service: &'a Service,
    pub(crate) actor: &'a Actor,
    pub(crate) call: Id<Call>,
    pub(crate) pole: Id<Pole>,
    pub(crate) read_at: DateTime<Utc>,
}

/// What was signed.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    call_id: Uuid,
    pole_id: Uuid,
    /// Who submitted, as a digest.
    caller: String,
    instant: InstantText,
}

/// An instant that was handed out before, if the request brings one.
#[derive(Debug, Default)]
pub(crate) struct SubmissionInstant(Option<String>);

const FOREIGN: Invalid = Invalid::fixed(
    "submission_instant",
    "non è il submission_instant rilasciato per questa domanda: ripeterlo così com'è, con gli stessi \
     call_id e pole_id e con le stesse credenziali",
    "not the submission_instant that was handed out for this request: repeat it as it is, with the \
     same call_id and pole_id and the same credentials",
);
const EXPIRED: Invalid = Invalid::fixed(
    "submission_instant_expired",
    "valeva un'ora: inviare la domanda senza questa intestazione",
    "it was valid for an hour: send the request without this header",
);

impl FromRequest for SubmissionInstant {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let value = header_once(request, HEADER, |jws| jws.len() <= LONGEST, FOREIGN);
        ready(value.map(Self).map_err(ApiError::from))
    }
}

impl SubmissionInstant {
    /// The instant that is brought back for a submission, which was read again at its own.
    pub(crate) fn of(&self, submitted: &Submitted<'_>) -> Result<Option<DateTime<Utc>>, ApiError> {
        let now = submitted.read_at;
        let Some(jws) = &self.0 else { return Ok(None) };
        let keys = &submitted.service.receipt_keys;
        let claims: Claims = keys.open(Document::Instant, jws).map_err(|_| refused(FOREIGN))?;
        let instant = parse_instant(&claims.instant.0).map_err(|_| refused(FOREIGN))?;
        if claims != Claims::of(submitted, instant) || instant > now + SKEW {
            return Err(refused(FOREIGN));
        }
        if now.signed_duration_since(instant) > VALID_FOR {
            return Err(refused(EXPIRED));
        }
        Ok(Some(instant))
    }
}

impl Claims {
    fn of(submitted: &Submitted<'_>, instant: DateTime<Utc>) -> Self {
        Self {
            call_id: submitted.call.uuid(),
            pole_id: submitted.pole.uuid(),
            caller: client(submitted.actor),
            instant: instant.into(),
        }
    }
}

/// What is answered instead of "busy": when the submission was read first, signed.
pub(crate) fn deferred(submitted: &Submitted<'_>, instant: &SubmissionInstant) -> ApiError {
    let received_at = match instant.of(submitted) {
        Ok(first) => first.unwrap_or(submitted.read_at),
        Err(refused) => return refused,
    };
    let claims = Claims::of(submitted, received_at);
    match submitted.service.receipt_keys.sign(Document::Instant, &claims) {
        Ok(signed) => ApiError::Deferred { received_at, signed },
        Err(error) => ApiError::Internal(error.to_string()),
    }
}

fn refused(invalid: Invalid) -> ApiError {
    malformed(HEADER, invalid).into()
}
