//! What of a recognised network is written directly, and what is not.

use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{act, change_request, newcomer};
use ptp_tests::fixtures::steps::{on_day, recognised};
use reqwest::Method;
use serde_json::json;

use super::change_faults::newcomer_on;
use super::changes::{accept, members, requested, reviewed};
use super::on_both_databases;

on_both_databases!(
    nobody_buys_priority_afterwards,
    where_changes_are_recorded_nobody_joins_before_today,
    a_recognised_network_is_not_written_directly,
);

/// Case 1 of the findings: a firm that joins in 2028 was no member in 2027.
async fn nobody_buys_priority_afterwards(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2028-03-01");
    let backdated = newcomer_on("2026-01-01");
    let direct = app.applicant().post(&format!("{}/members", pole.path), &backdated).await;
    direct.expect_problem(409, "wrong-state");
    let path = reviewed(&app, &pole, &change_request()).await;
    accept(&app, &path, &act("2028-03-01")).await.expect(200);
    let search = |on: &str| json!({"tax_codes": [newcomer()["tax_code"]], "as_of": on});
    let at = "/v1/recognitions/search";
    let before = app.anonymous().post(at, &search("2027-06-01")).await.expect(200).body;
    assert_eq!(before["items"][0]["recognised"], false);
    let after = app.anonymous().post(at, &search("2028-03-01")).await.expect(200).body;
    assert_eq!(after["items"][0]["recognised"], true);
}

/// Also where a call lets changes be recorded: its network is written, and its past is not.
async fn where_changes_are_recorded_nobody_joins_before_today(app: TestApp) {
    let pole = recognised(&app).await;
    on_day(&app, "2028-03-01");
    let at = format!("{}/members", pole.path);
    let applicant = app.applicant();
    for day in ["2028-02-29", "2026-01-01"] {
        let refused = applicant.post(&at, &newcomer_on(day)).await;
        let refused = refused.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), ["/joined_on joined_on_in_the_past"], "{day}");
    }
    assert_eq!(members(&app, &pole).await.len(), pole.members.len());
    let joined = applicant.post(&at, &newcomer_on("2028-03-01")).await.expect(201);
    let backdated = json!({"joined_on": "2027-01-01"});
    let refused = applicant.patch(joined.header("location"), &backdated, "*").await;
    refused.expect_problem(409, "wrong-state");
    let search = json!({"tax_codes": [newcomer()["tax_code"]], "as_of": "2027-06-01"});
    let then = app.anonymous().post("/v1/recognitions/search", &search).await.expect(200).body;
    assert_eq!(then["items"][0]["recognised"], false);
}

async fn a_recognised_network_is_not_written_directly(app: TestApp) {
    let pole = requested(&app).await;
    let applicant = app.applicant();
    let added = applicant.post(&format!("{}/members", pole.path), &newcomer()).await;
    let added = added.expect_problem(409, "wrong-state");
    assert_eq!(added.body["reason"], "request_needed");
    let ways = added.body["ways"].as_array().unwrap().iter();
    let ways: Vec<_> = ways.map(|way| (way["action"].as_str(), way["href"].as_str())).collect();
    let [requests, communications] =
        ["change-requests", "communications"].map(|noun| format!("{}/{noun}", pole.path));
    assert_eq!(
        ways,
        [
            (Some("file_change_request"), Some(requests.as_str())),
            (Some("file_communication"), Some(communications.as_str())),
        ]
    );
    let actions = applicant.get(&format!("{}/actions", pole.path)).await.expect(200).body;
    let offered = |name: &str| {
        let mut all = actions["items"].as_array().unwrap().iter();
        all.find(|one| one["action"] == name).unwrap().clone()
    };
    assert_eq!(offered("add_member")["blocked_by"][0]["code"], "request_needed");
    assert_eq!(offered("file_change_request")["allowed"], true);
    assert_eq!(offered("file_change_request")["href"], requests);

    for patch in [
        json!({"name": "Un altro nome"}),
        json!({"province": "LC", "municipality": "Lecco"}),
        json!({"contacts": [], "study_tracks": [{"code": "IT-MME", "started_on": "2010-09-01"}]}),
        json!({"left_on": "2027-01-19"}),
        json!({"operating_sites": [{"province": "LC"}]}),
    ] {
        let refused = applicant.patch(&pole.member(0), &patch, "*").await;
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["reason"], "request_needed", "{patch}");
    }
    // Nor is it said that a member was another, or never there, or the pole of another area.
    let seen = applicant.get(&pole.member(0)).await.expect(200);
    let unlike = json!({"joined_on": "2026-01-01"});
    for refused in [
        applicant.delete(&pole.member(0), seen.etag()).await,
        applicant.patch(&pole.member(0), &unlike, "*").await,
        applicant.patch(&pole.path, &json!({"area": "culture"}), "*").await,
    ] {
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["ways"].as_array().unwrap().len(), 2, "{}", refused.body);
    }
    for patch in [
        json!({"name": "Un altro nome"}),
        json!({"lead_member_id": pole.members[0]}),
        json!({"description": "Un altro testo.", "activity_plan": null}),
    ] {
        let refused = applicant.patch(&pole.path, &patch, "*").await;
        refused.expect_problem(409, "wrong-state");
    }
    let text = json!({"description": "Un altro testo.", "production_chain": null, "contacts": []});
    applicant.patch(&pole.path, &text, "*").await.expect(200);
    let contacts = json!({"contacts": [{"role": "information", "email": "info@example.it"}]});
    applicant.patch(&pole.member(0), &contacts, "*").await.expect(200);
    let confirmation = format!("{}/confirmation", pole.member(0));
    let seen = [("if-match", "*")];
    applicant.send(Method::PUT, &confirmation, Some(&json!({})), &seen).await.expect(200);
    applicant.patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    on_day(&app, "2027-02-01");
    let later = json!({"left_on": "2027-02-10"});
    let rewritten = app.applicant().patch(&pole.member(3), &later, "*").await;
    rewritten.expect_problem(409, "wrong-state");
}
