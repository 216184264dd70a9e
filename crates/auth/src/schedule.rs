//! How often keys are read, and how long a set that was read counts.

use std::time::Duration;

/// When the keys of an issuer are read again.
///
/// A set counts until `lifetime` has passed since it was last read, so that one attempt that
/// fails costs nobody their access and a key that was withdrawn does not live on.
#[derive(Debug)]
pub(super) struct Schedule {
    /// How long the background task waits after it had keys.
    pub(super) interval: Duration,
    /// How long it waits while it has none, or could not read them.
    pub(super) retry: Duration,
    /// How often tokens whose key is unknown may cause another attempt.
    pub(super) on_demand: Duration,
    /// How long a set counts, from the moment before it was read.
    pub(super) lifetime: Duration,
}

/// A file is cheap to read and whoever edits it expects an effect.
///
/// The background task tries again before the lifetime ends, so a file that is read while it is
/// being written goes unnoticed.
pub(super) static FILE: Schedule = Schedule {
    interval: Duration::from_secs(2),
    retry: Duration::from_secs(1),
    on_demand: Duration::from_secs(1),
    lifetime: Duration::from_secs(5),
};

/// An address belongs to somebody else and may be out of order for a while.
///
/// The lifetime weighs their outages against keys that were withdrawn meanwhile, which the
/// service cannot learn of. A longer one would help few: access tokens usually expire within
/// minutes, and an issuer that is down issues no new ones.
pub(super) static URL: Schedule = Schedule {
    interval: Duration::from_mins(5),
    retry: Duration::from_secs(30),
    on_demand: Duration::from_mins(1),
    lifetime: Duration::from_mins(15),
};
