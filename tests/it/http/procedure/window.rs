//! The window: the instant of receipt decides, and an extension defers the closing.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use futures_util::future::join_all;
use ptp_tests::fixtures::json::{body_of, call_at_closing as call, pole, with};
use ptp_tests::fixtures::steps::{drafted, published, submit};
use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::{at, officially, on_both_databases, status};

on_both_databases!(
    the_closing_instant_is_included_to_the_microsecond,
    a_closed_window_is_reopened,
    an_extension_does_not_disturb_those_who_submit,
    submissions_during_a_reopening_are_received_or_refused,
    windows_close_on_both_dst_changes,
    a_draft_call_is_hidden_and_a_withdrawn_one_accepts_nothing,
);

/// Reopened until 12 March.
fn until_march() -> Value {
    with(body_of("reopening"), &json!({"closes_at": "2027-03-12T12:00:00"}))
}

const CLOSES: &str = "2027-02-26T11:00:00Z";

async fn the_closing_instant_is_included_to_the_microsecond(app: TestApp) {
    let call = published(&app, &call()).await;
    let (first, second) = (drafted(&app, &pole()).await, drafted(&app, &pole()).await);
    let tick = TimeDelta::microseconds(1);
    app.clock.set(at("2027-01-11T08:00:00Z") - tick);
    let early = submit(&app.applicant(), &call, &first).await;
    let early = early.expect_problem(409, "call-not-open");
    assert_eq!(early.body["opens_at"], "2027-01-11T08:00:00Z");

    app.clock.set(at(CLOSES));
    let last = submit(&app.applicant(), &call, &first).await.expect(201);
    assert_eq!(last.body["received_at"], CLOSES);
    // Clocks have no fractions of a microsecond.
    app.clock.set(at("2027-02-26T11:00:00.000001Z"));
    let late = submit(&app.applicant(), &call, &second).await;
    let late = late.expect_problem(409, "call-not-open");
    assert_eq!(late.body["closes_at"], CLOSES);
    assert_eq!(late.body["received_at"], "2027-02-26T11:00:00.000001Z");
    assert!(
        late.body["detail"].as_str().unwrap().contains("il 26 febbraio 2027 alle ore 12.00"),
        "{}",
        late.text
    );
    assert_eq!(status(&app, &second).await, "draft");
    let clock = app.anonymous().get(&format!("{call}/clock")).await.expect(200).body;
    assert_eq!((&clock["inclusive"], &clock["phase"]), (&json!(true), &json!("closed")));
}

async fn a_closed_window_is_reopened(app: TestApp) {
    let call = published(&app, &call()).await;
    let pole = drafted(&app, &pole()).await;
    app.clock.set(at("2027-03-01T10:00:00Z"));
    let late = submit(&app.applicant(), &call, &pole).await;
    assert_eq!(late.expect_problem(409, "call-not-open").body["closes_at"], CLOSES);
    officially(&app, &call, "reopening", &until_march()).await.expect(200);
    let received = submit(&app.applicant(), &call, &pole).await.expect(201).body;
    assert_eq!(received["protocol"], "PTP/2027/0000001", "the refusal used up no number");
    assert_eq!(received["reference_date"], "2027-03-12", "the new closing");
    let receipt = format!("/v1/applications/{}/receipt", received["id"].as_str().unwrap());
    let receipt = app.applicant().get(&receipt).await.expect(200).body;
    assert_eq!(receipt["claims"]["closes_at"], "2027-03-12T11:00:00Z");
}

async fn an_extension_does_not_disturb_those_who_submit(app: TestApp) {
    let call = published(&app, &call()).await;
    let mut poles = Vec::new();
    for _ in 0..8 {
        poles.push(drafted(&app, &pole()).await);
    }
    app.clock.set(at(CLOSES));
    let until = with(body_of("extension"), &json!({"closes_at": "2027-03-12T12:00:00"}));
    let owner = app.applicant();
    let submissions = join_all(poles.iter().map(|pole| submit(&owner, &call, pole)));
    let extension = officially(&app, &call, "extension", &until);
    let (answers, extended) = tokio::join!(submissions, extension);
    assert_eq!(extended.expect(200).body["closes_at"], "2027-03-12T11:00:00Z");
    for answer in answers {
        let answer = answer.expect(201);
        let (closes_at, day) = judged_by(&owner, &answer).await;
        assert!(
            [(CLOSES, "2027-02-26"), ("2027-03-12T11:00:00Z", "2027-03-12")]
                .contains(&(&closes_at, &day)),
            "judged by the window that the receipt shows: {closes_at} {day}"
        );
    }
}

/// The closing on an application's receipt, and its reference date.
async fn judged_by(owner: &Caller<'_>, received: &Answer) -> (String, String) {
    let receipt = format!("{}/receipt", received.header("location"));
    let receipt = owner.get(&receipt).await.expect(200).body;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&receipt["claims"]["closes_at"]), text(&received.body["reference_date"]))
}

async fn submissions_during_a_reopening_are_received_or_refused(app: TestApp) {
    let call = published(&app, &call()).await;
    let mut poles = Vec::new();
    for _ in 0..8 {
        poles.push(drafted(&app, &pole()).await);
    }
    app.clock.set(at(CLOSES) + TimeDelta::microseconds(1));
    let owner = app.applicant();
    let submissions = join_all(poles.iter().map(|pole| submit(&owner, &call, pole)));
    let until = until_march();
    let reopening = officially(&app, &call, "reopening", &until);
    let (answers, reopened) = tokio::join!(submissions, reopening);
    reopened.expect(200);
    let mut protocols = BTreeSet::new();
    for (answer, pole) in answers.into_iter().zip(&poles) {
        let received = if answer.status == 409 {
            let told = answer.expect_problem(409, "call-not-open");
            assert_eq!(told.body["closes_at"], CLOSES);
            submit(&owner, &call, pole).await.expect(201)
        } else {
            answer.expect(201)
        };
        let judged = judged_by(&owner, &received).await;
        assert_eq!(judged, ("2027-03-12T11:00:00Z".to_owned(), "2027-03-12".to_owned()));
        protocols.insert(received.body["protocol"].as_str().unwrap().to_owned());
    }
    let wanted: BTreeSet<_> = (1..=8).map(|number| format!("PTP/2027/{number:07}")).collect();
    assert_eq!(protocols, wanted, "refused submissions used no number");
}

async fn windows_close_on_both_dst_changes(app: TestApp) {
    let mut body = call();
    for (local, closes) in [
        ("2027-03-28T03:00:00", "2027-03-28T01:00:00Z"),
        ("2027-03-28T01:59:59", "2027-03-28T00:59:59Z"),
        ("2027-10-31T02:30:00+02:00", "2027-10-31T00:30:00Z"),
        ("2027-10-31T02:30:00+01:00", "2027-10-31T01:30:00Z"),
    ] {
        body["closes_at"] = json!(local);
        app.clock.set(at("2027-02-01T10:00:00Z"));
        let call = published(&app, &body).await;
        let (first, second) = (drafted(&app, &pole()).await, drafted(&app, &pole()).await);
        app.clock.set(at(closes));
        let received = submit(&app.applicant(), &call, &first).await.expect(201).body;
        assert_eq!(received["received_at"], closes, "{local}");
        assert_eq!(received["reference_date"], local[..10], "the civil date in Rome");
        app.clock.set(at(closes) + TimeDelta::microseconds(1));
        let late = submit(&app.applicant(), &call, &second).await;
        assert_eq!(late.expect_problem(409, "call-not-open").body["closes_at"], closes, "{local}");
    }
}

async fn a_draft_call_is_hidden_and_a_withdrawn_one_accepts_nothing(app: TestApp) {
    let pole = drafted(&app, &pole()).await;
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let unseen = submit(&app.applicant(), draft.header("location"), &pole).await;
    let faults = unseen.expect_problem(422, "invalid-body").faults();
    assert!(faults[0].starts_with("/call_id "), "{faults:?}");
    let call = published(&app, &call()).await;
    officially(&app, &call, "withdrawal", &super::why()).await.expect(200);
    let late = submit(&app.applicant(), &call, &pole).await;
    late.expect_problem(409, "call-not-open");
    assert_eq!(status(&app, &pole).await, "draft");
}
