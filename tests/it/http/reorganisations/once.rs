//! It is recorded once, on poles as they are then.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{pole, reorganisation, with};
use ptp_tests::fixtures::steps::drafted;
use reqwest::Method;
use serde_json::json;

use super::{ALL, HEIR, INSTITUTE, of_code, on_both_databases};

on_both_databases!(
    a_retry_is_recorded_once,
    a_pole_that_changes_meanwhile_is_reorganised_as_it_is_then,
);

async fn a_retry_is_recorded_once(app: TestApp) {
    let path = drafted(&app, &pole()).await;
    let headers = [("idempotency-key", "k")];
    let ask = async || {
        app.official().send(Method::POST, ALL, Some(&reorganisation()), &headers).await.expect(201)
    };
    let first = ask().await;
    let again = ask().await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.text, first.text);
    let seen = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(of_code(&seen, HEIR).len(), 1);
    // Without the key it is another act, whose predecessor has nothing any more.
    let another = with(reorganisation(), &json!({"effective_on": "2027-10-01"}));
    let refused = app.official().post(ALL, &another).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/transfers/0/predecessor/tax_code predecessor_nowhere"]);
}

async fn a_pole_that_changes_meanwhile_is_reorganised_as_it_is_then(app: TestApp) {
    let path = drafted(&app, &pole()).await;
    let body = reorganisation();
    let (official, owner) = (app.official(), app.applicant());
    let texts = ["Una rete.", "Una rete di scuole.", "Una rete di scuole e imprese."];
    let change = async || {
        for text in texts {
            owner.patch(&path, &json!({"description": text}), "*").await.expect(200);
        }
    };
    let (made, ()) = tokio::join!(official.post(ALL, &body), change());
    made.expect(201);
    let seen = owner.get(&path).await.expect(200).body;
    assert_eq!(seen["description"], texts[2]);
    assert_eq!(of_code(&seen, HEIR).len(), 1);
    assert_eq!(of_code(&seen, INSTITUTE)[0]["left_on"], "2027-08-31");
}
