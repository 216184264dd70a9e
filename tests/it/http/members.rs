//! Members: adding, changing, removing, and searching as an official.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{newcomer, pole};
use ptp_tests::fixtures::steps::recognise;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    every_change_of_a_member_raises_the_version_of_its_pole,
    members_leave_a_recognised_pole_and_may_rejoin,
    an_identifier_is_taken_within_its_pole_only,
    a_removed_member_frees_its_identifier_but_not_its_tags,
    officials_find_an_institution_by_any_of_its_codes,
);

async fn every_change_of_a_member_raises_the_version_of_its_pole(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let (path, me) = (made.header("location"), app.applicant());
    let newcomer = newcomer();
    let member = me.post(&format!("{path}/members"), &newcomer).await.expect(201);
    assert_eq!(me.get(path).await.body["version"], 2);
    let at = member.header("location");
    let named = me.patch(at, &json!({"name": "Altro nome"}), member.etag()).await.expect(200);
    assert_eq!(named.body["name"], "Altro nome");
    assert_eq!(me.get(path).await.body["version"], 3);
    let same = me.patch(at, &json!({}), named.etag()).await.expect(200);
    assert_eq!(same.body["version"], named.body["version"]);
    assert_eq!(me.get(path).await.body["version"], 3);
    me.delete(at, named.etag()).await.expect(204);
    let pole = me.get(path).await.expect(200).body;
    assert_eq!(pole["version"], 4);
    assert_eq!(pole["members"].as_array().unwrap().len(), 5);
}

async fn members_leave_a_recognised_pole_and_may_rejoin(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    recognise(&app, made.header("location"), "2027-01-18").await;
    let (path, me) = (made.header("location"), app.applicant());
    let at = format!("{path}/members/{}", made.body["members"][3]["id"].as_str().unwrap());
    let seen = me.get(&at).await.expect(200);
    me.delete(&at, seen.etag()).await.expect_problem(409, "wrong-state");
    for identity in [
        json!({"tax_code": "01234561205"}),
        json!({"joined_on": "2027-01-12"}),
        json!({"kind": "research_centre", "company": null}),
    ] {
        me.patch(&at, &identity, seen.etag()).await.expect_problem(409, "wrong-state");
    }
    let mut again = pole()["members"][3].clone();
    again["joined_on"] = json!("2027-01-20");
    let members = format!("{path}/members");
    let twice = me.post(&members, &again).await.expect_problem(422, "invalid-body");
    assert_eq!(twice.faults(), ["/tax_code duplicate_member"]);
    let left = me.patch(&at, &json!({"left_on": "2027-01-20"}), seen.etag()).await.expect(200);
    assert_eq!(left.body["left_on"], "2027-01-20");
    again["joined_on"] = json!("2027-01-21");
    me.post(&members, &again).await.expect(201);
    assert_eq!(me.get(path).await.body["members"].as_array().unwrap().len(), 6);
}

/// What the draft of somebody else holds cannot be told from any answer.
async fn an_identifier_is_taken_within_its_pole_only(app: TestApp) {
    let mut body = pole();
    let id = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d77";
    body["members"][0]["id"] = json!(id);
    let mine = app.applicant().post("/v1/poles", &body).await.expect(201);
    let stranger = app.applicant_of("80050050154");
    let theirs = stranger.post("/v1/poles", &body).await.expect(201);
    let [mine, theirs] = [&mine, &theirs].map(|made| made.header("location").to_owned());

    let mut added = newcomer();
    added["id"] = json!(id);
    let members = format!("{mine}/members");
    let taken = app.applicant().post(&members, &added).await.expect_problem(409, "already-exists");
    assert_eq!(taken.faults(), ["/id id_taken"]);
    added["id"] = app.applicant().get(&mine).await.body["members"][1]["id"].clone();
    stranger.post(&format!("{theirs}/members"), &added).await.expect(201);

    // Each has its own member under it, and its own history.
    let (of_mine, of_theirs) = (format!("{mine}/members/{id}"), format!("{theirs}/members/{id}"));
    let seen = app.applicant().get(&of_mine).await.expect(200);
    let named = json!({"name": "Altro nome"});
    app.applicant().patch(&of_mine, &named, seen.etag()).await.expect(200);
    let untouched = stranger.get(&of_theirs).await.expect(200);
    assert_eq!(untouched.body["version"], 1);
    let sought = json!({"tax_code": untouched.body["tax_code"], "limit": 1});
    let first = app.official().post("/v1/members/search", &sought).await.expect(200).body;
    let mut rest = sought;
    rest["cursor"] = first["next_cursor"].clone();
    let second = app.official().post("/v1/members/search", &rest).await.expect(200).body;
    let poles = [&first, &second].map(|page| page["items"][0]["pole"]["id"].clone());
    assert_ne!(poles[0], poles[1]);
    assert_eq!(second.get("next_cursor"), None);
    app.applicant().delete(&of_mine, "*").await.expect(204);
    stranger.get(&of_theirs).await.expect(200);
}

async fn a_removed_member_frees_its_identifier_but_not_its_tags(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let (path, me) = (made.header("location"), app.applicant());
    let mut added = newcomer();
    added["id"] = json!("01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d77");
    let members = format!("{path}/members");
    let first = me.post(&members, &added).await.expect(201);
    let at = first.header("location");
    me.delete(at, first.etag()).await.expect(204);
    let second = me.post(&members, &added).await.expect(201);
    let named = json!({"name": "Altro nome"});
    me.patch(at, &named, first.etag()).await.expect_problem(412, "stale");
    me.patch(at, &named, second.etag()).await.expect(200);
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.untold().await.unwrap(), []);
}

async fn officials_find_an_institution_by_any_of_its_codes(app: TestApp) {
    let mut body = pole();
    body["members"][0]["school"] = json!({"institution_code": "BGTF003011", "status": "state"});
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    assert_eq!(made.body["members"][0]["warnings"], json!([]));
    for sought in [
        json!({"tax_code": "94004480151"}),
        json!({"school_code": "BGTF003011"}),
        json!({"school_code": "BGRI003014"}),
    ] {
        let found = app.official().post("/v1/members/search", &sought).await.expect(200).body;
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{sought}");
        assert_eq!(found["items"][0]["pole"]["id"], made.body["id"]);
        assert_eq!(found["items"][0]["member"]["id"], made.body["members"][0]["id"]);
        let refused = app.applicant().post("/v1/members/search", &sought).await;
        refused.expect_problem(403, "forbidden");
    }
    body["members"][0]["school"]["institution_code"] = json!("BGTF003012");
    let odd = app.applicant().post("/v1/poles", &body).await.expect(201).body;
    let warnings = &odd["members"][0]["warnings"];
    assert_eq!(warnings.as_array().unwrap().len(), 1);
    assert_eq!(warnings[0]["pointer"], "/school/institution_code");
}
