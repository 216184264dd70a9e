//! Rejected tokens, and the messages for them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ptp::signing::TokenRequest;
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(each_token_fault_has_its_own_message, malformed_tokens_are_refused,);

async fn each_token_fault_has_its_own_message(app: TestApp) {
    let sound = TokenRequest::of_demo("official", &["official"], &app.clock);
    let with = |change: &dyn Fn(&mut TokenRequest)| {
        let mut request = sound.clone();
        change(&mut request);
        app.keys.token(&request).unwrap()
    };
    let other = ptp::demo::DemoKeys::generate().unwrap().token(&sound).unwrap();
    let mut tampered: Vec<char> = app.keys.token(&sound).unwrap().chars().collect();
    let middle = tampered.len() / 2;
    tampered[middle] = if tampered[middle] == 'A' { 'B' } else { 'A' };
    let faults = [
        ("expired", with(&|token| token.valid_for = TimeDelta::hours(-1))),
        ("not_yet_valid", with(&|token| token.issued_at += TimeDelta::hours(1))),
        ("audience", with(&|token| token.audience = vec!["another".to_owned()])),
        ("issuer", with(&|token| "https://elsewhere.example".clone_into(&mut token.issuer))),
        ("organisation", with(&|token| token.organisation = Some("12".to_owned()))),
        ("unknown_key", other),
        ("malformed", "no.token".to_owned()),
    ];
    for (reason, token) in faults {
        // An invalid token is rejected even where none is required.
        let answer = app.with_token(token).get("/v1/areas").await;
        let answer = answer.expect_problem(401, "invalid-token");
        assert_eq!(answer.body["reason"], reason, "{}", answer.text);
        let challenge = answer.header("www-authenticate");
        assert!(challenge.contains("invalid_token"));
        // Whoever asked for the wrong audience learns the right one.
        let expected = reason != "audience" || challenge.contains("aud must have ptp.");
        assert!(expected, "{challenge}");
    }
    let tampered = app.with_token(tampered.into_iter().collect()).get("/v1/areas").await;
    tampered.expect_problem(401, "invalid-token");
}

async fn malformed_tokens_are_refused(app: TestApp) {
    let sound = TokenRequest::of_demo("official", &["official"], &app.clock);
    let sound = app.keys.token(&sound).unwrap();
    let parts: Vec<_> = sound.split('.').collect();
    let header = URL_SAFE_NO_PAD.decode(parts[0]).unwrap();
    let with_algorithm = |name: &str, signature: &str| {
        let mut header: Value = serde_json::from_slice(&header).unwrap();
        header["alg"] = json!(name);
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        format!("Bearer {header}.{}.{signature}", parts[1])
    };
    let refused = |answer: Answer, reason: &str| {
        let answer = answer.expect_problem(401, "invalid-token");
        assert_eq!(answer.body["reason"], reason, "{}", answer.text);
        assert!(answer.header("www-authenticate").starts_with("Bearer realm="));
    };
    for (value, reason) in [
        (with_algorithm("none", parts[2]), "algorithm"),
        (with_algorithm("HS256", parts[2]), "algorithm"),
        ("Basic dXRlbnRlOnNlZ3JldG8=".to_owned(), "malformed"),
        ("Bearer".to_owned(), "malformed"),
        (sound.clone(), "malformed"),
    ] {
        let headers = [("authorization", value.as_str())];
        for path in ["/v1/areas", "/v1/poles", "/v1/me"] {
            refused(app.anonymous().send(Method::GET, path, None, &headers).await, reason);
        }
    }
    let headers = [("authorization", &*format!("Bearer {sound}"))];
    let once = app.anonymous().send(Method::GET, "/v1/me", None, &headers).await;
    assert_eq!(once.expect(200).body["subject"], "official");
    refused(app.official().send(Method::GET, "/v1/me", None, &headers).await, "malformed");
}
