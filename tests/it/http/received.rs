//! Received applications: the receipt, its page, and differences from the snapshot.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{body_of, call, with};
use ptp_tests::fixtures::steps::{Candidacy, published, submit, submitted};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::procedure::{officially, review, tag};
use super::receipts::{PERSONAL, personal, receipt, refused, verified, with_own_key};

on_both_databases!(
    a_receipt_is_shown_even_if_its_key_is_lost,
    the_page_shows_the_application_and_the_window_of_its_time,
    a_changed_tax_code_of_a_person_is_reported_but_not_shown,
    what_an_earlier_release_froze_is_still_of_the_contract,
);

async fn a_receipt_is_shown_even_if_its_key_is_lost(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let before = receipt(&app, &path).await;
    let place = format!("{path}/receipt");
    let html = [("accept", "text/html")];
    let page = app.applicant().send(Method::GET, &place, None, &html).await.expect(200);

    let (lost, _) = with_own_key(&app).await;
    assert_eq!(receipt(&lost, &path).await, before);
    let same = lost.applicant().send(Method::GET, &place, None, &html).await.expect(200);
    assert_eq!(same.text, page.text, "with the address of who issued it");
    // Whether it is authentic can no longer be verified.
    refused(&verified(&lost, before["jws"].as_str().unwrap()).await, "unknown_key");
}

async fn the_page_shows_the_application_and_the_window_of_its_time(app: TestApp) {
    let Candidacy { call, pole, path } = submitted(&app).await;
    let html = [("accept", "text/html")];
    let place = format!("{path}/receipt");
    let page = app.applicant().send(Method::GET, &place, None, &html).await.expect(200);
    for shown in [
        "Costituzione di Poli Tecnici Professionali 2027",
        "Polo meccatronico della Brianza",
        "l'11 gennaio 2027 alle ore 9.00<",
        "il 26 febbraio 2027 alle ore 12.00 (istante compreso)<",
    ] {
        assert!(page.text.contains(shown), "{shown} in {}", page.text);
    }
    let renamed = json!({"title": {"it": "Bando rinominato"}, "reason": "Refuso."});
    app.official().patch(&call, &renamed, &tag(&app, &call).await).await.expect(200);
    let until = with(body_of("extension"), &json!({"closes_at": "2027-03-31T12:00:00"}));
    officially(&app, &call, "extension", &until).await.expect(200);
    review(&app, &path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    officially(&app, &path, "integration-request", &asked).await.expect(200);
    let renamed = json!({"name": "Polo rinominato"});
    let owner = app.applicant();
    owner.patch(&pole, &renamed, &tag(&app, &pole).await).await.expect(200);
    let after = owner.send(Method::GET, &place, None, &html).await.expect(200);
    assert_eq!(after.text, page.text, "a view of the receipt and the snapshot");
}

/// The differences from the snapshot, by pointer; none contains a person's tax code.
async fn changes(app: &TestApp, path: &str) -> Vec<(String, Value, Value)> {
    let shown = app.official().get(&format!("{path}/changes")).await.expect(200);
    for secret in PERSONAL {
        assert!(!shown.text.contains(secret), "{secret}: {}", shown.text);
    }
    let changes = shown.body["changes"].as_array().unwrap().iter();
    let one = |change: &Value| {
        let pointer = change["pointer"].as_str().unwrap().to_owned();
        (pointer, change["before"].clone(), change["after"].clone())
    };
    changes.map(one).collect()
}

async fn a_changed_tax_code_of_a_person_is_reported_but_not_shown(app: TestApp) {
    let call = published(&app, &call()).await;
    let owner = app.applicant_of("RSSMRA80A01F205X");
    let made = owner.post("/v1/poles", &personal()).await.expect(201);
    let pole = made.header("location");
    let sent = submit(&owner, &call, pole).await.expect(201);
    let path = sent.header("location");
    assert_eq!(changes(&app, path).await, []);
    review(&app, path).await;
    let asked = json!({"requests": ["Atto costitutivo dell'ITS."]});
    officially(&app, path, "integration-request", &asked).await.expect(200);
    let member = |index: usize| made.body["members"][index]["id"].as_str().unwrap().to_owned();
    let (trader, its) = (member(3), member(5));
    let change = async |member: &str, change: Value| {
        let place = format!("{pole}/members/{member}");
        owner.patch(&place, &change, &tag(&app, &place).await).await.expect(200);
    };

    let founders = json!({"its": {"founders": ["94004480151", "VRDGNN75C52F205D"]}});
    change(&its, founders).await;
    let told = changes(&app, path).await;
    let [(pointer, before, after)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(*pointer, format!("/members/{its}/its/founders"));
    let list =
        |text: &Value| -> Vec<String> { serde_json::from_str(text.as_str().unwrap()).unwrap() };
    let (before, after) = (list(before), list(after));
    assert_eq!((before.len(), after.len()), (2, 2));
    assert_eq!((&before[0], &after[0]), (&"94004480151".to_owned(), &before[0]));
    let snapshot = app.official().get(&format!("{path}/snapshot")).await.expect(200).body;
    let digests = snapshot["digests"].as_array().unwrap();
    let digest =
        |index: usize| format!("hmac-sha256:{}", digests[index]["hmac_sha256"].as_str().unwrap());
    assert_eq!(before[1], digest(2));
    assert_eq!(after[1], digest(1), "the same person, the same digest");

    // Once it is a draft again, the identity of its members may change.
    let back = format!("{path}/withdrawal");
    owner.post_seen(&back, &json!({}), &tag(&app, path).await).await.expect(200);
    change(&its, json!({"its": {"founders": ["94004480151", "BNCLRA82D55F205C"]}})).await;
    change(&trader, json!({"tax_code": "BNCLRA82D55F205C"})).await;
    let told = changes(&app, path).await;
    let wanted = (
        format!("/members/{trader}/tax_code"),
        json!(json!(digest(1)).to_string()),
        json!(json!(digest(2)).to_string()),
    );
    assert_eq!(told, [wanted]);
}

/// A snapshot never changes, so that the contract has to admit what earlier releases did not say.
async fn what_an_earlier_release_froze_is_still_of_the_contract(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let mut frozen = app.applicant().get(&format!("{path}/snapshot")).await.expect(200).body;
    let mut contract = ptp_api::contract::whole().unwrap();
    contract["$ref"] = json!("#/components/schemas/Snapshot");
    let validator = jsonschema::draft202012::new(&contract).unwrap();
    let faults = |body: &Value| -> Vec<_> {
        validator.iter_errors(body).map(|fault| fault.to_string()).collect()
    };
    assert_eq!(faults(&frozen), [""; 0]);

    let report = frozen["report"].as_object_mut().unwrap();
    for since_then in ["to_do", "remedies_complete"] {
        assert!(report.remove(since_then).is_some(), "{since_then}");
    }
    let area = &json!("mechanics");
    report["remedies"] = json!([{
        "add": [{"slot": "school", "area": area}], "remove": [], "commit": [],
        "complete_plan": false, "message": "aggiungere: istituto tecnico o professionale",
    }]);
    assert_eq!(faults(&frozen), [""; 0]);
    frozen["report"].as_object_mut().unwrap().remove("rules");
    assert_eq!(faults(&frozen).len(), 1, "what was always said is asked for");
}
