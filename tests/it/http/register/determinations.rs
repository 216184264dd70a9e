//! Determinations by officials.

use ptp_tests::fixtures::json::{call, pole, with};
use ptp_tests::fixtures::steps::{admit, members_of, published, recognised, step, submit};
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::views::blockers;

on_both_databases!(
    a_finding_is_accepted_or_refused_and_the_report_shows_it,
    determinations_are_visible_to_the_owner_and_officials,
    without_findings_to_review_nothing_can_be_settled,
    a_determination_lapses_when_the_fact_changes,
    under_a_pending_application_the_report_of_its_call_is_settled,
    a_determination_requires_the_current_version_and_is_retried_with_a_key,
);

/// A company whose activity an official has to assess.
fn plastics(code: &str) -> Value {
    json!({"company": {"ateco": [{"code": code, "classification": "2007", "primary": true}]}})
}

/// A draft whose last company needs review.
async fn draft(app: &TestApp) -> (String, Vec<String>) {
    let mut body = pole();
    body["members"][3]["company"]["ateco"][0]["code"] = json!("22.29");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    (made.header("location").to_owned(), members_of(&made))
}

async fn settle(app: &TestApp, path: &str, member: Option<&str>, accepted: bool) -> Answer {
    let mut body = json!({
        "rule": "company_in_area", "accepted": accepted, "reason": "Visura del 15 gennaio 2027.",
    });
    if let Some(member) = member {
        body["member_id"] = json!(member);
    }
    step(&app.official(), &format!("{path}/determinations"), &body).await
}

/// Today's report: the verdict, and the outcome for a member's area.
async fn said(app: &TestApp, path: &str, member: &str) -> (Value, Value) {
    let report = app.applicant().get(&format!("{path}/compliance")).await.expect(200).body;
    let members = report["members"].as_array().unwrap().iter();
    let found = members.clone().find(|one| one["member_id"] == member).unwrap();
    let mut findings = found["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["rule"] == "company_in_area").unwrap();
    (report["outcome"].clone(), finding.clone())
}

async fn a_finding_is_accepted_or_refused_and_the_report_shows_it(app: TestApp) {
    let (path, members) = draft(&app).await;
    let company = &members[3];
    let (outcome, finding) = said(&app, &path, company).await;
    assert_eq!((&outcome, &finding["outcome"]), (&json!("needs_review"), &json!("needs_review")));
    assert!(finding.get("settled").is_none());
    for (accepted, all, of_it) in
        [(true, "compliant", "satisfied"), (false, "non_compliant", "violated")]
    {
        let settled = settle(&app, &path, Some(company), accepted).await.expect(200);
        let items = settled.body["items"].as_array().unwrap();
        let last = items.last().unwrap();
        assert_eq!(last["rule"], "company_in_area");
        assert_eq!(last["member_id"], company.as_str());
        assert_eq!(
            (&last["accepted"], &last["reason"]),
            (&json!(accepted), &json!("Visura del 15 gennaio 2027."))
        );
        assert_eq!(last["decided_at"], "2027-01-20T10:00:00Z");
        assert_eq!(last["decided_by"], json!({"role": "official", "subject": "official"}));
        let (outcome, finding) = said(&app, &path, company).await;
        assert_eq!((&outcome, &finding["outcome"]), (&json!(all), &json!(of_it)));
        assert_eq!(finding["settled"], accepted);
        let how = json!({
            "accepted": accepted, "reason": "Visura del 15 gennaio 2027.",
            "decided_on": "2027-01-20",
        });
        assert_eq!(finding["determination"], how);
        let message = finding["message"].as_str().unwrap();
        assert!(message.ends_with("dall'ufficio il 20 gennaio 2027"), "{message}");
        assert!(!message.contains("da valutare"), "{message}");
    }
    let list = app.applicant().get(&format!("{path}/determinations")).await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    // A further determination on the finding has to name the member, since it no longer needs
    // review.
    let whole = settle(&app, &path, None, true).await.expect_problem(422, "invalid-body");
    assert_eq!(whole.faults(), ["/rule nothing_to_settle"]);
}

async fn determinations_are_visible_to_the_owner_and_officials(app: TestApp) {
    let pole = recognised(&app).await;
    pole.change(&app.applicant(), 3, &plastics("22.29")).await;
    settle(&app, &pole.path, None, true).await.expect(200);
    let at = format!("{}/determinations", pole.path);
    let own = app.applicant().get(&at).await.expect(200);
    assert_eq!(own.body["items"].as_array().unwrap().len(), 1);
    // The name of the official is shown to officials only.
    assert_eq!(own.body["items"][0]["decided_by"], json!({"role": "official"}));
    let officials = app.official().get(&at).await.expect(200).body;
    let named = json!({"role": "official", "subject": "official"});
    assert_eq!(officials["items"][0]["decided_by"], named);
    // The event names the rule and the member.
    let events = app.official().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let events = events["items"].as_array().unwrap().clone();
    let settled = events.iter().find(|event| event["type"] == "finding_settled").unwrap();
    assert_eq!(settled["changed"], json!(["determinations/company_in_area"]));
    assert_eq!(settled["subject"]["member_id"], officials["items"][0]["member_id"]);
    assert_eq!(settled["reason"], "Visura del 15 gennaio 2027.");
    app.anonymous().get(&at).await.expect_problem(401, "unauthenticated");
    app.applicant_of(OTHER).get(&at).await.expect_problem(404, "not-found");
    let holder = app.holder();
    holder.get(&at).await.expect_problem(403, "forbidden");
    let known = [("if-none-match", own.etag())];
    let again = app.applicant().send(Method::GET, &at, None, &known).await;
    assert_eq!(again.expect(304).text, "");
    let body = json!({"rule": "company_in_area", "accepted": true, "reason": "Visura."});
    step(&app.applicant(), &at, &body).await.expect_problem(403, "forbidden");
    step(&app.anonymous(), &at, &body).await.expect_problem(401, "unauthenticated");
}

async fn without_findings_to_review_nothing_can_be_settled(app: TestApp) {
    let (path, members) = draft(&app).await;
    // The other company certainly belongs to the area.
    let refused = settle(&app, &path, Some(&members[2]), true).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/rule nothing_to_settle"]);
    let nobody = "00000000-0000-0000-0000-000000000000";
    let refused = settle(&app, &path, Some(nobody), true).await;
    refused.expect_problem(422, "invalid-body");
    for rule in ["training_seniority", "min_companies"] {
        let body = json!({"rule": rule, "accepted": true, "reason": "Visura."});
        let refused = step(&app.official(), &format!("{path}/determinations"), &body).await;
        let refused = refused.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), ["/rule nothing_to_settle"], "{rule}");
    }
    assert_eq!(blockers(&app.official(), &path, "settle_finding").await, Vec::<Value>::new());
    let seen = app.official().get(&path).await.expect(200);
    assert_eq!(seen.body["version"], 1);
    // If there is nothing to settle, `/actions` says so.
    let sound = recognised(&app).await;
    let blocked = blockers(&app.official(), &sound.path, "settle_finding").await;
    assert_eq!(blocked[0]["code"], "nothing_to_settle");
    assert!(blocked[0]["message"].is_string(), "{blocked:?}");
    let refused = settle(&app, &sound.path, None, true).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/rule nothing_to_settle"]);
    let blocked = blockers(&app.applicant(), &sound.path, "settle_finding").await;
    assert_eq!(blocked[0]["code"], "role");
    let list = app.official().get(&format!("{path}/determinations")).await.expect(200).body;
    assert_eq!(list["items"], json!([]));
}

async fn a_determination_lapses_when_the_fact_changes(app: TestApp) {
    let (path, members) = draft(&app).await;
    let company = &members[3];
    let at = format!("{path}/members/{company}");
    settle(&app, &path, Some(company), true).await.expect(200);
    assert_eq!(said(&app, &path, company).await.0, "compliant");
    // A change of name does not change the fact.
    app.applicant().patch(&at, &json!({"name": "Altro nome"}), "*").await.expect(200);
    assert_eq!(said(&app, &path, company).await.0, "compliant");
    app.applicant().patch(&at, &plastics("23.99"), "*").await.expect(200);
    let (outcome, finding) = said(&app, &path, company).await;
    assert_eq!((&outcome, &finding["outcome"]), (&json!("needs_review"), &json!("needs_review")));
    assert!(finding.get("settled").is_none());
    // The old determination stays in the list, and the new fact can be settled differently.
    let list = settle(&app, &path, Some(company), false).await.expect(200).body;
    let said_of: Vec<_> =
        list["items"].as_array().unwrap().iter().map(|it| &it["accepted"]).collect();
    assert_eq!(said_of, [&json!(true), &json!(false)]);
    assert_ne!(list["items"][0]["fact"], list["items"][1]["fact"]);
    assert_eq!(said(&app, &path, company).await.0, "non_compliant");
    app.applicant().patch(&at, &plastics("25.62"), "*").await.expect(200);
    let (outcome, finding) = said(&app, &path, company).await;
    assert_eq!((&outcome, &finding["outcome"]), (&json!("compliant"), &json!("satisfied")));
}

async fn under_a_pending_application_the_report_of_its_call_is_settled(app: TestApp) {
    // The call accepts secondary codes; the default rules would require a review.
    let strict = with(
        call(),
        &json!({
            "ruleset": {"id": "regione-lombardia", "parameters": {
                "unmapped_ateco": "accept", "reference_date": "receipt",
            }},
        }),
    );
    let call = published(&app, &strict).await;
    let (path, members) = draft(&app).await;
    let pole = path.rsplit('/').next().unwrap().to_owned();
    let application = submit(&app.applicant(), &call, &pole).await.expect(201).id();
    let refused = admit(&app, &application, TODAY).await;
    let refused = refused.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["resource_status"], "under_review");
    let allowed = refused.body["allowed_actions"].as_array().unwrap();
    assert!(!allowed.contains(&json!("admit_application")), "{allowed:?}");
    assert_eq!(blockers(&app.official(), &path, "settle_finding").await, Vec::<Value>::new());
    settle(&app, &path, Some(&members[3]), true).await.expect(200);
    let act = json!({"act": {"kind": "decree", "number": "1", "date": TODAY}});
    let at = format!("/v1/applications/{application}/admission");
    step(&app.official(), &at, &act).await.expect(200);
    let recognition = app.anonymous().get(&format!("{path}/recognition")).await.expect(200).body;
    assert_eq!(
        (&recognition["recognised"], &recognition["compliance"]),
        (&json!(true), &json!("compliant"))
    );
}

async fn a_determination_requires_the_current_version_and_is_retried_with_a_key(app: TestApp) {
    let (path, members) = draft(&app).await;
    let at = format!("{path}/determinations");
    let body = json!({
        "rule": "company_in_area", "member_id": members[3], "accepted": true, "reason": "Visura.",
    });
    let official = app.official();
    official.post(&at, &body).await.expect_problem(428, "precondition-required");
    let seen = official.get(&path).await.expect(200);
    let headers = [("if-match", seen.etag()), ("idempotency-key", "k")];
    let first = official.send(Method::POST, &at, Some(&body), &headers).await.expect(200);
    let again = official.send(Method::POST, &at, Some(&body), &headers).await.expect(200);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.body, first.body);
    let stale = official.post_seen(&at, &body, seen.etag()).await.expect_problem(412, "stale");
    assert_eq!(stale.body["current_version"], 2);
    assert_eq!(stale.body["changed_fields"], json!(["determinations/company_in_area"]));
    assert_eq!(official.get(&path).await.expect(200).etag(), first.etag());
}
