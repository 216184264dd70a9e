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

use super::fixtures::{call, pole};
use super::{fresh, on_both_databases};

/// An instant.
pub(super) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A published call; the path of it.
pub(super) async fn published(app: &TestApp, body: &Value) -> String {
    let draft = app.official().post("/v1/calls", body).await.expect(201);
    let path = draft.header("location").to_owned();
    let publication = format!("{path}/publication");
    app.official().post_seen(&publication, &json!({}), draft.etag()).await.expect(200);
    path
}

/// A draft of a pole of the usual body; the path of it.
pub(super) async fn drafted(app: &TestApp, body: &Value) -> String {
    app.applicant().post("/v1/poles", body).await.expect(201).header("location").to_owned()
}

/// What a path ends with.
pub(super) fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// The body of a submission.
pub(super) fn submission(call: &str, pole: &str) -> Value {
    json!({"call_id": id_of(call), "pole_id": id_of(pole)})
}

/// Submits a pole under a call.
pub(super) async fn submit(caller: &Caller<'_>, call: &str, pole: &str) -> Answer {
    caller.post("/v1/applications", &submission(call, pole)).await
}

/// A call, a pole and its application, by their paths.
pub(super) struct Candidacy {
    pub(super) call: String,
    pub(super) pole: String,
    pub(super) path: String,
}

/// The usual pole, submitted under the usual call.
pub(super) async fn submitted(app: &TestApp) -> Candidacy {
    candidacy(app, &call(), &pole()).await
}

/// A pole, submitted under a call.
pub(super) async fn candidacy(app: &TestApp, call: &Value, pole: &Value) -> Candidacy {
    let (call, pole) = (published(app, call).await, drafted(app, pole).await);
    let answer = submit(&app.applicant(), &call, &pole).await.expect(201);
    Candidacy { call, pole, path: answer.header("location").to_owned() }
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

/// An act of a day.
pub(super) fn act(date: &str) -> Value {
    json!({"act": {"kind": "decree", "number": "4521", "date": date}})
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
