//! Requests that restore what a pole was warned of.

use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{act, body_of, change_request, with};
use ptp_tests::fixtures::steps::{on_day, step};
use serde_json::json;

use super::changes::{accept, file, requested};
use super::on_both_databases;

on_both_databases!(
    a_cure_received_in_time_holds_the_revocation,
    a_cure_to_come_holds_the_revocation,
);

async fn a_cure_received_in_time_holds_the_revocation(app: TestApp) {
    let pole = requested(&app).await;
    app.applicant().patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    on_day(&app, "2027-02-01");
    let warning = json!({"findings": ["Una delle due imprese ha lasciato il polo."], "days": 30});
    step(&app.official(), &format!("{}/warning", pole.path), &warning).await.expect(200);
    on_day(&app, "2027-02-15");
    let filed = file(&app, &pole, &change_request()).await.expect(201);
    assert_eq!(filed.body["before"]["outcome"], "non_compliant");
    assert_ne!(filed.body["after"]["outcome"], "non_compliant");
    on_day(&app, "2027-03-10");
    let at = format!("{}/revocation", pole.path);
    let revocation = with(body_of("revocation"), &act("2027-03-10"));
    let held = step(&app.official(), &at, &revocation).await.expect_problem(409, "wrong-state");
    assert_eq!(held.body["reason"], "cure_pending");
    let path = filed.header("location");
    step(&app.applicant(), &format!("{path}/withdrawal"), &json!({})).await.expect(200);
    step(&app.official(), &at, &revocation).await.expect(200);
}

/// Accepted, but not yet in effect, a cure still holds the revocation; one after the term never did.
async fn a_cure_to_come_holds_the_revocation(app: TestApp) {
    let pole = requested(&app).await;
    app.applicant().patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    on_day(&app, "2027-02-01");
    let warning = json!({"findings": ["Una delle due imprese ha lasciato il polo."], "days": 30});
    step(&app.official(), &format!("{}/warning", pole.path), &warning).await.expect(200);
    let at = format!("{}/revocation", pole.path);
    let late = with(change_request(), &json!({"effective_on": "2027-04-01"}));
    let late = file(&app, &pole, &late).await.expect(201);
    on_day(&app, "2027-03-10");
    let revocation = with(body_of("revocation"), &act("2027-03-10"));
    let offered = async || {
        let actions = format!("{}/actions", pole.path);
        let actions = app.official().get(&actions).await.expect(200).body;
        let mut all = actions["items"].as_array().unwrap().iter();
        all.find(|one| one["action"] == "revoke_pole").unwrap()["allowed"].clone()
    };
    assert_eq!(offered().await, true, "a cure after the term is none");
    let path = late.header("location");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    let accepted = with(act("2027-03-10"), &json!({"effective_on": "2027-03-20"}));
    accept(&app, path, &accepted).await.expect(200);
    let held = step(&app.official(), &at, &revocation).await.expect_problem(409, "wrong-state");
    assert_eq!(held.body["reason"], "cure_pending");
}
