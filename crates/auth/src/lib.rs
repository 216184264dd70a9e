//! Bearer tokens (RFC 6750): signed JWTs, checked as RFC 8725 recommends.

mod fault;
mod issuer;
mod keys;
mod open_error;
pub mod receipt_keys;
mod schedule;
mod settings;
pub mod signing;
mod source;
#[cfg(test)]
mod tests;
mod token;
mod verified;
mod verifier;

pub use self::fault::{CHALLENGE, TokenFault};
pub use self::keys::KeysError;
pub use self::open_error::OpenError;
pub use self::settings::IssuerSettings;
pub use self::source::{KeySource, LoadError};
pub use self::verified::Verified;
pub use self::verifier::Verifier;
