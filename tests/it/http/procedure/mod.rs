//! The procedure, from submission to decision and beyond.

mod actors;
mod assignments;
mod clock;
mod deadlocks;
mod decisions;
mod extension;
mod notices;
mod offered;
mod once;
mod reference;
mod rules;
mod silence;
mod undone;
mod walk;
mod window;

use chrono::{DateTime, Utc};
use ptp_tests::fixtures::json::{decided, with};
use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::{fresh, on_both_databases};

/// An instant.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The entity tag of a resource, as read by an official.
pub(super) async fn tag(app: &TestApp, path: &str) -> String {
    app.official().get(path).await.expect(200).etag().to_owned()
}

/// Takes a step on the current version.
pub(super) async fn step(
    app: &TestApp,
    caller: &Caller<'_>,
    path: &str,
    noun: &str,
    body: &Value,
) -> Answer {
    let tag = tag(app, path).await;
    caller.post_seen(&format!("{path}/{noun}"), body, &tag).await
}

/// An official takes a step.
pub(super) async fn officially(app: &TestApp, path: &str, noun: &str, body: &Value) -> Answer {
    step(app, &app.official(), path, noun, body).await
}

/// The applicant takes a step.
pub(super) async fn as_applicant(app: &TestApp, path: &str, noun: &str, body: &Value) -> Answer {
    step(app, &app.applicant(), path, noun, body).await
}

/// An official begins the review.
pub(super) async fn review(app: &TestApp, path: &str) -> Answer {
    officially(app, path, "review", &json!({})).await.expect(200)
}

/// A reason, and the act of the day.
pub(super) fn why() -> Value {
    decided("Le imprese non coprono tutti gli studenti.")
}

/// The same, in answer to observations on the notice.
pub(super) fn rejecting() -> Value {
    with(why(), &json!({"answers_observations": "L'impegno esteso non copre l'anno in corso."}))
}

/// The same, to annul a decision.
pub(super) fn annulling() -> Value {
    with(why(), &json!({"ground": "self_redress"}))
}

/// Asserts a refusal by the state, for a reason.
#[track_caller]
pub(super) fn blocked(answer: Answer, reason: &str) -> Answer {
    let answer = answer.expect_problem(409, "wrong-state");
    assert_eq!(answer.body["reason"], reason, "{}", answer.text);
    answer
}

/// The status of a resource, as read by an official.
pub(super) async fn status(app: &TestApp, path: &str) -> Value {
    app.official().get(path).await.expect(200).body["status"].clone()
}
