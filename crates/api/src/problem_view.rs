//! Problems as they stand on the wire (RFC 9457).

use serde::Serialize;
use utoipa::ToSchema;

use crate::compliance::report::ComplianceReport;
use crate::wire::{InstantText, flattened};

/// A problem on the wire: what all kinds have, and what some add.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemBase {
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

/// A problem on the wire.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    #[serde(flatten)]
    pub(crate) base: ProblemBase,
    #[serde(flatten)]
    pub(crate) extension: Extension,
}
flattened!(Problem as "Problem": "What went wrong (RFC 9457).", [ProblemBase, Extension], optional &["errors"]);

/// What some kinds of problem add.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extension {
    /// `invalid-token`: which check failed; `wrong-state`: what stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "expired")]
    pub(crate) reason: Option<String>,
    /// `wrong-state`: the state of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "published")]
    pub(crate) resource_status: Option<String>,
    /// `wrong-state`: what the caller may do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    pub(crate) allowed_actions: Option<Vec<String>>,
    /// `call-not-open`: first instant of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) opens_at: Option<InstantText>,
    /// `call-not-open`: last instant of the window, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) closes_at: Option<InstantText>,
    /// `call-not-open`: the instant of receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) received_at: Option<InstantText>,
    /// `not-compliant`: the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ComplianceReport>)]
    pub(crate) report: Option<serde_json::Value>,
    /// `stale`: the version of the resource now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 4)]
    pub(crate) current_version: Option<i64>,
    /// `stale`: what changed since the version that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub(crate) changed_fields: Option<Vec<String>>,
}

/// A fault in a request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProblemFault {
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
