//! Annulled decisions, withdrawn applications and calls.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, call, decided, pole};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, drafted, published, submit, submitted};
use serde_json::json;

use super::{
    annulling, as_applicant, at, blocked, officially, on_both_databases, rejecting, review, status,
    tag, why,
};

on_both_databases!(
    an_annulled_admission_makes_the_pole_a_candidate_again,
    an_annulled_rejection_makes_the_pole_a_candidate_again,
    a_decision_is_not_annulled_over_a_newer_application,
    an_annulled_admission_brings_no_pole_back_that_has_ended,
    an_applicant_withdraws_before_the_decision,
    an_application_lapses_with_its_call,
    a_call_with_pending_applications_is_not_archived,
);

async fn an_annulled_admission_makes_the_pole_a_candidate_again(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
    app.anonymous().get(&pole).await.expect(200);

    app.clock.set(at("2027-05-03T09:00:00Z"));
    let annulled = officially(&app, &path, "annulment", &annulling()).await.expect(200).body;
    assert_eq!(annulled["status"], "under_review");
    // Thirty days from 3 May end on 2 June, a holiday.
    let clock = &annulled["clock"];
    assert_eq!((&clock["due_on"], &clock["overdue"]), (&json!("2027-06-03"), &json!(false)));
    assert_eq!(clock["counted"][0]["from"], "2027-05-04");
    let seen = app.official().get(&pole).await.expect(200).body;
    assert_eq!(seen["status"], "candidate");
    assert!(seen.get("recognition").is_none());
    app.anonymous().get(&pole).await.expect_problem(404, "not-found");
    assert_eq!(app.anonymous().get("/v1/poles").await.body["items"], json!([]));
    let search = json!({"tax_codes": ["94004480151"], "as_of": "2027-05-03"});
    let found = app.anonymous().post("/v1/recognitions/search", &search).await.expect(200).body;
    assert_eq!(found["items"][0]["recognised"], false);

    officially(&app, &path, "admission", &act("2027-05-03")).await.expect(200);
    let seen = app.anonymous().get(&pole).await.expect(200).body;
    assert_eq!(seen["recognition"]["recognised_on"], "2027-05-03");
}

async fn an_annulled_rejection_makes_the_pole_a_candidate_again(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    app.clock.set(at("2027-02-01T09:00:00Z"));
    review(&app, &path).await;
    officially(&app, &path, "rejection", &rejecting()).await.expect(200);
    let annulled = officially(&app, &path, "annulment", &annulling()).await.expect(200).body;
    assert_eq!(annulled["status"], "under_review");
    assert_eq!(annulled["clock"]["due_on"], "2027-03-03");
    assert_eq!(status(&app, &pole).await, "candidate");
    // The earlier notice no longer counts: a rejection needs a new one.
    blocked(officially(&app, &path, "rejection", &rejecting()).await, "notice_required");
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
}

async fn a_decision_is_not_annulled_over_a_newer_application(app: TestApp) {
    let mut competitive = call();
    competitive["rejection_notice"] = json!(false);
    let Candidacy { call: first, pole, path } = candidacy(&app, &competitive, &pole()).await;
    review(&app, &path).await;
    officially(&app, &path, "rejection", &rejecting()).await.expect(200);
    let same = submit(&app.applicant(), &first, &pole).await.expect(201);
    let over = officially(&app, &path, "annulment", &annulling()).await;
    blocked(over, "application_pending");
    as_applicant(&app, same.header("location"), "withdrawal", &json!({})).await.expect(200);

    // An application under another call blocks it too: at most one is pending over all such calls.
    let second = published(&app, &call()).await;
    submit(&app.applicant(), &second, &pole).await.expect(201);
    let over = officially(&app, &path, "annulment", &annulling()).await;
    let over = blocked(over, "application_pending");
    assert_eq!(
        over.body["resource_status"], "rejected",
        "the application's status, not the pole's"
    );
    assert_eq!(over.body["allowed_actions"], json!(["assign_application", "record_reference"]));
    assert_eq!(status(&app, &path).await, "rejected");
    assert_eq!(status(&app, &pole).await, "candidate");
}

async fn an_annulled_admission_brings_no_pole_back_that_has_ended(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
    officially(&app, &pole, "revocation", &why()).await.expect(200);
    let ended = app.anonymous().get(&pole).await.expect(200);

    let annulled = officially(&app, &path, "annulment", &annulling()).await.expect(200).body;
    assert_eq!(annulled["status"], "under_review");
    let refused = officially(&app, &path, "admission", &act("2027-01-20")).await;
    let refused = blocked(refused, "pole_state");
    assert_eq!(refused.body["resource_status"], "under_review");
    let allowed = json!([
        "request_integration",
        "notify_rejection",
        "assign_application",
        "record_reference",
    ]);
    assert_eq!(refused.body["allowed_actions"], allowed);
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    let text = json!({"text": "Nulla da osservare.", "final": true});
    as_applicant(&app, &path, "observations", &text).await.expect(200);
    review(&app, &path).await;
    officially(&app, &path, "rejection", &rejecting()).await.expect(200);
    officially(&app, &path, "annulment", &annulling()).await.expect(200);
    as_applicant(&app, &path, "withdrawal", &json!({})).await.expect(200);
    let after = app.anonymous().get(&pole).await.expect(200);
    assert_eq!((&after.body, after.etag()), (&ended.body, ended.etag()), "it stays as it is");
}

async fn an_applicant_withdraws_before_the_decision(app: TestApp) {
    let Candidacy { call, pole, path } = submitted(&app).await;
    let withdrawn =
        as_applicant(&app, &path, "withdrawal", &json!({"reason": "Altro bando."})).await;
    assert_eq!(withdrawn.expect(200).body["status"], "withdrawn");
    assert_eq!(status(&app, &pole).await, "draft");
    let twice = as_applicant(&app, &path, "withdrawal", &json!({})).await;
    blocked(twice, "wrong_state");
    let again = submit(&app.applicant(), &call, &pole).await.expect(201);
    let path = again.header("location");
    review(&app, path).await;
    officially(&app, path, "admission", &act("2027-01-20")).await.expect(200);
    let late = as_applicant(&app, path, "withdrawal", &json!({})).await;
    blocked(late, "wrong_state");
    assert_eq!(status(&app, &pole).await, "recognised");
}

async fn an_application_lapses_with_its_call(app: TestApp) {
    let Candidacy { call, pole: first, path } = submitted(&app).await;
    let second = drafted(&app, &pole()).await;
    let admitted = submit(&app.applicant(), &call, &second).await.expect(201);
    let admitted = admitted.header("location").to_owned();
    review(&app, &admitted).await;
    officially(&app, &admitted, "admission", &act("2027-01-20")).await.expect(200);
    let third = drafted(&app, &pole()).await;
    let asked = submit(&app.applicant(), &call, &third).await.expect(201);
    let asked = asked.header("location").to_owned();
    review(&app, &asked).await;
    let requests = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &asked, "integration-request", &requests).await.expect(200);

    let reason = decided("Bando sostituito da uno nuovo.");
    officially(&app, &call, "withdrawal", &reason).await.expect(200);
    for (path, pole) in [(&path, &first), (&asked, &third)] {
        let lapsed = app.applicant().get(path).await.expect(200).body;
        assert_eq!(lapsed["status"], "lapsed");
        assert!(lapsed.get("clock").is_none());
        let last = lapsed["steps"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["step"], &last["reason"]), (&json!("lapse"), &reason["reason"]));
        assert_eq!(status(&app, pole).await, "draft");
    }
    assert_eq!(status(&app, &admitted).await, "admitted", "what was decided stays decided");
    assert_eq!(status(&app, &second).await, "recognised");
    let late = submit(&app.applicant(), &call, &first).await;
    late.expect_problem(409, "call-not-open");
    let renamed = json!({"name": "Un polo che si può cambiare"});
    app.applicant().patch(&first, &renamed, &tag(&app, &first).await).await.expect(200);
}

async fn a_call_with_pending_applications_is_not_archived(app: TestApp) {
    let Candidacy { call, path, .. } = submitted(&app).await;
    let early = officially(&app, &call, "archival", &json!({})).await;
    early.expect_problem(409, "wrong-state");
    app.clock.set(at("2027-03-01T09:00:00Z"));
    let refused = officially(&app, &call, "archival", &json!({})).await;
    blocked(refused, "applications_pending");
    app.official().delete(&call, &tag(&app, &call).await).await.expect(409);
    as_applicant(&app, &path, "withdrawal", &json!({})).await.expect(200);
    let done = officially(&app, &call, "archival", &json!({})).await.expect(200);
    assert_eq!(done.body["status"], "archived");
}
