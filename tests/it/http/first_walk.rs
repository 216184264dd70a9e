//! A minimal walk: publish a call, create a pole, read its report.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call_at_closing as call, pole};
use serde_json::json;

use super::on_both_databases;

on_both_databases!(a_pole_without_one_company_says_what_is_missing);

async fn a_pole_without_one_company_says_what_is_missing(app: TestApp) {
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let path = format!("{}/publication", draft.header("location"));
    let published = app.official().post_seen(&path, &json!({}), draft.etag()).await.expect(200);
    assert_eq!(published.body["phase"], "open");

    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let report = format!("/v1/poles/{}/compliance?call_id={}", made.id(), published.id());
    let whole = app.applicant().get(&report).await.expect(200);
    assert_eq!(whole.body["outcome"], "compliant");
    assert_eq!(whole.body["as_of"], "2027-02-26");

    let company = &made.body["members"][3];
    let member = format!("/v1/poles/{}/members/{}", made.id(), company["id"].as_str().unwrap());
    let seen = app.applicant().get(&member).await.expect(200);
    app.applicant().delete(&member, seen.etag()).await.expect(204);

    let broken = app.applicant().get(&report).await.expect(200);
    assert_eq!(broken.body["outcome"], "non_compliant");
    assert_eq!(
        broken.body["remedies"][0]["add"],
        json!([{"slot": "company", "area": "mechanics"}])
    );
}
