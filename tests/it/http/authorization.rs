//! Who may do what: the walk over the contract and the policy.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use ptp::signing::TokenRequest;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::pole::Recognition;
use ptp_domain::policy::{Action, Actor, Bearer, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary;
use ptp_tests::fixtures::json::pole;
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::on_both_databases;

on_both_databases!(
    the_api_enforces_the_policy_and_nothing_else,
    each_fault_of_a_token_is_refused_in_its_own_words,
    what_another_body_drafts_is_not_there,
    a_token_in_another_shape_is_refused_too,
    persons_are_shown_to_the_owner_and_to_officials_only,
);

async fn the_api_enforces_the_policy_and_nothing_else(app: TestApp) {
    let holder = app.holder();
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
    tampered.expect_problem(401, "invalid-token");
}

async fn what_another_body_drafts_is_not_there(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let other = app.applicant_of("01234560157");
    for caller in [&other, &app.anonymous()] {
        for below in ["", "/members", "/compliance", "/compliance/timeline"] {
            caller.get(&format!("{path}{below}")).await.expect_problem(404, "not-found");
        }
    }
    other.patch(&path, &json!({"name": "Mio"}), "*").await.expect_problem(404, "not-found");
    other.delete(&path, "*").await.expect_problem(404, "not-found");
    other.get(&format!("{path}/actions")).await.expect_problem(404, "not-found");
    assert_eq!(other.get("/v1/poles").await.expect(200).body["items"], json!([]));
    assert_eq!(app.official().get(&path).await.expect(200).body["name"], made.body["name"]);
}

async fn a_token_in_another_shape_is_refused_too(app: TestApp) {
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

async fn persons_are_shown_to_the_owner_and_to_officials_only(app: TestApp) {
    let path = recognised(&app).await;
    let other = app.applicant_of("01234560157");
    let (owner, official, public) = (app.applicant(), app.official(), app.anonymous());
    let members = format!("{path}/members");
    for place in [&path, &members] {
        let full = owner.get(place).await.expect(200);
        for secret in ["RSSMRA80A01F205X", "Ada Rossi", "ada@example.it"] {
            assert!(full.text.contains(secret), "{secret} of {place}");
            assert!(official.get(place).await.expect(200).text.contains(secret));
            for stranger in [&public, &other] {
                let seen = stranger.get(place).await.expect(200);
                assert!(!seen.text.contains(secret), "{secret} of {place}");
                assert_ne!(seen.etag(), full.etag());
            }
        }
    }
    let seen = public.get(&path).await.expect(200);
    assert_eq!(seen.body["status"], "recognised");
    assert!(seen.body.get("contacts").is_none());
    // Public, and still nobody else's to change.
    other.patch(&path, &json!({"name": "Mio"}), "*").await.expect_problem(404, "not-found");
    other.delete(&path, "*").await.expect_problem(404, "not-found");
}

/// The path of a recognised pole with persons in it.
async fn recognised(app: &TestApp) -> String {
    let contact = json!([{"role": "information", "name": "Ada Rossi", "email": "ada@example.it"}]);
    let mut body = pole();
    body["contacts"] = contact.clone();
    body["members"][3]["tax_code"] = json!("RSSMRA80A01F205X");
    body["members"][3]["contacts"] = contact;
    body["members"][3]["company"]["commitment"]["signatory"] = json!("Ada Rossi");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let actor = Actor::Bearer(Bearer {
        issuer: "https://login.example".to_owned(),
        subject: "test".to_owned(),
        client: None,
        roles: [Role::Official].into(),
        organisation: None,
    });
    let scope = actor.scope(Action::ReadPole).unwrap();
    let id = Id::new(made.id().parse::<Uuid>().unwrap());
    let tx = app.store.write().await.unwrap();
    let mut stored = tx.find_pole(&scope, id).await.unwrap().unwrap().pole;
    let date = "2027-01-19".parse().unwrap();
    let act = Act { kind: ActKind::Decree, number: "1".to_owned(), date, url: None };
    stored.value = stored.value.recognised(Recognition::by(act));
    let event = Event {
        id: app.clock.new_id(),
        kind: EventKind::PoleChanged,
        at: app.clock.now(),
        actor,
        reason: None,
        member: None,
        changed: vec!["status".to_owned()],
    };
    tx.save_pole(stored, &event).await.unwrap();
    tx.commit().await.unwrap();
    format!("/v1/poles/{}", made.id())
}
