//! What the service logs: on stderr, as much as `PTP_LOG` says.
//!
//! Whoever logs sees to it that no personal data, no token and no password is in it.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// Starts logging.
///
/// # Errors
///
/// The filter cannot be read, or logging was started before.
pub fn start(filter: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(filter)
        .map_err(|error| Failure::configuration(format!("PTP_LOG cannot be read: {error}")))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .try_init()
        .map_err(|error| Failure::because("cannot start logging", &*error))
}
