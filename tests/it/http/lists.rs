//! Lists: filters, and pagination without gaps or duplicates.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;

use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    following_the_cursor_gives_every_pole_once,
    an_invalid_parameter_is_named,
    filters_choose_and_words_are_found,
    a_cursor_made_by_hand_is_refused,
);

async fn following_the_cursor_gives_every_pole_once(app: TestApp) {
    let mut made = Vec::new();
    for _ in 0..7 {
        made.push(app.applicant().post("/v1/poles", &pole()).await.expect(201).id());
    }
    for sort in ["code", "-name", "updated_at"] {
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let path =
                format!("/v1/poles?owner=me&area=mechanics&q=meccatr&limit=3&sort={sort}{next}");
            let page = app.applicant().get(&path).await.expect(200);
            let items = page.body["items"].as_array().unwrap();
            seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            match page.body["next_cursor"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        seen.sort();
        made.sort();
        assert_eq!(seen, made, "{sort}");
    }
}

async fn a_cursor_made_by_hand_is_refused(app: TestApp) {
    for _ in 0..2 {
        app.applicant().post("/v1/poles", &pole()).await.expect(201);
    }
    let list = "/v1/poles?limit=1&sort=updated_at";
    let page = app.applicant().get(list).await.expect(200);
    let cursor = URL_SAFE_NO_PAD.decode(page.body["next_cursor"].as_str().unwrap()).unwrap();
    let mut cursor: Value = serde_json::from_slice(&cursor).unwrap();
    cursor["k"] = json!("yesterday");
    let cursor = URL_SAFE_NO_PAD.encode(cursor.to_string());
    let answer = app.applicant().get(&format!("{list}&cursor={cursor}")).await;
    let answer = answer.expect_problem(400, "malformed-parameter");
    assert_eq!(answer.faults(), ["/cursor cursor"]);
}

async fn an_invalid_parameter_is_named(app: TestApp) {
    for (query, fault) in [
        ("wrong=1", "/wrong unknown_property"),
        ("limit=0", "/limit minimum"),
        ("limit=101", "/limit maximum"),
        ("limit=ten", "/limit type"),
        ("area=x", "/area enum"),
        ("q=a&q=a", "/q repeated"),
        ("cursor=abc", "/cursor cursor"),
    ] {
        let answer = app.anonymous().get(&format!("/v1/poles?{query}")).await;
        assert_eq!(answer.expect_problem(400, "malformed-parameter").faults(), [fault]);
    }
}

async fn filters_choose_and_words_are_found(app: TestApp) {
    let body = json!({"name": "Città dell'Élite", "area": "tourism", "province": "SO"});
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    app.applicant().post("/v1/poles", &pole()).await.expect(201);
    for (query, found) in [
        ("q=CITTA", 1),
        ("q=eli%20cit", 1),
        ("q=PTP-2027-0001", 1),
        ("q=lite", 0),
        ("area=tourism", 1),
        ("province=SO", 1),
        ("status=draft", 2),
        ("status=recognised", 0),
        ("member_kind=company", 1),
        ("updated_since=2027-01-20T10:00:00Z", 2),
        // The + of the offset, not encoded, stands for a blank.
        ("updated_since=2027-01-20T11:00:00+01:00", 2),
        ("updated_since=2027-01-20T11:00:01%2B01:00", 0),
        ("updated_since=2027-01-20T10:00:01Z", 0),
    ] {
        let page = app.official().get(&format!("/v1/poles?sort=name&{query}")).await.expect(200);
        let items = page.body["items"].as_array().unwrap();
        assert_eq!(items.len(), found, "{query}");
        if found > 0 && query != "member_kind=company" {
            assert_eq!(items[0]["id"], made.body["id"], "{query}");
        }
    }
}
