//! Who is responsible for an application, and the Region's protocol numbers.

use ptp::signing::TokenRequest;
use ptp_domain::policy::Owner;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, body_of, call, decided, pole, with};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, submitted};
use reqwest::Method;
use serde_json::{Value, json};

use super::{at, blocked, officially, on_both_databases, review, status};

on_both_databases!(
    somebody_is_responsible_from_the_beginning,
    nobody_is_assigned_without_the_declaration,
    an_official_finds_what_is_assigned_to_them,
    a_person_responsible_can_be_forgotten,
    protocol_numbers_stand_on_the_application_and_its_steps,
    an_application_is_admitted_with_reserve_by_order_of_a_court,
    a_rejection_that_a_court_suspends_is_decided_anew,
);

async fn somebody_is_responsible_from_the_beginning(app: TestApp) {
    let Candidacy { path, call: at_call, .. } = submitted(&app).await;
    let officer = &call()["contacts"][0];
    assert_eq!(officer["role"], "responsible_officer");
    let received = app.applicant().get(&path).await.expect(200).body;
    for named in ["name", "office", "email"] {
        assert_eq!(received["responsible"][named], officer[named], "{named}");
    }
    assert!(received.get("assignment").is_none());
    let list = app.applicant().get("/v1/applications").await.expect(200).body;
    assert_eq!(list["items"][0]["responsible"], received["responsible"]);
    let before = app.applicant().get(&path).await.expect(200);
    let mut contacts = call()["contacts"].clone();
    contacts[0]["name"] = json!("Lia Verdi");
    let changed = app
        .official()
        .patch(&at_call, &json!({"contacts": contacts, "reason": "Avvicendamento."}), "*")
        .await;
    changed.expect(200);
    let after = app.applicant().get(&path).await.expect(200);
    assert_eq!(after.body["responsible"]["name"], "Lia Verdi");
    assert_ne!(before.etag(), after.etag(), "another body has another tag");

    let assigned = officially(&app, &path, "assignment", &body_of("assignment")).await;
    let assigned = assigned.expect(200).body;
    assert_eq!(assigned["responsible"], json!({"name": "Anna Rossi"}));
    assert_eq!(
        assigned["assignment"],
        json!({
            "responsible": {"name": "Anna Rossi", "subject": "anna"},
            "deputy": {"name": "Luca Bianchi"},
            "on": "2027-01-20",
        })
    );
    let seen = app.applicant().get(&path).await.expect(200);
    assert_eq!(seen.body["responsible"], json!({"name": "Anna Rossi"}));
    assert!(!seen.text.contains("Luca Bianchi") && !seen.text.contains("assignment"));
    let other = with(body_of("assignment"), &json!({"responsible": {"name": "Ugo Neri"}}));
    let again = officially(&app, &path, "assignment", &other).await.expect(200).body;
    assert_eq!(again["responsible"]["name"], "Ugo Neri");
}

async fn nobody_is_assigned_without_the_declaration(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let mut without = body_of("assignment");
    without.as_object_mut().unwrap().remove("no_conflict");
    for body in [without, with(body_of("assignment"), &json!({"no_conflict": false}))] {
        let refused = officially(&app, &path, "assignment", &body).await;
        let refused = refused.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), ["/no_conflict conflict_not_excluded"]);
        assert!(refused.text.contains("art. 6-bis"), "{}", refused.text);
    }
    assert!(app.official().get(&path).await.expect(200).body.get("assignment").is_none());
}

async fn an_official_finds_what_is_assigned_to_them(app: TestApp) {
    let (mine, _) = (submitted(&app).await, submitted(&app).await);
    let subject = app.official().get("/v1/me").await.expect(200).body["subject"].clone();
    let to_me = json!({"responsible": {"name": "Ada", "subject": subject}});
    let body = with(body_of("assignment"), &to_me);
    officially(&app, &mine.path, "assignment", &body).await.expect(200);
    let found = app.official().get("/v1/applications?responsible=me").await.expect(200).body;
    let ids: Vec<_> = found["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!(mine.path.rsplit('/').next().unwrap())]);
    let none = app.applicant().get("/v1/applications?responsible=me").await.expect(200).body;
    assert_eq!(none["items"], json!([]));
}

/// Forgets Anna, as a token of an issuer names her.
async fn forget(app: &TestApp, issuer: String) {
    let anna = Owner::Subject { issuer, subject: "anna".to_owned() };
    let tx = app.store.write().await.unwrap();
    tx.forget(&anna).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_person_responsible_can_be_forgotten(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    officially(&app, &path, "assignment", &body_of("assignment")).await.expect(200);
    // Elsewhere only her name was written down.
    let other = submitted(&app).await;
    let by_name =
        json!({"responsible": {"name": "Luca Bianchi"}, "deputy": {"name": "Anna Rossi"}});
    let body = with(body_of("assignment"), &by_name);
    officially(&app, &other.path, "assignment", &body).await.expect(200);
    // The answer to the applicant, kept for a retry, has her name alone.
    let key = [("idempotency-key", "7f3d9a52-1c64-4d0b-9e0a-0f5b8a3c2e11"), ("if-match", "*")];
    let withdrawal = format!("{path}/withdrawal");
    let withdraw = async || {
        let reason = body_of("withdrawal");
        app.applicant().send(Method::POST, &withdrawal, Some(&reason), &key).await.expect(200)
    };
    assert!(withdraw().await.text.contains("Anna Rossi"));

    let issuer = TokenRequest::of_demo("anna", &["official"], &app.clock).issuer;
    forget(&app, "https://other.example".to_owned()).await;
    let seen = app.official().get(&path).await.expect(200);
    assert!(seen.text.contains("Anna"), "another person's token may have the same subject");
    forget(&app, issuer).await;
    assert!(!withdraw().await.text.contains("Anna"));
    let seen = app.official().get(&other.path).await.expect(200);
    assert!(!seen.text.contains("Anna") && seen.text.contains("Luca Bianchi"), "{}", seen.text);
    let seen = app.official().get(&path).await.expect(200);
    assert!(!seen.text.contains("Anna") && !seen.text.contains("anna"), "{}", seen.text);
    assert_eq!(seen.body["assignment"]["deputy"]["name"], "Luca Bianchi");
    assert!(seen.body["responsible"]["office"].is_string(), "the officer in charge again");
}

fn reference(number: &str, on: &str) -> Value {
    json!({"number": number, "date": on, "direction": "outgoing", "subject": "Comunicazione"})
}

async fn protocol_numbers_stand_on_the_application_and_its_steps(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let incoming = body_of("references");
    let seen = officially(&app, &path, "references", &incoming).await.expect(200).body;
    assert_eq!(seen["references"], json!([incoming["reference"]]));
    let to_come = json!({"reference": reference("U1", "2027-01-21")});
    let refused = officially(&app, &path, "references", &to_come).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/reference/date reference_in_the_future"]);

    let late =
        json!({"references": [reference("U1", "2027-01-20"), reference("U2", "2027-01-21")]});
    let refused = officially(&app, &path, "review", &late).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/references/1/date reference_in_the_future"]);
    let letter = json!({"references": [reference("U1", "2027-01-20")]});
    officially(&app, &path, "review", &letter).await.expect(200);
    let seen = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(seen["steps"][0]["references"], letter["references"]);
    let events = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
    assert_eq!(events["items"][1]["type"], "reference_recorded");
    assert_eq!(events["items"][1]["changed"], json!(["references"]));
}

/// The order of the court stands for what the rules say.
async fn an_application_is_admitted_with_reserve_by_order_of_a_court(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call(), &pole()).await;
    review(&app, &path).await;
    // A member is lost, so that the pole does not meet the requirements any more.
    officially(&app, &path, "integration-request", &body_of("integration-request"))
        .await
        .expect(200);
    let member = app.official().get(&pole).await.expect(200).body["members"][3]["id"].clone();
    let member = format!("{pole}/members/{}", member.as_str().unwrap());
    let left = json!({"left_on": "2027-01-20"});
    app.applicant().patch(&member, &left, "*").await.expect(200);
    super::as_applicant(&app, &path, "integration", &body_of("integration")).await.expect(200);
    app.clock.set(at("2027-01-22T09:00:00Z"));
    blocked(officially(&app, &path, "admission", &act("2027-01-22")).await, "requirements_lost");
    let order = |on: &str| json!({"court": "TAR Lombardia, Milano", "number": "97", "date": on});
    let ordered = |on: &str| with(act("2027-01-22"), &json!({"reserved": order(on)}));
    let late = officially(&app, &path, "admission", &ordered("2027-01-23")).await;
    let faults = late.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/reserved/date order_in_the_future"]);
    let early = officially(&app, &path, "admission", &ordered("2027-01-19")).await;
    let faults = early.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/reserved/date order_before_receipt"]);
    let done = officially(&app, &path, "admission", &ordered("2027-01-21")).await.expect(200).body;
    assert_eq!(done["status"], "admitted");
    let last = done["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["reserved"], order("2027-01-21"));
    assert_eq!(status(&app, &pole).await, "recognised");
    for at in [pole.clone(), format!("{pole}/recognition")] {
        let shown = app.anonymous().get(&at).await.expect(200).body;
        let said = shown["provisional"]["it"].as_str().unwrap_or_default();
        assert!(said.contains("TAR Lombardia, Milano, n. 97 del 21 gennaio 2027"), "{shown}");
    }
}

async fn a_rejection_that_a_court_suspends_is_decided_anew(app: TestApp) {
    let direct = with(call(), &json!({"rejection_notice": false}));
    let Candidacy { path, .. } = candidacy(&app, &direct, &pole()).await;
    review(&app, &path).await;
    let numbered =
        with(body_of("rejection"), &json!({"references": [reference("U7", "2027-01-20")]}));
    let rejected = officially(&app, &path, "rejection", &numbered).await.expect(200).body;
    let last = rejected["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["references"], numbered["references"], "as every act of an official has");
    let why = with(decided("Ordinanza cautelare."), &json!({"ground": "interim_order"}));
    let refused = officially(&app, &path, "annulment", &why).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/judgment required"]);
    let order = json!({"kind": "judgment", "number": "97", "date": "2027-01-20"});
    let decree =
        with(why.clone(), &json!({"judgment": with(order.clone(), &json!({"kind": "decree"}))}));
    let refused = officially(&app, &path, "annulment", &decree).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/judgment/kind not_a_judgment"]);
    let why = with(why, &json!({"judgment": order}));
    let done = officially(&app, &path, "annulment", &why).await.expect(200).body;
    assert_eq!(done["status"], "under_review");
    assert_eq!(done["steps"].as_array().unwrap().last().unwrap()["ground"], "interim_order");
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
    let refused = officially(&app, &path, "annulment", &why).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/ground admission_suspended_by_court"]);
}
