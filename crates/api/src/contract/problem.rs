//! The schema of problems: common and extension members.

use ptp_http::problem::ProblemBase;
use ptp_http::wire::{InstantText, flattened};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::problems::Way;
use crate::resources::compliance::report::ComplianceReport;
use crate::resources::events::place::LogHead;

/// A problem on the wire.
pub(super) struct Problem;
flattened!(Problem as "Problem": "What went wrong (RFC 9457).", [ProblemBase, Extension], optional &["errors"]);

/// The extension members of some problem types.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Extension {
    /// `invalid-token`: which check failed; `wrong-state`: what stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "expired")]
    reason: Option<String>,
    /// `wrong-state`: the state of the resource.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, pattern = "^[a-z_]+$", example = "published")]
    resource_status: Option<String>,
    /// `wrong-state`: what the caller may do instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    allowed_actions: Option<Vec<String>>,
    /// `wrong-state`, if a recognised network is changed directly: how it changes instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Way>>, max_items = 5)]
    ways: Option<serde_json::Value>,
    /// `call-not-open`: first instant of the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens_at: Option<InstantText>,
    /// `call-not-open`: last instant of the window, included.
    #[serde(skip_serializing_if = "Option::is_none")]
    closes_at: Option<InstantText>,
    /// `call-not-open`, `submission-deferred`: the instant of receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<InstantText>,
    /// `submission-deferred`: the instant, signed, for the header `Submission-Instant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        max_length = 4000,
        pattern = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        example = "eyJhbGciOiJFZERTQSJ9.eyJpbnN0YW50IjoiMjAyNyJ9.c2lnbmF0dXJl"
    )]
    submission_instant: Option<String>,
    /// `not-recorded`: the first instant of which something is kept, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    earliest: Option<InstantText>,
    /// `malformed-parameter`, of `after`: the last event of the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<LogHead>,
    /// `not-compliant`: the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ComplianceReport>)]
    report: Option<serde_json::Value>,
    /// `stale`: the version of the resource now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 4)]
    current_version: Option<i64>,
    /// `stale`: what changed since the version that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    changed_fields: Option<Vec<String>>,
}
