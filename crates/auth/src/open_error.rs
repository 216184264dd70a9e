//! Why a verifier cannot be opened.

use super::source::LoadError;

/// Why the service cannot judge tokens.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nobody is trusted.
    #[error("no token issuer is configured")]
    NoIssuer,
    /// An issuer without a name, or without an audience.
    #[error("issuer {0:?}: it needs a name and at least one audience, none of them empty")]
    Incomplete(String),
    /// The same issuer twice.
    #[error("issuer {0:?} is configured twice")]
    Duplicate(String),
    /// No keys in a file or a set, or an address that keys may not come from.
    #[error("issuer {issuer:?}: no keys from {place}")]
    Keys {
        /// Whose keys.
        issuer: String,
        /// The file or the address.
        place: String,
        /// What is wrong with it.
        #[source]
        reason: LoadError,
    },
}
