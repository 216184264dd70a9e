//! Members: adding, changing, removing, and searching as an official.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{newcomer, pole};
use ptp_tests::fixtures::steps::recognise;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    every_change_of_a_member_raises_the_version_of_its_pole,
    members_leave_a_recognised_pole_and_may_rejoin,
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
    let left = me.patch(&at, &json!({"left_on": "2027-01-19"}), seen.etag()).await.expect(200);
    assert_eq!(left.body["left_on"], "2027-01-19");
    me.post(&members, &again).await.expect(201);
    assert_eq!(me.get(path).await.body["members"].as_array().unwrap().len(), 6);
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
