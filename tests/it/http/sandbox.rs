//! The demo's sandbox: login, movable clock, prepared situations.

use ptp_clock::Clock;
use ptp_store::DatabaseKind;
use ptp_tests::{Caller, NOW, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    without_a_demo_there_is_no_sandbox,
    every_operation_succeeds_as_it_is_filled_in,
    a_token_is_issued_for_a_role,
    the_clock_is_moved_and_reset,
    an_invalid_clock_is_refused,
    the_last_second_is_in_time_and_the_next_one_is_late,
    the_scenarios_close_windows_on_dst_changes,
    an_integration_is_due_today,
    a_grace_ends_tomorrow,
    moving_the_clock_renews_outcomes_for_five_years,
);

const PATHS: [&str; 4] = [
    "/sandbox/token",
    "/sandbox/clock",
    "/sandbox/scenarios",
    "/sandbox/scenarios/last-second-of-a-call",
];

/// The same database, served as a demo.
async fn demo(app: &TestApp) -> TestApp {
    let kind: DatabaseKind = app.store.kind();
    TestApp::on(kind).sandbox().start().await
}

async fn put(app: &TestApp, body: Value) -> ptp_tests::Answer {
    app.anonymous().send(Method::PUT, "/sandbox/clock", Some(&body), &[]).await
}

async fn made(app: &TestApp, name: &str) -> Value {
    let path = format!("/sandbox/scenarios/{name}");
    app.anonymous().post(&path, &json!({})).await.expect(200).body["made"].clone()
}

async fn submit(caller: &Caller<'_>, made: &Value) -> ptp_tests::Answer {
    let body = json!({"call_id": made["call_id"], "pole_id": made["pole_id"]});
    caller.post("/v1/applications", &body).await
}

async fn without_a_demo_there_is_no_sandbox(app: TestApp) {
    for path in PATHS {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            let answer = app.official().send(method, path, None, &[]).await;
            answer.expect_problem(404, "no-such-path");
        }
    }
    let document = app.anonymous().get("/openapi.json").await.expect(200);
    assert!(!document.text.contains("sandbox/") && !document.text.contains("oauth2"));
    let document = demo(&app).await.anonymous().get("/openapi.json").await.expect(200);
    for path in ["/sandbox/token", "/sandbox/clock", "/sandbox/scenarios"] {
        assert_eq!(document.body["paths"][path]["servers"][0]["url"], "/", "{path}");
    }
}

/// A part of the document, or what it refers to.
fn resolved<'a>(document: &'a Value, part: &'a Value) -> &'a Value {
    match part["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => part,
    }
}

/// Every operation of the demo's document succeeds as it stands: with what is filled in, and a token
/// of one of its roles. Swagger UI sends the same when *Execute* is clicked.
async fn every_operation_succeeds_as_it_is_filled_in(app: TestApp) {
    let kind = app.store.kind();
    let app = TestApp::on(kind).clock(Clock::movable()).prepared().sandbox().start().await;
    let document = app.anonymous().get("/openapi.json").await.expect(200).body;
    let (mut refused, mut count) = (Vec::new(), 0);
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            // A form, which logging in sends.
            if id == "take_sandbox_token" {
                continue;
            }
            let base = if item["servers"].is_null() { "/v1" } else { "" };
            let (mut address, mut headers) = (format!("{base}{path}"), Vec::new());
            let mut query = Vec::new();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let parameter = resolved(&document, parameter);
                let name = parameter["name"].as_str().unwrap();
                let value = match &parameter["example"] {
                    Value::Null => continue,
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                match parameter["in"].as_str() {
                    Some("path") => address = address.replace(&format!("{{{name}}}"), &value),
                    Some("query") => query.push(format!("{name}={value}")),
                    _ => headers.push((name, value)),
                }
            }
            if !query.is_empty() {
                address = format!("{address}?{}", query.join("&"));
            }
            let content = operation["requestBody"]["content"].as_object();
            let media = content.and_then(|content| content.iter().next());
            let body = media.map(|(media_type, media)| {
                headers.push(("content-type", media_type.clone()));
                let examples = media["examples"].as_object().into_iter().flatten();
                let example = examples.map(|(_, example)| &resolved(&document, example)["value"]);
                example.chain([&media["example"]]).next().unwrap().to_string().into_bytes()
            });
            let roles = operation["x-roles"].as_array();
            let may = |role: &str| roles.is_some_and(|roles| roles.contains(&json!(role)));
            let caller = match () {
                () if may("anyone") => app.anonymous(),
                () if may("holder") || may("applicant") && !may("official") => app.applicant(),
                () => app.official(),
            };
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = caller.send_raw(method, &address, body, &headers).await;
            if !answer.status.is_success() {
                refused.push(format!("{id} {address}: {} {}", answer.status, answer.text));
            }
            count += 1;
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(count > 100, "{count}");
}

async fn a_token_is_issued_for_a_role(app: TestApp) {
    let app = demo(&app).await;
    let ask = async |form: &str| {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let body = Some(form.as_bytes().to_vec());
        app.anonymous().send_raw(Method::POST, "/sandbox/token", body, &headers).await
    };
    for role in ["applicant", "official"] {
        let form = format!("grant_type=client_credentials&scope={role}");
        let token = ask(&form).await.expect(200).body["access_token"].as_str().unwrap().to_owned();
        let me = app.with_token(token).get("/v1/me").await.expect(200);
        assert_eq!(me.body["roles"], json!([role]));
    }
    let first = &app.anonymous().get("/openapi.json").await.body["x-sandbox-identities"];
    for identity in first.as_array().unwrap().iter().filter(|one| one["org"].is_string()) {
        let org = identity["org"].as_str().unwrap();
        let form = format!("grant_type=client_credentials&scope=applicant&org={org}");
        let token = ask(&form).await.expect(200).body["access_token"].as_str().unwrap().to_owned();
        let me = app.with_token(token).get("/v1/me").await.expect(200);
        assert_eq!(me.body["org"], org);
    }
    assert_eq!(first[0]["org"], ptp_tests::fixtures::ORGANISATION);
    for unknown in ["scope=applicant&org=01234560157", "scope=official&org=94004480151"] {
        let none = ask(&format!("grant_type=client_credentials&{unknown}")).await.expect(400);
        assert_eq!(none.body["error"], "invalid_request", "{unknown}");
    }
    let other = ask("grant_type=password&scope=official").await.expect(400);
    assert_eq!(other.body["error"], "unsupported_grant_type");
    let none = ask("grant_type=client_credentials&scope=admin").await.expect(400);
    assert_eq!(none.body["error"], "invalid_scope");
    app.anonymous().get("/sandbox/token").await.expect_problem(405, "method-not-allowed");
}

async fn the_clock_is_moved_and_reset(app: TestApp) {
    let app = demo(&app).await;
    let read = app.anonymous().get("/sandbox/clock").await.expect(200);
    assert_eq!(read.body["now"], NOW);
    assert_eq!(read.body["rome"], "20/01/2027 11:00:00 (+01:00)");
    let day_later = put(&app, json!({"advance_seconds": 86_400})).await.expect(200);
    assert_eq!(day_later.body["now"], "2027-01-21T10:00:00Z");
    let summer = put(&app, json!({"now": "2027-07-01T12:00:00"})).await.expect(200);
    assert_eq!(summer.body["now"], "2027-07-01T10:00:00Z");
    let reset = app.anonymous().send(Method::DELETE, "/sandbox/clock", None, &[]).await;
    reset.expect(200);
}

async fn an_invalid_clock_is_refused(app: TestApp) {
    let app = demo(&app).await;
    let unknown = put(&app, json!({"later": 1})).await.expect_problem(422, "invalid-body");
    assert_eq!(unknown.faults(), [" one_of_two", "/later unknown_property"]);
    for (body, fault) in [
        (json!({}), " one_of_two"),
        (json!({"now": NOW, "advance_seconds": 1}), " one_of_two"),
        (json!({"now": "2027-03-28T02:30:00"}), "/now local_time_missing"),
        (json!({"now": "1999-01-01T00:00:00Z"}), "/now clock_range"),
        (json!({"advance_seconds": 3_155_760_000_i64}), "/advance_seconds clock_range"),
        (json!({"advance_seconds": 3_155_760_001_i64}), "/advance_seconds maximum"),
    ] {
        let refused = put(&app, body).await.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), [fault]);
    }
    let read = app.anonymous().get("/sandbox/clock").await.expect(200);
    assert_eq!(read.body["now"], NOW);
    let none = app.anonymous().post("/sandbox/scenarios/none", &json!({})).await;
    none.expect_problem(404, "no-such-path");
}

async fn the_last_second_is_in_time_and_the_next_one_is_late(app: TestApp) {
    let app = demo(&app).await;
    let (first, second) =
        (made(&app, "last-second-of-a-call").await, made(&app, "last-second-of-a-call").await);
    put(&app, json!({"now": first["closes_at"]})).await.expect(200);
    submit(&app.applicant(), &first).await.expect(201);
    put(&app, json!({"advance_seconds": 1})).await.expect(200);
    submit(&app.applicant(), &second).await.expect_problem(409, "call-not-open");
}

async fn the_scenarios_close_windows_on_dst_changes(app: TestApp) {
    let app = demo(&app).await;
    for (name, closes_at) in
        [("spring-change", "2027-03-28T01:00:00Z"), ("autumn-change", "2027-10-31T01:30:00Z")]
    {
        let (first, second) = (made(&app, name).await, made(&app, name).await);
        assert_eq!(first["closes_at"], closes_at);
        let clock = app.anonymous().get("/sandbox/clock").await.expect(200);
        assert_ne!(clock.body["now"], closes_at);
        put(&app, json!({"advance_seconds": 60})).await.expect(200);
        submit(&app.applicant(), &first).await.expect(201);
        put(&app, json!({"advance_seconds": 1})).await.expect(200);
        submit(&app.applicant(), &second).await.expect_problem(409, "call-not-open");
    }
}

async fn an_integration_is_due_today(app: TestApp) {
    let app = demo(&app).await;
    let made = made(&app, "integration-due-today").await;
    let path = format!("/v1/applications/{}", made["application_id"].as_str().unwrap());
    let application = app.applicant().get(&path).await.expect(200);
    assert_eq!(application.body["status"], "integration_requested");
    let clock = app.anonymous().get("/sandbox/clock").await.expect(200);
    let today = &clock.body["now"].as_str().unwrap()[..10];
    assert_eq!(application.body["steps"][1]["answer_by"], today);
    let answer = json!({"text": "Accordo sottoscritto."});
    let integrated = app
        .applicant()
        .post_seen(&format!("{path}/integration"), &answer, application.etag())
        .await
        .expect(200);
    assert_eq!(integrated.body["status"], "under_review");
}

async fn a_grace_ends_tomorrow(app: TestApp) {
    let app = demo(&app).await;
    let made = made(&app, "grace-that-ends").await;
    let path = format!("/v1/poles/{}/compliance", made["pole_id"].as_str().unwrap());
    let today = app.anonymous().get(&path).await.expect(200);
    assert_eq!(today.body["next_change_on"], made["binding_from"]);
    assert_eq!(today.body["outcome"], "compliant");
    let path = format!("{path}?as_of={}", made["binding_from"].as_str().unwrap());
    let tomorrow = app.anonymous().get(&path).await.expect(200);
    assert_eq!(tomorrow.body["outcome"], "non_compliant");
}

async fn moving_the_clock_renews_outcomes_for_five_years(app: TestApp) {
    let app = demo(&app).await;
    let made = made(&app, "grace-that-ends").await;
    put(&app, json!({"now": "2029-06-01T10:00:00Z"})).await.expect(200);
    let tx = app.store.read().await.unwrap();
    assert!(tx.knows_outcomes_until("2034-06-01".parse().unwrap()).await.unwrap());
    drop(tx);
    let path = "/v1/poles?compliance=non_compliant&as_of=2034-05-31";
    let found = app.anonymous().get(path).await.expect(200);
    let ids: Vec<_> = found.body["items"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [&made["pole_id"]]);
}
