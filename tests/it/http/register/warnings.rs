//! Formal warnings, and the revocation of poles that lost their requirements.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::body_of;
use ptp_tests::fixtures::steps::{on_day, recognised, step};
use serde_json::json;

use super::on_both_databases;
use super::views::{blockers, outcome};

on_both_databases!(
    lost_requirements_need_a_warning_whose_term_has_passed,
    a_warning_is_binding_even_if_it_was_not_required,
    a_reinstatement_settles_a_warning,
    a_suspended_pole_is_revoked_too,
);

async fn lost_requirements_need_a_warning_whose_term_has_passed(app: TestApp) {
    let pole = recognised(&app).await;
    let left = json!({"left_on": "2027-01-21"});
    pole.change(&app.applicant(), 3, &left).await;
    on_day(&app, "2027-01-22");
    assert_eq!(outcome(&app.anonymous(), &pole.path, "2027-01-22").await, "non_compliant");
    let at = format!("{}/revocation", pole.path);
    let reason = body_of("revocation");
    let refused = async |code: &str| {
        let blocked = blockers(&app.official(), &pole.path, "revoke_pole").await;
        assert_eq!(blocked.len(), 1);
        assert_eq!(blocked[0]["code"], code);
        let answer = step(&app.official(), &at, &reason).await.expect_problem(409, "wrong-state");
        let (detail, message) = (&answer.body["detail"], &blocked[0]["message"]);
        let (detail, message) = (detail.as_str().unwrap(), message.as_str().unwrap());
        assert!(detail.to_lowercase().starts_with(&message.to_lowercase()), "{detail}: {message}");
        assert_eq!(answer.body["resource_status"], "recognised");
        let allowed = json!(["record_office_act", "warn_pole", "suspend_pole", "transfer_pole"]);
        assert_eq!(answer.body["allowed_actions"], allowed);
    };
    refused("warning_required").await;

    let warning = body_of("warning");
    let at_warning = format!("{}/warning", pole.path);
    let warned = step(&app.official(), &at_warning, &warning).await.expect(200).body;
    // Sixty days from 22 January, itself not counted.
    assert_eq!(
        warned["warning"],
        json!({"findings": warning["findings"], "given_on": "2027-01-22", "due_on": "2027-03-23"})
    );
    assert_eq!(warned["status"], "recognised");
    refused("warning_running").await;
    on_day(&app, "2027-03-23");
    refused("warning_running").await;
    on_day(&app, "2027-03-24");
    let revoked = step(&app.official(), &at, &reason).await.expect(200).body;
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(revoked["life"][1]["since"], "2027-03-24");
}

async fn a_warning_is_binding_even_if_it_was_not_required(app: TestApp) {
    let pole = recognised(&app).await;
    let official = app.official();
    assert!(blockers(&official, &pole.path, "revoke_pole").await.is_empty());
    // The tenth day is a Saturday, a working day here; the eleventh a Sunday.
    let warn = async |days: u32| {
        let body = json!({"findings": ["Laboratori non accessibili."], "days": days});
        let at = format!("{}/warning", pole.path);
        step(&app.official(), &at, &body).await.expect(200).body["warning"]["due_on"].clone()
    };
    assert_eq!(warn(10).await, "2027-01-30");
    assert_eq!(warn(11).await, "2027-02-01");
    let blocked = blockers(&official, &pole.path, "revoke_pole").await;
    assert_eq!(blocked[0]["code"], "warning_running");
    let mended = app.official().get(&pole.path).await.expect(200).body;
    assert_eq!(mended["warning"]["due_on"], "2027-02-01");
    for (days, findings) in [(0, vec!["x"]), (366, vec!["x"]), (1, vec![])] {
        let body = json!({"findings": findings, "days": days});
        let at = format!("{}/warning", pole.path);
        step(&official, &at, &body).await.expect_problem(422, "invalid-body");
    }
}

async fn a_reinstatement_settles_a_warning(app: TestApp) {
    let pole = recognised(&app).await;
    let official = app.official();
    let warning = body_of("warning");
    step(&official, &format!("{}/warning", pole.path), &warning).await.expect(200);
    let suspension = body_of("suspension");
    let at = format!("{}/suspension", pole.path);
    let suspended = step(&official, &at, &suspension).await.expect(200).body;
    assert_eq!(suspended["warning"]["findings"], warning["findings"]);
    let at = format!("{}/reinstatement", pole.path);
    let reinstated = step(&official, &at, &body_of("reinstatement")).await.expect(200).body;
    assert!(reinstated.get("warning").is_none());
    assert!(blockers(&official, &pole.path, "revoke_pole").await.is_empty());
}

async fn a_suspended_pole_is_revoked_too(app: TestApp) {
    let pole = recognised(&app).await;
    pole.change(&app.applicant(), 2, &json!({"left_on": "2027-01-20"})).await;
    on_day(&app, "2027-01-21");
    let official = app.official();
    let suspension = body_of("suspension");
    step(&official, &format!("{}/suspension", pole.path), &suspension).await.expect(200);
    let at = format!("{}/revocation", pole.path);
    let reason = body_of("revocation");
    let refused = step(&official, &at, &reason).await.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["resource_status"], "suspended");
    let blocked = blockers(&official, &pole.path, "revoke_pole").await;
    assert_eq!(blocked[0]["code"], "warning_required");
    let warning = json!({"findings": ["È rimasta una sola impresa."], "days": 1});
    step(&official, &format!("{}/warning", pole.path), &warning).await.expect(200);
    on_day(&app, "2027-01-23");
    let revoked = step(&app.official(), &at, &reason).await.expect(200).body;
    assert_eq!(revoked["status"], "revoked");
}
