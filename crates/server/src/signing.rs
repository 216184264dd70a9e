//! Tokens signed by this binary: for the demo, development and tests.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

pub use ptp_auth::signing::{SigningError, SigningKey};

/// The claims of a token. Nothing is checked: tests need invalid ones too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// `iss`.
    pub issuer: String,
    /// `aud`.
    pub audience: Vec<String>,
    /// `sub`.
    pub subject: String,
    /// `roles`.
    pub roles: Vec<String>,
    /// `org`.
    pub organisation: Option<String>,
    /// `client_id`.
    pub client: Option<String>,
    /// `iat`.
    pub issued_at: DateTime<Utc>,
    /// The time from `iat` to `exp`.
    pub valid_for: TimeDelta,
}

impl TokenRequest {
    /// Signs the token.
    ///
    /// # Errors
    ///
    /// [`SigningError::Sign`].
    pub fn signed_by(&self, key: &SigningKey) -> Result<String, SigningError> {
        let mut claims = json!({
            "iss": self.issuer,
            "aud": self.audience,
            "sub": self.subject,
            "iat": self.issued_at.timestamp(),
            "exp": (self.issued_at + self.valid_for).timestamp(),
            "roles": self.roles,
        });
        for (name, value) in [("org", &self.organisation), ("client_id", &self.client)] {
            if let Some(value) = value {
                claims[name] = json!(value);
            }
        }
        key.sign("at+jwt", &claims)
    }
}
