//! The keys that sign receipts: one that signs, and those that signed before it.

use std::fmt;

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::signing::{SigningError, SigningKey};

/// What the keys sign. The type stands in the header (RFC 7515, 4.1.9), so that nothing is taken for
/// something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// The receipt of an application.
    Receipt,
    /// The instant at which an application was read that could not be registered then.
    Instant,
    /// The head of the log of events.
    Head,
}

impl Document {
    const fn r#type(self) -> &'static str {
        match self {
            Self::Receipt => "ptp-receipt+jws",
            Self::Instant => "ptp-instant+jws",
            Self::Head => "ptp-head+jws",
        }
    }
}

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

    /// Signs a document (JWS, compact).
    ///
    /// # Errors
    ///
    /// The claims cannot be written as JSON, or the library fails.
    pub fn sign(
        &self,
        document: Document,
        claims: &impl Serialize,
    ) -> Result<String, SigningError> {
        self.signing.sign(document.r#type(), claims)
    }

    /// What a document says, if one of the keys signed it.
    ///
    /// # Errors
    ///
    /// [`Forged`]: why it is not such a document of ours.
    pub fn open<T: DeserializeOwned>(&self, document: Document, jws: &str) -> Result<T, Forged> {
        let header = decode_header(jws).map_err(|_| Forged::Malformed)?;
        if header.typ.as_deref() != Some(document.r#type()) || header.alg != Algorithm::EdDSA {
            return Err(Forged::OfAnotherKind);
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
        let opened = decode::<T>(jws, &key, &validation);
        opened.map(|opened| opened.claims).map_err(|_| Forged::Signature)
    }
}

/// Why something is not a document of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forged {
    /// Not a JWS.
    Malformed,
    /// A JWS of another kind.
    OfAnotherKind,
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
