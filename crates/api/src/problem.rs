//! Problems (RFC 9457): one catalogue, one rendering.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use chrono::{DateTime, Utc};
use ptp_domain::call::{CallStatus, Phase};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::policy::Action;
use ptp_domain::text::{Language, Text};
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::StoreError;

use crate::problem_catalogue::ProblemType;
use crate::problem_view::{Extension, Problem, ProblemBase, ProblemFault};
use crate::problem_words::{listed, not_allowed, not_open, sentence};
use ptp_auth::TokenFault;

/// At most this many faults are listed in one problem.
pub const MOST_FAULTS: usize = 100;

/// What an operation answers instead of what was asked.
#[derive(Clone, Debug)]
pub enum ApiError {
    /// There is no token.
    Unauthenticated,
    /// There is one, and it is not accepted.
    TokenRefused(TokenFault),
    /// The caller's roles can never do this.
    Forbidden(Action),
    /// There is nothing, or nothing that the caller may see.
    NotFound,
    /// There is no such path.
    NoSuchPath,
    /// The path takes other methods, listed as in `Allow`.
    MethodNotAllowed(String),
    /// The body is not JSON.
    MalformedJson(Text),
    /// Parameters of the path, the query or the headers cannot be read.
    MalformedParameters(Vec<Fault>),
    /// The caller takes no JSON.
    NotAcceptable,
    /// Path and query are too long.
    UriTooLong,
    /// The headers are too large.
    HeadersTooLarge,
    /// The client has used up its requests; in so many seconds there is another.
    TooManyRequests(u64),
    /// The body has another media type than this.
    UnsupportedMediaType(&'static str),
    /// The body is compressed.
    CompressedBody,
    /// The body did not arrive in time.
    RequestTimeout,
    /// The body is larger than so many bytes.
    TooLarge(usize),
    /// The body is JSON, and cannot be accepted.
    InvalidBody(Vec<Fault>),
    /// The state does not allow it.
    WrongState {
        /// The state as it is.
        status: &'static str,
        /// What stands in the way.
        reason: Invalid,
        /// What the caller may do instead.
        allowed: Vec<&'static str>,
    },
    /// The call does not receive applications at the instant of receipt.
    CallNotOpen {
        /// Where the call stands.
        status: CallStatus,
        /// Where the instant of receipt lies.
        phase: Phase,
        /// First instant of the window.
        opens_at: DateTime<Utc>,
        /// Last instant of the window.
        closes_at: DateTime<Utc>,
        /// The instant of receipt.
        received_at: DateTime<Utc>,
    },
    /// The rules of the call refuse the pole; the report says why.
    NotCompliant(serde_json::Value),
    /// Somebody else changed the resource meanwhile.
    Stale {
        /// Its version now.
        current_version: i64,
        /// What changed since the version that was seen.
        changed_fields: Vec<String>,
    },
    /// `If-Match` is missing.
    PreconditionRequired,
    /// What would be created is there already.
    AlreadyExists(Fault),
    /// The key was used for another request.
    IdempotencyKeyReused,
    /// The first request with this key is still running.
    IdempotencyInProgress,
    /// The database does not answer now.
    Unavailable,
    /// The database gave the transaction up for another one: it may be begun anew.
    Aborted,
    /// A defect of the service; what it is goes to the log.
    Internal(String),
}

impl ApiError {
    /// The refusal of a pole, with the report that says why.
    pub(crate) fn not_compliant(report: &impl serde::Serialize) -> Self {
        match serde_json::to_value(report) {
            Ok(report) => Self::NotCompliant(report),
            Err(error) => Self::Internal(error.to_string()),
        }
    }

    /// Its type in the catalogue.
    #[must_use]
    pub const fn kind(&self) -> ProblemType {
        match self {
            Self::Unauthenticated => ProblemType::Unauthenticated,
            Self::TokenRefused(_) => ProblemType::InvalidToken,
            Self::Forbidden(_) => ProblemType::Forbidden,
            Self::NotFound => ProblemType::NotFound,
            Self::NoSuchPath => ProblemType::NoSuchPath,
            Self::MethodNotAllowed(_) => ProblemType::MethodNotAllowed,
            Self::NotAcceptable => ProblemType::NotAcceptable,
            Self::MalformedJson(_) => ProblemType::MalformedJson,
            Self::MalformedParameters(_) => ProblemType::MalformedParameter,
            Self::UnsupportedMediaType(_) | Self::CompressedBody => {
                ProblemType::UnsupportedMediaType
            }
            Self::RequestTimeout => ProblemType::RequestTimeout,
            Self::TooLarge(_) => ProblemType::TooLarge,
            Self::UriTooLong => ProblemType::UriTooLong,
            Self::HeadersTooLarge => ProblemType::HeadersTooLarge,
            Self::InvalidBody(_) => ProblemType::InvalidBody,
            Self::WrongState { .. } => ProblemType::WrongState,
            Self::CallNotOpen { .. } => ProblemType::CallNotOpen,
            Self::NotCompliant(_) => ProblemType::NotCompliant,
            Self::Stale { .. } => ProblemType::Stale,
            Self::PreconditionRequired => ProblemType::PreconditionRequired,
            Self::AlreadyExists(_) => ProblemType::AlreadyExists,
            Self::IdempotencyKeyReused => ProblemType::IdempotencyKeyReused,
            Self::IdempotencyInProgress => ProblemType::IdempotencyInProgress,
            Self::TooManyRequests(_) => ProblemType::TooManyRequests,
            Self::Unavailable | Self::Aborted => ProblemType::Unavailable,
            Self::Internal(_) => ProblemType::Internal,
        }
    }

    /// What happened, and what to do.
    fn detail(&self) -> Text {
        match self {
            Self::Unauthenticated => Text::fixed(
                "Questa operazione richiede un token: Authorization: Bearer <JWT>.",
                "This operation needs a token: Authorization: Bearer <JWT>.",
            ),
            Self::TokenRefused(fault) => fault.message(),
            Self::Forbidden(action) => not_allowed(*action),
            Self::NotFound => Text::fixed(
                "Non esiste, oppure non è visibile con queste credenziali.",
                "It does not exist, or these credentials cannot see it.",
            ),
            Self::NoSuchPath => Text::fixed(
                "Il percorso non esiste; quelli disponibili sono descritti in /openapi.json.",
                "There is no such path; those that exist are described in /openapi.json.",
            ),
            Self::MethodNotAllowed(allow) => Text::new(
                format!("Questo percorso ammette: {allow}."),
                format!("This path takes: {allow}."),
            ),
            Self::NotAcceptable
            | Self::RequestTimeout
            | Self::UriTooLong
            | Self::HeadersTooLarge => self.kind().advice(),
            Self::CompressedBody => Text::fixed(
                "Il corpo non può essere compresso: inviarlo senza Content-Encoding.",
                "The body may not be compressed: send it without Content-Encoding.",
            ),
            Self::TooManyRequests(seconds) => Text::new(
                format!("Troppe richieste: la prossima fra {seconds} secondi."),
                format!("Too many requests: the next one in {seconds} seconds."),
            ),
            Self::MalformedJson(detail) => detail.clone(),
            Self::MalformedParameters(_) => Text::fixed(
                "Uno o più parametri non si possono leggere: vedere errors.",
                "One or more parameters cannot be read: see errors.",
            ),
            Self::UnsupportedMediaType(expected) => Text::new(
                format!("Il corpo deve avere Content-Type: {expected}."),
                format!("The body must have Content-Type: {expected}."),
            ),
            Self::TooLarge(most) => Text::new(
                format!("Il corpo supera il limite di {most} byte."),
                format!("The body exceeds the limit of {most} bytes."),
            ),
            Self::InvalidBody(faults) => listed(faults.len()),
            Self::WrongState { reason, .. } => sentence(&reason.message),
            Self::CallNotOpen { status, phase, opens_at, closes_at, .. } => {
                not_open(*status, *phase, *opens_at, *closes_at)
            }
            Self::NotCompliant(_) => Text::fixed(
                "Alla data di riferimento del bando il polo non rispetta le regole: report dice \
                 quali, e che cosa lo renderebbe conforme. Nulla è stato registrato.",
                "On the reference date of the call the pole does not meet the rules: report says \
                 which, and what would make it compliant. Nothing was recorded.",
            ),
            Self::Stale { .. } => Text::fixed(
                "Qualcun altro ha modificato la risorsa: rileggerla e riprovare con il nuovo ETag.",
                "Somebody else changed the resource: read it again and retry with the new ETag.",
            ),
            Self::PreconditionRequired => Text::fixed(
                "Inviare If-Match con l'ETag della versione letta.",
                "Send If-Match with the ETag of the version that was read.",
            ),
            Self::AlreadyExists(fault) => fault.message.clone(),
            Self::IdempotencyKeyReused => Text::fixed(
                "La stessa Idempotency-Key è stata usata per una richiesta diversa: usarne una \
                 nuova.",
                "The same Idempotency-Key was used for a different request: use a new one.",
            ),
            Self::IdempotencyInProgress => Text::fixed(
                "La prima richiesta con questa Idempotency-Key è ancora in corso: riprovare tra \
                 poco.",
                "The first request with this Idempotency-Key is still running: retry shortly.",
            ),
            Self::Unavailable | Self::Aborted => Text::fixed(
                "Il servizio è momentaneamente occupato: riprovare tra poco; una POST con la stessa \
                 Idempotency-Key.",
                "The service is busy at the moment: retry shortly; a POST with the same \
                 Idempotency-Key.",
            ),
            Self::Internal(_) => Text::fixed(
                "Si è verificato un errore interno; segnalarlo indicando trace_id.",
                "An internal error occurred; report it with the trace_id.",
            ),
        }
    }

    fn faults(&self) -> &[Fault] {
        match self {
            Self::MalformedParameters(faults) | Self::InvalidBody(faults) => faults,
            Self::AlreadyExists(fault) => std::slice::from_ref(fault),
            _ => &[],
        }
    }

    /// The whole answer, in one language.
    pub(crate) fn response(
        &self,
        language: Language,
        instance: &str,
        trace_id: &str,
    ) -> HttpResponse {
        let kind = self.kind();
        let (status, slug, title) = (kind.status(), kind.slug(), kind.title());
        if let Self::Internal(cause) = self {
            tracing::error!(trace_id, cause, "internal error");
        }
        let text = |text: Text| text.in_language(language).to_owned();
        let base = ProblemBase {
            r#type: format!("/problems/{slug}"),
            title: text(title),
            status: status.as_u16(),
            detail: text(self.detail()),
            instance: instance.to_owned(),
            trace_id: trace_id.to_owned(),
            errors: self
                .faults()
                .iter()
                .take(MOST_FAULTS)
                .map(|fault| ProblemFault {
                    pointer: fault.pointer.clone(),
                    code: fault.code.to_owned(),
                    message: text(fault.message.clone()),
                })
                .collect(),
        };
        let problem = Problem { base, extension: self.extension() };
        let mut response = HttpResponse::build(status);
        response
            .insert_header((header::CONTENT_TYPE, "application/problem+json"))
            .insert_header((header::CONTENT_LANGUAGE, language.code()))
            .insert_header((header::CACHE_CONTROL, "no-store"));
        for (name, value) in self.headers() {
            response.insert_header((name, value));
        }
        response.json(problem)
    }

    fn extension(&self) -> Extension {
        match self {
            Self::WrongState { status, reason, allowed } => Extension {
                reason: Some(reason.code.to_owned()),
                resource_status: Some((*status).to_owned()),
                allowed_actions: Some(allowed.iter().map(|action| (*action).to_owned()).collect()),
                ..Extension::default()
            },
            Self::Stale { current_version, changed_fields } => Extension {
                current_version: Some(*current_version),
                changed_fields: Some(changed_fields.clone()),
                ..Extension::default()
            },
            Self::CallNotOpen { opens_at, closes_at, received_at, .. } => Extension {
                opens_at: Some((*opens_at).into()),
                closes_at: Some((*closes_at).into()),
                received_at: Some((*received_at).into()),
                ..Extension::default()
            },
            Self::NotCompliant(report) => {
                Extension { report: Some(report.clone()), ..Extension::default() }
            }
            Self::TokenRefused(fault) => {
                Extension { reason: Some(fault.code().to_owned()), ..Extension::default() }
            }
            _ => Extension::default(),
        }
    }

    fn headers(&self) -> Vec<(header::HeaderName, HeaderValue)> {
        let value = |text: String| {
            HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("invalid"))
        };
        match self {
            Self::Unauthenticated => {
                vec![(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"ptp\""))]
            }
            Self::TokenRefused(fault) => vec![(header::WWW_AUTHENTICATE, value(fault.challenge()))],
            Self::MethodNotAllowed(allow) => vec![(header::ALLOW, value(allow.clone()))],
            Self::UnsupportedMediaType(expected) => {
                let name = if *expected == crate::http::MERGE_PATCH {
                    header::HeaderName::from_static("accept-patch")
                } else {
                    header::ACCEPT
                };
                vec![(name, HeaderValue::from_static(expected))]
            }
            Self::CompressedBody => {
                vec![(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"))]
            }
            Self::RequestTimeout => {
                vec![(header::CONNECTION, HeaderValue::from_static("close"))]
            }
            Self::TooManyRequests(seconds) => {
                vec![(header::RETRY_AFTER, HeaderValue::from(*seconds))]
            }
            Self::Unavailable | Self::Aborted | Self::IdempotencyInProgress => {
                vec![(header::RETRY_AFTER, HeaderValue::from_static("2"))]
            }
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.kind().slug())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.kind().status()
    }

    /// Empty: the outermost middleware knows the caller's language and writes the problem.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            // Handlers lock what they look at, so what is stale here lost a race that they could
            // not see: to try again is right.
            StoreError::Busy | StoreError::Stale => Self::Unavailable,
            StoreError::Aborted => Self::Aborted,
            StoreError::Duplicate | StoreError::Corrupt(_) | StoreError::Database(_) => {
                Self::Internal(error.to_string())
            }
        }
    }
}
