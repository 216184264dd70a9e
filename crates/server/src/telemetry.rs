//! Logging to stderr, filtered by `PTP_LOG`.
//!
//! Log messages must not contain personal data, tokens or passwords.

use std::io::IsTerminal as _;
use std::sync::OnceLock;

use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// How the log is filtered, once it has started.
static LOG: OnceLock<Log> = OnceLock::new();

struct Log {
    filter: String,
    refilter: Box<dyn Fn(EnvFilter) + Send + Sync>,
}

/// Starts logging.
///
/// # Errors
///
/// The filter is invalid, or logging has already started.
pub fn start(filter: &str) -> Result<(), Failure> {
    let parsed = EnvFilter::try_new(filter)
        .map_err(|error| Failure::configuration(format!("PTP_LOG is invalid: {error}")))?;
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(parsed)
        .with_filter_reloading();
    let handle = log.reload_handle();
    log.try_init().map_err(|error| Failure::because("cannot start logging", &*error))?;
    // A filter is refused only once there is no log any more.
    let refilter = Box::new(move |filter| drop(handle.reload(filter)));
    let _ = LOG.set(Log { filter: filter.to_owned(), refilter });
    Ok(())
}

/// Does something of which only what goes wrong is logged.
pub async fn quietly<T>(work: impl Future<Output = T>) -> T {
    let Some(Log { filter, refilter }) = LOG.get() else { return work.await };
    refilter(EnvFilter::new("warn"));
    let done = work.await;
    refilter(EnvFilter::new(filter));
    done
}
