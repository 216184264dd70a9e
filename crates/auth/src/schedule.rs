//! How often keys are read, and how long a set is used after it was read.

use std::time::Duration;

/// When the keys of an issuer are read again.
///
/// The lifetime is longer than the interval, so that a failed read does not lock callers out, and
/// limited, so that a withdrawn key does not stay valid when nothing can be read.
#[derive(Debug)]
pub(super) struct Schedule {
    /// How long the background task waits after a successful read.
    pub(super) interval: Duration,
    /// How long it waits after a failed one, or while the set has no keys.
    pub(super) retry: Duration,
    /// How often tokens with an unknown key may cause another read.
    pub(super) on_demand: Duration,
    /// How long a set is used, from the start of the read.
    pub(super) lifetime: Duration,
}

/// A file is cheap to read, and whoever edits it expects it to take effect.
///
/// A failed read is repeated before the lifetime ends, so reading a half-written file does no harm.
pub(super) static FILE: Schedule = Schedule {
    interval: Duration::from_secs(2),
    retry: Duration::from_secs(1),
    on_demand: Duration::from_secs(1),
    lifetime: Duration::from_secs(5),
};

/// An address may be down for a while.
///
/// The lifetime is a compromise between surviving that and noticing keys that were withdrawn
/// meanwhile. A longer one would help little: access tokens usually expire within minutes, and an
/// issuer that is down issues no new ones.
pub(super) static URL: Schedule = Schedule {
    interval: Duration::from_mins(5),
    retry: Duration::from_secs(30),
    on_demand: Duration::from_mins(1),
    lifetime: Duration::from_mins(15),
};
