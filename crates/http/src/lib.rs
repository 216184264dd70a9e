//! The HTTP layer: middleware, problems, validation against the contract, preconditions, cursors.
//! It knows neither the resources nor the database; idempotent retries, which share a transaction
//! with their effect, are in `ptp-api`.

pub mod accept;
mod arrival;
pub mod body;
pub mod contract;
pub mod credentials;
pub mod cursor;
pub mod digest;
pub mod etag;
pub mod language;
pub mod layers;
pub mod limits;
pub mod merge_patch;
pub mod offload;
pub mod page;
pub mod parameters;
pub mod precondition;
pub mod problem;
pub mod rendition;
pub mod show;
pub mod state;
pub mod strict_json;
pub mod wire;

/// The media type of `PATCH` bodies (RFC 7396).
pub const MERGE_PATCH: &str = "application/merge-patch+json";

/// The media type of every other body.
pub const JSON: &str = "application/json";

/// The maximum size of a body, in bytes.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// The maximum length of path and query, in characters.
pub const LONGEST_URI: usize = 8_000;

/// The maximum size of all headers, in bytes.
pub const LARGEST_HEAD: usize = 32_000;
