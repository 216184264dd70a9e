//! Problems (RFC 9457), complete but for the language they are rendered in.

mod kind;
pub mod own;
mod view;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue, TryIntoHeaderValue};
use actix_web::{HttpResponse, ResponseError};
use ptp_domain::fault::Fault;
use ptp_domain::language::Language;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use serde::Serialize;
use serde_json::{Map, Value};

pub use kind::ProblemType;
use view::ProblemView;
pub use view::{ProblemBase, ProblemFault};

/// The maximum number of faults listed in a problem.
pub const MOST_FAULTS: usize = 100;

/// The media type of problems.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// An error response in the making.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Its type.
    pub kind: &'static ProblemType,
    /// All faults found; the first [`MOST_FAULTS`] are shown.
    pub errors: Vec<Fault>,
    rest: Box<Rest>,
}

/// What only rendering looks at. Boxed, so that a `Result` is small where nothing is wrong.
#[derive(Clone, Debug)]
struct Rest {
    detail: Text,
    members: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<String>,
}

impl Problem {
    /// A problem of a type, with its `detail`.
    #[must_use]
    pub fn new(kind: &'static ProblemType, detail: Text) -> Self {
        let rest = Rest { detail, members: Map::new(), headers: Vec::new(), cause: None };
        Self { kind, errors: Vec::new(), rest: Box::new(rest) }
    }

    /// A problem whose `detail` is the advice of its type.
    #[must_use]
    pub fn of(kind: &'static ProblemType) -> Self {
        Self::new(kind, kind.advice().clone())
    }

    /// Adds the faults found.
    #[must_use]
    pub fn with_errors(self, errors: Vec<Fault>) -> Self {
        Self { errors, ..self }
    }

    /// Prefixes the pointers of the faults, for a document that contains this one.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.errors.iter_mut().for_each(|fault| fault.pointer.insert_str(0, prefix));
        self
    }

    /// Adds an extension member (RFC 9457, section 3.2); a value that is not JSON is logged and
    /// dropped.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => {
                self.rest.members.insert(name.to_owned(), value);
            }
            Err(error) => tracing::error!(%error, name, "an extension member cannot be serialised"),
        }
        self
    }

    /// Adds a header; an invalid value is logged and dropped.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: impl TryIntoHeaderValue) -> Self {
        if let Ok(value) = value.try_into_value() {
            self.rest.headers.push((name, value));
        } else {
            tracing::error!(%name, "invalid header value");
        }
        self
    }

    /// Adds the cause, which is only logged.
    #[must_use]
    pub fn caused_by(mut self, cause: String) -> Self {
        self.rest.cause = Some(cause);
        self
    }

    /// The response in one language.
    #[must_use]
    pub fn response(&self, language: Language, instance: &str, trace_id: &str) -> HttpResponse {
        if let Some(cause) = &self.rest.cause {
            tracing::error!(trace_id, cause, "internal error");
        }
        let text = |text: &Text| text.in_language(language).to_owned();
        let base = ProblemBase {
            r#type: format!("/problems/{}", self.kind.slug()),
            title: text(self.kind.title()),
            status: self.kind.status().as_u16(),
            detail: text(&self.rest.detail),
            instance: instance.to_owned(),
            trace_id: trace_id.to_owned(),
            errors: self
                .errors
                .iter()
                .take(MOST_FAULTS)
                .map(|fault| ProblemFault::of(fault, language))
                .collect(),
        };
        let mut response = HttpResponse::build(self.kind.status());
        response
            .insert_header((header::CONTENT_TYPE, PROBLEM_JSON))
            .insert_header((header::CONTENT_LANGUAGE, language.code()))
            .insert_header((header::CACHE_CONTROL, "no-store"));
        for header in &self.rest.headers {
            response.insert_header(header.clone());
        }
        response.json(ProblemView { base, members: &self.rest.members })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.kind.slug())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    /// An empty response: the `problems` layer knows the caller's language and renders it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
