//! ATECO codes: as reference data, and as companies bear them.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_code_is_shown_with_its_counterparts_and_its_strength_in_each_area,
    an_unknown_code_is_answered_with_what_may_help,
    a_form_finds_codes_by_their_beginning_or_by_words,
    a_company_bears_codes_that_exist,
    the_classification_in_use_on_the_day_decides,
    activities_have_days,
);

async fn a_code_is_shown_with_its_counterparts_and_its_strength_in_each_area(app: TestApp) {
    let anyone = app.anonymous();
    let seen = anyone.get("/v1/ateco/2025/95.31.10").await.expect(200);
    assert_eq!(seen.body["level"], "subcategory");
    let counterparts = seen.body["counterparts"].as_array().unwrap();
    let codes: Vec<_> = counterparts.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["45.20.10", "45.20.30"]);
    assert_eq!(counterparts[0]["classification"], "2007");
    assert_eq!(counterparts[0]["covers"], "partial");
    assert_eq!(counterparts[0]["covered"], "total");
    assert_eq!(counterparts[0]["principal"], true);
    let areas = seen.body["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 7);
    let mechanics = areas.iter().find(|area| area["area"] == "mechanics").unwrap();
    assert_eq!(
        (&mechanics["strength"], &mechanics["basis"]),
        (&json!("core"), &json!("counterparts"))
    );
    let tourism = areas.iter().find(|area| area["area"] == "tourism").unwrap();
    assert!(tourism.get("strength").is_none());
    assert!(tourism["reason"]["it"].as_str().unwrap().starts_with("non appartiene all'area: "));
    assert_eq!(seen.body["attribution"]["licence"], "CC BY 4.0");
    assert_eq!(seen.header("cache-control"), "public, max-age=3600");
    let known = [("if-none-match", seen.etag())];
    anyone.send(Method::GET, "/v1/ateco/2025/95.31.10", None, &known).await.expect(304);

    for (path, code, level) in [
        ("/v1/ateco/2025/953110", "95.31.10", "subcategory"),
        ("/v1/ateco/2007/2841", "28.41", "class"),
        ("/v1/ateco/2025/c", "C", "section"),
        ("/v1/ateco/2025/C", "C", "section"),
        ("/v1/ateco/2025/28", "28", "division"),
    ] {
        let seen = anyone.get(path).await.expect(200).body;
        assert_eq!((&seen["code"], &seen["level"]), (&json!(code), &json!(level)), "{path}");
        let areas = seen["areas"].as_array().unwrap().len();
        assert_eq!(areas, if level == "section" || level == "division" { 0 } else { 7 }, "{path}");
    }
}

async fn an_unknown_code_is_answered_with_what_may_help(app: TestApp) {
    for (path, says) in [
        ("/v1/ateco/2025/45.20", "esiste nella ATECO 2007"),
        ("/v1/ateco/2025/4520", "esiste nella ATECO 2007"),
        ("/v1/ateco/2007/28.77.77", "GET /ateco"),
        ("/v1/ateco/2025/zz", "GET /ateco"),
        ("/v1/ateco/1991/28.41", "2007 (aggiornamento 2022) e 2025"),
    ] {
        let answer = app.anonymous().get(path).await.expect_problem(404, "not-found");
        let detail = answer.body["detail"].as_str().unwrap();
        assert!(detail.contains(says), "{path}: {detail}");
    }
}

async fn a_form_finds_codes_by_their_beginning_or_by_words(app: TestApp) {
    let found = async |query: &str| {
        let list = app.anonymous().get(&format!("/v1/ateco?{query}")).await.expect(200).body;
        let items = list["items"].as_array().unwrap();
        let codes: Vec<_> =
            items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect();
        (codes, list["total"].as_u64().unwrap())
    };
    assert_eq!(
        found("q=2841").await,
        (vec!["28.41".into(), "28.41.0".into(), "28.41.00".into()], 3)
    );
    let (codes, total) = found("q=Riparazione%20MOTOCICLI&area=mechanics").await;
    assert!(codes.contains(&"95.32.00".to_owned()), "{codes:?}");
    assert_eq!(codes.len() as u64, total);
    let (codes, _) = found("q=riparazione%20motocicli&area=tourism").await;
    assert!(codes.is_empty(), "{codes:?}");
    let (codes, total) = found("q=4&classification=2007").await;
    assert!(codes.len() == 50 && total > 50, "the first fifty of {total}");
    assert!(found("q=45.20&classification=2007").await.1 > 0);
    assert_eq!(found("q=45.20").await.1, 0);
    let anyone = app.anonymous();
    assert!(found("area=mechanics").await.1 > 100);
    anyone.get("/v1/ateco?q=").await.expect_problem(400, "malformed-parameter");
    anyone
        .get("/v1/ateco?q=28&classification=1991")
        .await
        .expect_problem(400, "malformed-parameter");
    let listed = anyone.get("/v1/ateco?q=28.41&area=mechanics").await.expect(200);
    assert_eq!(listed.header("cache-control"), "public, max-age=3600");
    assert_eq!(listed.body["items"][0]["strength"], "core");
}

/// The pole with these codes for its second company.
fn doing(ateco: Value) -> Value {
    let mut body = pole();
    body["members"][3]["company"]["ateco"] = ateco;
    body
}

async fn judged(app: &TestApp, body: &Value, as_of: &str) -> Value {
    let asked = json!({"pole": body, "as_of": as_of});
    app.anonymous().post("/v1/compliance/evaluations", &asked).await.expect(200).body
}

fn found(report: &Value) -> &str {
    let findings = report["members"][3]["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["rule"] == "company_in_area").unwrap();
    finding["code"].as_str().unwrap()
}

async fn a_company_bears_codes_that_exist(app: TestApp) {
    let refused = async |code: &str, classification: &str| {
        let body = doing(json!([
            {"code": code, "classification": classification, "primary": true},
        ]));
        app.applicant().post("/v1/poles", &body).await.expect_problem(422, "invalid-body").faults()
    };
    for (code, classification, fault) in [
        ("45.20", "2025", "ateco_unknown"),
        ("28.77.77", "2007", "ateco_unknown"),
        ("95.32.00", "2007", "ateco_unknown"),
        ("28", "2025", "ateco_too_general"),
        ("28.4", "2007", "ateco_too_general"),
    ] {
        let expected = [format!("/members/3/company/ateco/0/code {fault}")];
        assert_eq!(refused(code, classification).await, expected, "{code}");
    }
    let stored = app.official().get("/v1/poles").await.expect(200);
    assert_eq!(stored.body["items"], json!([]), "nothing is stored");
}

async fn the_classification_in_use_on_the_day_decides(app: TestApp) {
    let both = |old: &str, new: &str| {
        doing(json!([
            {"code": old, "classification": "2007", "primary": true},
            {"code": new, "classification": "2025", "primary": true},
        ]))
    };
    let report = judged(&app, &both("28.41", "56.11"), "2027-02-26").await;
    assert_eq!(
        (found(&report), &report["outcome"]),
        ("ateco_outside_area", &json!("non_compliant"))
    );
    let report = judged(&app, &both("56.10", "28.41"), "2027-02-26").await;
    assert_eq!((found(&report), &report["outcome"]), ("ateco_core", &json!("compliant")));
    // Two counterparts that do not agree, and the one that the company had.
    let alone = doing(json!([{"code": "20.16.00", "classification": "2025", "primary": true}]));
    assert_eq!(found(&judged(&app, &alone, "2027-02-26").await), "ateco_secondary");
    let report = judged(&app, &both("38.32.20", "20.16.00"), "2027-02-26").await;
    assert_eq!(found(&report), "ateco_core");
}

async fn activities_have_days(app: TestApp) {
    let changing = doing(json!([
        {"code": "28.41", "classification": "2025", "primary": true, "ends_on": "2027-06-30"},
        {"code": "56.11", "classification": "2025", "primary": true, "starts_on": "2027-07-01"},
    ]));
    let report = judged(&app, &changing, "2027-02-26").await;
    assert_eq!(
        (&report["outcome"], &report["next_change_on"]),
        (&json!("compliant"), &json!("2027-07-01"))
    );
    assert_eq!(found(&judged(&app, &changing, "2027-07-01").await), "ateco_outside_area");

    let made = app.applicant().post("/v1/poles", &changing).await.expect(201);
    let shown = &made.body["members"][3]["company"]["ateco"];
    assert_eq!(
        (&shown[0]["ends_on"], &shown[1]["starts_on"]),
        (&json!("2027-06-30"), &json!("2027-07-01"))
    );
    assert!(shown[0].get("starts_on").is_none());
    let timeline = format!("{}/compliance/timeline", made.header("location"));
    let timeline = app.applicant().get(&timeline).await.expect(200).body;
    let entries = timeline["changes"].as_array().unwrap();
    assert!(entries.iter().any(|entry| entry["date"] == "2027-07-01"), "{entries:?}");

    let mut overlapping = changing.clone();
    overlapping["members"][3]["company"]["ateco"][1]["starts_on"] = json!("2027-06-30");
    let answer = app.applicant().post("/v1/poles", &overlapping).await;
    let faults = answer.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/members/3/company/ateco ateco_primary_twice"]);
    let mut turned = changing;
    turned["members"][3]["company"]["ateco"][0]["starts_on"] = json!("2027-07-01");
    let answer = app.applicant().post("/v1/poles", &turned).await;
    let faults = answer.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/members/3/company/ateco/0/ends_on ends_before_start"]);
}
