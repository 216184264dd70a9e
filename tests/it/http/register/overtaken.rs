//! Requests that end because something else has happened.

use ptp_tests::fixtures::json::{body_of, change_request, communication, decided, with};
use ptp_tests::fixtures::steps::step;
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Answer, TestApp};
use serde_json::json;

use super::changes::{file, requested, reviewed};
use super::communications::file as communicate;
use super::on_both_databases;

on_both_databases!(
    a_request_on_a_member_that_leaves_is_superseded,
    a_pole_that_ends_takes_its_requests_with_it,
    an_end_on_a_later_day_takes_the_requests_with_it_at_once,
    a_communication_supersedes_a_request_on_the_same_member,
    another_contact_overtakes_no_request,
);

async fn a_request_on_a_member_that_leaves_is_superseded(app: TestApp) {
    let pole = requested(&app).await;
    let edits = json!({"operating_sites": [{"province": "BG"}]});
    let update = json!({"update": [{"member_id": pole.members[3], "member": edits}]});
    let path = reviewed(&app, &pole, &json!({"changes": update})).await;
    let other = file(&app, &pole, &change_request()).await.expect(201);
    app.applicant().patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    let superseded = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(superseded["status"], "lapsed");
    let last = superseded["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(last["step"], "lapse");
    assert!(last["reason"].as_str().unwrap().contains("superata"));
    let other = app.applicant().get(other.header("location")).await.expect(200).body;
    assert_eq!(other["status"], "submitted", "it is about another");
}

async fn a_pole_that_ends_takes_its_requests_with_it(app: TestApp) {
    let pole = requested(&app).await;
    let path = reviewed(&app, &pole, &change_request()).await;
    let transfer = body_of("transfer");
    step(&app.official(), &format!("{}/transfer", pole.path), &transfer).await.expect(200);
    app.applicant().get(&path).await.expect_problem(404, "not-found");
    let moved = app.applicant_of(OTHER).get(&path).await.expect(200).body;
    assert_eq!((&moved["owner"], &moved["status"]), (&json!(OTHER), &json!("under_review")));
    let revocation = body_of("revocation");
    step(&app.official(), &format!("{}/revocation", pole.path), &revocation).await.expect(200);
    let ended = app.official().get(&path).await.expect(200).body;
    assert_eq!(ended["status"], "lapsed");
    let at = format!("{}/change-requests", pole.path);
    let late = app.applicant_of(OTHER).post(&at, &change_request()).await;
    late.expect_problem(409, "wrong-state");
}

async fn an_end_on_a_later_day_takes_the_requests_with_it_at_once(app: TestApp) {
    let pole = requested(&app).await;
    let filed = file(&app, &pole, &change_request()).await.expect(201);
    let later =
        json!({"effective_on": "2027-06-01", "effect_reason": "Fine dell'anno scolastico."});
    let later = with(decided("Rinuncia alle attività."), &later);
    step(&app.official(), &format!("{}/revocation", pole.path), &later).await.expect(200);
    let ended = app.applicant().get(filed.header("location")).await.expect(200).body;
    assert_eq!(ended["status"], "lapsed");
    assert_eq!(app.anonymous().get(&pole.path).await.expect(200).body["status"], "recognised");
}

async fn a_communication_supersedes_a_request_on_the_same_member(app: TestApp) {
    let pole = requested(&app).await;
    let at = format!("{}/change-requests", pole.path);
    let patch = json!({"operating_sites": [{"province": "BG"}]});
    let update = json!({"update": [{"member_id": pole.members[2], "member": patch}]});
    let request = app.applicant().post(&at, &json!({"changes": update})).await.expect(201);
    let other = app.applicant().post(&at, &change_request()).await.expect(201);
    communicate(&app.applicant(), &pole, &communication(&pole.members[2])).await.expect(201);
    let status = async |answer: &Answer| {
        app.applicant().get(answer.header("location")).await.expect(200).body["status"].clone()
    };
    assert_eq!(status(&request).await, "lapsed");
    assert_eq!(status(&other).await, "submitted");
}

async fn another_contact_overtakes_no_request(app: TestApp) {
    let pole = requested(&app).await;
    let at = format!("{}/change-requests", pole.path);
    let patch = json!({"operating_sites": [{"province": "BG"}]});
    let update = json!({"update": [{"member_id": pole.members[2], "member": patch}]});
    let request = app.applicant().post(&at, &json!({"changes": update})).await.expect(201);
    let contacts = json!({"contacts": [{"role": "information", "email": "info@example.it"}]});
    let update = json!({"update": [{"member_id": pole.members[2], "member": contacts}]});
    let fact = json!({"changes": update, "effective_on": TODAY, "source": "Sito dell'impresa"});
    communicate(&app.applicant(), &pole, &fact).await.expect(201);
    let read = app.applicant().get(request.header("location")).await.expect(200).body;
    assert_eq!(read["status"], "submitted");
}
