//! Parses a presented token and checks it (RFC 7519, section 7.2; RFC 8725).

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::Algorithm;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::{Bearer, Role};
use ptp_domain::vocabulary::Vocabulary as _;
use serde_json::{Map, Value};

use super::fault::TokenFault;
use super::keys::KeyRing;
use super::settings::IssuerSettings;
use super::verified::Verified;

/// How long a token may be, in bytes.
const LONGEST: usize = 8 * 1024;

/// How long `sub` (OpenID Connect Core, section 2) and the client's name may be, in characters.
const LONGEST_NAME: usize = 255;

/// A parsed token. Nothing in it is trusted yet.
#[derive(Debug)]
pub(super) struct Presented<'a> {
    /// What the signature covers.
    signed: &'a str,
    signature: &'a str,
    algorithm: Algorithm,
    kid: Option<String>,
    claims: Map<String, Value>,
}

impl<'a> Presented<'a> {
    /// Parses a token and checks its header.
    pub(super) fn read(token: &'a str) -> Result<Self, TokenFault> {
        if token.len() > LONGEST {
            return Err(TokenFault::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
        let header = object(header)?;
        let claims = object(claims)?;
        URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenFault::Malformed)?;
        let algorithm = algorithm(&header)?;
        if header.contains_key("crit") {
            return Err(TokenFault::CriticalHeader);
        }
        check_type(&header)?;
        let kid = match header.get("kid") {
            None => None,
            Some(Value::String(kid)) => Some(kid.clone()),
            Some(_) => return Err(TokenFault::Malformed),
        };
        Ok(Self { signed, signature, algorithm, kid, claims })
    }

    /// The issuer that it claims to come from.
    pub(super) fn issuer(&self) -> Result<&str, TokenFault> {
        self.text("iss")
    }

    /// Checks the signature and the claims against the issuer's keys and settings.
    pub(super) fn judge(
        &self,
        settings: &IssuerSettings,
        keys: &KeyRing,
        now: DateTime<Utc>,
    ) -> Result<(Verified, Validity), TokenFault> {
        let key = keys.find(self.kid.as_deref(), self.algorithm)?;
        if !key.verifies(self.signed, self.signature, self.algorithm) {
            return Err(TokenFault::Signature);
        }
        if self.issuer()? != settings.issuer {
            return Err(TokenFault::Issuer);
        }
        let audience = self.audience()?;
        if !audience.iter().any(|name| settings.audiences.contains(name)) {
            return Err(TokenFault::Audience(settings.audiences.clone()));
        }
        let validity = Validity {
            expires_at: self.instant("exp")?.ok_or(TokenFault::MissingClaim("exp"))?,
            starts_at: self.instant("nbf")?.max(self.instant("iat")?),
            leeway: settings.leeway,
        };
        validity.at(now)?;
        let bearer = Bearer {
            issuer: settings.issuer.clone(),
            subject: self.text("sub")?.to_owned(),
            client: self.client()?.map(str::to_owned),
            roles: self.roles(&settings.roles_claim),
            organisation: self.organisation(&settings.organisation_claim)?,
        };
        let verified = Verified { bearer, expires_at: validity.expires_at, audience };
        Ok((verified, validity))
    }

    /// A claim that is a non-empty string. It is stored and shown, so its length is bounded.
    fn text(&self, claim: &'static str) -> Result<&str, TokenFault> {
        match self.claims.get(claim) {
            Some(Value::String(text)) if text.chars().any(char::is_control) => {
                Err(TokenFault::UnusableClaim(claim))
            }
            Some(Value::String(text)) if text.chars().count() > LONGEST_NAME => {
                Err(TokenFault::UnusableClaim(claim))
            }
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            _ => Err(TokenFault::MissingClaim(claim)),
        }
    }

    /// The client that the token was issued to: `client_id` (RFC 8693) or `azp` (OpenID Connect).
    fn client(&self) -> Result<Option<&str>, TokenFault> {
        for claim in ["client_id", "azp"] {
            match self.text(claim) {
                Err(TokenFault::MissingClaim(_)) => {}
                named => return named.map(Some),
            }
        }
        Ok(None)
    }

    /// A claim that is a `NumericDate`: seconds since 1970, possibly with a fraction.
    ///
    /// Limited to years of four digits, so that adding the leeway cannot overflow.
    fn instant(&self, claim: &'static str) -> Result<Option<DateTime<Utc>>, TokenFault> {
        const LAST: f64 = 253_402_300_799.0;
        let Some(value) = self.claims.get(claim) else { return Ok(None) };
        let seconds = value.as_f64().filter(|seconds| (0.0..=LAST).contains(seconds));
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded above; the fraction is dropped"
        )]
        let instant = seconds.and_then(|seconds| DateTime::from_timestamp(seconds as i64, 0));
        instant.map(Some).ok_or(TokenFault::MissingClaim(claim))
    }

    /// `aud`: one string or several (RFC 7519, section 4.1.3).
    fn audience(&self) -> Result<Vec<String>, TokenFault> {
        let names = match self.claims.get("aud") {
            Some(Value::Array(names)) => names.as_slice(),
            Some(name) => std::slice::from_ref(name),
            None => &[],
        };
        let names: Option<Vec<_>> =
            names.iter().map(|name| name.as_str().map(str::to_owned)).collect();
        names.filter(|names| !names.is_empty()).ok_or(TokenFault::MissingClaim("aud"))
    }

    /// The roles that a token can grant. Unknown roles are ignored: they belong to other services.
    fn roles(&self, claim: &str) -> BTreeSet<Role> {
        let words: Vec<&str> = match at(&self.claims, claim) {
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(words)) => words.split_ascii_whitespace().collect(),
            _ => Vec::new(),
        };
        let roles = words.into_iter().filter_map(|word| Role::from_code(word).ok());
        roles.filter(|role| given(*role)).collect()
    }

    fn organisation(&self, claim: &str) -> Result<Option<TaxCode>, TokenFault> {
        match at(&self.claims, claim) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => TaxCode::parse(value.as_str().unwrap_or_default())
                .map(Some)
                .map_err(TokenFault::Organisation),
        }
    }
}

/// When a token is valid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Validity {
    expires_at: DateTime<Utc>,
    /// The later of `nbf` and `iat`: a token from the future is forged or comes from a broken clock.
    starts_at: Option<DateTime<Utc>>,
    leeway: TimeDelta,
}

impl Validity {
    /// Checks an instant.
    pub(super) fn at(self, now: DateTime<Utc>) -> Result<(), TokenFault> {
        if now >= self.expires_at + self.leeway {
            return Err(TokenFault::Expired);
        }
        if self.starts_at.is_some_and(|starts_at| starts_at > now + self.leeway) {
            return Err(TokenFault::NotYetValid);
        }
        Ok(())
    }
}

/// Whether a role is granted by name. Everybody is `Anyone`, whoever has a token a `Holder`, and
/// nobody the service.
const fn given(role: Role) -> bool {
    match role {
        Role::Applicant | Role::Official => true,
        Role::Anyone | Role::Holder | Role::System => false,
    }
}

fn object(part: &str) -> Result<Map<String, Value>, TokenFault> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| TokenFault::Malformed)
}

/// The header's `alg`, if it is one of the four. Whether the key allows it is checked later.
fn algorithm(header: &Map<String, Value>) -> Result<Algorithm, TokenFault> {
    match header.get("alg").and_then(Value::as_str).ok_or(TokenFault::Malformed)? {
        "RS256" => Ok(Algorithm::RS256),
        "PS256" => Ok(Algorithm::PS256),
        "ES256" => Ok(Algorithm::ES256),
        "EdDSA" => Ok(Algorithm::EdDSA),
        _ => Err(TokenFault::Algorithm),
    }
}

/// `typ` is optional and may have the prefix `application/` (RFC 9068, section 4).
fn check_type(header: &Map<String, Value>) -> Result<(), TokenFault> {
    let Some(value) = header.get("typ") else { return Ok(()) };
    let name = value.as_str().ok_or(TokenFault::TokenType)?.to_ascii_lowercase();
    match name.strip_prefix("application/").unwrap_or(&name) {
        "jwt" | "at+jwt" => Ok(()),
        _ => Err(TokenFault::TokenType),
    }
}

/// The value at a path such as `realm_access.roles`.
///
/// Names on the way may have dots of their own, as `https://example.org/roles` or the client of
/// `resource_access.ptp.api.roles`; a longer name takes precedence.
fn at<'v>(object: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    object.get(path).or_else(|| {
        path.rmatch_indices('.').find_map(|(dot, _)| {
            let (name, rest) = path.split_at_checked(dot)?;
            at(object.get(name)?.as_object()?, rest.strip_prefix('.')?)
        })
    })
}
