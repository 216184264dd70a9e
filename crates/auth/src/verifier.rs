//! Judges tokens by the keys of the trusted issuers.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use ptp_clock::Clock;

use super::fault::TokenFault;
use super::issuer::Issuer;
use super::open_error::OpenError;
use super::settings::IssuerSettings;
use super::token::Presented;
use super::verified::Verified;

/// Judges tokens by the keys of the issuers it trusts. Clones share the keys.
#[derive(Clone, Debug)]
pub struct Verifier {
    issuers: Arc<HashMap<String, Arc<Issuer>>>,
}

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
                    entry.insert(Arc::new(Issuer::open(settings, clock.clone()).await?));
                }
            }
        }
        if issuers.is_empty() {
            return Err(OpenError::NoIssuer);
        }
        Ok(Self { issuers: Arc::new(issuers) })
    }

    /// Judges a token by the current keys, without waiting for anything.
    ///
    /// # Errors
    ///
    /// The first check that the token fails.
    pub fn judge(&self, token: &str) -> Result<Verified, TokenFault> {
        let presented = Presented::read(token)?;
        self.issuer(&presented)?.judge(&presented)
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
        match issuer.judge(&presented) {
            Err(TokenFault::UnknownKey | TokenFault::KeysUnavailable) if issuer.is_remote() => {
                // In a task of its own: a caller who hangs up must not cancel what others await.
                let asked = Arc::clone(issuer);
                let task = tokio::spawn(async move { asked.refetch().await });
                if task.await.is_err() {
                    tracing::error!("the task that fetches keys failed");
                }
                issuer.judge(&presented)
            }
            outcome => outcome,
        }
    }

    /// Starts a task for each issuer that asks for its keys again every five minutes, and every
    /// 30 seconds as long as it has none. The tasks end when the last clone is dropped.
    pub fn keep_fresh(&self) {
        for issuer in self.issuers.values() {
            issuer.keep_fresh();
        }
    }

    /// The issuer that a token names; the name is believed only once the signature fits.
    fn issuer(&self, presented: &Presented<'_>) -> Result<&Arc<Issuer>, TokenFault> {
        self.issuers.get(presented.issuer()?).ok_or(TokenFault::Issuer)
    }
}
