//! Concurrency: submissions, decisions and protocol numbers happen once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use ptp::signing::TokenRequest;
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::json::{self, act, call, pole};
use ptp_tests::fixtures::steps::{
    Candidacy, candidacy, drafted, published, submission, submit, submitted,
};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{at, on_both_databases, review, status, tag, why};

on_both_databases!(
    a_second_submission_gets_the_protocol_of_the_first,
    concurrent_submissions_of_a_pole_submit_it_once,
    of_two_concurrent_decisions_one_is_taken,
    protocol_numbers_have_no_gaps,
    protocol_numbers_have_no_gaps_over_two_replicas,
    each_year_has_its_own_numbers,
    a_retry_finds_the_application_even_after_a_restart,
    a_step_that_is_retried_is_taken_once,
);

async fn a_second_submission_gets_the_protocol_of_the_first(app: TestApp) {
    let Candidacy { call, pole, path } = submitted(&app).await;
    let other = published(&app, &json::call()).await;
    for call in [&call, &other] {
        let again = submit(&app.applicant(), call, &pole).await;
        let again = again.expect_problem(409, "already-exists");
        assert_eq!(again.faults(), ["/pole_id application_pending"]);
        assert!(again.body["detail"].as_str().unwrap().contains("PTP/2027/0000001"));
    }
    let list = app.official().get("/v1/applications").await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(status(&app, &path).await, "submitted");
}

async fn concurrent_submissions_of_a_pole_submit_it_once(app: TestApp) {
    let replica = app.replica().start().await;
    let call = published(&app, &call()).await;
    let pole = drafted(&app, &pole()).await;
    let colleague = |app: &TestApp, name: &str| {
        let request = TokenRequest::of_demo(name, &["applicant"], &app.clock);
        let request = TokenRequest { organisation: Some(ORGANISATION.to_owned()), ..request };
        app.keys.token(&request).unwrap()
    };
    let callers: Vec<_> = (0..16)
        .map(|index| {
            let app = if index % 4 < 2 { &app } else { &replica };
            app.with_token(colleague(app, ["ada", "bea"][index % 2]))
        })
        .collect();
    let answers = join_all(callers.iter().map(|caller| submit(caller, &call, &pole))).await;
    let (won, told): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(won.len(), 1);
    for answer in told {
        let answer = answer.expect_problem(409, "already-exists");
        assert_eq!(answer.faults(), ["/pole_id application_pending"]);
    }
    let list = app.official().get("/v1/applications").await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["protocol"], "PTP/2027/0000001");
    assert_eq!(status(&app, &pole).await, "candidate");
}

async fn of_two_concurrent_decisions_one_is_taken(app: TestApp) {
    let mut competitive = call();
    competitive["rejection_notice"] = json!(false);
    let Candidacy { pole, path, .. } = candidacy(&app, &competitive, &pole()).await;
    review(&app, &path).await;
    let seen = tag(&app, &path).await;
    let bruno = app.bearer(&TokenRequest::of_demo("bruno", &["official"], &app.clock));
    let carla = app.bearer(&TokenRequest::of_demo("carla", &["official"], &app.clock));
    let (admission, rejection) = (format!("{path}/admission"), format!("{path}/rejection"));
    let (act, why) = (act("2027-01-20"), why());
    let (admitted, rejected) = tokio::join!(
        bruno.post_seen(&admission, &act, &seen),
        carla.post_seen(&rejection, &why, &seen),
    );
    let (told, decided, becomes) = if admitted.status == 200 {
        (rejected, "admitted", "recognised")
    } else {
        (admitted, "rejected", "draft")
    };
    let told = told.expect_problem(412, "stale");
    assert_eq!(told.body["changed_fields"], json!(["status", "steps"]));
    let read = app.official().get(&path).await.expect(200).body;
    assert_eq!(read["status"], decided);
    assert_eq!(read["steps"].as_array().unwrap().len(), 2, "the review and one decision");
    assert_eq!(status(&app, &pole).await, becomes);
}

/// The protocols of poles submitted concurrently, to the services in turn.
async fn at_once(services: &[&TestApp], call: &str, poles: &[String]) -> BTreeSet<String> {
    let callers: Vec<Caller<'_>> = services.iter().map(|app| app.applicant()).collect();
    let submissions =
        poles.iter().zip(callers.iter().cycle()).map(|(pole, caller)| submit(caller, call, pole));
    let protocol =
        |answer: Answer| answer.expect(201).body["protocol"].as_str().unwrap().to_owned();
    join_all(submissions).await.into_iter().map(protocol).collect()
}

fn numbers(from: u32, until: u32) -> BTreeSet<String> {
    (from..=until).map(|number| format!("PTP/2027/{number:07}")).collect()
}

async fn sixteen(app: &TestApp) -> Vec<String> {
    let mut poles = Vec::new();
    for _ in 0..16 {
        poles.push(drafted(app, &pole()).await);
    }
    poles
}

async fn protocol_numbers_have_no_gaps(app: TestApp) {
    let call = published(&app, &call()).await;
    let poles = sixteen(&app).await;
    assert_eq!(at_once(&[&app], &call, &poles).await, numbers(1, 16));
}

async fn protocol_numbers_have_no_gaps_over_two_replicas(app: TestApp) {
    let replica = app.replica().start().await;
    let call = published(&app, &call()).await;
    let mut poles = sixteen(&app).await;
    // One of them is refused, which leaves no gap.
    let mut refused = pole();
    refused["members"].as_array_mut().unwrap().pop().unwrap();
    let refused = drafted(&app, &refused).await;
    let (owner, services) = (replica.applicant(), [&app, &replica]);
    let (received, refusal) =
        tokio::join!(at_once(&services, &call, &poles), submit(&owner, &call, &refused),);
    assert_eq!(received, numbers(1, 16));
    refusal.expect_problem(422, "not-compliant");
    poles = vec![drafted(&replica, &pole()).await];
    assert_eq!(at_once(&[&replica], &call, &poles).await, numbers(17, 17));
}

async fn each_year_has_its_own_numbers(app: TestApp) {
    let mut long = call();
    long["closes_at"] = json!("2028-06-30T12:00:00");
    let call = published(&app, &long).await;
    let poles = [drafted(&app, &pole()).await, drafted(&app, &pole()).await];
    // The year is that of Rome: one hour ahead of UTC on New Year's Eve.
    for (now, pole, protocol) in [
        ("2027-12-31T22:59:59.999999Z", &poles[0], "PTP/2027/0000001"),
        ("2027-12-31T23:00:00Z", &poles[1], "PTP/2028/0000001"),
    ] {
        app.clock.set(at(now));
        let received = submit(&app.applicant(), &call, pole).await.expect(201);
        assert_eq!(received.body["protocol"], protocol);
    }
}

async fn keyed(caller: &Caller<'_>, path: &str, body: &Value, tag: &str) -> Answer {
    let headers = [("idempotency-key", "candidatura-1"), ("if-match", tag)];
    caller.send(Method::POST, path, Some(body), &headers).await
}

async fn a_retry_finds_the_application_even_after_a_restart(app: TestApp) {
    let call = published(&app, &call()).await;
    let pole = drafted(&app, &pole()).await;
    let body = submission(&call, &pole);
    let first = keyed(&app.applicant(), "/v1/applications", &body, "*").await.expect(201);
    assert_eq!(first.header("idempotency-replayed"), "");
    let restarted = app.replica().start().await;
    // Also after the closing: the application had been received in time.
    app.clock.set(at("2027-01-21T09:00:00Z"));
    for app in [&app, &restarted] {
        let again = keyed(&app.applicant(), "/v1/applications", &body, "*").await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!((again.text.as_str(), again.etag()), (first.text.as_str(), first.etag()));
        assert_eq!(again.header("location"), first.header("location"));
    }
    let without = submit(&restarted.applicant(), &call, &pole).await;
    without.expect_problem(409, "already-exists");
    drop(app);
    let path = first.header("location");
    let read = restarted.applicant().get(path).await.expect(200).body;
    assert_eq!(read["received_at"], first.body["received_at"]);
    restarted.applicant().get(&format!("{path}/receipt")).await.expect(200);
}

async fn a_step_that_is_retried_is_taken_once(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let seen = tag(&app, &path).await;
    let (official, noun) = (app.official(), format!("{path}/review"));
    let body = json!({});
    let answers = join_all((0..8).map(|_| keyed(&official, &noun, &body, &seen))).await;
    for answer in answers {
        if answer.status == 409 {
            answer.expect_problem(409, "idempotency-in-progress");
        } else {
            assert_eq!(answer.expect(200).body["status"], "under_review");
        }
    }
    let read = official.get(&path).await.expect(200).body;
    assert_eq!(read["steps"].as_array().unwrap().len(), 1);
}
