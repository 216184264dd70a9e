//! What the service is told about an issuer that it trusts.

use chrono::TimeDelta;

use super::source::KeySource;

/// An issuer that the service trusts, and how its tokens are read.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// `iss`, to the letter.
    pub issuer: String,
    /// What `aud` may be, or contain.
    pub audiences: Vec<String>,
    /// Where its keys come from.
    pub keys: KeySource,
    /// The claim with the roles: a name, or a path of names with dots between them.
    pub roles_claim: String,
    /// The claim with the tax code of the body that the caller acts for; may be a path too.
    pub organisation_claim: String,
    /// How far the issuer's clock and the service's may differ.
    pub leeway: TimeDelta,
}

impl IssuerSettings {
    /// An issuer with the usual claims, `roles` and `org`, and a leeway of 60 seconds.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audiences: Vec<String>, keys: KeySource) -> Self {
        Self {
            issuer: issuer.into(),
            audiences,
            keys,
            roles_claim: "roles".into(),
            organisation_claim: "org".into(),
            leeway: TimeDelta::seconds(60),
        }
    }
}
