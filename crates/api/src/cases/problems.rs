//! The errors of operations, as one enumeration that is converted to problems (RFC 9457) in one
//! place.

use actix_web::http::header;
use chrono::{DateTime, Utc};
use ptp_auth::{CHALLENGE, TokenFault};
use ptp_domain::call::{CallStatus, Phase};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::policy::Action;
use ptp_domain::sentence::{self, complete};
use ptp_domain::text::Text;
use ptp_http::problem::Problem;
use ptp_http::problem::own::{self, RETRY_SOON};
use ptp_http::wire::{Coded, InstantText};
use ptp_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::catalogue::{
    ALREADY_EXISTS, CALL_NOT_OPEN, FORBIDDEN, IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED,
    INVALID_TOKEN, NEWER_RELEASE, NOT_COMPLIANT, NOT_FOUND, NOT_RECORDED, STALE,
    SUBMISSION_DEFERRED, TOO_MANY_DRAFTS, UNAUTHENTICATED, WRONG_STATE,
};
use super::sentences::{not_allowed, not_open};
use super::words::ActionCode;

/// The error of an operation.
#[derive(Clone, Debug)]
pub enum ApiError {
    /// A problem of the HTTP layer.
    Http(Problem),
    /// The token is missing.
    Unauthenticated,
    /// The token was rejected.
    TokenRefused(TokenFault),
    /// The caller's roles never allow it.
    Forbidden(Action),
    /// The resource does not exist, or the caller may not see it.
    NotFound,
    /// The reference data does not have it; with what may help.
    Unlisted(Text),
    /// The body is JSON, but not valid.
    InvalidBody(Vec<Fault>),
    /// The state does not allow it.
    WrongState {
        /// The current status.
        status: &'static str,
        /// What blocks the step.
        reason: Invalid,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// The network of a recognised pole does not change directly.
    RequestNeeded {
        /// The current status.
        status: &'static str,
        /// Why, and how it changes.
        reason: Invalid,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
        /// The pole.
        pole: Uuid,
    },
    /// The call does not accept applications at the instant of receipt.
    CallNotOpen {
        /// Where the call stands.
        status: CallStatus,
        /// The phase of the call at the instant of receipt.
        phase: Phase,
        /// First instant of the window.
        opens_at: DateTime<Utc>,
        /// Last instant of the window.
        closes_at: DateTime<Utc>,
        /// The instant of receipt.
        received_at: DateTime<Utc>,
    },
    /// What was known of the pole at the instant is not on record; since when it is.
    NotRecorded(Option<DateTime<Utc>>),
    /// The pole does not meet the rules of the call; with the report.
    NotCompliant(serde_json::Value),
    /// The resource has changed since the caller read it.
    Stale {
        /// Its current version.
        current_version: i64,
        /// The properties changed since the caller's version.
        changed_fields: Vec<String>,
    },
    /// The owner has as many drafts as it may have.
    TooManyDrafts(u64),
    /// The resource to be created exists already.
    AlreadyExists(Fault),
    /// The key was used for another request.
    IdempotencyKeyReused,
    /// The first request with this key is still running.
    IdempotencyInProgress,
    /// The service could not register an application that it has read.
    Deferred {
        /// When it was read.
        received_at: DateTime<Utc>,
        /// The same, signed: to be brought back.
        signed: String,
    },
    /// The database does not respond.
    Unavailable,
    /// The transaction can be retried: what it rests on has changed, or the database gave it up.
    Aborted,
    /// A newer release stored more than this one knows, and that would be lost or left out.
    NewerRelease,
    /// A bug; the cause is logged.
    Internal(String),
}

/// How a recognised network changes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Way {
    /// The operation, by its `operationId`.
    action: ActionCode,
    /// Its method.
    #[schema(max_length = 10, pattern = "^[A-Z]+$", example = "POST")]
    method: &'static str,
    /// Its address, relative to the host.
    #[schema(
        max_length = 500,
        format = "uri-reference",
        example = "/v1/poles/0190/change-requests"
    )]
    href: String,
}

impl Way {
    /// The ways of a pole.
    fn of(pole: Uuid) -> Vec<Self> {
        let way = |action, noun| Self {
            action: Coded(action),
            method: "POST",
            href: format!("/v1/poles/{pole}/{noun}"),
        };
        vec![
            way(Action::FileChangeRequest, "change-requests"),
            way(Action::FileCommunication, "communications"),
        ]
    }
}

impl ApiError {
    /// The refusal of a pole, with its report.
    pub(crate) fn not_compliant(report: &impl serde::Serialize) -> Self {
        match serde_json::to_value(report) {
            Ok(report) => Self::NotCompliant(report),
            Err(error) => Self::Internal(error.to_string()),
        }
    }
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Http(problem) => problem,
            ApiError::Unauthenticated => Self::new(
                &UNAUTHENTICATED,
                Text::fixed(
                    "Questa operazione richiede un token: Authorization: Bearer <JWT>.",
                    "This operation needs a token: Authorization: Bearer <JWT>.",
                ),
            )
            .with_header(header::WWW_AUTHENTICATE, CHALLENGE),
            ApiError::TokenRefused(fault) => Self::new(&INVALID_TOKEN, fault.message())
                .with("reason", fault.code())
                .with_header(header::WWW_AUTHENTICATE, fault.challenge()),
            ApiError::Forbidden(action) => Self::new(&FORBIDDEN, not_allowed(action)),
            ApiError::NotFound => Self::new(
                &NOT_FOUND,
                Text::fixed(
                    "La risorsa non esiste o non è visibile con queste credenziali.",
                    "The resource does not exist, or these credentials cannot see it.",
                ),
            ),
            ApiError::Unlisted(detail) => Self::new(&NOT_FOUND, detail),
            ApiError::InvalidBody(faults) => own::invalid_body(faults),
            ApiError::WrongState { status, reason, allowed } => {
                Self::new(&WRONG_STATE, complete(&reason.message))
                    .with("reason", reason.code)
                    .with("resource_status", status)
                    .with("allowed_actions", allowed)
            }
            ApiError::RequestNeeded { status, reason, allowed, pole } => {
                Self::new(&WRONG_STATE, complete(&reason.message))
                    .with("reason", reason.code)
                    .with("resource_status", status)
                    .with("allowed_actions", allowed)
                    .with("ways", Way::of(pole))
            }
            ApiError::CallNotOpen { status, phase, opens_at, closes_at, received_at } => {
                Self::new(&CALL_NOT_OPEN, not_open(status, phase, opens_at, closes_at))
                    .with("opens_at", InstantText::from(opens_at))
                    .with("closes_at", InstantText::from(closes_at))
                    .with("received_at", InstantText::from(received_at))
            }
            ApiError::NotRecorded(earliest) => {
                let problem = Self::new(&NOT_RECORDED, sentence::not_recorded(earliest));
                match earliest {
                    Some(at) => problem.with("earliest", InstantText::from(at)),
                    None => problem,
                }
            }
            ApiError::NotCompliant(report) => Self::new(
                &NOT_COMPLIANT,
                Text::fixed(
                    "Alla data di riferimento del bando il polo non è conforme: il rapporto allegato \
                     indica i requisiti non soddisfatti e come soddisfarli. Nulla è stato registrato.",
                    "On the reference date of the call the pole is not compliant: the report says \
                     which requirements are not met, and what would meet them. Nothing was recorded.",
                ),
            )
            .with("report", report),
            ApiError::Stale { current_version, changed_fields } => Self::new(
                &STALE,
                Text::fixed(
                    "La risorsa è stata modificata nel frattempo: occorre rileggerla e riprovare con \
                     il nuovo ETag.",
                    "The resource has changed in the meantime: read it again and retry with the new \
                     ETag.",
                ),
            )
            .with("current_version", current_version)
            .with("changed_fields", changed_fields),
            ApiError::TooManyDrafts(most) => {
                Self::new(&TOO_MANY_DRAFTS, sentence::too_many_drafts(most))
            }
            ApiError::AlreadyExists(fault) => {
                Self::new(&ALREADY_EXISTS, fault.message.clone()).with_errors(vec![fault])
            }
            ApiError::IdempotencyKeyReused => Self::new(
                &IDEMPOTENCY_KEY_REUSED,
                Text::fixed(
                    "La stessa Idempotency-Key è stata usata per una richiesta diversa: usarne \
                     una nuova.",
                    "The same Idempotency-Key was used for a different request: use a new one.",
                ),
            ),
            ApiError::IdempotencyInProgress => Self::new(
                &IDEMPOTENCY_IN_PROGRESS,
                Text::fixed(
                    "La prima richiesta con questa Idempotency-Key è ancora in corso: riprovare \
                     tra poco.",
                    "The first request with this Idempotency-Key is still running: retry shortly.",
                ),
            )
            .with_header(header::RETRY_AFTER, RETRY_SOON),
            ApiError::Deferred { received_at, signed } => deferred(received_at, signed),
            ApiError::Unavailable | ApiError::Aborted => own::unavailable(),
            ApiError::NewerRelease => {
                Self::of(&NEWER_RELEASE).with_header(header::RETRY_AFTER, RETRY_SOON)
            }
            ApiError::Internal(cause) => own::internal(cause),
        }
    }
}

fn deferred(received_at: DateTime<Utc>, signed: String) -> Problem {
    let detail = Text::fixed(
        "La domanda è stata ricevuta ma non ancora registrata, perché il servizio è occupato. Occorre \
         inviarla di nuovo entro un'ora, con il valore di submission_instant nell'intestazione \
         Submission-Instant: fa fede l'istante indicato da received_at.",
        "The request was received but not registered yet, since the service is busy. Send it again \
         within an hour, with the value of submission_instant in the header Submission-Instant: the \
         instant that received_at gives counts.",
    );
    Problem::new(&SUBMISSION_DEFERRED, detail)
        .with("received_at", InstantText::from(received_at))
        .with("submission_instant", signed)
        .with_header(header::RETRY_AFTER, RETRY_SOON)
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        if *problem.kind == own::INVALID_BODY {
            Self::InvalidBody(problem.errors)
        } else {
            Self::Http(problem)
        }
    }
}

impl From<ApiError> for actix_web::Error {
    fn from(error: ApiError) -> Self {
        Problem::from(error).into()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Unavailable,
            // Either way nothing was written, and the change is judged anew.
            StoreError::Stale | StoreError::Aborted => Self::Aborted,
            StoreError::Newer => Self::NewerRelease,
            StoreError::Duplicate | StoreError::Corrupt(_) | StoreError::Database(_) => {
                Self::Internal(error.to_string())
            }
        }
    }
}
