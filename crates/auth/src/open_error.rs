//! The error of opening a verifier.

use super::source::LoadError;

/// Why a verifier cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No issuer is trusted.
    #[error("no token issuer is configured")]
    NoIssuer,
    /// An issuer without a name, or without an audience.
    #[error("issuer {0:?}: it needs a name and at least one audience, none of them empty")]
    Incomplete(String),
    /// The same issuer is configured twice.
    #[error("issuer {0:?} is configured twice")]
    Duplicate(String),
    /// A file or a set without usable keys, or an address that is not allowed.
    #[error("issuer {issuer:?}: no keys from {place}")]
    Keys {
        /// The issuer.
        issuer: String,
        /// The file or the address of its keys.
        place: String,
        /// What is wrong with it.
        #[source]
        reason: LoadError,
    },
}
