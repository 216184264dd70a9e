//! Rejections: the prior notice, its term, and calls that need none.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, call, pole, with};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, drafted, submit, submitted};
use serde_json::{Value, json};

use super::{
    as_applicant, at, blocked, officially, on_both_databases, rejecting, review, status, why,
};

on_both_databases!(
    a_rejection_follows_an_answered_notice,
    without_an_answer_a_rejection_waits_for_the_end_of_the_term,
    case_13_observations_are_taken_until_the_decision,
    case_14_after_a_judgment_a_new_notice_comes_with_a_warning,
    a_competitive_call_rejects_without_notice,
    an_admission_is_possible_after_a_notice,
    a_rejected_pole_is_fixed_and_submitted_again,
    the_term_of_an_integration_is_respected_too,
);

async fn a_rejection_follows_an_answered_notice(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    blocked(officially(&app, &path, "rejection", &rejecting()).await, "wrong_state");
    review(&app, &path).await;
    let early =
        blocked(officially(&app, &path, "rejection", &rejecting()).await, "notice_required");
    assert_eq!(early.body["resource_status"], "under_review");
    let wanted = json!([
        "request_integration",
        "notify_rejection",
        "admit_application",
        "assign_application",
        "record_reference",
    ]);
    assert_eq!(early.body["allowed_actions"], wanted);

    let notice = officially(&app, &path, "rejection-notice", &why()).await.expect(200).body;
    assert_eq!(notice["status"], "rejection_notice");
    assert_eq!(notice["steps"][1]["answer_by"], "2027-01-30");
    blocked(officially(&app, &path, "rejection", &rejecting()).await, "wrong_state");

    app.clock.set(at("2027-01-25T09:00:00Z"));
    let reply = json!({"text": "L'impresa ha esteso il proprio impegno."});
    let answered = as_applicant(&app, &path, "observations", &reply).await.expect(200).body;
    assert_eq!(answered["status"], "rejection_notice");
    assert_eq!(answered["steps"][2]["text"], reply["text"]);
    assert!(answered["steps"][2].get("final").is_none());
    // Within the ten days others may follow.
    let early = blocked(officially(&app, &path, "review", &json!({})).await, "term_running");
    assert!(
        early.body["detail"].as_str().unwrap().contains("dichiarate definitive"),
        "{}",
        early.text
    );
    let all = json!({"text": "Si trasmette l'impegno sottoscritto.", "final": true});
    let answered = as_applicant(&app, &path, "observations", &all).await.expect(200).body;
    assert_eq!(answered["steps"][3]["final"], true);
    review(&app, &path).await;
    let twice = officially(&app, &path, "rejection-notice", &why()).await;
    blocked(twice, "notice_given");

    let rejected = officially(&app, &path, "rejection", &rejecting()).await.expect(200).body;
    assert_eq!(rejected["status"], "rejected");
    assert_eq!(rejected["steps"][5]["reason"], why()["reason"]);
    assert_eq!(status(&app, &pole).await, "draft");
    app.anonymous().get(&pole).await.expect_problem(404, "not-found");
}

async fn without_an_answer_a_rejection_waits_for_the_end_of_the_term(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    // The last day is 2027-01-30, a Saturday: a working day here, until midnight in Rome.
    for early in ["2027-01-20T10:00:01Z", "2027-01-30T22:59:59.999999Z"] {
        app.clock.set(at(early));
        let refused = officially(&app, &path, "review", &json!({})).await;
        let refused = blocked(refused, "term_running");
        assert!(refused.body["detail"].as_str().unwrap().contains("il 30 gennaio 2027"));
    }
    app.clock.set(at("2027-01-30T23:00:00Z"));
    review(&app, &path).await;
    officially(&app, &path, "rejection", &rejecting()).await.expect(200);
}

async fn case_13_observations_are_taken_until_the_decision(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let statement = json!({"text": "Memoria: l'accordo è in corso di sottoscrizione."});
    let told = as_applicant(&app, &path, "observations", &statement).await.expect(200).body;
    assert_eq!(told["status"], "submitted", "a statement, before anybody asks");
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    app.clock.set(at("2027-01-31T09:00:00Z"));
    review(&app, &path).await;
    let told = as_applicant(&app, &path, "observations", &statement).await.expect(200).body;
    assert_eq!(told["status"], "under_review");
    officially(&app, &path, "rejection", &rejecting()).await.expect(200);
    let late = as_applicant(&app, &path, "observations", &statement).await;
    blocked(late, "wrong_state");
}

async fn case_14_after_a_judgment_a_new_notice_comes_with_a_warning(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let rejected = async |annulled: &Value| {
        review(&app, &path).await;
        officially(&app, &path, "rejection", &rejecting()).await.expect(200);
        officially(&app, &path, "annulment", annulled).await.expect(200);
    };
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    let all = json!({"text": "Nulla da aggiungere.", "final": true});
    as_applicant(&app, &path, "observations", &all).await.expect(200);
    let judgment =
        with(why(), &json!({"act": {"kind": "judgment", "number": "712", "date": "2027-01-20"}}));
    rejected(&judgment).await;
    let actions = app.official().get(&format!("{path}/actions")).await.expect(200).body;
    let mut offered = actions["items"].as_array().unwrap().iter();
    let notice = offered.find(|item| item["action"] == "notify_rejection").unwrap();
    assert!(notice["consequence"].as_str().unwrap().contains("annullato in giudizio"), "{notice}");
    let noticed = officially(&app, &path, "rejection-notice", &why()).await.expect(200).body;
    let steps = noticed["steps"].as_array().unwrap();
    let warned: Vec<_> = steps.iter().filter(|step| step.get("warning").is_some()).collect();
    assert_eq!(warned, [steps.last().unwrap()], "the new notice alone");
    assert!(warned[0]["warning"]["it"].as_str().unwrap().contains("per la prima volta"));
    let seen = app.applicant().get(&path).await.expect(200).body;
    let last = seen["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(last["warning"], warned[0]["warning"], "the applicant reads it too");
}

async fn a_competitive_call_rejects_without_notice(app: TestApp) {
    let mut competitive = call();
    competitive["rejection_notice"] = json!(false);
    let Candidacy { pole, path, .. } = candidacy(&app, &competitive, &pole()).await;
    review(&app, &path).await;
    let done = officially(&app, &path, "rejection", &rejecting()).await.expect(200);
    assert_eq!(done.body["status"], "rejected");
    assert_eq!(status(&app, &pole).await, "draft");
}

async fn an_admission_is_possible_after_a_notice(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &why()).await.expect(200);
    let reply = json!({"text": "I motivi sono superati.", "final": true});
    as_applicant(&app, &path, "observations", &reply).await.expect(200);
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
    assert_eq!(status(&app, &pole).await, "recognised");
}

async fn a_rejected_pole_is_fixed_and_submitted_again(app: TestApp) {
    let mut competitive = call();
    competitive["rejection_notice"] = json!(false);
    let Candidacy { call, pole: path_of_pole, path } = candidacy(&app, &competitive, &pole()).await;
    review(&app, &path).await;
    officially(&app, &path, "rejection", &rejecting()).await.expect(200);
    let seen = app.applicant().get(&path_of_pole).await.expect(200);
    let change = json!({"name": "Polo mendato"});
    app.applicant().patch(&path_of_pole, &change, seen.etag()).await.expect(200);
    let again = submit(&app.applicant(), &call, &path_of_pole).await.expect(201);
    assert_eq!(again.body["protocol"], "PTP/2027/0000002");
    assert_eq!(status(&app, &path).await, "rejected", "the first one stays what it is");
    let first = app.official().get(&format!("{path}/snapshot")).await.expect(200);
    assert_eq!(first.body["pole"]["name"], pole()["name"]);
    let second = format!("{}/snapshot", again.header("location"));
    let second = app.official().get(&second).await.expect(200);
    assert_eq!(second.body["pole"]["name"], "Polo mendato");
    let other = drafted(&app, &pole()).await;
    let third = submit(&app.applicant(), &call, &other).await.expect(201);
    assert_eq!(third.body["protocol"], "PTP/2027/0000003");
}

async fn the_term_of_an_integration_is_respected_too(app: TestApp) {
    let Candidacy { path, pole, .. } = submitted(&app).await;
    review(&app, &path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    let waiting = officially(&app, &path, "integration-request", &asked).await.expect(200).body;
    assert_eq!(waiting["steps"][1]["answer_by"], "2027-01-30");
    let early = blocked(officially(&app, &path, "review", &json!({})).await, "term_running");
    assert!(early.body["detail"].as_str().unwrap().contains("il 30 gennaio 2027"));
    blocked(officially(&app, &path, "rejection", &rejecting()).await, "wrong_state");
    app.clock.set(at("2027-01-31T09:00:00Z"));
    // Until the review resumes, the owner may still change the pole.
    let seen = app.applicant().get(&pole).await.expect(200);
    let late = json!({"network_agreement": {"reference": "Prot. 219/2027"}});
    app.applicant().patch(&pole, &late, seen.etag()).await.expect(200);
    review(&app, &path).await;
    let seen = app.applicant().get(&pole).await.expect(200);
    let late = app.applicant().patch(&pole, &json!({"name": "Tardi"}), seen.etag()).await;
    blocked(late, "frozen");
}
