//! The settings of a trusted issuer.

use chrono::TimeDelta;

use super::source::KeySource;

/// An issuer that the service trusts, and how its tokens are read.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// The exact value of `iss`.
    pub issuer: String,
    /// The audiences of which `aud` must contain one.
    pub audiences: Vec<String>,
    /// Where its keys come from.
    pub keys: KeySource,
    /// The claim with the roles: a name, or names separated by dots for a nested claim.
    pub roles_claim: String,
    /// The claim with the tax code of the body that the caller acts for, named likewise.
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
