//! The issuers whose tokens are accepted.

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::Args;
use ptp_auth::{IssuerSettings, KeySource};
use serde::Deserialize;

use super::setting::{AUDIENCE, ISSUER, JWKS, Missing, given};
use crate::failure::Failure;

/// `iss` of the demo's tokens. Refused as a configured issuer, so that they are valid in a demo
/// only.
pub const DEMO_ISSUER: &str = "urn:ptp:demo";

/// The issuers whose tokens are accepted.
#[derive(Args, Clone, Debug)]
pub struct IssuerArgs {
    /// The issuer of the tokens: their claim `iss`.
    #[arg(long, env = "PTP_ISSUER", value_name = "NAME")]
    issuer: Option<String>,
    /// What the tokens' claim `aud` must contain; separate several with commas.
    #[arg(long, env = "PTP_AUDIENCE", value_name = "NAME")]
    audience: Option<String>,
    /// The issuer's public keys, a JWK Set: a file or an https URL.
    #[arg(long, env = "PTP_JWKS", value_name = "FILE or URL")]
    jwks: Option<String>,
    /// The claim with the roles, possibly a path such as realm_access.roles [default: roles].
    #[arg(long, env = "PTP_ROLES_CLAIM", value_name = "NAME")]
    roles_claim: Option<String>,
    /// The claim with the tax code of the caller's organisation, possibly a path [default: org].
    #[arg(long, env = "PTP_ORGANISATION_CLAIM", value_name = "NAME")]
    organisation_claim: Option<String>,
    /// More issuers, or all of them: a JSON list of objects with issuer, audience, jwks and
    /// optionally roles_claim, organisation_claim, leeway_seconds.
    #[arg(long, env = "PTP_ISSUERS_FILE", value_name = "FILE")]
    issuers_file: Option<PathBuf>,
}

impl IssuerArgs {
    /// The issuers from the arguments and the file.
    pub(super) fn collect(&self, missing: &mut Missing) -> Result<Vec<IssuerSettings>, Failure> {
        let path = self.issuers_file.as_ref().filter(|path| !path.as_os_str().is_empty());
        let mut issuers = match path {
            Some(path) => read(path).map_err(|reason| {
                Failure::configuration(format!("PTP_ISSUERS_FILE {}: {reason}", path.display()))
            })?,
            None => Vec::new(),
        };
        let one_given = [&self.issuer, &self.audience, &self.jwks]
            .into_iter()
            .any(|value| given(value.as_deref()).is_some());
        if one_given || issuers.is_empty() {
            let listed = Listed {
                issuer: missing.unless_given(self.issuer.as_deref(), ISSUER),
                audience: Names::One(missing.unless_given(self.audience.as_deref(), AUDIENCE)),
                jwks: missing.unless_given(self.jwks.as_deref(), JWKS),
                roles_claim: given(self.roles_claim.as_deref()).map(str::to_owned),
                organisation_claim: given(self.organisation_claim.as_deref()).map(str::to_owned),
                leeway_seconds: None,
            };
            issuers.insert(0, listed.settings());
        }
        if issuers.iter().any(|issuer| issuer.issuer == DEMO_ISSUER) {
            return Err(Failure::configuration(format!(
                "the issuer {DEMO_ISSUER} is reserved for the demo: its tokens are valid there only"
            )));
        }
        Ok(issuers)
    }
}

/// An issuer in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    issuer: String,
    audience: Names,
    jwks: String,
    roles_claim: Option<String>,
    organisation_claim: Option<String>,
    leeway_seconds: Option<u32>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// In seconds. A larger difference is not clock skew.
const LONGEST_LEEWAY: u32 = 300;

fn read(path: &PathBuf) -> Result<Vec<IssuerSettings>, String> {
    let json = std::fs::read(path).map_err(|error| error.to_string())?;
    let listed: Vec<Listed> = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    if listed.is_empty() {
        return Err("the list is empty".to_owned());
    }
    if listed.iter().any(|issuer| issuer.leeway_seconds > Some(LONGEST_LEEWAY)) {
        return Err(format!("leeway_seconds may be at most {LONGEST_LEEWAY}"));
    }
    Ok(listed.into_iter().map(Listed::settings).collect())
}

impl Listed {
    fn settings(self) -> IssuerSettings {
        let audiences = match self.audience {
            Names::One(names) => names.split(',').map(|name| name.trim().to_owned()).collect(),
            Names::Several(names) => names,
        };
        let keys = match self.jwks.split_once("://") {
            Some(_) => KeySource::Url(self.jwks),
            None => KeySource::File(self.jwks.into()),
        };
        let mut settings = IssuerSettings::new(self.issuer, audiences, keys);
        settings.roles_claim = self.roles_claim.unwrap_or(settings.roles_claim);
        settings.organisation_claim =
            self.organisation_claim.unwrap_or(settings.organisation_claim);
        if let Some(seconds) = self.leeway_seconds {
            settings.leeway = TimeDelta::seconds(seconds.into());
        }
        settings
    }
}
