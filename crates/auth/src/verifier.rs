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
///
/// Nothing is cached per token: each is judged by the current keys. [`KeySource`] says how soon a
/// withdrawn key stops being accepted.
///
/// [`KeySource`]: super::source::KeySource
#[derive(Clone, Debug)]
pub struct Verifier {
    issuers: Arc<HashMap<String, Arc<Issuer>>>,
}

impl Verifier {
    /// Loads the keys of every issuer.
    ///
    /// An address that does not answer is no error: the tokens of its issuer are refused with
    /// [`TokenFault::KeysUnavailable`] until it does. An address that lists no usable keys is no
    /// error either: the tokens are refused with [`TokenFault::UnknownKey`].
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

    /// Judges a token. If its key is unknown or the current keys are too old, reads the issuer's
    /// keys again first: from an address at most once a minute, from a file once a second.
    ///
    /// # Errors
    ///
    /// The first check that the token fails.
    pub async fn verify(&self, token: &str) -> Result<Verified, TokenFault> {
        let presented = Presented::read(token)?;
        let issuer = self.issuer(&presented)?;
        let outcome = issuer.judge(&presented);
        let lacks_key =
            matches!(outcome, Err(TokenFault::UnknownKey | TokenFault::KeysUnavailable));
        if lacks_key && issuer.read_on_demand().await { issuer.judge(&presented) } else { outcome }
    }

    /// Starts a task for each issuer that reads its keys again, as often as [`KeySource`] says.
    /// The tasks end when the last clone is dropped.
    ///
    /// Without these tasks, [`verify`](Self::verify) reads keys only when it must: when a key is
    /// unknown or the current keys are too old.
    ///
    /// [`KeySource`]: super::source::KeySource
    pub fn keep_fresh(&self) {
        for issuer in self.issuers.values() {
            issuer.keep_fresh();
        }
    }

    /// The issuer that a token names. The name is trusted only once the signature is verified.
    fn issuer(&self, presented: &Presented<'_>) -> Result<&Arc<Issuer>, TokenFault> {
        self.issuers.get(presented.issuer()?).ok_or(TokenFault::Issuer)
    }
}
