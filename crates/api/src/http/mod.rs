//! HTTP's own matters: bodies, parameters, tags, languages, retries.

pub(crate) mod accept;
pub(crate) mod body;
pub(crate) mod etag;
pub(crate) mod idempotency;
mod json;
pub(crate) mod language;
pub(crate) mod limits;
pub(crate) mod middleware;
pub(crate) mod page;
pub(crate) mod parameters;
pub(crate) mod patch;
mod schemas;
pub(crate) mod show;
pub(crate) mod validation;
pub(crate) mod versions;

/// The only media type of `PATCH` (RFC 7396).
pub(crate) const MERGE_PATCH: &str = "application/merge-patch+json";

/// The media type of every other body.
pub(crate) const JSON: &str = "application/json";

/// No body is larger, in bytes.
pub(crate) const LARGEST_BODY: usize = 1024 * 1024;

/// No path with its query is longer, in characters.
pub(crate) const LONGEST_URI: usize = 8_000;

/// No headers are larger together, in bytes.
pub(crate) const LARGEST_HEAD: usize = 32_000;
