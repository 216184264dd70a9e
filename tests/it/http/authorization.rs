//! Who may do what: the walk over the contract and the policy.

use chrono::TimeDelta;
use ptp::signing::TokenRequest;
use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary;
use ptp_tests::app::TestApp;
use reqwest::Method;
use serde_json::json;

use super::fixtures::pole;
use super::on_both_databases;

on_both_databases!(
    the_api_enforces_the_policy_and_nothing_else,
    each_fault_of_a_token_is_refused_in_its_own_words,
    what_another_body_drafts_is_not_there,
);

async fn the_api_enforces_the_policy_and_nothing_else(app: TestApp) {
    let holder = app.bearer(&TokenRequest::of_demo("nobody", &[], &app.clock));
    let callers = [
        (app.anonymous(), vec![Role::Anyone]),
        (holder, vec![Role::Anyone, Role::Holder]),
        (app.applicant(), vec![Role::Anyone, Role::Holder, Role::Applicant]),
        (app.official(), vec![Role::Anyone, Role::Holder, Role::Official]),
    ];
    let contract = ptp_api::openapi::generated();
    for (template, methods) in contract["paths"].as_object().unwrap() {
        let path = template
            .replace("{code}", "mechanics")
            .replace("{id}", "regione-lombardia")
            .replace("{call_id}", "00000000-0000-0000-0000-000000000000")
            .replace("{pole_id}", "00000000-0000-0000-0000-000000000000")
            .replace("{member_id}", "00000000-0000-0000-0000-000000000000");
        for (method, operation) in methods.as_object().unwrap() {
            let action = Action::from_code(operation["operationId"].as_str().unwrap()).unwrap();
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            for (caller, roles) in &callers {
                let answer = caller.send(method.clone(), &format!("/v1{path}"), None, &[]).await;
                let entitled = roles.iter().any(|role| grant(*role, action) > Grant::Nothing);
                let expected = match roles.len() {
                    _ if entitled => None,
                    1 => Some(401),
                    _ => Some(403),
                };
                let status = answer.status.as_u16();
                let refused = Some(status).filter(|status| [401, 403].contains(status));
                assert_eq!(refused, expected, "{roles:?} {method} {path}: {status}");
                assert!(status < 500, "{method} {path}: {}", answer.text);
            }
        }
    }
}

async fn each_fault_of_a_token_is_refused_in_its_own_words(app: TestApp) {
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
        // A token that is refused is refused everywhere, also where none is needed.
        let answer = app.with_token(token).get("/v1/areas").await;
        let answer = answer.expect_problem(401, "invalid-token");
        assert_eq!(answer.body["reason"], reason, "{}", answer.text);
        assert!(answer.header("www-authenticate").contains("invalid_token"));
    }
    let tampered = app.with_token(tampered.into_iter().collect()).get("/v1/areas").await;
    let _ = tampered.expect_problem(401, "invalid-token");
}

async fn what_another_body_drafts_is_not_there(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let other = app.applicant_of("01234560157");
    for caller in [&other, &app.anonymous()] {
        for below in ["", "/members", "/compliance", "/compliance/timeline"] {
            let _ = caller.get(&format!("{path}{below}")).await.expect_problem(404, "not-found");
        }
    }
    let _ = other.patch(&path, &json!({"name": "Mio"}), "*").await.expect_problem(404, "not-found");
    let _ = other.delete(&path, "*").await.expect_problem(404, "not-found");
    assert_eq!(other.get("/v1/poles").await.expect(200).body["items"], json!([]));
    assert_eq!(app.official().get(&path).await.expect(200).body["name"], made.body["name"]);
}
