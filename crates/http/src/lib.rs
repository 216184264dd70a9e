//! HTTP's own matters: layers, problems, bodies and queries against a contract, preconditions,
//! cursors. It knows neither the regulation's resources nor the database: retries, which belong to
//! the transaction of their effect, are the api's.

pub mod accept;
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
pub mod parameters;
pub mod precondition;
pub mod problem;
pub mod show;
pub mod state;
pub mod strict_json;
pub mod wire;

/// The only media type of `PATCH` (RFC 7396).
pub const MERGE_PATCH: &str = "application/merge-patch+json";

/// The media type of every other body.
pub const JSON: &str = "application/json";

/// No body is larger, in bytes.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// No path with its query is longer, in characters.
pub const LONGEST_URI: usize = 8_000;

/// No headers are larger together, in bytes.
pub const LARGEST_HEAD: usize = 32_000;
