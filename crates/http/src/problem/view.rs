//! The JSON form of problems (RFC 9457).

use ptp_domain::fault::Fault;
use ptp_domain::language::Language;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A problem on the wire: what all kinds have, and what some add.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBase {
    /// What kind of problem: a page that explains it.
    #[schema(max_length = 200, format = "uri-reference", example = "/problems/invalid-body")]
    pub r#type: String,
    /// What the kind is called.
    #[schema(
        max_length = 200,
        pattern = r"^[^\u0000-\u001F]*$",
        example = "Contenuto non accettabile"
    )]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// What happened, and what to do.
    #[schema(max_length = 4000, pattern = r"^[^\u0000-\u001F]*$")]
    pub detail: String,
    /// The path that was asked.
    #[schema(max_length = 4000, format = "uri-reference", example = "/v1/poles")]
    pub instance: String,
    /// What to quote when reporting it.
    #[schema(
        max_length = 64,
        pattern = "^[0-9a-f]{32}$",
        example = "4bf92f3577b34da6a3ce929d0e0e4736"
    )]
    pub trace_id: String,
    /// Every fault that was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100, required = false)]
    pub errors: Vec<ProblemFault>,
}

/// A fault in a request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProblemFault {
    /// Where, as a JSON pointer into the body, or the name of a parameter after a slash.
    #[schema(
        max_length = 1000,
        pattern = r"^(/[^\u0000-\u001F]*)?$",
        example = "/members/2/tax_code"
    )]
    pub pointer: String,
    /// Which fault, for programs.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "tax_code_check")]
    pub code: String,
    /// Which fault, for people.
    #[schema(max_length = 1000, pattern = r"^[^\u0000-\u001F]*$")]
    pub message: String,
}

impl ProblemFault {
    /// A fault, in one language.
    #[must_use]
    pub fn of(fault: &Fault, language: Language) -> Self {
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.to_owned(),
            message: fault.message.in_language(language).to_owned(),
        }
    }
}

/// A problem as JSON, with its extension members.
#[derive(Serialize)]
pub(super) struct ProblemView<'a> {
    #[serde(flatten)]
    pub(super) base: ProblemBase,
    #[serde(flatten)]
    pub(super) members: &'a Map<String, Value>,
}
