//! One token for each reason to refuse, and what the caller is told.

use aws_lc_rs::signature::{KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use super::forge::{EC, ED, RSA, Signer, claims, ed, encoded, judged, noon, set, settings};
use crate::TokenFault;

async fn code(token: &str) -> &'static str {
    judged(token).await.unwrap_err().code()
}

#[tokio::test]
async fn what_is_no_token() {
    let good = ED.token(&claims(&json!({})));
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let (header, _) = signed.split_once('.').unwrap();
    let cases = [
        String::new(),
        "..".into(),
        "abc".into(),
        signed.into(),
        format!("{good}.x"),
        format!("{signed}.{signature}="),
        format!("{header}.{}.{signature}", encoded(&json!([1]))),
        format!("{header}.àè.{signature}"),
        ED.token_with(&json!({"alg": null}), &claims(&json!({}))),
        ED.token_with(&json!({"kid": 7}), &claims(&json!({}))),
    ];
    for token in cases {
        assert_eq!(code(&token).await, "malformed", "{token}");
    }
    assert_eq!(code(&"a".repeat(8 * 1024 + 1)).await, "too_long");
}

#[tokio::test]
async fn headers_that_ask_for_something_else() {
    for typ in [json!("JWS"), json!("secevent+jwt"), json!(1)] {
        let token = ED.token_with(&json!({"typ": typ}), &claims(&json!({})));
        assert_eq!(code(&token).await, "token_type", "{typ}");
    }
    let token = ED.token_with(&json!({"crit": ["exp"], "exp": 1}), &claims(&json!({})));
    assert_eq!(code(&token).await, "critical_header");
}

/// RFC 8725, sections 2.1 and 3.1.
#[tokio::test]
async fn algorithms_that_are_not_the_key_s() {
    let unsigned = format!(
        "{}.{}.",
        encoded(&json!({"typ": "JWT", "alg": "none", "kid": "rsa"})),
        encoded(&claims(&json!({})))
    );
    assert_eq!(code(&unsigned).await, "algorithm");

    // The public key as the secret of an HMAC, in each form that somebody may have it in.
    let pair = RsaKeyPair::from_der(RSA.key.as_bytes()).unwrap();
    let der = pair.public_key().as_ref().to_vec();
    let pem = format!(
        "-----BEGIN RSA PUBLIC KEY-----\n{}\n-----END RSA PUBLIC KEY-----\n",
        STANDARD.encode(&der)
    );
    for secret in [der, pem.into_bytes(), RSA.jwk_with(&json!({})).to_string().into_bytes()] {
        let key = EncodingKey::from_secret(&secret);
        let forger = Signer { kid: "rsa", key, algorithm: Algorithm::HS256 };
        assert_eq!(code(&forger.token(&claims(&json!({})))).await, "algorithm");
        // Nor if the header lies about it.
        let token = forger.token_with(&json!({"alg": "RS256"}), &claims(&json!({})));
        assert_eq!(code(&token).await, "signature");
    }

    for (kid, signer) in [("ed", &*EC), ("rsa", &*EC), ("ec", &*ED), ("ec", &*RSA)] {
        let token = signer.token_with(&json!({"kid": kid}), &claims(&json!({})));
        assert_eq!(code(&token).await, "algorithm", "{kid}");
    }
    for algorithm in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS512, Algorithm::PS256] {
        // The key's own `alg` is RS256.
        let token = RSA.with(algorithm).token(&claims(&json!({})));
        assert_eq!(code(&token).await, "algorithm", "{algorithm:?}");
    }
}

#[tokio::test]
async fn issuers_and_keys_that_nobody_knows() {
    let token = ED.token(&claims(&json!({"iss": "https://elsewhere.example.org/"})));
    assert_eq!(code(&token).await, "issuer");
    let token = ED.token_with(&json!({"kid": "gone"}), &claims(&json!({})));
    assert_eq!(code(&token).await, "unknown_key");
    let token = ED.token_with(&json!({"kid": null}), &claims(&json!({})));
    assert_eq!(code(&token).await, "unknown_key", "there are three");
}

#[tokio::test]
async fn signatures_that_do_not_fit() {
    for signer in [&*RSA, &*EC, &*ED] {
        let good = signer.token(&claims(&json!({})));
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (header, payload) = signed.split_once('.').unwrap();
        // A character in the middle: the last one may hold bits that nobody reads.
        let middle = signature.len() / 2;
        let other = if signature.as_bytes()[middle] == b'A' { "B" } else { "A" };
        let mut tampered = signature.to_owned();
        tampered.replace_range(middle..=middle, other);
        let promoted = encoded(&claims(&json!({"roles": ["official"]})));
        let cases = [
            format!("{signed}.{tampered}"),
            format!("{header}.{promoted}.{signature}"),
            format!("{header}.{payload}."),
        ];
        for token in cases {
            assert_eq!(code(&token).await, "signature", "{token}");
        }
    }
    assert_eq!(code(&ed(ED.kid).token(&claims(&json!({})))).await, "signature");
}

#[tokio::test]
async fn claims_that_are_not_for_us_or_not_for_now() {
    let now = noon().timestamp();
    let cases: [(Value, &str); 7] = [
        (json!({"aud": "another"}), "audience"),
        (json!({"aud": ["another", "PTP", "ptp/"]}), "audience"),
        (json!({"exp": now - 60}), "expired"),
        (json!({"exp": 0}), "expired"),
        (json!({"nbf": now + 61}), "not_yet_valid"),
        (json!({"iat": now + 61}), "not_yet_valid"),
        (json!({"org": "94004480150"}), "organisation"),
    ];
    for (changes, expected) in cases {
        assert_eq!(code(&ED.token(&claims(&changes))).await, expected, "{changes}");
    }
    for org in [json!("Istituto"), json!(""), json!(94_004_480_151_u64), json!(["94004480151"])] {
        let token = ED.token(&claims(&json!({"org": org})));
        assert_eq!(code(&token).await, "organisation", "{org}");
    }
}

#[tokio::test]
async fn the_clock_that_is_passed_down_decides() {
    let clock = ptp_clock::Clock::fixed(noon());
    let verifier =
        crate::Verifier::open(vec![settings(set(&[&*ED]))], clock.clone()).await.unwrap();
    let token = ED.token(&claims(&json!({})));
    verifier.verify(&token).await.unwrap();
    clock.advance(chrono::TimeDelta::seconds(659));
    verifier.verify(&token).await.unwrap();
    clock.advance(chrono::TimeDelta::seconds(1));
    assert_eq!(verifier.verify(&token).await, Err(TokenFault::Expired));
}

fn wrong_audience() -> TokenFault {
    TokenFault::Audience(vec!["ptp".to_owned()])
}

#[tokio::test]
async fn claims_that_are_missing_are_named() {
    for claim in ["iss", "aud", "exp", "sub"] {
        for value in [Value::Null, json!(""), json!({}), json!([]), json!(true)] {
            let token = ED.token(&claims(&json!({claim: value})));
            let fault = judged(&token).await.unwrap_err();
            let empty_audience = claim == "aud" && value == json!("");
            let expected =
                if empty_audience { wrong_audience() } else { TokenFault::MissingClaim(claim) };
            assert_eq!(fault, expected, "{claim} {value}");
        }
    }
    for (claim, value) in [("exp", json!(-1)), ("exp", json!(1e300)), ("nbf", json!("now"))] {
        let token = ED.token(&claims(&json!({claim: value})));
        assert_eq!(judged(&token).await, Err(TokenFault::MissingClaim(claim)), "{claim} {value}");
    }
}

/// RFC 6750, section 3: only some of ASCII may stand in a description.
#[tokio::test]
async fn the_challenge_says_which_check_failed() {
    let fault = judged("abc").await.unwrap_err();
    assert_eq!(
        fault.challenge(),
        "Bearer realm=\"ptp\", error=\"invalid_token\", \
         error_description=\"The token is not a signed JWT in compact form.\""
    );
    let token = ED.token(&claims(&json!({"org": "RSSMRA85M01H501X"})));
    let fault = judged(&token).await.unwrap_err();
    assert!(fault.challenge().is_ascii());
    assert!(!fault.challenge().contains("RSSMRA"), "it may be a person's");
    assert!(!format!("{fault} {fault:?}").contains("RSSMRA"));
}

/// What is stored and shown has bounds (OpenID Connect Core, section 2).
#[tokio::test]
async fn names_that_cannot_be_stored() {
    for claim in ["sub", "client_id", "azp"] {
        for name in ["a\u{0}b".to_owned(), "a\nb".to_owned(), "a".repeat(256)] {
            let token = ED.token(&claims(&json!({claim: name})));
            assert_eq!(code(&token).await, "unusable_claim", "{claim}");
        }
        let token = ED.token(&claims(&json!({claim: "è".repeat(255)})));
        assert!(judged(&token).await.is_ok(), "{claim}");
    }
}
