//! Logging to stderr, filtered by `PTP_LOG`.
//!
//! Log messages must not contain personal data, tokens or passwords.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// Starts logging.
///
/// # Errors
///
/// The filter is invalid, or logging has already started.
pub fn start(filter: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| Failure::configuration(format!("PTP_LOG is invalid: {error}")))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init()
        .map_err(|error| Failure::because("cannot start logging", &*error))
}
