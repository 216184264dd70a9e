//! Transfers of poles to another owner.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{body_of, call, pole, with};
use ptp_tests::fixtures::steps::{published, recognised, step, submit};
use ptp_tests::fixtures::{ORGANISATION, OTHER};
use serde_json::{Value, json};

use super::on_both_databases;
use super::views::blockers;

on_both_databases!(
    a_transferred_draft_belongs_to_its_new_owner_only,
    a_recognised_pole_and_its_applications_follow,
    a_candidate_waits_for_the_decision,
    a_transfer_names_a_body_a_reason_and_an_act,
);

fn to_other() -> Value {
    let body = body_of("transfer");
    assert_eq!(body["owner"], OTHER);
    body
}

async fn a_transferred_draft_belongs_to_its_new_owner_only(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    let at = format!("{path}/transfer");
    let done = step(&app.official(), &at, &to_other()).await.expect(200);
    assert_eq!((&done.body["owner"], &done.body["status"]), (&json!(OTHER), &json!("draft")));
    let told = &done.body["transfers"][0];
    assert_eq!((&told["act"], &told["reason"]), (&to_other()["act"], &to_other()["reason"]));
    for below in ["", "/members", "/compliance", "/actions", "/events", "/determinations"] {
        let gone = app.applicant().get(&format!("{path}{below}")).await;
        gone.expect_problem(404, "not-found");
        app.applicant_of(OTHER).get(&format!("{path}{below}")).await.expect(200);
    }
    let change = json!({"name": "Altro"});
    app.applicant().patch(path, &change, "*").await.expect_problem(404, "not-found");
    app.applicant().delete(path, "*").await.expect_problem(404, "not-found");
    app.applicant_of(OTHER).patch(path, &change, "*").await.expect(200);
    let mine = app.applicant().get("/v1/poles?owner=me").await.expect(200);
    assert_eq!(mine.body["items"], json!([]));
    let theirs = app.applicant_of(OTHER).get("/v1/poles?owner=me").await.expect(200);
    assert_eq!(theirs.body["items"][0]["id"], made.body["id"]);

    let call = published(&app, &call()).await;
    let refused = submit(&app.applicant(), &call, &made.id()).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/pole_id no_such_pole"]);
    submit(&app.applicant_of(OTHER), &call, &made.id()).await.expect(201);
}

async fn a_recognised_pole_and_its_applications_follow(app: TestApp) {
    let pole = recognised(&app).await;
    let contacts = json!([{"role": "information", "name": "Ada Rossi"}]);
    let change = json!({"contacts": contacts});
    app.applicant().patch(&pole.path, &change, "*").await.expect(200);
    let application = format!("/v1/applications/{}", pole.application);
    let seen = app.applicant().get(&application).await.expect(200);
    assert_eq!(seen.body["owner"], ORGANISATION);

    let at = format!("{}/transfer", pole.path);
    step(&app.official(), &at, &to_other()).await.expect(200);
    let public = app.anonymous().get(&pole.path).await.expect(200);
    let former = app.applicant().get(&pole.path).await.expect(200);
    assert_eq!((&former.body, former.etag()), (&public.body, public.etag()));
    assert!(former.body.get("contacts").is_none());
    assert_eq!(former.body["owner"], OTHER);
    let name = json!({"name": "Altro"});
    app.applicant().patch(&pole.path, &name, "*").await.expect_problem(404, "not-found");
    let at = format!("{}/dissolution", pole.path);
    step(&app.applicant(), &at, &json!({})).await.expect_problem(404, "not-found");
    for below in ["", "/snapshot", "/receipt", "/changes", "/actions", "/events"] {
        let gone = app.applicant().get(&format!("{application}{below}")).await;
        gone.expect_problem(404, "not-found");
        app.applicant_of(OTHER).get(&format!("{application}{below}")).await.expect(200);
    }
    let list = app.applicant().get("/v1/applications").await.expect(200);
    assert_eq!(list.body["items"], json!([]));

    let new = app.applicant_of(OTHER);
    let own = new.get(&pole.path).await.expect(200);
    assert_eq!(own.body["contacts"], contacts);
    new.patch(&pole.path, &name, own.etag()).await.expect(200);
    pole.change(&new, 3, &json!({"left_on": "2027-02-01"})).await;
    let list = new.get("/v1/applications").await.expect(200);
    assert_eq!(list.body["items"][0]["id"], pole.application.as_str());
    assert_eq!(list.body["items"][0]["owner"], OTHER);
}

async fn a_candidate_waits_for_the_decision(app: TestApp) {
    let call = published(&app, &call()).await;
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let application = submit(&app.applicant(), &call, &made.id()).await.expect(201).id();
    let at = format!("{}/transfer", made.header("location"));
    let refused = step(&app.official(), &at, &to_other()).await.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["resource_status"], "candidate");
    assert_eq!(refused.body["allowed_actions"], json!([]));
    let blocked = blockers(&app.official(), made.header("location"), "transfer_pole").await;
    assert_eq!(blocked[0]["code"], "application_pending");
    let back = format!("/v1/applications/{application}/withdrawal");
    step(&app.applicant(), &back, &json!({})).await.expect(200);
    step(&app.official(), &at, &to_other()).await.expect(200);
    let followed = format!("/v1/applications/{application}");
    app.applicant().get(&followed).await.expect_problem(404, "not-found");
    app.applicant_of(OTHER).get(&followed).await.expect(200);
}

async fn a_transfer_names_a_body_a_reason_and_an_act(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let at = format!("{}/transfer", made.header("location"));
    for (missing, fault) in
        [("reason", "/reason required"), ("owner", "/owner required"), ("act", "/act required")]
    {
        let mut body = body_of("transfer");
        body.as_object_mut().unwrap().remove(missing);
        let refused = step(&app.official(), &at, &body).await.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), [fault]);
    }
    let wrong = with(body_of("transfer"), &json!({"owner": "80050050155"}));
    let refused = step(&app.official(), &at, &wrong).await.expect_problem(422, "invalid-body");
    assert!(refused.faults()[0].starts_with("/owner "), "{:?}", refused.faults());
    app.applicant().get(made.header("location")).await.expect(200);
}
