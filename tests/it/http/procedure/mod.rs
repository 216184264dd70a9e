//! The procedure: from a submission to a decision, and what comes after it.

mod actors;
mod clock;
mod deadlocks;
mod decisions;
mod offered;
mod once;
mod rules;
mod undone;
mod walk;
mod window;

use chrono::{DateTime, Utc};
use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::{fresh, on_both_databases};

/// An instant.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The tag of something, as an official reads it.
pub(super) async fn tag(app: &TestApp, path: &str) -> String {
    app.official().get(path).await.expect(200).etag().to_owned()
}

/// Takes a step on the version that there is.
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

/// The official takes the application up.
pub(super) async fn review(app: &TestApp, path: &str) -> Answer {
    officially(app, path, "review", &json!({})).await.expect(200)
}

/// Why.
pub(super) fn why() -> Value {
    json!({"reason": "Le imprese non coprono tutti gli studenti."})
}

/// A refusal by the state, for a reason.
#[track_caller]
pub(super) fn blocked(answer: Answer, reason: &str) -> Answer {
    let answer = answer.expect_problem(409, "wrong-state");
    assert_eq!(answer.body["reason"], reason, "{}", answer.text);
    answer
}

/// The status of something, as an official sees it.
pub(super) async fn status(app: &TestApp, path: &str) -> Value {
    app.official().get(path).await.expect(200).body["status"].clone()
}
