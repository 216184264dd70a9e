//! Makes keys and tokens, good ones and others.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};

use crate::{IssuerSettings, KeySource, TokenFault, Verified, Verifier};
use ptp_clock::Clock;

pub(super) const ISSUER: &str = "https://login.example.org/";
pub(super) const AUDIENCE: &str = "ptp";

pub(super) static RSA: LazyLock<Signer> = LazyLock::new(|| rsa("rsa", KeySize::Rsa2048));
pub(super) static EC: LazyLock<Signer> = LazyLock::new(|| {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let key = EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref());
    Signer { kid: "ec", key, algorithm: Algorithm::ES256 }
});
pub(super) static ED: LazyLock<Signer> = LazyLock::new(|| ed("ed"));

/// A private key, and the algorithm it signs with.
#[derive(Clone)]
pub(super) struct Signer {
    pub(super) kid: &'static str,
    pub(super) key: EncodingKey,
    pub(super) algorithm: Algorithm,
}

pub(super) fn rsa(kid: &'static str, size: KeySize) -> Signer {
    let pair = KeyPair::generate(size).unwrap();
    let der = pair.as_der();
    let der: &Pkcs8V1Der<'_> = der.as_ref().unwrap();
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
        STANDARD.encode(der.as_ref())
    );
    let key = EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap();
    Signer { kid, key, algorithm: Algorithm::RS256 }
}

pub(super) fn ed(kid: &'static str) -> Signer {
    let pair = Ed25519KeyPair::generate().unwrap();
    let key = EncodingKey::from_ed_der(pair.to_pkcs8v1().unwrap().as_ref());
    Signer { kid, key, algorithm: Algorithm::EdDSA }
}

impl Signer {
    pub(super) fn with(&self, algorithm: Algorithm) -> Self {
        Self { algorithm, ..self.clone() }
    }

    pub(super) fn jwk(&self) -> Jwk {
        let mut jwk = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        jwk.common.key_id = Some(self.kid.to_owned());
        jwk
    }

    /// The same as JSON, with some members set, or removed by null.
    pub(super) fn jwk_with(&self, changes: &Value) -> Value {
        merged(serde_json::to_value(self.jwk()).unwrap(), changes)
    }

    /// A token with the usual header.
    pub(super) fn token(&self, claims: &Value) -> String {
        self.token_with(&json!({}), claims)
    }

    /// A token with other members in its header.
    pub(super) fn token_with(&self, header: &Value, claims: &Value) -> String {
        let header = merged(
            json!({"typ": "JWT", "alg": format!("{:?}", self.algorithm), "kid": self.kid}),
            header,
        );
        let signed = format!("{}.{}", encoded(&header), encoded(claims));
        let signature = crypto::sign(signed.as_bytes(), &self.key, self.algorithm).unwrap();
        format!("{signed}.{signature}")
    }
}

pub(super) fn encoded(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

/// `base` with the members of `changes`; null removes one.
fn merged(mut base: Value, changes: &Value) -> Value {
    let members = base.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            members.shift_remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    base
}

/// The time at which the tokens are judged.
pub(super) fn noon() -> DateTime<Utc> {
    "2027-01-11T12:00:00Z".parse().unwrap()
}

/// What a good token claims, with some claims set, or removed by null.
pub(super) fn claims(changes: &Value) -> Value {
    let now = noon().timestamp();
    let good = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "u-1", "iat": now, "nbf": now, "exp": now + 600,
        "roles": ["applicant"], "org": "94004480151",
    });
    merged(good, changes)
}

pub(super) fn settings(keys: KeySource) -> IssuerSettings {
    IssuerSettings::new(ISSUER, vec![AUDIENCE.to_owned()], keys)
}

pub(super) fn set(keys: &[&Signer]) -> KeySource {
    KeySource::Set(JwkSet { keys: keys.iter().map(|key| key.jwk()).collect() })
}

/// A verifier at noon.
pub(super) async fn verifier(settings: IssuerSettings) -> Verifier {
    Verifier::open(vec![settings], Clock::fixed(noon())).await.unwrap()
}

/// What a service that knows all the keys makes of a token.
pub(super) async fn judged(token: &str) -> Result<Verified, TokenFault> {
    verifier(settings(set(&[&*RSA, &*EC, &*ED]))).await.verify(token).await
}
