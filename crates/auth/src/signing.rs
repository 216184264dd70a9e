//! Private keys that sign receipts, and tokens in the demo and in tests.

use std::fmt;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Serialize;

/// Why a key cannot be made or read, or cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// Not a private key of a supported type.
    #[error("not a private key in PEM: Ed25519 or EC P-256 (PKCS#8), or RSA of 2048 bits at least")]
    NotAKey,
    /// The cryptographic library failed.
    #[error("cannot sign")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// The system has no randomness.
    #[error("cannot make a key")]
    Generate,
}

/// A private key with its public key.
#[derive(Clone)]
pub struct SigningKey {
    private: EncodingKey,
    algorithm: Algorithm,
    public: Jwk,
}

impl SigningKey {
    /// A new Ed25519 key.
    ///
    /// # Errors
    ///
    /// The system has no randomness.
    pub fn generate() -> Result<Self, SigningError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| SigningError::Generate)?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| SigningError::Generate)?;
        Self::ed25519(EncodingKey::from_ed_der(pkcs8.as_ref()))
    }

    /// Reads a private key: Ed25519, EC P-256 or RSA.
    ///
    /// # Errors
    ///
    /// [`SigningError::NotAKey`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, SigningError> {
        if let Ok(private) = EncodingKey::from_ed_pem(pem) {
            return Self::ed25519(private);
        }
        let (private, algorithm) = match EncodingKey::from_ec_pem(pem) {
            Ok(private) => (private, Algorithm::ES256),
            Err(_) => (
                EncodingKey::from_rsa_pem(pem).map_err(|_| SigningError::NotAKey)?,
                Algorithm::RS256,
            ),
        };
        let public =
            Jwk::from_encoding_key(&private, algorithm).map_err(|_| SigningError::NotAKey)?;
        Self::new(private, algorithm, public)
    }

    fn ed25519(private: EncodingKey) -> Result<Self, SigningError> {
        let pair =
            Ed25519KeyPair::from_pkcs8(private.as_bytes()).map_err(|_| SigningError::NotAKey)?;
        let public = DecodingKey::from_ed_der(pair.public_key().as_ref());
        let public = Jwk::from_decoding_key(&public, Some(Algorithm::EdDSA))?;
        Self::new(private, Algorithm::EdDSA, public)
    }

    /// The `kid` is the thumbprint of the key (RFC 7638).
    fn new(
        private: EncodingKey,
        algorithm: Algorithm,
        mut public: Jwk,
    ) -> Result<Self, SigningError> {
        public.common.key_id = Some(public.thumbprint(ThumbprintHash::SHA256)?);
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { private, algorithm, public })
    }

    /// The same key with another `kid`.
    #[must_use]
    pub fn named(mut self, kid: impl Into<String>) -> Self {
        self.public.common.key_id = Some(kid.into());
        self
    }

    /// The public key, as a set with one key.
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        JwkSet { keys: vec![self.public.clone()] }
    }

    /// The private key of [`generate`](Self::generate) in PEM (RFC 7468, section 10).
    #[must_use]
    pub fn pem(&self) -> String {
        let base64 = STANDARD.encode(self.private.as_bytes());
        // An Ed25519 key is 48 octets: 64 characters, one line.
        format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n")
    }

    /// Whether it is an Ed25519 key, as receipts require.
    #[must_use]
    pub fn is_ed25519(&self) -> bool {
        self.algorithm == Algorithm::EdDSA
    }

    /// Signs claims as a compact JWS (RFC 7515) with `kind` as its `typ`.
    ///
    /// # Errors
    ///
    /// [`SigningError::Sign`].
    pub fn sign(&self, kind: &str, claims: &impl Serialize) -> Result<String, SigningError> {
        let mut header = Header::new(self.algorithm);
        header.typ = Some(kind.to_owned());
        header.kid.clone_from(&self.public.common.key_id);
        Ok(jsonwebtoken::encode(&header, claims, &self.private)?)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SigningKey").field("public", &self.public).finish_non_exhaustive()
    }
}
