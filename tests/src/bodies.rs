//! The bodies that tests act for.

/// The body that the usual applicant acts for.
pub const ORGANISATION: &str = "94004480151";

/// A body that owns no pole unless a test says so.
pub const OTHER: &str = "80050050154";
