//! Requests to change a recognised network, and what may still be written directly.

use ptp_tests::fixtures::json::{
    act, body_of, call_on_request, change_request, decided, newcomer, pole, with,
};
use ptp_tests::fixtures::steps::{Recognised, on_day, published, recognised_under, step};
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Answer, TestApp};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    an_accepted_request_takes_effect,
    a_change_takes_effect_on_the_day_that_the_decision_names,
    a_member_replaces_another_and_the_lead_and_the_plan_change,
    a_request_is_refused_after_a_notice_and_changes_nothing,
    a_request_is_withdrawn_or_answered_like_an_application,
);

/// A recognised pole whose network changes on request only.
pub(super) async fn requested(app: &TestApp) -> Recognised {
    let call = published(app, &call_on_request()).await;
    recognised_under(app, &call, &pole()).await
}

pub(super) async fn file(app: &TestApp, pole: &Recognised, body: &Value) -> Answer {
    app.applicant().post(&format!("{}/change-requests", pole.path), body).await
}

/// Files a request and reviews it; its path.
pub(super) async fn reviewed(app: &TestApp, pole: &Recognised, body: &Value) -> String {
    let filed = file(app, pole, body).await.expect(201);
    let path = filed.header("location").to_owned();
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    path
}

pub(super) async fn accept(app: &TestApp, request: &str, body: &Value) -> Answer {
    step(&app.official(), &format!("{request}/acceptance"), body).await
}

pub(super) async fn members(app: &TestApp, pole: &Recognised) -> Vec<Value> {
    let page = app.applicant().get(&format!("{}/members?limit=100", pole.path)).await.expect(200);
    page.body["items"].as_array().unwrap().clone()
}

async fn an_accepted_request_takes_effect(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let filed = file(&app, &pole, &change_request()).await.expect(201);
    let path = filed.header("location").to_owned();
    assert!(path.starts_with(&format!("{}/change-requests/", pole.path)), "{path}");
    assert_eq!(filed.body["status"], "submitted");
    assert_eq!(filed.body["protocol"], "PTP/2027/0000002", "the register of applications");
    assert_eq!(filed.body["clock"]["due_on"], "2027-03-31");
    assert_eq!(filed.body["before"]["members"].as_array().unwrap().len(), 5);
    assert_eq!(filed.body["after"]["members"].as_array().unwrap().len(), 6);
    assert_eq!(filed.body["after"]["as_of"], "2027-03-01");
    let read = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(read["after"], filed.body["after"]);
    assert_eq!(members(&app, &pole).await.len(), 5, "nothing has changed yet");
    app.anonymous().get(&path).await.expect_problem(401, "unauthenticated");
    app.applicant_of(OTHER).get(&path).await.expect_problem(404, "not-found");

    let version = app.applicant().get(&pole.path).await.expect(200).body["version"].clone();
    on_day(&app, "2027-03-15");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    let accepted = accept(&app, &path, &act("2027-03-15")).await.expect(200).body;
    assert_eq!(accepted["status"], "accepted");
    assert_eq!(accepted["effective_on"], "2027-03-15", "the date of the act");
    assert!(accepted.get("clock").is_none() && accepted.get("after").is_none());
    let steps = accepted["steps"].as_array().unwrap();
    let steps: Vec<_> = steps.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["review", "accept"]);

    let members = members(&app, &pole).await;
    let joined = members.iter().find(|one| one["tax_code"] == newcomer()["tax_code"]).unwrap();
    assert_eq!(joined["joined_on"], "2027-03-15");
    assert_eq!(joined["id"], read["changes"]["add"][0]["id"], "as it was announced");
    let after = app.anonymous().get(&pole.path).await.expect(200).body["version"].clone();
    assert_eq!(after.as_i64(), version.as_i64().map(|version| version + 1));
    let history = app.applicant().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let kinds = history["items"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|event| event["type"].as_str().unwrap()).collect();
    let last = ["change_requested", "change_request_moved", "member_added", "change_accepted"];
    assert!(kinds.ends_with(&last), "{kinds:?}");
    let public = app.anonymous().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let public: Vec<_> = public["items"].as_array().unwrap().iter().collect();
    assert!(public.iter().any(|event| event["type"] == "member_added"), "its effect is public");
    assert!(public.iter().all(|event| event["type"] != "change_requested"), "it is not");
    accept(&app, &path, &act("2027-03-15")).await.expect_problem(409, "wrong-state");
}

async fn a_change_takes_effect_on_the_day_that_the_decision_names(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    // Received on 1 March, decided on the 20th, in effect from the receipt or from any later day.
    let asked = with(change_request(), &json!({"effective_on": "2027-03-01"}));
    let path = reviewed(&app, &pole, &asked).await;
    on_day(&app, "2027-03-20");
    let early = with(act("2027-03-20"), &json!({"effective_on": "2027-02-28"}));
    let early = accept(&app, &path, &early).await.expect_problem(422, "invalid-body");
    assert_eq!(early.body["errors"][0]["code"], "effective_before_receipt");
    let before = accept(&app, &path, &act("2027-02-28")).await.expect_problem(422, "invalid-body");
    assert_eq!(before.body["errors"][0]["code"], "act_before_receipt");
    let accepted = accept(&app, &path, &act("2027-03-20")).await.expect(200).body;
    assert_eq!(accepted["effective_on"], "2027-03-01", "as it was asked for");
    let joined = members(&app, &pole).await;
    assert_eq!(joined.last().unwrap()["joined_on"], "2027-03-01");

    // A later day is only for joining and leaving.
    let lead = json!({"changes": {"pole": {"lead_member_id": pole.members[0]}}});
    let path = reviewed(&app, &pole, &lead).await;
    let later = with(act("2027-03-20"), &json!({"effective_on": "2027-09-01"}));
    let later = accept(&app, &path, &later).await.expect_problem(422, "invalid-body");
    assert_eq!(later.body["errors"][0]["code"], "effective_after_acceptance");
    accept(&app, &path, &act("2027-03-20")).await.expect(200);
    let leads = app.anonymous().get(&pole.path).await.expect(200).body["lead_member_id"].clone();
    assert_eq!(leads, json!(pole.members[0]));
}

async fn a_member_replaces_another_and_the_lead_and_the_plan_change(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let joining = with(newcomer(), &json!({"joined_on": "2027-03-01"}));
    let plan = json!({"activity_plan": {"summary": "Un nuovo piano."}});
    let body = json!({"changes": {
        "add": [joining], "remove": [pole.members[3]], "pole": plan,
    }});
    let filed = file(&app, &pole, &body).await.expect(201).body;
    assert_eq!(filed["effective_on"], "2027-03-01", "the day that the changes name");
    assert_eq!(filed["after"]["as_of"], "2027-03-01");
    let path = format!("{}/change-requests/{}", pole.path, filed["id"].as_str().unwrap());
    on_day(&app, "2027-04-02");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    accept(&app, &path, &act("2027-04-02")).await.expect(200);
    let gone = app.anonymous().get(&pole.member(3)).await.expect(200).body;
    assert_eq!(gone["left_on"], "2027-02-28", "the day before its successor joins");
    let whole = app.anonymous().get(&pole.path).await.expect(200).body;
    assert_eq!(whole["activity_plan"]["summary"], "Un nuovo piano.");
    let at = format!("{}/compliance?as_of=2027-03-01", pole.path);
    let report = app.anonymous().get(&at).await.expect(200).body;
    assert_eq!(report["outcome"], filed["after"]["outcome"]);
}

async fn a_request_is_refused_after_a_notice_and_changes_nothing(app: TestApp) {
    let pole = requested(&app).await;
    let path = reviewed(&app, &pole, &change_request()).await;
    let official = app.official();
    let refusal = decided("Non è stata superata la ragione del preavviso.");
    let at = format!("{path}/refusal");
    let early = step(&official, &at, &refusal).await.expect_problem(409, "wrong-state");
    assert_eq!(early.body["reason"], "notice_required");
    let notice = body_of("refusal-notice");
    let noticed = step(&official, &format!("{path}/refusal-notice"), &notice).await.expect(200);
    assert_eq!(noticed.body["status"], "refusal_notice");
    assert_eq!(noticed.body["steps"][1]["answer_by"], "2027-01-30");
    let review = format!("{path}/review");
    let running = step(&official, &review, &json!({})).await.expect_problem(409, "wrong-state");
    assert_eq!(running.body["reason"], "term_running");
    let at_once = json!({"text": "Nulla da aggiungere.", "final": true});
    step(&app.applicant(), &format!("{path}/observations"), &at_once).await.expect(200);
    step(&official, &review, &json!({})).await.expect(200);
    let refused = step(&official, &at, &refusal).await.expect(200).body;
    assert_eq!(refused["status"], "refused");
    assert_eq!(members(&app, &pole).await.len(), 5);
    file(&app, &pole, &change_request()).await.expect(201);
}

async fn a_request_is_withdrawn_or_answered_like_an_application(app: TestApp) {
    let pole = requested(&app).await;
    let path = reviewed(&app, &pole, &change_request()).await;
    let asked = body_of("integration-request");
    let at = format!("{path}/integration-request");
    let waiting = step(&app.official(), &at, &asked).await.expect(200).body;
    assert_eq!(waiting["status"], "integration_requested");
    assert_eq!(waiting["clock"]["due_on"], "2027-03-01", "thirty days, and ten more");
    let actions = app.applicant().get(&format!("{path}/actions")).await.expect(200).body;
    let open = actions["items"].as_array().unwrap().iter();
    let open: Vec<_> = open
        .filter(|one| one["allowed"] == true)
        .map(|one| (one["action"].as_str().unwrap(), one["href"].as_str().unwrap()))
        .collect();
    let expected = [
        ("submit_change_integration", format!("{path}/integration")),
        ("submit_change_observations", format!("{path}/observations")),
        ("withdraw_change_request", format!("{path}/withdrawal")),
    ];
    assert_eq!(open, expected.each_ref().map(|(action, at)| (*action, at.as_str())));
    let answer = body_of("integration");
    let at = format!("{path}/integration");
    step(&app.official(), &at, &answer).await.expect_problem(403, "forbidden");
    app.applicant().post_seen(&at, &answer, "\"1\"").await.expect_problem(412, "stale");
    let answered = step(&app.applicant(), &at, &answer).await.expect(200).body;
    assert_eq!(answered["status"], "under_review");
    let end = format!("{path}/withdrawal");
    let gone = step(&app.applicant(), &end, &json!({})).await.expect(200).body;
    assert_eq!(gone["status"], "withdrawn");
    accept(&app, &path, &act(TODAY)).await.expect_problem(409, "wrong-state");
}
