//! The public keys of an issuer, and what each may verify.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RsaPublicKeyComponents, VerificationAlgorithm,
};
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind};
use serde::Deserialize;
use serde_json::Value;

use super::fault::TokenFault;

/// Why a document has no usable keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Not a JWK Set (RFC 7517, section 5).
    #[error("not a JWK Set")]
    Document(#[from] serde_json::Error),
    /// None of its keys can verify a token, and why.
    #[error("no usable key ({0})")]
    NoneUsable(String),
}

/// The public keys of an issuer. The default has none: it verifies nothing.
#[derive(Debug, Default)]
pub(super) struct KeyRing(Vec<Key>);

/// One public key.
#[derive(Debug)]
pub(super) struct Key {
    kid: Option<String>,
    /// From the key itself: the header of a token does not decide this (RFC 8725, section 3.1).
    algorithms: &'static [Algorithm],
    public: DecodingKey,
}

impl KeyRing {
    /// Reads a JWK Set. Keys that cannot verify a token are ignored (RFC 7517, section 5).
    pub(super) fn read(document: &[u8]) -> Result<Self, KeysError> {
        /// Keys are parsed one by one, so that a malformed one does not invalidate the others.
        #[derive(Deserialize)]
        struct Lenient {
            keys: Vec<Value>,
        }
        let Lenient { keys } = serde_json::from_slice(document)?;
        Self::collect(keys.into_iter().map(|key| {
            let jwk: Jwk = serde_json::from_value(key).map_err(|_| "not a JWK".to_owned())?;
            usable(&jwk)
        }))
    }

    /// The keys of a set that is already parsed.
    pub(super) fn of(set: &JwkSet) -> Result<Self, KeysError> {
        Self::collect(set.keys.iter().map(usable))
    }

    fn collect(keys: impl Iterator<Item = Result<Key, String>>) -> Result<Self, KeysError> {
        let mut skipped = Vec::new();
        let usable: Vec<Key> =
            keys.filter_map(|key| key.map_err(|reason| skipped.push(reason)).ok()).collect();
        if !usable.is_empty() {
            tracing::debug!(usable = usable.len(), ?skipped, "read a JWK Set");
            return Ok(Self(usable));
        }
        let reasons =
            if skipped.is_empty() { "the set is empty".into() } else { skipped.join("; ") };
        Err(KeysError::NoneUsable(reasons))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The key that a token names. A token without a `kid` is verified by the only key, if there
    /// is just one.
    ///
    /// If several keys share a `kid` (RFC 7517, section 4.5), the algorithm selects one.
    pub(super) fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Result<&Key, TokenFault> {
        let mut named = self
            .0
            .iter()
            .filter(|key| match kid {
                Some(_) => key.kid.as_deref() == kid,
                None => self.0.len() == 1,
            })
            .peekable();
        if named.peek().is_none() {
            return Err(TokenFault::UnknownKey);
        }
        named.find(|key| key.algorithms.contains(&algorithm)).ok_or(TokenFault::Algorithm)
    }
}

impl Key {
    /// Whether `signature` (base64url) is valid. Algorithms that the key does not allow never are.
    pub(super) fn verifies(&self, signed: &str, signature: &str, algorithm: Algorithm) -> bool {
        self.algorithms.contains(&algorithm)
            && jsonwebtoken::crypto::verify(signature, signed.as_bytes(), &self.public, algorithm)
                .unwrap_or(false)
    }
}

/// Converts a key, or tells the operator why it cannot be used.
fn usable(jwk: &Jwk) -> Result<Key, String> {
    let kid = jwk.common.key_id.clone();
    let reason = |reason: &str| match &kid {
        Some(kid) => format!("{kid}: {reason}"),
        None => format!("a key without kid: {reason}"),
    };
    let algorithms = algorithms(jwk).map_err(reason)?;
    let public = public(jwk).map_err(reason)?;
    Ok(Key { kid, algorithms, public })
}

/// What a key may verify, by its type, curve, `alg`, `use` and `key_ops` (RFC 8725, section 3.1).
fn algorithms(jwk: &Jwk) -> Result<&'static [Algorithm], &'static str> {
    let common = &jwk.common;
    if !matches!(common.public_key_use, None | Some(PublicKeyUse::Signature)) {
        return Err("not for signatures");
    }
    if common.key_operations.as_ref().is_some_and(|ops| !ops.contains(&KeyOperations::Verify)) {
        return Err("not for verifying");
    }
    match (&jwk.algorithm, common.key_algorithm) {
        (AlgorithmParameters::RSA(_), None) => Ok(&[Algorithm::RS256, Algorithm::PS256]),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::RS256)) => Ok(&[Algorithm::RS256]),
        (AlgorithmParameters::RSA(_), Some(KeyAlgorithm::PS256)) => Ok(&[Algorithm::PS256]),
        (AlgorithmParameters::EllipticCurve(point), None | Some(KeyAlgorithm::ES256))
            if point.curve == EllipticCurve::P256 =>
        {
            Ok(&[Algorithm::ES256])
        }
        (AlgorithmParameters::OctetKeyPair(point), None | Some(KeyAlgorithm::EdDSA))
            if point.curve == EllipticCurve::Ed25519 =>
        {
            Ok(&[Algorithm::EdDSA])
        }
        (AlgorithmParameters::OctetKey(_), _) => Err("symmetric"),
        _ => Err("type, curve or algorithm not supported"),
    }
}

/// The public key, checked to be a valid one.
fn public(jwk: &Jwk) -> Result<DecodingKey, &'static str> {
    const NOT_A_KEY: &str = "not a valid public key";
    let key = DecodingKey::from_jwk(jwk).map_err(|_| NOT_A_KEY)?;
    match key.kind() {
        DecodingKeyKind::RsaModulusExponent { n, e } => rsa(n, e),
        DecodingKeyKind::SecretOrDer(point) => {
            let algorithm: &dyn VerificationAlgorithm = match key.family() {
                AlgorithmFamily::Ec => &ECDSA_P256_SHA256_FIXED,
                _ => &ED25519,
            };
            ParsedPublicKey::new(algorithm, point).map_err(|_| NOT_A_KEY)?;
            Ok(key)
        }
    }
}

/// At least 2048 bits (RFC 7518, section 3.3), at most the 8192 that aws-lc verifies.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<DecodingKey, &'static str> {
    // Some issuers include the leading zero octet of the ASN.1 encoding.
    let start = modulus.iter().position(|&octet| octet != 0).unwrap_or(modulus.len());
    let n = modulus.get(start..).unwrap_or_default();
    let unused = n.first().map_or(0, |octet| octet.leading_zeros() as usize);
    if !(2048..=8192).contains(&(n.len() * 8 - unused)) {
        return Err("an RSA key needs 2048 to 8192 bits");
    }
    RsaPublicKeyComponents { n, e: exponent }
        .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
        .map_err(|_| "not a valid public key")?;
    Ok(DecodingKey::from_rsa_raw_components(n, exponent))
}
