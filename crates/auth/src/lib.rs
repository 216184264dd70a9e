//! Who calls: bearer tokens (RFC 6750) that are signed JWTs, checked as RFC 8725 asks.

mod fault;
mod issuer;
mod keys;
pub mod signing;
mod source;
#[cfg(test)]
mod tests;
mod token;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ptp_domain::policy::Bearer;

pub use self::fault::{CHALLENGE, TokenFault};
use self::issuer::Issuer;
pub use self::issuer::IssuerSettings;
pub use self::keys::KeysError;
pub use self::source::{KeySource, LoadError};
use self::token::Presented;
use ptp_clock::Clock;

/// Judges tokens by the keys of the issuers it trusts. Clones share the keys.
#[derive(Clone, Debug)]
pub struct Verifier {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    issuers: HashMap<String, Arc<Issuer>>,
    clock: Clock,
}

/// What a token that passed every check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Who calls.
    pub bearer: Bearer,
    /// When the token expires.
    pub expires_at: DateTime<Utc>,
    /// Whom it is meant for.
    pub audience: Vec<String>,
}

/// Why the service cannot judge tokens.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nobody is trusted.
    #[error("no token issuer is configured")]
    NoIssuer,
    /// An issuer without a name, or without an audience.
    #[error("issuer {0:?}: it needs a name and at least one audience, none of them empty")]
    Incomplete(String),
    /// The same issuer twice.
    #[error("issuer {0:?} is configured twice")]
    Duplicate(String),
    /// No keys in a file or a set, or an address that keys may not come from.
    #[error("issuer {issuer:?}: no keys from {place}")]
    Keys {
        /// Whose keys.
        issuer: String,
        /// The file or the address.
        place: String,
        /// What is wrong with it.
        #[source]
        reason: LoadError,
    },
}

/// How often keys are asked for.
const FRESH: Duration = Duration::from_mins(5);
/// How often, as long as an issuer has none.
const WITHOUT_KEYS: Duration = Duration::from_secs(30);

impl Verifier {
    /// Loads the keys of every issuer.
    ///
    /// An address that does not answer is no error: the tokens of its issuer are refused with
    /// [`TokenFault::KeysUnavailable`] until it does.
    ///
    /// # Errors
    ///
    /// - the settings are incomplete, or one issuer is named twice;
    /// - a file or a set holds no usable key;
    /// - an address is neither `https` nor on this machine.
    pub async fn open(settings: Vec<IssuerSettings>, clock: Clock) -> Result<Self, OpenError> {
        let mut issuers = HashMap::new();
        for settings in settings {
            match issuers.entry(settings.issuer.clone()) {
                Entry::Occupied(entry) => return Err(OpenError::Duplicate(entry.key().clone())),
                Entry::Vacant(entry) => {
                    entry.insert(Arc::new(Issuer::open(settings, clock.now()).await?));
                }
            }
        }
        if issuers.is_empty() {
            return Err(OpenError::NoIssuer);
        }
        Ok(Self { shared: Arc::new(Shared { issuers, clock }) })
    }

    /// Judges a token by the keys at hand, without waiting for anything.
    ///
    /// # Errors
    ///
    /// The first check that the token fails.
    pub fn judge(&self, token: &str) -> Result<Verified, TokenFault> {
        let presented = Presented::read(token)?;
        self.issuer(&presented)?.judge(&presented, self.shared.clock.now())
    }

    /// Judges a token; if its key is unknown, asks the issuer's address for new ones first, at
    /// most once a minute.
    ///
    /// # Errors
    ///
    /// The first check that the token fails.
    pub async fn verify(&self, token: &str) -> Result<Verified, TokenFault> {
        let presented = Presented::read(token)?;
        let issuer = self.issuer(&presented)?;
        let now = self.shared.clock.now();
        match issuer.judge(&presented, now) {
            Err(TokenFault::UnknownKey | TokenFault::KeysUnavailable) if issuer.is_remote() => {
                // In a task of its own: a caller who hangs up must not cancel what others await.
                let asked = Arc::clone(issuer);
                let task = tokio::spawn(async move { asked.refetch(now).await });
                if task.await.is_err() {
                    tracing::error!("the task that fetches keys failed");
                }
                issuer.judge(&presented, now)
            }
            outcome => outcome,
        }
    }

    /// Starts a task that asks for the keys again every five minutes, and every 30 seconds as
    /// long as an issuer has none. It ends when the last clone is dropped.
    pub fn keep_fresh(&self) {
        let shared = Arc::downgrade(&self.shared);
        tokio::spawn(async move {
            while let Some(pause) = shared.upgrade().map(|shared| shared.pause()) {
                tokio::time::sleep(pause).await;
                if let Some(shared) = shared.upgrade() {
                    shared.refresh().await;
                }
            }
        });
    }

    /// The issuer that a token names; the name is believed only once the signature fits.
    fn issuer(&self, presented: &Presented<'_>) -> Result<&Arc<Issuer>, TokenFault> {
        self.shared.issuers.get(presented.issuer()?).ok_or(TokenFault::Issuer)
    }
}

impl Shared {
    fn pause(&self) -> Duration {
        if self.issuers.values().all(|issuer| issuer.has_keys()) { FRESH } else { WITHOUT_KEYS }
    }

    async fn refresh(&self) {
        for issuer in self.issuers.values() {
            issuer.reload(self.clock.now()).await;
        }
    }
}
