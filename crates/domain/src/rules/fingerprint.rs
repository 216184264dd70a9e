//! What stands for the rules as they are computed.

/// The fingerprint of engine and tables: whatever was computed by an earlier one is computed anew
/// (`ptp migrate`).
///
/// A number that rises, so that of two releases that run at the same time the later one has its
/// way; then the digest of what the rules say of a fixed corpus of networks. The test
/// `the_fingerprint_is_that_of_the_rules` fails when they say something else of it, and says the
/// new value.
pub const FINGERPRINT: &str = "0003-265efda48b716a7a";
