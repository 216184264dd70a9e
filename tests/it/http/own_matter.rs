//! Nobody decides on a request, a communication or an act of their own body (L. 241/1990,
//! art. 6-bis).

use ptp::signing::TokenRequest;
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::json::{act, body_of, change_request, communication, with};
use ptp_tests::fixtures::steps::{recognised, step, submitted};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    nobody_decides_on_a_change_of_their_own_network,
    nobody_acts_on_a_pole_of_their_own_body,
    nobody_assigns_an_application_of_their_own_body,
);

/// An official who also acts for the body that owns the poles of the tests.
fn both(app: &TestApp) -> TokenRequest {
    TokenRequest {
        organisation: Some(ORGANISATION.to_owned()),
        ..TokenRequest::of_demo("ada", &["applicant", "official"], &app.clock)
    }
}

/// An act is refused as one's own matter, and nothing happens.
async fn refused(app: &TestApp, caller: &Caller<'_>, path: &str, body: &Value) {
    let (of, _) = path.rsplit_once('/').unwrap();
    let before = app.official().get(of).await.expect(200).body;
    let refused = step(caller, path, body).await.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["reason"], "own_matter", "{path}");
    assert_eq!(app.official().get(of).await.expect(200).body, before, "{path}");
}

/// `/actions` says the same of these.
async fn blocked(caller: &Caller<'_>, path: &str, actions: &[&str]) {
    let offered = caller.get(&format!("{path}/actions")).await.expect(200).body;
    for action in actions {
        let mut items = offered["items"].as_array().unwrap().iter();
        let offer = items.find(|offer| offer["action"] == *action).unwrap();
        let blockers = offer["blocked_by"].as_array().unwrap();
        assert!(blockers.iter().any(|one| one["code"] == "own_matter"), "{action}");
    }
}

async fn nobody_decides_on_a_change_of_their_own_network(app: TestApp) {
    let pole = recognised(&app).await;
    let ada = app.bearer(&both(&app));
    let requests = format!("{}/change-requests", pole.path);
    let filed = ada.post(&requests, &change_request()).await.expect(201);
    let request = filed.header("location");
    let steps = ["review", "integration-request", "refusal-notice", "acceptance", "refusal"];
    for noun in steps {
        refused(&app, &ada, &format!("{request}/{noun}"), &body_of(noun)).await;
    }
    let decisions = [
        "review_change_request",
        "request_change_integration",
        "notify_refusal",
        "accept_change_request",
        "refuse_change_request",
    ];
    blocked(&ada, request, &decisions).await;
    let facts = format!("{}/communications", pole.path);
    let filed = ada.post(&facts, &communication(&pole.members[2])).await.expect(201);
    for noun in ["acknowledgement", "contestation"] {
        let at = format!("{}/{noun}", filed.header("location"));
        refused(&app, &ada, &at, &body_of(noun)).await;
    }
    // What their body may do, they may; and others decide.
    step(&app.official(), &format!("{request}/review"), &json!({})).await.expect(200);
    step(&ada, &format!("{request}/withdrawal"), &body_of("withdrawal")).await.expect(200);
}

async fn nobody_acts_on_a_pole_of_their_own_body(app: TestApp) {
    let pole = recognised(&app).await;
    let ada = app.bearer(&both(&app));
    for noun in ["warning", "suspension", "revocation", "transfer", "suspension-extension"] {
        refused(&app, &ada, &format!("{}/{noun}", pole.path), &body_of(noun)).await;
    }
    let orders = format!("{}/court-orders", pole.path);
    refused(&app, &ada, &orders, &body_of("court-orders")).await;
    let deliveries = format!("{}/deliveries", pole.path);
    refused(&app, &ada, &deliveries, &body_of("pole-deliveries")).await;
    let fact = with(communication(&pole.members[2]), &act("2027-01-20"));
    refused(&app, &ada, &format!("{}/office-acts", pole.path), &fact).await;
    let acts = [
        "suspend_pole",
        "extend_suspension",
        "revoke_pole",
        "record_court_order",
        "record_pole_delivery",
        "record_office_act",
    ];
    blocked(&ada, &pole.path, &acts).await;
}

async fn nobody_assigns_an_application_of_their_own_body(app: TestApp) {
    let case = submitted(&app).await;
    let ada = app.bearer(&both(&app));
    for noun in ["assignment", "references", "deliveries"] {
        refused(&app, &ada, &format!("{}/{noun}", case.path), &body_of(noun)).await;
    }
}
