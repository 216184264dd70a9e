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
/// No verdict is kept: each token is judged by the keys that count at that moment. How soon a key
/// that an issuer withdraws stops counting stands at [`KeySource`](super::source::KeySource).
#[derive(Clone, Debug)]
pub struct Verifier {
    issuers: Arc<HashMap<String, Arc<Issuer>>>,
}

impl Verifier {
    /// Loads the keys of every issuer.
    ///
    /// An address that does not answer is no error: the tokens of its issuer are refused with
    /// [`TokenFault::KeysUnavailable`] until it does. Nor is one that lists no usable keys: they
    /// are refused with [`TokenFault::UnknownKey`].
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

    /// Judges a token. If its key is unknown, or the keys were read too long ago to count, reads
    /// the issuer's keys again first: an address at most once a minute, a file once a second.
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
    /// Without them, a file is read when a token needs it, and so is an address once its keys no
    /// longer count; until then a key that was withdrawn there is accepted.
    ///
    /// [`KeySource`]: super::source::KeySource
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
