//! Bad input: each gets a specific problem, and nothing is stored.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call, newcomer, pole};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    an_invalid_pole_lists_its_faults,
    an_invalid_call_lists_its_faults,
    bodies_that_are_not_json_are_refused,
    all_faults_are_reported_at_once_up_to_a_hundred,
    an_unreadable_value_hides_no_other_fault,
    an_added_member_is_checked_against_the_others,
    paths_and_queries_are_parsed_strictly,
);

async fn an_invalid_pole_lists_its_faults(app: TestApp) {
    let cases: [(&str, Value, &str); 9] = [
        ("/wrong", json!(1), "/wrong unknown_property"),
        ("/area", json!("chemistry"), "/area enum"),
        ("/members/0/tax_code", json!("94004480152"), "/members/0/tax_code tax_code_check"),
        (
            "/members/0/study_tracks/0/ended_on",
            json!("2018-01-01"),
            "/members/0/study_tracks/0/ended_on ends_before_start",
        ),
        (
            "/members/4/accreditations/0",
            json!({"section": "a", "valid_from": "2020-01-01"}),
            "/members/4/accreditations/0/number required",
        ),
        ("/members/1/tax_code", json!("94004480151"), "/members/1/tax_code duplicate_member"),
        (
            "/lead_member_id",
            json!("00000000-0000-0000-0000-000000000001"),
            "/lead_member_id lead_not_a_member",
        ),
        ("/name", json!("a\u{0}b"), "/name invisible_character"),
        ("/members/0/company", json!(7), "/members/0/company type"),
    ];
    for (place, value, fault) in cases {
        let mut body = pole();
        let (parent, name) = place.rsplit_once('/').unwrap();
        let parent = body.pointer_mut(parent).unwrap();
        match name.parse::<usize>() {
            Ok(index) => parent[index] = value,
            Err(_) => parent[name] = value,
        }
        let answer = app.applicant().post("/v1/poles", &body).await;
        assert_eq!(answer.expect_problem(422, "invalid-body").faults(), [fault]);
    }
    let mut crowd = pole();
    let member = crowd["members"][0].clone();
    crowd["members"] = json!(vec![member; 501]);
    let answer = app.applicant().post("/v1/poles", &crowd).await;
    let answer = answer.expect_problem(422, "invalid-body");
    assert_eq!(answer.faults(), ["/members max_items"]);
    assert_eq!(app.official().get("/v1/poles").await.body["items"], json!([]));
}

async fn an_invalid_call_lists_its_faults(app: TestApp) {
    let cases = [
        ("closes_at", "2027-03-28T02:30:00", "/closes_at local_time_missing"),
        ("closes_at", "2027-10-31T02:30:00", "/closes_at local_time_ambiguous"),
        ("closes_at", "2027-01-01T00:00:00Z", "/closes_at closes_before_opening"),
        ("opens_at", "2027-02-30T00:00:00Z", "/opens_at instant_format"),
    ];
    for (name, value, fault) in cases {
        let mut body = call();
        body[name] = json!(value);
        let answer = app.official().post("/v1/calls", &body).await;
        assert_eq!(answer.expect_problem(422, "invalid-body").faults(), [fault]);
    }
    assert_eq!(app.official().get("/v1/calls").await.body["items"], json!([]));
}

async fn bodies_that_are_not_json_are_refused(app: TestApp) {
    let post = async |bytes: Vec<u8>, headers: &[(&str, &str)]| {
        app.applicant().send_raw(Method::POST, "/v1/poles", Some(bytes), headers).await
    };
    post(vec![b' '; 2_000_000], &[]).await.expect_problem(413, "too-large");
    post(b"{\"name\":\"\xff\"}".to_vec(), &[]).await.expect_problem(400, "malformed-json");
    post(b"{".to_vec(), &[]).await.expect_problem(400, "malformed-json");
    let text = post(b"{}".to_vec(), &[("content-type", "text/plain")]).await;
    text.expect_problem(415, "unsupported-media-type");
    assert_eq!(app.official().get("/v1/poles").await.body["items"], json!([]));
}

async fn all_faults_are_reported_at_once_up_to_a_hundred(app: TestApp) {
    let mut body = pole();
    body["area"] = json!("chemistry");
    body["wrong"] = json!(1);
    body["members"][2]["company"]["ateco"] = json!([]);
    body.as_object_mut().unwrap().remove("province");
    let answer = app.applicant().post("/v1/poles", &body).await;
    let expected = [
        "/area enum",
        "/members/2/company/ateco ateco_primary_missing",
        "/province required",
        "/wrong unknown_property",
    ];
    assert_eq!(answer.expect_problem(422, "invalid-body").faults(), expected);

    let mut body = pole();
    body["members"] = json!(vec![json!({}); 60]);
    let answer = app.applicant().post("/v1/poles", &body).await;
    assert_eq!(answer.expect_problem(422, "invalid-body").faults().len(), 100);
    assert_eq!(app.official().get("/v1/poles").await.body["items"], json!([]));
}

async fn an_unreadable_value_hides_no_other_fault(app: TestApp) {
    let mut body = pole();
    body["area"] = json!("chemistry");
    body["lead_member_id"] = json!(7);
    body["members"][0]["kind"] = json!("school");
    body["members"][0]["tax_code"] = json!("94004480152");
    body["members"][1]["school"]["wrong"] = json!(true);
    body["members"][1]["study_tracks"][0]["ended_on"] = json!("1950-01-01");
    body["members"][2].as_object_mut().unwrap().remove("province");
    body["members"][2]["company"]["ateco"][0]["code"] = json!("99.99.99.9");
    body["members"][3]["joined_on"] = json!(20_270_115);
    body["members"][3]["left_on"] = json!("2027-02-30");
    body["members"][4]["accreditations"][0].as_object_mut().unwrap().remove("number");
    body["members"][4]["accreditations"][0]["valid_until"] = json!("1999-12-31");
    let answer = app.applicant().post("/v1/poles", &body).await;
    let expected = [
        "/area enum",
        "/lead_member_id type",
        "/members/0/kind enum",
        "/members/0/tax_code tax_code_check",
        "/members/1/school/wrong unknown_property",
        "/members/1/study_tracks/0/ended_on ends_before_start",
        "/members/2/company/ateco/0/code ateco_length",
        "/members/2/province required",
        "/members/3/joined_on type",
        "/members/3/left_on date_format",
        "/members/4/accreditations/0/number required",
        "/members/4/accreditations/0/valid_until ends_before_start",
    ];
    assert_eq!(answer.expect_problem(422, "invalid-body").faults(), expected);
}

async fn an_added_member_is_checked_against_the_others(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}/members", made.id());
    let member = newcomer();
    let mut twice = member.clone();
    twice["tax_code"] = made.body["members"][2]["tax_code"].clone();
    let refused = app.applicant().post(&path, &twice).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/tax_code duplicate_member"]);
    let added = app.applicant().post(&path, &member).await.expect(201);
    let there = added.header("location");
    let edits = json!({"tax_code": twice["tax_code"]});
    let refused = app.applicant().patch(there, &edits, "*").await;
    assert_eq!(
        refused.expect_problem(422, "invalid-body").faults(),
        ["/tax_code duplicate_member"]
    );
    let unknown = app.applicant().patch(there, &json!({"wrong": null}), "*").await;
    assert_eq!(unknown.expect_problem(422, "invalid-body").faults(), ["/wrong unknown_property"]);
    let seen = app.applicant().get(&path).await.expect(200);
    assert_eq!(seen.body["items"].as_array().unwrap().len(), 6);

    let edits = json!({"name": "Altro nome"});
    let typed = async |media_type: &str| {
        let headers = [("if-match", "*"), ("content-type", media_type)];
        app.applicant().send(Method::PATCH, there, Some(&edits), &headers).await
    };
    // Many generated clients know no other name of JSON.
    assert_eq!(typed("application/json").await.expect(200).body["name"], "Altro nome");
    let answer = typed("application/json-patch+json").await;
    let answer = answer.expect_problem(415, "unsupported-media-type");
    assert_eq!(answer.header("accept-patch"), "application/merge-patch+json, application/json");
}

async fn paths_and_queries_are_parsed_strictly(app: TestApp) {
    for (path, fault) in [
        ("/v1/poles?wrong=1", "/wrong unknown_property"),
        ("/v1/areas?wrong=1", "/wrong unknown_property"),
        ("/v1/poles?sort=code&sort=name", "/sort repeated"),
        ("/v1/poles?area=chemistry", "/area enum"),
        ("/v1/events?type=chemistry", "/type enum"),
        ("/v1/poles?limit=101", "/limit maximum"),
        ("/v1/poles?limit=many", "/limit type"),
        ("/v1/poles?cursor=abc", "/cursor cursor"),
        ("/v1/poles?q=a%00b", "/q invisible_character"),
        ("/v1/poles?q=%ff", " query"),
        ("/v1/poles/PTP-2027-0012", "/pole_id uuid"),
        ("/v1/calls/BANDO-2027-003", "/call_id uuid"),
        ("/v1/calls/0193-6b2e", "/call_id uuid"),
    ] {
        let answer = app.official().get(path).await;
        assert_eq!(answer.expect_problem(400, "malformed-parameter").faults(), [fault], "{path}");
    }
}
