//! The life of a pole, from recognition to end.

use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{body_of, call, decided, pole, with};
use ptp_tests::fixtures::steps::{admit, on_day, published, recognised, step, submit};
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    an_admission_recognises_a_pole,
    a_pole_is_suspended_and_reinstated,
    a_pole_that_ended_stays_in_the_register,
    a_rejected_pole_is_a_draft_again,
    a_step_requires_the_current_version,
);

async fn an_admission_recognises_a_pole(app: TestApp) {
    let call = published(&app, &call()).await;
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    let application = submit(&app.applicant(), &call, &made.id()).await.expect(201);
    assert_eq!(app.applicant().get(path).await.expect(200).body["status"], "candidate");
    app.anonymous().get(path).await.expect_problem(404, "not-found");

    let admitted = admit(&app, &application.id(), TODAY).await.expect(200);
    assert_eq!(admitted.body["status"], "admitted");
    let public = app.anonymous().get(path).await.expect(200).body;
    let act = json!({"kind": "decree", "number": "4521", "date": TODAY});
    assert_eq!(public["status"], "recognised");
    assert_eq!(public["recognition"], json!({"recognised_on": TODAY, "act": act}));
    let life = json!([{"status": "recognised", "since": TODAY, "act": act}]);
    assert_eq!(public["life"], life);
    assert!(public.get("warning").is_none());
}

async fn a_pole_is_suspended_and_reinstated(app: TestApp) {
    let pole = recognised(&app).await;
    on_day(&app, "2027-03-01");
    let suspension = body_of("suspension");
    let at = format!("{}/suspension", pole.path);
    let suspended = step(&app.official(), &at, &suspension).await.expect(200).body;
    assert_eq!(suspended["status"], "suspended");
    assert_eq!(suspended["life"][1]["since"], "2027-03-01");
    assert_eq!(suspended["life"][1]["reason"], suspension["reason"]);
    assert_eq!(suspended["life"][1]["act"], suspension["act"]);
    assert_eq!(suspended["recognition"]["recognised_on"], TODAY);
    let again = step(&app.official(), &at, &suspension).await;
    let again = again.expect_problem(409, "wrong-state");
    assert_eq!(again.body["resource_status"], "suspended");
    let allowed = json!([
        "record_office_act",
        "warn_pole",
        "extend_suspension",
        "reinstate_pole",
        "revoke_pole",
        "record_court_order",
        "transfer_pole",
    ]);
    assert_eq!(again.body["allowed_actions"], allowed);

    on_day(&app, "2027-03-10");
    let at = format!("{}/reinstatement", pole.path);
    let reinstated = step(&app.official(), &at, &body_of("reinstatement")).await.expect(200).body;
    assert_eq!(reinstated["status"], "recognised");
    let life = reinstated["life"].as_array().unwrap().iter();
    let stages: Vec<_> = life.map(|stage| (stage["status"].clone(), &stage["since"])).collect();
    assert_eq!(
        stages,
        [
            (json!("recognised"), &json!(TODAY)),
            (json!("suspended"), &json!("2027-03-01")),
            (json!("recognised"), &json!("2027-03-10")),
        ]
    );
    let again = body_of("reinstatement");
    step(&app.official(), &at, &again).await.expect_problem(409, "wrong-state");
    assert_eq!(app.anonymous().get(&pole.path).await.expect(200).body["life"], reinstated["life"]);
}

async fn a_pole_that_ended_stays_in_the_register(app: TestApp) {
    let dissolved = recognised(&app).await;
    let revoked = recognised(&app).await;
    let at = format!("{}/dissolution", dissolved.path);
    step(&app.official(), &at, &json!({})).await.expect_problem(403, "forbidden");
    let reason = json!({"reason": "La rete ha concluso le proprie attività."});
    let end = step(&app.applicant(), &at, &reason).await.expect(200).body;
    assert_eq!((&end["status"], &end["life"][1]["since"]), (&json!("dissolved"), &json!(TODAY)));
    let at = format!("{}/revocation", revoked.path);
    let reason = decided("Requisiti non ripristinati nel termine.");
    step(&app.applicant(), &at, &reason).await.expect_problem(403, "forbidden");
    let end = step(&app.official(), &at, &reason).await.expect(200).body;
    assert_eq!(end["status"], "revoked");

    for (pole, status) in [(&dissolved, "dissolved"), (&revoked, "revoked")] {
        assert_eq!(app.anonymous().get(&pole.path).await.expect(200).body["status"], status);
        let patch = app.applicant().patch(&pole.path, &json!({"name": "Altro"}), "*").await;
        let patch = patch.expect_problem(409, "wrong-state");
        assert_eq!(patch.body["resource_status"], status);
        assert_eq!(patch.body["allowed_actions"], json!([]));
        let member = app.applicant().patch(&pole.member(0), &json!({"name": "Altro"}), "*").await;
        member.expect_problem(409, "wrong-state");
        for official in ["suspension", "revocation"] {
            let at = format!("{}/{official}", pole.path);
            let refused = step(&app.official(), &at, &body_of(official)).await;
            let left = if status == "revoked" { json!(["record_court_order"]) } else { json!([]) };
            assert_eq!(refused.expect_problem(409, "wrong-state").body["allowed_actions"], left);
        }
        let list = app.anonymous().get(&format!("/v1/poles?status={status}")).await.expect(200);
        assert_eq!(list.body["items"][0]["id"], pole.id.as_str());
    }
}

async fn a_rejected_pole_is_a_draft_again(app: TestApp) {
    let competitive = with(call(), &json!({"rejection_notice": false}));
    let call = published(&app, &competitive).await;
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let application = submit(&app.applicant(), &call, &made.id()).await.expect(201).id();
    let at = format!("/v1/applications/{application}");
    step(&app.official(), &format!("{at}/review"), &json!({})).await.expect(200);
    let why = decided("Manca l'accordo di rete.");
    step(&app.official(), &format!("{at}/rejection"), &why).await.expect(200);
    let path = made.header("location");
    let draft = app.applicant().get(path).await.expect(200).body;
    assert_eq!(draft["status"], "draft");
    assert!(draft.get("recognition").is_none() && draft.get("life").is_none());
    app.anonymous().get(path).await.expect_problem(404, "not-found");
    app.applicant().patch(path, &json!({"area": "culture"}), "*").await.expect(200);
}

async fn a_step_requires_the_current_version(app: TestApp) {
    let pole = recognised(&app).await;
    let seen = app.official().get(&pole.path).await.expect(200);
    let at = format!("{}/suspension", pole.path);
    let body = body_of("suspension");
    app.official().post(&at, &body).await.expect_problem(428, "precondition-required");
    app.applicant().patch(&pole.path, &json!({"name": "Altro"}), "*").await.expect(200);
    let stale = app.official().post_seen(&at, &body, seen.etag()).await;
    let stale = stale.expect_problem(412, "stale");
    assert_eq!(stale.body["changed_fields"], json!(["name"]));
    let seen = app.official().get(&pole.path).await.expect(200);
    let done = app.official().post_seen(&at, &body, seen.etag()).await.expect(200);
    assert_eq!(done.etag(), app.official().get(&pole.path).await.expect(200).etag());
}
