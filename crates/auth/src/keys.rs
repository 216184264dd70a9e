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

/// Why a document holds no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Not a JWK Set (RFC 7517, section 5).
    #[error("not a JWK Set")]
    Document(#[from] serde_json::Error),
    /// None of its keys can verify a token; the reasons.
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
    /// What the key itself says it is for; the header of a token has no say.
    algorithms: &'static [Algorithm],
    public: DecodingKey,
}

impl KeyRing {
    /// Reads a JWK Set; what cannot verify a token is passed over (RFC 7517, section 5).
    pub(super) fn read(document: &[u8]) -> Result<Self, KeysError> {
        /// One key that is no key at all must not cost the others.
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

    /// The keys of a set that is already read.
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

    /// The key that a token names. One without a `kid` means the only key there is.
    ///
    /// Where several bear one `kid` (RFC 7517, section 4.5), it is the one for the algorithm.
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
    /// Whether `signature` (base64url) fits; never with an algorithm that is not the key's.
    pub(super) fn verifies(&self, signed: &str, signature: &str, algorithm: Algorithm) -> bool {
        self.algorithms.contains(&algorithm)
            && jsonwebtoken::crypto::verify(signature, signed.as_bytes(), &self.public, algorithm)
                .unwrap_or(false)
    }
}

/// The key, or for the operator why it is of no use.
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

/// The key's numbers, if they are a key at all.
fn public(jwk: &Jwk) -> Result<DecodingKey, &'static str> {
    const NOT_A_KEY: &str = "its numbers are no public key";
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

/// At least 2048 bits (RFC 7518, section 3.3), at most the 8192 that the library verifies.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<DecodingKey, &'static str> {
    // Some issuers publish the sign octet of ASN.1 as well.
    let start = modulus.iter().position(|&octet| octet != 0).unwrap_or(modulus.len());
    let n = modulus.get(start..).unwrap_or_default();
    let unused = n.first().map_or(0, |octet| octet.leading_zeros() as usize);
    if !(2048..=8192).contains(&(n.len() * 8 - unused)) {
        return Err("an RSA key needs 2048 to 8192 bits");
    }
    RsaPublicKeyComponents { n, e: exponent }
        .to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256)
        .map_err(|_| "its numbers are no public key")?;
    Ok(DecodingKey::from_rsa_raw_components(n, exponent))
}
