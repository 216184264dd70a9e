//! Forged receipts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ptp::signing::TokenRequest;
use ptp_auth::signing::SigningKey;
use ptp_tests::TestApp;
use ptp_tests::fixtures::steps::{Candidacy, submitted};
use serde_json::{Value, json};

use super::on_both_databases;
use super::receipts::{TYPE, receipt, refused, verified, with_own_key};

on_both_databases!(each_forgery_has_its_own_message);

async fn each_forgery_has_its_own_message(app: TestApp) {
    let (app, key) = with_own_key(&app).await;
    let Candidacy { path, .. } = submitted(&app).await;
    let sound = receipt(&app, &path).await;
    let (claims, jws) = (&sound["claims"], sound["jws"].as_str().unwrap());
    assert_eq!(key.sign(TYPE, claims).unwrap().len(), jws.len());
    let [header, payload, signature] = jws.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let changed = |name: &str, value: &str| {
        let mut claims = claims.clone();
        claims[name] = json!(value);
        claims
    };
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let kid = key.jwks().keys[0].common.key_id.clone().unwrap();
    let other = SigningKey::generate().unwrap();

    // Altered after signing.
    let later = changed("received_at", "2027-01-19T10:00:00Z");
    let forged = format!("{header}.{}.{signature}", encoded(&later));
    refused(&verified(&app, &forged).await, "signature");
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    bytes[0] ^= 1;
    let forged = format!("{header}.{payload}.{}", URL_SAFE_NO_PAD.encode(&bytes));
    refused(&verified(&app, &forged).await, "signature");
    refused(&verified(&app, &format!("{header}.{payload}.")).await, "signature");

    // Signed with another key, also under the id of the service's key.
    refused(&verified(&app, &other.sign(TYPE, claims).unwrap()).await, "unknown_key");
    let forged = other.named(kid.clone()).sign(TYPE, claims).unwrap();
    refused(&verified(&app, &forged).await, "signature");

    // Signed, but not a receipt.
    refused(&verified(&app, &key.sign("at+jwt", claims).unwrap()).await, "not_a_receipt");
    refused(&verified(&app, &key.sign("JWT", claims).unwrap()).await, "not_a_receipt");
    let request = TokenRequest::of_demo("official", &["official"], &app.clock);
    refused(&verified(&app, &app.keys.token(&request).unwrap()).await, "not_a_receipt");
    let mut symmetric = Header::new(Algorithm::HS256);
    (symmetric.typ, symmetric.kid) = (Some(TYPE.to_owned()), Some(kid.clone()));
    let public = serde_json::to_string(&key.jwks()).unwrap();
    let public = EncodingKey::from_secret(public.as_bytes());
    let forged = jsonwebtoken::encode(&symmetric, claims, &public).unwrap();
    refused(&verified(&app, &forged).await, "not_a_receipt");
    let none = encoded(&json!({"alg": "none", "typ": TYPE, "kid": kid}));
    let forged = verified(&app, &format!("{none}.{payload}.")).await;
    assert_eq!(forged["valid"], false);

    // Signed with the service's key, but for another register.
    for (name, value) in [
        ("protocol", "PTP/2027/0000002"),
        ("protocol", "PTP/2026/0000001"),
        ("snapshot_sha256", &"0".repeat(64)),
        ("received_at", "2027-01-19T10:00:00Z"),
        ("application_id", "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d40"),
        ("pole_code", "PTP-2027-0099"),
    ] {
        let forged = key.sign(TYPE, &changed(name, value)).unwrap();
        let verification = verified(&app, &forged).await;
        assert_eq!(verification["valid"], false, "{name}: {verification}");
        refused(&verification, "not_registered");
    }
    for forged in ["ricevuta", "a.b", "a.b.c", "...."] {
        refused(&verified(&app, forged).await, "malformed");
    }
    assert_eq!(verified(&app, jws).await["valid"], true);
    let body = json!({"receipt": "<script>"});
    let odd = app.anonymous().post("/v1/receipts/verifications", &body).await;
    odd.expect_problem(422, "invalid-body");
}
