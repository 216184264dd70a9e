//! Who sees change requests, and how they are listed.

use ptp_tests::TestApp;
use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{
    body_of, call_on_request, change_request, company, newcomer, pole, tax_code, with,
};
use ptp_tests::fixtures::steps::{on_day, published, recognised_under, step};
use serde_json::json;

use super::changes::{file, requested};
use super::on_both_databases;

on_both_databases!(
    whoever_is_named_sees_a_pending_request,
    officials_list_requests_by_what_is_due,
    whoever_is_named_is_not_told_of_persons,
);

async fn whoever_is_named_sees_a_pending_request(app: TestApp) {
    let pole = requested(&app).await;
    let contact = json!([{"role": "information", "email": "info@example.it"}]);
    let mut body = change_request();
    body["changes"]["add"][0]["contacts"] = contact;
    let path = file(&app, &pole, &body).await.expect(201).header("location").to_owned();
    let named = app.applicant_of(newcomer()["tax_code"].as_str().unwrap());
    let seen = named.get(&path).await.expect(200).body;
    assert_eq!(seen["changes"]["add"][0]["name"], newcomer()["name"]);
    assert!(seen["changes"]["add"][0].get("contacts").is_none());
    assert!(seen.get("after").is_none());
    let listed = named.get("/v1/change-requests").await.expect(200).body;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let end = format!("{path}/withdrawal");
    step(&named, &end, &json!({})).await.expect_problem(404, "not-found");
    let strangers = app.applicant_of(OTHER).get("/v1/change-requests").await.expect(200).body;
    assert_eq!(strangers["items"], json!([]));
}

async fn officials_list_requests_by_what_is_due(app: TestApp) {
    let pole = requested(&app).await;
    file(&app, &pole, &change_request()).await.expect(201);
    on_day(&app, "2027-02-10");
    let leaving = json!({"changes": {"remove": [pole.members[3]]}});
    file(&app, &pole, &leaving).await.expect(201);
    let count = async |query: &str| {
        let at = format!("/v1/change-requests?{query}");
        app.official().get(&at).await.expect(200).body["items"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 2);
    assert_eq!(count("due_within_days=10").await, 1, "due on 19 February");
    assert_eq!(count("overdue=true").await, 0);
    assert_eq!(count("status=submitted&sort=-due_on").await, 2);
    assert_eq!(count("status=accepted").await, 0);
    on_day(&app, "2027-02-20");
    assert_eq!(count("overdue=true").await, 1);
    let first =
        app.official().get("/v1/change-requests?limit=1&sort=due_on").await.expect(200).body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let at = format!("/v1/change-requests?limit=1&sort=due_on&cursor={cursor}");
    let second = app.official().get(&at).await.expect(200).body;
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    assert!(second.get("next_cursor").is_none());
}

async fn whoever_is_named_is_not_told_of_persons(app: TestApp) {
    let person = "RSSMRA80A01F205X";
    let call = published(&app, &call_on_request()).await;
    let mut body = pole();
    let mut trader = company("Rossi Mario", person, "28.41");
    trader["company"]["rea"] = json!("MB-777777");
    body["members"].as_array_mut().unwrap().push(trader);
    let pole = recognised_under(&app, &call, &body).await;
    let to_person = with(body_of("transfer"), &json!({"owner": person}));
    step(&app.official(), &format!("{}/transfer", pole.path), &to_person).await.expect(200);
    let mut changes = change_request();
    changes["changes"]["update"] =
        json!([{"member_id": pole.members[5], "member": {"vat_number": tax_code(7_654_321)}}]);
    let at = format!("{}/change-requests", pole.path);
    let filed = app.applicant_of(person).post(&at, &changes).await.expect(201);
    assert_eq!(filed.body["owner"], person);
    let named = app.applicant_of(newcomer()["tax_code"].as_str().unwrap());
    let seen = named.get(filed.header("location")).await.expect(200);
    assert!(seen.body.get("owner").is_none(), "{}", seen.text);
    for hidden in [person, &tax_code(7_654_321)] {
        assert!(!seen.text.contains(hidden), "{}", seen.text);
    }
    let listed = named.get("/v1/change-requests").await.expect(200);
    assert!(!listed.text.contains(person), "{}", listed.text);
}
