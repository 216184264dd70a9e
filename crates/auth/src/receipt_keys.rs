//! The keys that sign receipts: one that signs, and those that signed before it.

use std::fmt;

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::signing::{SigningError, SigningKey};

/// The type of a receipt in its header (RFC 7515, 4.1.9): a token of another kind is no receipt.
const TYPE: &str = "ptp-receipt+jws";

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptKeysError {
    /// The key that signs is not an Ed25519 key.
    #[error(
        "receipts are signed with an Ed25519 key (PKCS#8, PEM): openssl genpkey -algorithm ed25519"
    )]
    NotEd25519,
    /// A former key has no name, or is not an Ed25519 key.
    #[error(
        "each former key is a public Ed25519 key with its kid, as /.well-known/jwks.json showed it"
    )]
    Former,
    /// The library failed.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

/// The keys that sign receipts.
#[derive(Clone)]
pub struct ReceiptKeys {
    signing: SigningKey,
    published: JwkSet,
}

impl ReceiptKeys {
    /// The key that signs, and the public keys that signed before: what they signed stays valid.
    ///
    /// # Errors
    ///
    /// [`ReceiptKeysError`].
    pub fn new(signing: SigningKey, former: JwkSet) -> Result<Self, ReceiptKeysError> {
        if !signing.is_ed25519() {
            return Err(ReceiptKeysError::NotEd25519);
        }
        let usable = former.keys.iter().all(|key| {
            key.common.key_id.is_some()
                && DecodingKey::from_jwk(key).is_ok()
                && matches!(key.algorithm, jsonwebtoken::jwk::AlgorithmParameters::OctetKeyPair(_))
        });
        if !usable {
            return Err(ReceiptKeysError::Former);
        }
        let mut published = signing.jwks();
        let known: Vec<_> =
            published.keys.iter().filter_map(|key| key.common.key_id.clone()).collect();
        published.keys.extend(
            former
                .keys
                .into_iter()
                .filter(|key| key.common.key_id.as_ref().is_some_and(|name| !known.contains(name))),
        );
        Ok(Self { signing, published })
    }

    /// A new key, and none before it: for the demo and for tests.
    ///
    /// # Errors
    ///
    /// The machine has no randomness to give.
    pub fn generate() -> Result<Self, ReceiptKeysError> {
        Self::new(SigningKey::generate()?, JwkSet { keys: Vec::new() })
    }

    /// The public keys, present and former.
    #[must_use]
    pub const fn jwks(&self) -> &JwkSet {
        &self.published
    }

    /// Signs a receipt (JWS, compact).
    ///
    /// # Errors
    ///
    /// The claims cannot be written as JSON, or the library fails.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, SigningError> {
        self.signing.sign(TYPE, claims)
    }

    /// What a receipt says, if one of the keys signed it.
    ///
    /// # Errors
    ///
    /// [`Forged`]: why it is not a receipt of ours.
    pub fn open<T: DeserializeOwned>(&self, receipt: &str) -> Result<T, Forged> {
        let header = decode_header(receipt).map_err(|_| Forged::Malformed)?;
        if header.typ.as_deref() != Some(TYPE) || header.alg != Algorithm::EdDSA {
            return Err(Forged::NotAReceipt);
        }
        let key = header
            .kid
            .and_then(|name| self.published.find(&name))
            .and_then(|key| DecodingKey::from_jwk(key).ok())
            .ok_or(Forged::UnknownKey)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let receipt = decode::<T>(receipt, &key, &validation);
        receipt.map(|receipt| receipt.claims).map_err(|_| Forged::Signature)
    }
}

/// Why something is not a receipt of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forged {
    /// Not a JWS.
    Malformed,
    /// A JWS of another kind.
    NotAReceipt,
    /// Signed with a key that is not ours.
    UnknownKey,
    /// Not what the key signed.
    Signature,
}

impl fmt::Debug for ReceiptKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReceiptKeys")
            .field("published", &self.published)
            .finish_non_exhaustive()
    }
}
