//! A complete walk, from the call to the day on which the ITS becomes binding.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, call, call_at_closing, newcomer, pole};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, id_of, submitted};
use serde_json::{Value, json};

use super::{as_applicant, at, blocked, officially, on_both_databases, review, status, tag};

on_both_databases!(
    from_publication_to_recognition_and_three_years_on,
    differences_from_the_snapshot_are_shown,
    an_act_admits_from_the_receipt_to_today,
);

async fn from_publication_to_recognition_and_three_years_on(app: TestApp) {
    let Candidacy { call, pole, path } = candidacy(&app, &call_at_closing(), &pole()).await;
    let received = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(received["status"], "submitted");
    assert_eq!(received["protocol"], "PTP/2027/0000001");
    assert_eq!(received["received_at"], "2027-01-20T10:00:00Z");
    assert_eq!(received["reference_date"], "2027-02-26");
    assert_eq!(status(&app, &pole).await, "candidate");
    app.anonymous().get(&pole).await.expect_problem(404, "not-found");
    frozen(&app, &pole).await;

    app.clock.set(at("2027-02-01T09:00:00Z"));
    assert_eq!(review(&app, &path).await.body["status"], "under_review");
    frozen(&app, &pole).await;
    let asked = json!({"requests": ["Accordo di rete sottoscritto."], "days": 15});
    let waiting = officially(&app, &path, "integration-request", &asked).await.expect(200);
    assert_eq!(waiting.body["status"], "integration_requested");
    assert_eq!(waiting.body["steps"][1]["answer_by"], "2027-02-16");

    app.clock.set(at("2027-02-08T09:00:00Z"));
    let change = json!({"network_agreement": {"reference": "Prot. 218/2027"}});
    app.applicant().patch(&pole, &change, &tag(&app, &pole).await).await.expect(200);
    let papers = json!({"text": "Si trasmette l'accordo.", "documents": [{
        "title": "Accordo di rete", "reference": "Prot. 218/2027", "sha256": "AB".repeat(32),
    }]});
    let answered = as_applicant(&app, &path, "integration", &papers).await.expect(200);
    assert_eq!(answered.body["status"], "under_review");
    assert_eq!(answered.body["steps"][2]["documents"][0]["sha256"], "ab".repeat(32));
    frozen(&app, &pole).await;
    blocked(as_applicant(&app, &path, "integration", &papers).await, "wrong_state");

    app.clock.set(at("2027-03-01T09:00:00Z"));
    let admitted = officially(&app, &path, "admission", &act("2027-03-01")).await.expect(200).body;
    assert_eq!(admitted["status"], "admitted");
    assert!(admitted.get("clock").is_none(), "nothing is due any more");
    history(&app, &path).await;

    let seen = app.anonymous().get(&pole).await.expect(200).body;
    assert_eq!(seen["status"], "recognised");
    assert_eq!(seen["recognition"]["recognised_on"], "2027-03-01");
    assert_eq!(seen["recognition"]["act"]["number"], "4521");
    assert_eq!(seen["network_agreement"]["reference"], "Prot. 218/2027");
    let list = app.anonymous().get("/v1/poles").await.expect(200).body;
    assert_eq!(list["items"][0]["id"], id_of(&pole));
    let search = json!({"tax_codes": ["94004480151"], "as_of": "2027-03-01"});
    let found = app.anonymous().post("/v1/recognitions/search", &search).await.expect(200).body;
    assert_eq!(found["items"][0]["recognised"], true);
    let renamed = json!({"description": "Dopo il riconoscimento il polo vive."});
    app.applicant().patch(&pole, &renamed, &tag(&app, &pole).await).await.expect(200);
    officially(&app, &call, "archival", &json!({})).await.expect(200);

    app.clock.set(at("2030-02-28T09:00:00Z"));
    assert_eq!(report(&app, &pole).await["outcome"], "compliant");
    app.clock.set(at("2030-03-01T09:00:00Z"));
    let report = report(&app, &pole).await;
    assert_eq!(report["outcome"], "non_compliant");
    let rules = report["rules"].as_array().unwrap();
    let its = rules.iter().find(|rule| rule["rule"] == "min_its").unwrap();
    assert_eq!((&its["outcome"], &its["required"]), (&json!("violated"), &json!(1)));
    assert_eq!(report["remedies"][0]["add"], json!([{"slot": "its", "area": "mechanics"}]));
    let recognition = app.anonymous().get(&format!("{pole}/recognition")).await.expect(200).body;
    assert_eq!(recognition["recognised"], true, "until somebody revokes it");
    assert_eq!(recognition["compliance"], "non_compliant");
}

/// The owner can change neither the pole nor its members.
async fn frozen(app: &TestApp, pole: &str) {
    let seen = app.applicant().get(pole).await.expect(200);
    let owner = app.applicant();
    let change = owner.patch(pole, &json!({"name": "Altro nome"}), seen.etag()).await;
    let change = blocked(change, "frozen");
    assert_eq!(change.body["resource_status"], "candidate");
    let member = format!("{pole}/members/{}", seen.body["members"][0]["id"].as_str().unwrap());
    let member_tag = owner.get(&member).await.expect(200).etag().to_owned();
    let change = owner.patch(&member, &json!({"name": "Altro nome"}), &member_tag).await;
    blocked(change, "frozen");
    let newcomer = newcomer();
    let added = owner.post(&format!("{pole}/members"), &newcomer).await;
    blocked(added, "frozen");
    assert_eq!(owner.get(pole).await.expect(200).body, seen.body);
}

async fn history(app: &TestApp, path: &str) {
    let events = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
    let kinds: Vec<_> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    let wanted = [
        "application_submitted",
        "application_reviewed",
        "integration_requested",
        "integration_received",
        "application_admitted",
    ];
    assert_eq!(kinds, wanted);
}

async fn report(app: &TestApp, pole: &str) -> Value {
    app.official().get(&format!("{pole}/compliance")).await.expect(200).body
}

async fn differences_from_the_snapshot_are_shown(app: TestApp) {
    let Candidacy { pole, path, .. } = submitted(&app).await;
    let changes = format!("{path}/changes");
    let none = app.official().get(&changes).await.expect(200).body;
    assert_eq!(none["changes"], json!([]));
    let receipt = app.official().get(&format!("{path}/receipt")).await.expect(200).body;
    assert_eq!(none["snapshot_sha256"], receipt["claims"]["snapshot_sha256"]);

    review(&app, &path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let change =
        json!({"network_agreement": {"reference": "Prot. 218/2027"}, "production_chain": null});
    let patched = app.applicant().patch(&pole, &change, &tag(&app, &pole).await).await.expect(200);
    let company = patched.body["members"][3]["id"].as_str().unwrap().to_owned();
    let member = format!("{pole}/members/{company}");
    let seen = app.applicant().get(&member).await.expect(200);
    let rea = json!({"company": {"rea": "LC-111111"}});
    app.applicant().patch(&member, &rea, seen.etag()).await.expect(200);
    let newcomer = newcomer();
    let added = app.applicant().post(&format!("{pole}/members"), &newcomer).await.expect(201);

    let shown = app.applicant().get(&changes).await.expect(200).body;
    assert_eq!(shown["snapshot_sha256"], none["snapshot_sha256"], "the snapshot stays");
    let shown = shown["changes"].as_array().unwrap();
    let at = |pointer: &str| {
        shown.iter().find(|one| one["pointer"] == pointer).unwrap_or_else(|| panic!("{shown:?}"))
    };
    let reference = at("/network_agreement/reference");
    assert_eq!(reference["before"], "\"Prot. 87/2027\"");
    assert_eq!(reference["after"], "\"Prot. 218/2027\"");
    let chain = at("/production_chain");
    assert_eq!(chain["before"], "\"Macchine utensili\"");
    assert!(chain.get("after").is_none());
    let rea = at(&format!("/members/{company}/company/rea"));
    assert_eq!((&rea["before"], &rea["after"]), (&json!("\"LC-654321\""), &json!("\"LC-111111\"")));
    let member = at(&format!("/members/{}", added.id()));
    assert!(member.get("before").is_none());
    assert!(member["after"].as_str().unwrap().contains("Officine Lariane"));
    assert_eq!(shown.len(), 4, "{shown:?}");
    let other = app.applicant_of("01234560157").get(&changes).await;
    other.expect_problem(404, "not-found");
}

async fn an_act_admits_from_the_receipt_to_today(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call(), &pole()).await;
    app.clock.set(at("2027-03-01T09:00:00Z"));
    review(&app, &path).await;
    for date in ["2027-01-19", "2027-03-02"] {
        let refused = officially(&app, &path, "admission", &act(date)).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert!(faults[0].starts_with("/act/date "), "{faults:?}");
        assert_eq!(status(&app, &pole).await, "candidate");
    }
    officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
    let seen = app.anonymous().get(&pole).await.expect(200).body;
    assert_eq!(seen["recognition"]["recognised_on"], "2027-01-20");
}
