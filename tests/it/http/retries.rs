//! Retries: a repeated request has one effect and one response.

use chrono::TimeDelta;
use ptp_tests::fixtures::json::{call, newcomer, pole};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    the_same_json_written_otherwise_is_a_retry,
    a_retry_with_a_fresh_token_is_a_retry,
    a_key_is_its_caller_s_own,
    a_refused_request_is_evaluated_again,
    an_invalid_key_is_refused,
    a_key_is_forgotten_after_a_day,
    a_step_is_taken_once,
    of_16_retries_at_once_one_takes_effect,
);

async fn create(caller: &Caller<'_>, key: &str, body: &Value) -> Answer {
    caller.send(Method::POST, "/v1/poles", Some(body), &[("idempotency-key", key)]).await
}

async fn poles(app: &TestApp) -> usize {
    app.official().get("/v1/poles").await.expect(200).body["items"].as_array().unwrap().len()
}

async fn a_retry_with_a_fresh_token_is_a_retry(app: TestApp) {
    let first = create(&app.applicant(), "k", &pole()).await.expect(201);
    assert_eq!(first.header("idempotency-replayed"), "");
    app.clock.advance(TimeDelta::hours(13));
    let again = create(&app.applicant(), "k", &pole()).await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.text, first.text);
    assert_eq!(again.etag(), first.etag());
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(poles(&app).await, 1);
}

async fn the_same_json_written_otherwise_is_a_retry(app: TestApp) {
    let first = create(&app.applicant(), "una", &pole()).await.expect(201);
    let body = pole();
    let reversed: serde_json::Map<_, _> = body
        .as_object()
        .unwrap()
        .iter()
        .rev()
        .map(|(name, it)| (name.clone(), it.clone()))
        .collect();
    let text = serde_json::to_string_pretty(&reversed).unwrap();
    assert_ne!(text, body.to_string());
    let text = Some(text.into_bytes());
    let key = [("idempotency-key", "una")];
    let again = app.applicant().send_raw(Method::POST, "/v1/poles", text, &key).await.expect(201);
    assert_eq!((again.header("idempotency-replayed"), again.id()), ("true", first.id()));
    assert_eq!(poles(&app).await, 1);
}

async fn a_key_is_its_caller_s_own(app: TestApp) {
    let mine = create(&app.applicant(), "k", &pole()).await.expect(201);
    let theirs = create(&app.applicant_of("01234560157"), "k", &pole()).await.expect(201);
    assert_eq!(theirs.header("idempotency-replayed"), "");
    assert_ne!(theirs.id(), mine.id());
    // A caller's key identifies one request, whatever its path.
    let path = format!("/v1/poles/{}/members", mine.id());
    let member = newcomer();
    let headers = [("idempotency-key", "k")];
    let added = app.applicant().send(Method::POST, &path, Some(&member), &headers).await;
    added.expect_problem(422, "idempotency-key-reused");
    assert_eq!(poles(&app).await, 2);
}

async fn a_refused_request_is_evaluated_again(app: TestApp) {
    let refused = create(&app.applicant(), "k", &json!({"name": "Polo"})).await;
    refused.expect_problem(422, "invalid-body");
    let made = create(&app.applicant(), "k", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}/members", made.id());
    let member = made.body["members"][0]["tax_code"].clone();
    let mut body = newcomer();
    body["tax_code"] = member;
    let headers = [("idempotency-key", "m")];
    let add = async || app.applicant().send(Method::POST, &path, Some(&body), &headers).await;
    let refused = add().await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/tax_code duplicate_member"]);
    let first = format!("{path}/{}", made.body["members"][0]["id"].as_str().unwrap());
    app.applicant().delete(&first, "*").await.expect(204);
    assert_eq!(add().await.expect(201).header("idempotency-replayed"), "");
}

async fn an_invalid_key_is_refused(app: TestApp) {
    let long = "k".repeat(256);
    for key in ["", "two words", long.as_str()] {
        let answer = create(&app.applicant(), key, &pole()).await;
        let answer = answer.expect_problem(400, "malformed-parameter");
        assert_eq!(answer.faults(), ["/Idempotency-Key idempotency_key"]);
    }
    assert_eq!(poles(&app).await, 0);
    create(&app.applicant(), &"k".repeat(255), &pole()).await.expect(201);
}

async fn a_key_is_forgotten_after_a_day(app: TestApp) {
    let first = create(&app.applicant(), "k", &pole()).await.expect(201);
    app.clock.advance(TimeDelta::hours(23));
    let replayed = create(&app.applicant(), "k", &pole()).await.expect(201);
    assert_eq!(replayed.id(), first.id());
    app.clock.advance(TimeDelta::hours(1) + TimeDelta::seconds(1));
    let second = create(&app.applicant(), "k", &pole()).await.expect(201);
    assert_eq!(second.header("idempotency-replayed"), "");
    assert_ne!(second.id(), first.id());
    assert_eq!(poles(&app).await, 2);
}

async fn a_step_is_taken_once(app: TestApp) {
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let path = format!("{}/publication", draft.header("location"));
    let headers = [("idempotency-key", "k"), ("if-match", draft.etag())];
    let publish = async || {
        app.official().send(Method::POST, &path, Some(&json!({})), &headers).await.expect(200)
    };
    let first = publish().await;
    let again = publish().await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!((again.text.as_str(), again.etag()), (first.text.as_str(), first.etag()));
}

async fn of_16_retries_at_once_one_takes_effect(app: TestApp) {
    let caller = app.applicant();
    let body = pole();
    let calls = (0..16).map(|_| create(&caller, "k", &body));
    let mut ids = Vec::new();
    for answer in futures_util::future::join_all(calls).await {
        if answer.status == 409 {
            answer.expect_problem(409, "idempotency-in-progress");
        } else {
            ids.push(answer.expect(201).id());
        }
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(poles(&app).await, 1);
}
