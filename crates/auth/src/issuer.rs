//! One trusted issuer: its settings and its current keys.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ptp_clock::Clock;
use tokio::sync::Mutex;

use super::fault::TokenFault;
use super::keys::KeyRing;
use super::open_error::OpenError;
use super::settings::IssuerSettings;
use super::source::{KeySource, LoadError, Source};
use super::token::Presented;
use super::verified::Verified;

/// How often keys are asked for.
const FRESH: Duration = Duration::from_mins(5);
/// How often, as long as an issuer has none.
const WITHOUT_KEYS: Duration = Duration::from_secs(30);
/// How often a token with an unknown key may make the service ask for keys.
const REFETCH: Duration = Duration::from_mins(1);

#[derive(Debug)]
pub(super) struct Issuer {
    settings: IssuerSettings,
    source: Source,
    clock: Clock,
    /// None until they were loaded once; kept when they cannot be loaded again.
    keys: RwLock<Option<Arc<KeyRing>>>,
    /// When keys were last asked for. Held while asking: nobody else asks meanwhile.
    asked_at: Mutex<Duration>,
}

impl Issuer {
    pub(super) async fn open(settings: IssuerSettings, clock: Clock) -> Result<Self, OpenError> {
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
        let asked_at = Mutex::new(clock.elapsed());
        let keys = match source.load().await {
            Ok(keys) => Some(Arc::new(keys)),
            Err(reason) if source.is_remote() => {
                warn(&settings, &reason);
                None
            }
            Err(reason) => return Err(unusable(reason)),
        };
        Ok(Self { settings, source, clock, keys: RwLock::new(keys), asked_at })
    }

    pub(super) const fn is_remote(&self) -> bool {
        self.source.is_remote()
    }

    /// Judges a token by the current keys.
    pub(super) fn judge(&self, token: &Presented<'_>) -> Result<Verified, TokenFault> {
        let keys = self.keys().ok_or(TokenFault::KeysUnavailable)?;
        token.judge(&self.settings, &keys, self.clock.now())
    }

    /// Asks for keys, unless somebody did within the last minute.
    pub(super) async fn refetch(&self) {
        let mut asked_at = self.asked_at.lock().await;
        let now = self.clock.elapsed();
        if now.saturating_sub(*asked_at) >= REFETCH {
            *asked_at = now;
            self.load().await;
        }
    }

    /// Starts a task that asks for keys again and again, until the issuer is dropped.
    pub(super) fn keep_fresh(self: &Arc<Self>) {
        let issuer = Arc::downgrade(self);
        tokio::spawn(async move {
            while let Some(pause) = issuer.upgrade().map(|issuer| issuer.pause()) {
                tokio::time::sleep(pause).await;
                if let Some(issuer) = issuer.upgrade() {
                    issuer.refresh().await;
                }
            }
        });
    }

    /// Asks for keys in any case.
    pub(super) async fn refresh(&self) {
        let mut asked_at = self.asked_at.lock().await;
        *asked_at = self.clock.elapsed();
        self.load().await;
    }

    /// How long the background task waits before it asks again.
    pub(super) fn pause(&self) -> Duration {
        if self.keys().is_some() { FRESH } else { WITHOUT_KEYS }
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
