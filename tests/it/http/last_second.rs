//! The last second of a call: nobody who is in time is sent away for good.

use std::collections::BTreeSet;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, join_all, select};
use ptp_domain::identifier::Protocol;
use ptp_store::{DatabaseKind, StoreOptions, Tx, Write};
use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::fixtures::steps::{drafted, published, submission, submit};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::receipts::receipt;

on_both_databases!(
    all_who_submit_at_the_closing_instant_are_received,
    whoever_is_sent_away_is_judged_by_the_first_instant,
    a_retry_of_what_waits_for_its_turn_is_told_so,
    an_instant_is_no_receipt_and_a_receipt_no_instant,
);

/// The closing instant of the default call, which is part of its window.
const CLOSING: &str = "2027-02-26T11:00:00Z";

async fn all_who_submit_at_the_closing_instant_are_received(app: TestApp) {
    const NETWORKS: usize = 300;
    let call = published(&app, &call()).await;
    let mut poles = Vec::with_capacity(NETWORKS);
    for _ in 0..NETWORKS {
        poles.push(drafted(&app, &pole()).await);
    }
    app.clock.set(CLOSING.parse().unwrap());
    let applicant = app.applicant();
    let answers = join_all(poles.iter().map(|pole| submit(&applicant, &call, pole))).await;
    let mut numbers = BTreeSet::new();
    for answer in answers {
        let body = answer.expect(201).body;
        assert_eq!(body["received_at"], "2027-02-26T11:00:00Z");
        let protocol = Protocol::parse(body["protocol"].as_str().unwrap()).unwrap();
        numbers.insert(protocol.number());
    }
    assert_eq!(numbers, (1..=300).collect());
}

/// A service in which every turn at writing is taken, for as long as the turns are kept.
pub(super) async fn busy(app: &TestApp) -> (TestApp, Vec<Tx<Write>>) {
    let at_once = |options| StoreOptions { queue_timeout: Duration::ZERO, ..options };
    let busy = app.replica().store_options(at_once).start().await;
    let mut turns = Vec::new();
    while let Ok(turn) = busy.store.write().await {
        turns.push(turn);
    }
    (busy, turns)
}

/// Submits, bringing an instant back.
async fn submit_again(caller: &Caller<'_>, body: &Value, instant: &str) -> Answer {
    let headers = [("submission-instant", instant)];
    caller.send(Method::POST, "/v1/applications", Some(body), &headers).await
}

/// What a busy service answers to a submission at the closing instant.
async fn deferred(app: &TestApp, body: &Value) -> String {
    app.clock.set(CLOSING.parse().unwrap());
    let (busy, turns) = busy(app).await;
    let refused = busy.applicant().post("/v1/applications", body).await;
    let refused = refused.expect_problem(503, "submission-deferred");
    assert_eq!(refused.body["received_at"], "2027-02-26T11:00:00Z");
    assert_eq!(refused.header("retry-after"), "2");
    drop(turns);
    refused.body["submission_instant"].as_str().unwrap().to_owned()
}

async fn whoever_is_sent_away_is_judged_by_the_first_instant(app: TestApp) {
    let call = published(&app, &call()).await;
    let (first, second) = (drafted(&app, &pole()).await, drafted(&app, &pole()).await);
    let third = drafted(&app, &pole()).await;
    let body = submission(&call, &first);
    let instant = deferred(&app, &body).await;

    app.clock.set("2027-02-26T12:00:00Z".parse().unwrap());
    submit(&app.applicant(), &call, &first).await.expect_problem(409, "call-not-open");
    let other_pole = submit_again(&app.applicant(), &submission(&call, &second), &instant).await;
    let other_caller = submit_again(&app.applicant_of(OTHER), &body, &instant).await;
    let invented = submit_again(&app.applicant(), &body, "2027-02-26T11:00:00Z").await;
    let altered = submit_again(&app.applicant(), &body, &format!("{instant}A")).await;
    for refused in [other_pole, other_caller, invented, altered] {
        let refused = refused.expect_problem(400, "malformed-parameter");
        assert_eq!(refused.faults(), ["/Submission-Instant submission_instant"]);
    }
    let received = submit_again(&app.applicant(), &body, &instant).await.expect(201);
    assert_eq!(received.body["received_at"], "2027-02-26T11:00:00Z");
    let receipt = receipt(&app, received.header("location")).await;
    assert_eq!(receipt["claims"]["received_at"], "2027-02-26T11:00:00Z");
    // It was received already.
    submit_again(&app.applicant(), &body, &instant).await.expect_problem(409, "already-exists");

    // It is good for the pole as it was.
    let body = submission(&call, &third);
    let instant = deferred(&app, &body).await;
    app.clock.set("2027-02-26T11:30:00Z".parse().unwrap());
    let renamed = json!({"name": "Rivisto dopo la chiusura"});
    app.applicant().patch(&third, &renamed, "*").await.expect(200);
    let changed = submit_again(&app.applicant(), &body, &instant).await;
    let changed = changed.expect_problem(422, "invalid-body");
    assert_eq!(changed.faults(), ["/pole_id changed_since"]);

    // A second later the hour is over.
    let body = submission(&call, &second);
    let instant = deferred(&app, &body).await;
    app.clock.set("2027-02-26T12:00:01Z".parse().unwrap());
    let late = submit_again(&app.applicant(), &body, &instant).await;
    let late = late.expect_problem(400, "malformed-parameter");
    assert_eq!(late.faults(), ["/Submission-Instant submission_instant_expired"]);
}

/// It would be judged for itself, and told that it is late while the first is received.
async fn a_retry_of_what_waits_for_its_turn_is_told_so(app: TestApp) {
    let call = published(&app, &call()).await;
    let body = submission(&call, &drafted(&app, &pole()).await);
    app.clock.set(CLOSING.parse().unwrap());
    let patient = app.replica().start().await;
    let mut turns = Vec::new();
    let connections = if app.store.kind() == DatabaseKind::Sqlite { 1 } else { 8 };
    for _ in 0..connections {
        turns.push(patient.store.write().await.unwrap());
    }
    let applicant = patient.applicant();
    let key = [("idempotency-key", "uno")];
    let send = || applicant.send(Method::POST, "/v1/applications", Some(&body), &key);
    let (one, another) = (pin!(send()), pin!(send()));
    let (Either::Left((told, other)) | Either::Right((told, other))) = select(one, another).await;
    told.expect_problem(409, "idempotency-in-progress");
    drop(turns);
    other.await.expect(201);
    assert_eq!(send().await.expect(201).header("idempotency-replayed"), "true");
}

async fn an_instant_is_no_receipt_and_a_receipt_no_instant(app: TestApp) {
    let call = published(&app, &call()).await;
    let (first, second) = (drafted(&app, &pole()).await, drafted(&app, &pole()).await);
    let body = submission(&call, &first);
    let instant = deferred(&app, &body).await;
    let verified = json!({"receipt": instant});
    let verified = app.anonymous().post("/v1/receipts/verifications", &verified).await.expect(200);
    assert_eq!(
        (&verified.body["valid"], &verified.body["reason"]),
        (&json!(false), &json!("not_a_receipt"))
    );

    let received = submit(&app.applicant(), &call, &second).await.expect(201);
    let receipt = receipt(&app, received.header("location")).await;
    let jws = receipt["jws"].as_str().unwrap();
    submit_again(&app.applicant(), &body, jws).await.expect_problem(400, "malformed-parameter");
}
