//! Judges tokens by the keys of the trusted issuers.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use ptp_clock::Clock;
use quick_cache::sync::Cache;

use super::fault::TokenFault;
use super::issuer::{Accepted, Issuer};
use super::open_error::OpenError;
use super::settings::IssuerSettings;
use super::token::Presented;
use super::verified::Verified;

/// Judges tokens by the keys of the issuers it trusts. Clones share the keys.
///
/// A token that was accepted is judged anew as soon as its issuer's keys have been read again;
/// until then only its validity is. [`KeySource`] says how soon a withdrawn key stops being accepted.
///
/// [`KeySource`]: super::source::KeySource
#[derive(Clone, Debug)]
pub struct Verifier {
    issuers: Arc<HashMap<String, Arc<Issuer>>>,
    seen: Arc<Cache<Digest, Arc<Seen>>>,
}

/// SHA-256 of a token: the token itself is not kept.
type Digest = [u8; 32];

/// A token that was accepted, and by whose keys.
#[derive(Debug)]
struct Seen {
    issuer: Arc<Issuer>,
    accepted: Accepted,
}

/// How many accepted tokens are remembered, each in less than a kilobyte: to verify a signature takes
/// longer than all else that a short answer needs.
const MOST_SEEN: usize = 4096;

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
        Ok(Self { issuers: Arc::new(issuers), seen: Arc::new(Cache::new(MOST_SEEN)) })
    }

    /// Judges a token by the current keys, without waiting for anything.
    ///
    /// # Errors
    ///
    /// The first check that the token fails.
    pub fn judge(&self, token: &str) -> Result<Verified, TokenFault> {
        if let Some(verified) = self.seen(token) {
            return Ok(verified);
        }
        let presented = Presented::read(token)?;
        let issuer = self.issuer(&presented)?;
        let accepted = issuer.judge(&presented)?;
        Ok(self.remember(token, issuer, accepted))
    }

    /// Judges a token. If its key is unknown or the current keys are too old, reads the issuer's
    /// keys again first: from an address at most once a minute, from a file once a second.
    ///
    /// # Errors
    ///
    /// The first check that the token fails.
    pub async fn verify(&self, token: &str) -> Result<Verified, TokenFault> {
        let outcome = self.judge(token);
        let lacks_key =
            matches!(outcome, Err(TokenFault::UnknownKey | TokenFault::KeysUnavailable));
        if lacks_key && self.issuer(&Presented::read(token)?)?.read_on_demand().await {
            self.judge(token)
        } else {
            outcome
        }
    }

    /// What a token says that was accepted before, if it would be now.
    fn seen(&self, token: &str) -> Option<Verified> {
        let seen = self.seen.get(&sha256(token))?;
        let Seen { issuer, accepted } = &*seen;
        issuer.accepts_still(accepted).then(|| accepted.verified.clone())
    }

    fn remember(&self, token: &str, issuer: &Arc<Issuer>, accepted: Accepted) -> Verified {
        let verified = accepted.verified.clone();
        let seen = Seen { issuer: Arc::clone(issuer), accepted };
        self.seen.insert(sha256(token), Arc::new(seen));
        verified
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

fn sha256(token: &str) -> Digest {
    let mut bytes = Digest::default();
    bytes.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    bytes
}
