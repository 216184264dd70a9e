//! Poles: ownership, changes, visibility.

use ptp::signing::TokenRequest;
use ptp_api::{MostDrafts, Settings};
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::fixtures::steps::{published, recognise, submit};
use ptp_tests::fixtures::{ORGANISATION, OTHER};
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    a_pole_is_created_with_or_without_members,
    a_pole_belongs_to_the_organisation_or_else_to_the_person,
    an_owner_has_so_many_drafts_and_no_more,
    a_patch_merges_removes_and_replaces,
    a_recognised_pole_is_public_keeps_its_area_and_is_not_deleted,
);

/// An applicant without an organisation.
fn of_subject(app: &TestApp, subject: &str) -> TokenRequest {
    TokenRequest::of_demo(subject, &["applicant"], &app.clock)
}

async fn a_pole_is_created_with_or_without_members(app: TestApp) {
    let mut body = pole();
    let id = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d77";
    body["members"][0]["id"] = json!(id);
    body["lead_member_id"] = json!(id);
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    assert_eq!(made.body["code"], "PTP-2027-0001");
    assert_eq!(made.body["status"], "draft");
    assert_eq!(made.body["lead_member_id"], id);
    assert_eq!(made.body["members"].as_array().unwrap().len(), 5);
    let read = app.applicant().get(made.header("location")).await.expect(200);
    assert_eq!((read.body.clone(), read.etag()), (made.body.clone(), made.etag()));

    body["lead_member_id"] = json!("01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d78");
    let refused =
        app.applicant().post("/v1/poles", &body).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/lead_member_id lead_not_a_member"]);

    let bare = json!({"name": "Polo senza membri", "area": "tourism", "province": "SO"});
    let bare = app.applicant().post("/v1/poles", &bare).await.expect(201);
    assert_eq!(bare.body["members"], json!([]));
}

async fn a_pole_belongs_to_the_organisation_or_else_to_the_person(app: TestApp) {
    let ada = app.bearer(&of_subject(&app, "ada"));
    let bea = app.bearer(&of_subject(&app, "bea"));
    let own = ada.post("/v1/poles", &pole()).await.expect(201);
    assert_eq!(own.body["owner"], "ada");
    let of_body = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    assert_eq!(of_body.body["owner"], ORGANISATION);
    for stranger in [bea, app.applicant(), app.applicant_of("80050050154"), app.anonymous()] {
        stranger.get(own.header("location")).await.expect_problem(404, "not-found");
    }
    app.official().get(own.header("location")).await.expect(200);
    let mine = ada.get("/v1/poles?owner=me").await.expect(200);
    assert_eq!(mine.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(mine.body["items"][0]["id"], own.body["id"]);
    app.anonymous().get("/v1/poles?owner=me").await.expect_problem(401, "unauthenticated");
}

async fn an_owner_has_so_many_drafts_and_no_more(app: TestApp) {
    let settings = Settings { most_drafts: MostDrafts(2), ..Settings::default() };
    let app = app.replica().settings(settings).start().await;
    let create =
        async |organisation: &str| app.applicant_of(organisation).post("/v1/poles", &pole()).await;
    let first = create(ORGANISATION).await.expect(201);
    create(ORGANISATION).await.expect(201);
    let refused = create(ORGANISATION).await.expect_problem(409, "too-many-drafts");
    assert!(refused.body["detail"].as_str().unwrap().contains("al massimo 2"), "{}", refused.text);
    // Those of others do not count, nor do poles that are submitted or gone.
    create(OTHER).await.expect(201);
    app.applicant().delete(first.header("location"), first.etag()).await.expect(204);
    let draft = create(ORGANISATION).await.expect(201);
    create(ORGANISATION).await.expect_problem(409, "too-many-drafts");
    let call = published(&app, &call()).await;
    submit(&app.applicant(), &call, draft.header("location")).await.expect(201);
    create(ORGANISATION).await.expect(201);
}

async fn a_patch_merges_removes_and_replaces(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    let change = json!({
        "production_chain": null,
        "network_agreement": {"reference": "Prot. 88/2027"},
        "activity_plan": {"actions": [{"kind": "apprenticeship"}]},
    });
    let done = app.applicant().patch(path, &change, made.etag()).await.expect(200);
    assert!(done.body.get("production_chain").is_none());
    let agreement = json!({"signed_on": "2027-01-14", "reference": "Prot. 88/2027"});
    assert_eq!(done.body["network_agreement"], agreement);
    let plan = &done.body["activity_plan"];
    assert_eq!(plan["from"], "2027-09-01");
    assert_eq!(plan["actions"].as_array().unwrap().len(), 1);
    assert_eq!(plan["actions"][0]["kind"], "apprenticeship");
    assert_eq!(done.body["version"], 2);
    let same = app.applicant().patch(path, &json!({}), done.etag()).await.expect(200);
    assert_eq!((&same.body, same.etag()), (&done.body, done.etag()));
    app.applicant().delete(path, done.etag()).await.expect(204);
    app.applicant().get(path).await.expect_problem(404, "not-found");
}

async fn a_recognised_pole_is_public_keeps_its_area_and_is_not_deleted(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    app.applicant().post("/v1/poles", &pole()).await.expect(201);
    assert_eq!(app.anonymous().get("/v1/poles").await.expect(200).body["items"], json!([]));
    recognise(&app, made.header("location"), "2027-01-18").await;
    let list = app.anonymous().get("/v1/poles").await.expect(200);
    assert_eq!(list.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(list.body["items"][0]["recognition"]["recognised_on"], "2027-01-18");

    let path = made.header("location");
    let seen = app.applicant().get(path).await.expect(200);
    let area = app.applicant().patch(path, &json!({"area": "tourism"}), seen.etag()).await;
    assert_eq!(area.expect_problem(409, "wrong-state").body["resource_status"], "recognised");
    app.applicant().delete(path, seen.etag()).await.expect_problem(409, "wrong-state");
    let named = app.applicant().patch(path, &json!({"name": "Altro"}), seen.etag()).await;
    assert_eq!(named.expect(200).body["name"], "Altro");
}
