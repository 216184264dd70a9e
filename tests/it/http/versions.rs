//! Versions and conditional requests.

use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_change_requires_the_current_version,
    a_change_of_a_member_makes_the_pole_stale,
    a_known_representation_is_not_sent_again,
    of_32_writers_of_a_pole_one_wins,
    of_32_writers_of_a_call_one_wins,
);

async fn a_change_requires_the_current_version(app: TestApp) {
    let official = app.official();
    let draft = official.post("/v1/calls", &call()).await.expect(201);
    let path = draft.header("location").to_owned();
    let step = format!("{path}/publication");
    let blind = official.post(&step, &json!({})).await;
    blind.expect_problem(428, "precondition-required");
    let blind = official.send(Method::DELETE, &path, None, &[]).await;
    blind.expect_problem(428, "precondition-required");
    for unquoted in ["1-draft", "nonsense", "\"1\", 2"] {
        let refused = official.post_seen(&step, &json!({}), unquoted).await;
        let refused = refused.expect_problem(400, "malformed-parameter");
        assert_eq!(refused.faults(), ["/If-Match etag"]);
    }
    for tag in ["\"9\"", "W/\"9-draft\""] {
        official.post_seen(&step, &json!({}), tag).await.expect_problem(412, "stale");
        official.delete(&path, tag).await.expect_problem(412, "stale");
    }
    assert_eq!(official.get(&path).await.expect(200).body["status"], "draft");

    let edits = json!({"priority_for_poles": true, "areas": []});
    // As a proxy that compresses makes it.
    let changed = official.patch(&path, &edits, &format!("\"9\", W/{}", draft.etag())).await;
    assert_eq!(changed.expect(200).body["version"], 2);
    let stale = official.post_seen(&step, &json!({}), draft.etag()).await;
    let stale = stale.expect_problem(412, "stale");
    assert_eq!(stale.body["current_version"], 2);
    assert_eq!(stale.body["changed_fields"], json!(["areas", "priority_for_poles"]));
    let published = official.post_seen(&step, &json!({}), "*").await.expect(200);
    assert_eq!(published.body["version"], 3);
}

async fn a_change_of_a_member_makes_the_pole_stale(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let member = format!("{path}/members/{}", made.body["members"][0]["id"].as_str().unwrap());
    let seen = app.applicant().get(&member).await.expect(200);
    let edits = json!({"municipality": "Sesto San Giovanni"});
    app.applicant().patch(&member, &edits, seen.etag()).await.expect(200);
    let stale = app.applicant().patch(&member, &json!({"name": "Altro"}), seen.etag()).await;
    let stale = stale.expect_problem(412, "stale");
    assert_eq!(stale.body["changed_fields"], json!(["municipality"]));
    let stale = app.applicant().delete(&path, made.etag()).await;
    let stale = stale.expect_problem(412, "stale");
    assert_eq!(stale.body["current_version"], 2);
}

async fn a_known_representation_is_not_sent_again(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let asked = async |tag: &str| {
        app.applicant().send(Method::GET, &path, None, &[("if-none-match", tag)]).await
    };
    let tag = made.etag();
    for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let answer = asked(&known).await.expect(304);
        assert_eq!((answer.text.as_str(), answer.etag()), ("", tag));
    }
    asked("\"0-full\"").await.expect(200);
    app.applicant().patch(&path, &json!({"name": "Nuovo"}), tag).await.expect(200);
    assert_eq!(asked(tag).await.expect(200).body["name"], "Nuovo");
}

async fn of_32_writers_of_a_pole_one_wins(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let edits = |index| json!({"name": format!("Polo {index}")});
    let answers = at_once(&app, &path, made.etag(), edits).await;
    one_won(&app, &path, &answers, "name").await;
}

async fn of_32_writers_of_a_call_one_wins(app: TestApp) {
    let made = app.official().post("/v1/calls", &call()).await.expect(201);
    let edits = |index| json!({"title": {"it": format!("Bando {index}")}});
    let path = made.header("location");
    let answers = at_once(&app, path, made.etag(), edits).await;
    one_won(&app, path, &answers, "title").await;
}

async fn at_once(app: &TestApp, path: &str, tag: &str, edits: fn(i32) -> Value) -> Vec<Answer> {
    let caller = if path.starts_with("/v1/calls") { app.official() } else { app.applicant() };
    let calls = (0..32).map(|index| {
        let caller = caller.clone();
        async move { caller.patch(path, &edits(index), tag).await }
    });
    futures_util::future::join_all(calls).await
}

async fn one_won(app: &TestApp, path: &str, answers: &[Answer], field: &str) {
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    let [won] = won.as_slice() else { panic!("{} of 32 won", won.len()) };
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        let lost = lost.clone().expect_problem(412, "stale");
        assert_eq!(lost.body["current_version"], 2);
        assert_eq!(lost.body["changed_fields"], json!([field]));
    }
    let stored = app.official().get(path).await.expect(200);
    assert_eq!((&stored.body["version"], &stored.body[field]), (&json!(2), &won.body[field]));
}
