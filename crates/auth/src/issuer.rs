//! One issuer that the service trusts: its settings and the keys it has now.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use super::fault::TokenFault;
use super::keys::KeyRing;
use super::source::{KeySource, LoadError, Source};
use super::token::Presented;
use super::{OpenError, Verified};

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

/// How often a token with an unknown key may make the service ask for keys.
const REFETCH: TimeDelta = TimeDelta::minutes(1);

#[derive(Debug)]
pub(super) struct Issuer {
    settings: IssuerSettings,
    source: Source,
    /// None until they were loaded once; kept when they cannot be loaded again.
    keys: RwLock<Option<Arc<KeyRing>>>,
    /// When keys were last asked for. Held while asking: nobody else asks meanwhile.
    asked_at: Mutex<DateTime<Utc>>,
}

impl Issuer {
    pub(super) async fn open(
        settings: IssuerSettings,
        now: DateTime<Utc>,
    ) -> Result<Self, OpenError> {
        if settings.audiences.iter().chain([&settings.issuer]).any(String::is_empty)
            || settings.audiences.is_empty()
        {
            return Err(OpenError::Incomplete(settings.issuer));
        }
        let unusable = |reason| OpenError::Keys {
            issuer: settings.issuer.clone(),
            place: place(&settings.keys),
            reason,
        };
        let source = Source::new(settings.keys.clone()).map_err(unusable)?;
        let keys = match source.load().await {
            Ok(keys) => Some(Arc::new(keys)),
            Err(reason) if source.is_remote() => {
                warn(&settings, &reason);
                None
            }
            Err(reason) => return Err(unusable(reason)),
        };
        Ok(Self { settings, source, keys: RwLock::new(keys), asked_at: Mutex::new(now) })
    }

    pub(super) const fn is_remote(&self) -> bool {
        self.source.is_remote()
    }

    pub(super) fn has_keys(&self) -> bool {
        self.keys().is_some()
    }

    /// Judges a token by the keys at hand.
    pub(super) fn judge(
        &self,
        token: &Presented<'_>,
        now: DateTime<Utc>,
    ) -> Result<Verified, TokenFault> {
        let keys = self.keys().ok_or(TokenFault::KeysUnavailable)?;
        token.judge(&self.settings, &keys, now)
    }

    /// Asks for keys, unless somebody did within the last minute.
    pub(super) async fn refetch(&self, now: DateTime<Utc>) {
        let mut asked_at = self.asked_at.lock().await;
        // A clock that was set back must not put it off.
        if (now - *asked_at).abs() >= REFETCH {
            *asked_at = now;
            self.load().await;
        }
    }

    /// Asks for keys in any case.
    pub(super) async fn reload(&self, now: DateTime<Utc>) {
        let mut asked_at = self.asked_at.lock().await;
        *asked_at = now;
        self.load().await;
    }

    /// An issuer that is out of order for a while must not lock everybody out: its keys stay.
    async fn load(&self) {
        match self.source.load().await {
            Ok(keys) => {
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(keys));
            }
            Err(reason) => warn(&self.settings, &reason),
        }
    }

    fn keys(&self) -> Option<Arc<KeyRing>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn warn(settings: &IssuerSettings, reason: &LoadError) {
    let place = place(&settings.keys);
    let reason = reason as &dyn std::error::Error;
    tracing::warn!(issuer = settings.issuer, place, reason, "no keys from an issuer");
}

/// Where the keys come from, for an operator; without credentials.
fn place(source: &KeySource) -> String {
    match source {
        KeySource::File(path) => path.display().to_string(),
        // What stands between `//` and `@` may be a password.
        KeySource::Url(url) => match (url.split_once("//"), url.split_once('@')) {
            (Some((scheme, _)), Some((_, rest))) => format!("{scheme}//…@{rest}"),
            _ => url.clone(),
        },
        KeySource::Set(_) => "the set at hand".into(),
    }
}
