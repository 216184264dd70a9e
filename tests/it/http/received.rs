//! What was received, shown later: the receipt, its page, and what differs from the snapshot.

use ptp_tests::app::TestApp;
use reqwest::Method;
use serde_json::json;

use super::on_both_databases;
use super::procedure::{Candidacy, officially, review, submitted, tag};
use super::receipts::{receipt, refused, verified, with_own_key};

on_both_databases!(
    a_receipt_is_shown_whatever_became_of_its_key,
    the_page_shows_what_was_received_and_when_one_could,
);

async fn a_receipt_is_shown_whatever_became_of_its_key(app: TestApp) {
    let Candidacy { path, .. } = submitted(&app).await;
    let before = receipt(&app, &path).await;
    let place = format!("{path}/receipt");
    let html = [("accept", "text/html")];
    let page = app.applicant().send(Method::GET, &place, None, &html).await.expect(200);

    let (lost, _) = with_own_key(&app).await;
    assert_eq!(receipt(&lost, &path).await, before);
    let same = lost.applicant().send(Method::GET, &place, None, &html).await.expect(200);
    assert_eq!(same.text, page.text);
    // Whether it is genuine is another question, and nobody can tell any more.
    refused(&verified(&lost, before["jws"].as_str().unwrap()).await, "unknown_key");
}

async fn the_page_shows_what_was_received_and_when_one_could(app: TestApp) {
    let Candidacy { call, pole, path } = submitted(&app).await;
    let html = [("accept", "text/html")];
    let place = format!("{path}/receipt");
    let page = app.applicant().send(Method::GET, &place, None, &html).await.expect(200);
    for shown in [
        "Costituzione di Poli Tecnici Professionali 2027",
        "Polo meccatronico della Brianza",
        "11/01/2027 09:00:00.000000 (+01:00",
        "26/02/2027 12:00:00.000000 (+01:00",
    ] {
        assert!(page.text.contains(shown), "{shown} in {}", page.text);
    }
    let renamed = json!({"title": {"it": "Bando rinominato"}, "reason": "Refuso."});
    let _ = app.official().patch(&call, &renamed, &tag(&app, &call).await).await.expect(200);
    let until = json!({"closes_at": "2027-03-31T12:00:00", "reason": "Proroga."});
    let _ = officially(&app, &call, "extension", &until).await.expect(200);
    let _ = review(&app, &path).await;
    let asked = json!({"requests": ["Accordo sottoscritto."]});
    let _ = officially(&app, &path, "integration-request", &asked).await.expect(200);
    let renamed = json!({"name": "Polo rinominato"});
    let owner = app.applicant();
    let _ = owner.patch(&pole, &renamed, &tag(&app, &pole).await).await.expect(200);
    let after = owner.send(Method::GET, &place, None, &html).await.expect(200);
    assert_eq!(after.text, page.text, "a view of the receipt and the snapshot");
}
