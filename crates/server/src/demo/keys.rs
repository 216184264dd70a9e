//! The demo's signing key and the tokens it signs.

use chrono::TimeDelta;
use jsonwebtoken::jwk::JwkSet;
use ptp_auth::{IssuerSettings, KeySource};
use ptp_clock::Clock;

pub use crate::config::DEMO_ISSUER as ISSUER;
use crate::signing::{SigningError, SigningKey, TokenRequest};

/// `aud` of the demo's tokens.
pub const AUDIENCE: &str = "ptp";
/// The tax code of the organisation that the demo's applicant acts for.
pub const ORGANISATION: &str = "94004480151";

/// A key generated at start, kept in memory.
#[derive(Clone, Debug)]
pub struct DemoKeys(SigningKey);

impl DemoKeys {
    /// How long a token of the demo is valid.
    pub const VALID_FOR: TimeDelta = TimeDelta::hours(12);

    /// Generates a key.
    ///
    /// # Errors
    ///
    /// The system's random number generator fails.
    pub fn generate() -> Result<Self, SigningError> {
        SigningKey::generate().map(Self)
    }

    /// The public key.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        self.0.jwks()
    }

    /// The settings with which a verifier accepts the demo's tokens.
    #[must_use]
    pub fn issuer(&self) -> IssuerSettings {
        IssuerSettings::new(ISSUER, vec![AUDIENCE.to_owned()], KeySource::Set(self.jwks()))
    }

    /// Signs a token.
    ///
    /// # Errors
    ///
    /// Signing fails.
    pub fn token(&self, request: &TokenRequest) -> Result<String, SigningError> {
        request.signed_by(&self.0)
    }

    /// The claims of the demo's tokens: an applicant of [`ORGANISATION`], and an official.
    #[must_use]
    pub fn requests(clock: &Clock) -> [TokenRequest; 2] {
        let applicant = TokenRequest::of_demo("demo-applicant", &["applicant"], clock);
        [
            TokenRequest { organisation: Some(ORGANISATION.to_owned()), ..applicant },
            TokenRequest::of_demo("demo-official", &["official"], clock),
        ]
    }
}

impl TokenRequest {
    /// Claims with the demo's issuer, valid for 12 hours from now.
    #[must_use]
    pub fn of_demo(subject: &str, roles: &[&str], clock: &Clock) -> Self {
        Self {
            issuer: ISSUER.to_owned(),
            audience: vec![AUDIENCE.to_owned()],
            subject: subject.to_owned(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
            organisation: None,
            client: None,
            issued_at: clock.now(),
            valid_for: DemoKeys::VALID_FOR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DemoKeys;
    use ptp_auth::Verifier;
    use ptp_clock::Clock;
    use ptp_domain::policy::Role;

    #[tokio::test]
    async fn the_demo_accepts_its_own_tokens_and_no_earlier_ones() {
        let clock = Clock::system();
        let keys = DemoKeys::generate().unwrap();
        let verifier = Verifier::open(vec![keys.issuer()], clock.clone()).await.unwrap();
        let [applicant, official] = DemoKeys::requests(&clock);

        let bearer = verifier.judge(&keys.token(&applicant).unwrap()).unwrap().bearer;
        assert!(bearer.roles.contains(&Role::Applicant) && bearer.organisation.is_some());
        let bearer = verifier.judge(&keys.token(&official).unwrap()).unwrap().bearer;
        assert!(bearer.roles.contains(&Role::Official) && bearer.organisation.is_none());

        let earlier = DemoKeys::generate().unwrap().token(&official).unwrap();
        assert_eq!(verifier.judge(&earlier).unwrap_err().code(), "unknown_key");
    }
}
