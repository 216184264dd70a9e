//! Poles that do not meet the rules, and findings for officials to settle.

use ptp_tests::fixtures::json::{act, body_of, call, call_at_closing, newcomer, pole, with};
use ptp_tests::fixtures::steps::{
    Candidacy, candidacy, drafted, id_of, published, submission, submit,
};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{as_applicant, at, blocked, officially, on_both_databases, review, status, tag};

on_both_databases!(
    a_refused_submission_leaves_no_trace,
    a_pole_that_needs_review_is_admitted_once_settled,
    a_determination_lapses_when_its_fact_changes,
    a_pole_with_a_refused_finding_is_not_admitted,
    a_member_that_joins_after_the_closing_does_not_count,
    nor_does_it_with_a_later_reference_date,
    a_measure_accepts_recognised_poles_and_does_not_change_them,
);

async fn a_refused_submission_leaves_no_trace(app: TestApp) {
    let call = published(&app, &call()).await;
    let mut body = pole();
    let company = body["members"].as_array_mut().unwrap().remove(3);
    let path = drafted(&app, &body).await;
    let before = app.official().get("/v1/events").await.expect(200).text;
    let owner = app.applicant();
    for language in ["it", "en"] {
        let headers = [("accept-language", language)];
        let body = submission(&call, &path);
        let refused = owner.send(Method::POST, "/v1/applications", Some(&body), &headers).await;
        let refused = refused.expect_problem(422, "not-compliant");
        let wanted = format!("{path}/compliance?call_id={}", id_of(&call));
        let wanted = owner.send(Method::GET, &wanted, None, &headers).await.expect(200);
        assert_eq!(refused.body["report"], wanted.body, "the whole report, in {language}");
        assert_eq!(refused.body["report"]["outcome"], "non_compliant");
        let add = json!([{"slot": "company", "area": "mechanics"}]);
        assert_eq!(refused.body["report"]["remedies"][0]["add"], add);
    }
    let applications = app.official().get("/v1/applications").await.expect(200).body;
    assert_eq!(applications["items"], json!([]));
    assert_eq!(status(&app, &path).await, "draft");
    assert_eq!(app.official().get("/v1/events").await.expect(200).text, before);

    owner.post(&format!("{path}/members"), &company).await.expect(201);
    let received = submit(&owner, &call, &path).await.expect(201);
    assert_eq!(received.body["protocol"], "PTP/2027/0000001");
}

/// A pole with a company of secondary strength for the area.
fn doubtful() -> Value {
    let mut body = pole();
    body["members"][3]["company"]["ateco"][0]["code"] = json!("22.11");
    body
}

async fn settle(app: &TestApp, pole: &str, accepted: bool) -> Answer {
    let body = json!({
        "rule": "company_in_area",
        "accepted": accepted,
        "reason": "Lo stabilimento produce parti di macchine.",
    });
    let path = format!("{pole}/determinations");
    app.official().post_seen(&path, &body, &tag(app, pole).await).await
}

async fn a_pole_that_needs_review_is_admitted_once_settled(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call(), &doubtful()).await;
    let snapshot = app.official().get(&format!("{path}/snapshot")).await.expect(200).body;
    assert_eq!(snapshot["report"]["outcome"], "needs_review");
    review(&app, &path).await;
    let refused = officially(&app, &path, "admission", &act("2027-01-20")).await;
    let refused = blocked(refused, "not_compliant");
    let wanted = json!([
        "request_integration",
        "notify_rejection",
        "assign_application",
        "record_reference",
    ]);
    assert_eq!(refused.body["allowed_actions"], wanted);
    assert_eq!(status(&app, &pole).await, "candidate");

    let settled = settle(&app, &pole, true).await.expect(200).body;
    assert_eq!(settled["items"].as_array().unwrap().len(), 1);
    assert_eq!(settled["items"][0]["accepted"], true);
    let listed = app.applicant().get(&format!("{pole}/determinations")).await.expect(200).body;
    assert_eq!(listed["items"][0]["id"], settled["items"][0]["id"], "the owner reads it");
    let again = settle(&app, &pole, true).await.expect_problem(422, "invalid-body");
    assert_eq!(again.faults(), ["/rule nothing_to_settle"]);
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
    assert_eq!(status(&app, &pole).await, "recognised");
}

async fn a_determination_lapses_when_its_fact_changes(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call(), &doubtful()).await;
    review(&app, &path).await;
    settle(&app, &pole, true).await.expect(200);
    let asked = json!({"requests": ["Visura camerale aggiornata."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let seen = app.applicant().get(&pole).await.expect(200).body;
    let member = format!("{pole}/members/{}", seen["members"][3]["id"].as_str().unwrap());
    let ateco = |code: &str| {
        let ateco = json!([{"code": code, "classification": "2007", "primary": true}]);
        json!({"company": {"ateco": ateco}})
    };
    let owner = app.applicant();
    let changed = owner.patch(&member, &ateco("23.11"), &tag(&app, &member).await).await;
    changed.expect(200);
    let answer = json!({"text": "Si trasmette la visura."});
    as_applicant(&app, &path, "integration", &answer).await.expect(200);
    let refused = officially(&app, &path, "admission", &act("2027-01-20")).await;
    blocked(refused, "not_compliant");
    let settled = settle(&app, &pole, true).await.expect(200).body;
    assert_eq!(settled["items"].as_array().unwrap().len(), 2, "the first one stays on record");
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
}

async fn a_pole_with_a_refused_finding_is_not_admitted(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call(), &doubtful()).await;
    review(&app, &path).await;
    let refused = settle(&app, &pole, false).await.expect(200).body;
    assert_eq!(refused["items"][0]["accepted"], false);
    let admission = officially(&app, &path, "admission", &act("2027-01-20")).await;
    blocked(admission, "not_compliant");
    let report = format!("{pole}/compliance?as_of=2027-02-26");
    let report = app.official().get(&report).await.expect(200).body;
    assert_eq!(report["outcome"], "non_compliant");
    let applicant = app.applicant();
    let determinations = format!("{pole}/determinations");
    let body = json!({"rule": "company_in_area", "accepted": true, "reason": "Sì."});
    let own = applicant.post_seen(&determinations, &body, "*").await;
    own.expect_problem(403, "forbidden");
}

async fn a_member_that_joins_after_the_closing_does_not_count(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call_at_closing(), &doubtful()).await;
    app.clock.set(at("2027-03-01T09:00:00Z"));
    review(&app, &path).await;
    let asked = json!({"requests": ["Un'impresa dell'area."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let owner = app.applicant();
    let seen = owner.get(&pole).await.expect(200).body;
    let doubted = format!("{pole}/members/{}", seen["members"][3]["id"].as_str().unwrap());
    let left = json!({"left_on": "2027-02-20"});
    owner.patch(&doubted, &left, &tag(&app, &doubted).await).await.expect(200);
    let mut newcomer = newcomer();
    newcomer["joined_on"] = json!("2027-02-27");
    owner.post(&format!("{pole}/members"), &newcomer).await.expect(201);
    let answer = json!({"text": "È entrata una nuova impresa."});
    as_applicant(&app, &path, "integration", &answer).await.expect(200);
    let refused = officially(&app, &path, "admission", &act("2027-03-01")).await;
    blocked(refused, "not_compliant");

    // A member that had joined by the closing counts: the documents prove it.
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let mut earlier = newcomer;
    earlier["tax_code"] = json!("80050050154");
    earlier["joined_on"] = json!("2027-02-26");
    owner.post(&format!("{pole}/members"), &earlier).await.expect(201);
    as_applicant(&app, &path, "integration", &answer).await.expect(200);
    officially(&app, &path, "admission", &act("2027-03-01")).await.expect(200);
}

async fn nor_does_it_with_a_later_reference_date(app: TestApp) {
    let later = with(
        call(),
        &json!({
            "ruleset": {
                "id": "regione-lombardia", "parameters": {"reference_date": "2027-04-01"},
            },
            "procedure_days": 60,
        }),
    );
    let call = published(&app, &later).await;
    let mut body = pole();
    body["members"][3]["joined_on"] = json!("2027-02-27");
    let pole = drafted(&app, &body).await;
    let owner = app.applicant();
    let refused = submit(&owner, &call, &pole).await.expect_problem(422, "not-compliant");
    assert_eq!(refused.body["report"]["as_of"], "2027-04-01");
    assert_eq!(refused.body["report"]["members"].as_array().unwrap().len(), 4);
    let foretold = format!("{pole}/compliance?call_id={}", id_of(&call));
    assert_eq!(owner.get(&foretold).await.expect(200).body, refused.body["report"]);
    let asked = json!({"pole_id": id_of(&pole), "call_id": id_of(&call)});
    let evaluated = owner.post("/v1/compliance/evaluations", &asked).await.expect(200);
    assert_eq!(evaluated.body["rules"], refused.body["report"]["rules"]);
    let asked_on = format!("{foretold}&as_of=2027-04-01");
    assert_eq!(owner.get(&asked_on).await.expect(200).body["outcome"], "compliant");

    let Candidacy { pole, path, .. } = candidacy(&app, &later, &doubtful()).await;
    review(&app, &path).await;
    let asked = json!({"requests": ["Un'impresa dell'area."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    app.clock.set(at("2027-03-01T09:00:00Z"));
    let seen = app.official().get(&pole).await.expect(200).body;
    let doubted = format!("{pole}/members/{}", seen["members"][3]["id"].as_str().unwrap());
    let left = json!({"left_on": "2027-02-20"});
    let owner = app.applicant();
    owner.patch(&doubted, &left, &tag(&app, &doubted).await).await.expect(200);
    let mut newcomer = newcomer();
    newcomer["joined_on"] = json!("2027-02-27");
    owner.post(&format!("{pole}/members"), &newcomer).await.expect(201);
    let answer = json!({"text": "È entrata una nuova impresa."});
    as_applicant(&app, &path, "integration", &answer).await.expect(200);
    app.clock.set(at("2027-04-01T09:00:00Z"));
    let refused = officially(&app, &path, "admission", &act("2027-04-01")).await;
    blocked(refused, "not_compliant");

    // The closing is deferred until after it joined.
    let until = with(body_of("reopening"), &json!({"closes_at": "2027-04-30T12:00:00"}));
    let application = app.official().get(&path).await.expect(200).body;
    let call = format!("/v1/calls/{}", application["call_id"].as_str().unwrap());
    officially(&app, &call, "reopening", &until).await.expect(200);
    officially(&app, &path, "admission", &act("2027-04-01")).await.expect(200);
}

async fn a_measure_accepts_recognised_poles_and_does_not_change_them(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call(), &pole()).await;
    let mut measure = call();
    measure["purpose"] = json!("measure");
    let measure = published(&app, &measure).await;
    let early = submit(&app.applicant(), &measure, &pole).await;
    blocked(early, "not_recognised");
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);

    let taken = submit(&app.applicant(), &measure, &pole).await.expect(201);
    assert_eq!(taken.body["purpose"], "measure");
    assert_eq!(status(&app, &pole).await, "recognised");
    let renamed = json!({"name": "Polo che partecipa a una misura"});
    let owner = app.applicant();
    owner.patch(&pole, &renamed, &tag(&app, &pole).await).await.expect(200);
    let path = taken.header("location");
    review(&app, path).await;
    officially(&app, path, "admission", &act("2027-01-20")).await.expect(200);
    let seen = app.official().get(&pole).await.expect(200).body;
    assert_eq!((&seen["status"], &seen["name"]), (&json!("recognised"), &renamed["name"]));
    let again = submit(&app.applicant(), &measure, &pole).await.expect(201);
    assert_eq!(again.body["protocol"], "PTP/2027/0000003");
    let gone = as_applicant(&app, again.header("location"), "withdrawal", &json!({})).await;
    gone.expect(200);
    assert_eq!(status(&app, &pole).await, "recognised");
}
