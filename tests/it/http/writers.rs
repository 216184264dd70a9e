//! Concurrent writers, and retries.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;
use reqwest::Method;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    of_two_writers_the_second_is_told,
    one_of_many_concurrent_writers_wins,
    a_repeated_request_gets_the_first_response,
);

async fn of_two_writers_the_second_is_told(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let first = app.applicant().patch(&path, &json!({"name": "Primo"}), made.etag()).await;
    let first = first.expect(200);
    // The version, the view, and a digest of the contract.
    assert!(first.etag().starts_with("\"2-full-"), "{}", first.etag());

    let second = app.applicant().patch(&path, &json!({"name": "Secondo"}), made.etag()).await;
    let second = second.expect_problem(412, "stale");
    assert_eq!(second.body["current_version"], 2);
    assert_eq!(second.body["changed_fields"], json!(["name"]));

    let headers = [("content-type", "application/merge-patch+json")];
    let blind = app.applicant().send(Method::PATCH, &path, Some(&json!({})), &headers).await;
    blind.expect_problem(428, "precondition-required");
    let read = async |tag: &str| {
        app.applicant().send(Method::GET, &path, None, &[("if-none-match", tag)]).await
    };
    assert_eq!(read(first.etag()).await.expect(304).text, "");
    // A tag from another version of the contract does not match: fields may have been added.
    read("\"2-full-other\"").await.expect(200);
}

async fn one_of_many_concurrent_writers_wins(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let mut statuses = Vec::new();
    let calls: Vec<_> = (0..16)
        .map(|index| {
            let (caller, path, tag) = (app.applicant(), path.clone(), made.etag().to_owned());
            async move { caller.patch(&path, &json!({"name": format!("Polo {index}")}), &tag).await }
        })
        .collect();
    for answer in futures_util::future::join_all(calls).await {
        statuses.push(answer.status.as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses[1..], [412; 15]);
}

async fn a_repeated_request_gets_the_first_response(app: TestApp) {
    let key = [("idempotency-key", "primo")];
    let send = async |body: &serde_json::Value| {
        app.applicant().send(Method::POST, "/v1/poles", Some(body), &key).await
    };
    let first = send(&pole()).await.expect(201);
    let again = send(&pole()).await.expect(201);
    assert_eq!(again.text, first.text);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.header("location"), first.header("location"));
    let mut other = pole();
    other["name"] = json!("Un altro");
    send(&other).await.expect_problem(422, "idempotency-key-reused");
    let items = app.official().get("/v1/poles").await.body["items"].clone();
    assert_eq!(items.as_array().unwrap().len(), 1);
}
