//! Which keys are taken from a set, and which settings make no sense.

use aws_lc_rs::rsa::KeySize;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use super::forge::{EC, ED, RSA, claims, noon, rsa, set, settings};
use crate::keys::KeyRing;
use crate::{IssuerSettings, KeySource, OpenError, Verifier};
use ptp_clock::Clock;

fn read(keys: &[Value]) -> Result<KeyRing, String> {
    KeyRing::read(json!({"keys": keys}).to_string().as_bytes()).map_err(|error| error.to_string())
}

/// Keys that are passed over, and a word of the reason.
#[test]
fn keys_that_cannot_verify_are_passed_over() {
    let x = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let cases = [
        (json!({"kty": "oct", "k": "c2VjcmV0", "kid": "s"}), "symmetric"),
        (json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA", "kid": "s"}), "not supported"),
        (json!({"kty": "EC", "crv": "secp256k1", "x": x, "y": x, "kid": "s"}), "not supported"),
        (json!({"kty": "EC", "crv": "P-384", "x": x, "y": x, "kid": "s"}), "not supported"),
        (
            json!({"kty": "EC", "crv": "P-256", "x": x, "y": x, "kid": "s"}),
            "not a valid public key",
        ),
        (
            json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": "s"}),
            "not a valid public key",
        ),
        (json!({"kty": "RSA", "n": "!", "e": "AQAB", "kid": "s"}), "not a valid public key"),
        (json!({"kty": "RSA", "n": "", "e": "AQAB"}), "2048"),
        (json!({"kid": 5}), "not a JWK"),
        (json!("key"), "not a JWK"),
        (ED.jwk_with(&json!({"use": "enc"})), "signatures"),
        (ED.jwk_with(&json!({"key_ops": ["sign"]})), "verifying"),
        (ED.jwk_with(&json!({"alg": "ES256"})), "not supported"),
        (EC.jwk_with(&json!({"alg": "EdDSA"})), "not supported"),
        (RSA.jwk_with(&json!({"alg": "RSA-OAEP"})), "not supported"),
        (RSA.jwk_with(&json!({"alg": "RS512"})), "not supported"),
    ];
    for (key, reason) in cases {
        let error = read(std::slice::from_ref(&key)).unwrap_err();
        assert!(error.contains(reason), "{key}: {error}");
        let ring = read(&[key.clone(), ED.jwk_with(&json!({}))]).unwrap();
        assert!(ring.find(None, Algorithm::EdDSA).is_ok(), "{key} counts as no key");
    }
}

#[test]
fn an_rsa_key_has_2048_bits_at_least() {
    assert!(read(&[RSA.jwk_with(&json!({"use": "sig", "key_ops": ["verify"]}))]).is_ok());
    let whole = RSA.jwk_with(&json!({}));
    let n = whole["n"].as_str().unwrap();
    // Whole groups of four characters: 249 octets.
    let short = &n[..332];
    let error = read(&[RSA.jwk_with(&json!({"n": short}))]).unwrap_err();
    assert!(error.contains("2048"), "{error}");
}

#[test]
fn an_rsa_key_without_alg_verifies_both_paddings() {
    let larger = rsa("larger", KeySize::Rsa3072);
    let ring = read(&[larger.jwk_with(&json!({"alg": null}))]).unwrap();
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let token = larger.with(algorithm).token(&claims(&json!({})));
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let key = ring.find(Some("larger"), algorithm).unwrap();
        assert!(key.verifies(signed, signature, algorithm));
    }
    assert_eq!(ring.find(Some("larger"), Algorithm::ES256).unwrap_err().code(), "algorithm");
}

#[test]
fn keys_may_share_a_kid() {
    let same = json!({"kid": "same"});
    let ring = read(&[EC.jwk_with(&same), ED.jwk_with(&same)]).unwrap();
    assert!(ring.find(Some("same"), Algorithm::ES256).is_ok());
    assert!(ring.find(Some("same"), Algorithm::EdDSA).is_ok());
    assert_eq!(ring.find(Some("same"), Algorithm::RS256).unwrap_err().code(), "algorithm");
    assert_eq!(ring.find(None, Algorithm::EdDSA).unwrap_err().code(), "unknown_key");
}

async fn opened(settings: Vec<IssuerSettings>) -> Result<Verifier, OpenError> {
    Verifier::open(settings, Clock::fixed(noon())).await
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused() {
    let good = || settings(set(&[&*ED]));
    let nameless = IssuerSettings { issuer: String::new(), ..good() };
    let deaf = IssuerSettings { audiences: Vec::new(), ..good() };
    let keyless = settings(set(&[]));
    assert!(matches!(opened(Vec::new()).await, Err(OpenError::NoIssuer)));
    assert!(matches!(opened(vec![good(), good()]).await, Err(OpenError::Duplicate(_))));
    assert!(matches!(opened(vec![nameless]).await, Err(OpenError::Incomplete(_))));
    assert!(matches!(opened(vec![deaf]).await, Err(OpenError::Incomplete(_))));
    assert!(matches!(opened(vec![keyless]).await, Err(OpenError::Keys { .. })));
    for url in [
        "http://login.example.org/jwks",
        "ftp://127.0.0.1/jwks",
        "jwks",
        "https://user:secret@login.example.org/jwks",
    ] {
        let error = opened(vec![settings(KeySource::Url(url.into()))]).await.unwrap_err();
        assert!(matches!(error, OpenError::Keys { .. }), "{url}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
