//! Where the pole and its members are.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{newcomer, pole};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    the_pole_has_its_seat_in_lombardy,
    a_member_that_a_slot_needs_is_in_lombardy_or_operates_there,
    municipality_and_province_agree,
    a_municipality_that_nobody_knows_is_warned_of,
);

async fn judged(app: &TestApp, body: &Value, parameters: Value) -> Value {
    let ruleset = json!({"id": "regione-lombardia", "parameters": parameters});
    let asked = json!({"pole": body, "as_of": "2027-02-26", "ruleset": ruleset});
    app.anonymous().post("/v1/compliance/evaluations", &asked).await.expect(200).body
}

/// The rules with this outcome.
fn rules(report: &Value, outcome: &str) -> Vec<String> {
    let rules = report["rules"].as_array().unwrap().iter();
    rules
        .filter(|rule| rule["outcome"] == outcome)
        .map(|rule| rule["rule"].as_str().unwrap().to_owned())
        .collect()
}

async fn the_pole_has_its_seat_in_lombardy(app: TestApp) {
    let mut body = pole();
    body["province"] = json!("NA");
    let report = judged(&app, &body, json!({})).await;
    assert_eq!(rules(&report, "violated"), ["territory"]);
    let report = judged(&app, &body, json!({"pole_seat": "any"})).await;
    assert_eq!(report["outcome"], "compliant");
    // A stored pole is judged by its own seat.
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let at = format!("{}/compliance?as_of=2027-02-26", made.header("location"));
    let report = app.applicant().get(&at).await.expect(200).body;
    assert_eq!(rules(&report, "violated"), ["territory"]);
}

async fn a_member_that_a_slot_needs_is_in_lombardy_or_operates_there(app: TestApp) {
    let mut body = pole();
    body["members"][3]["province"] = json!("NA");
    body["members"][3]["municipality"] = json!("Napoli");
    let report = judged(&app, &body, json!({})).await;
    assert_eq!(rules(&report, "needs_review"), ["min_companies", "territory"]);
    let findings = report["members"][3]["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["code"] == "outside_region"), "{findings:?}");
    assert_eq!(
        judged(&app, &body, json!({"outside_region": "accept"})).await["outcome"],
        "compliant"
    );
    let rejected = judged(&app, &body, json!({"outside_region": "reject"})).await;
    assert_eq!(rules(&rejected, "violated"), ["min_companies"]);

    body["members"][3]["operating_sites"] = json!([{"province": "LC", "municipality": "LECCO"}]);
    assert_eq!(judged(&app, &body, json!({})).await["outcome"], "compliant");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let shown = &made.body["members"][3];
    assert_eq!(shown["operating_sites"], body["members"][3]["operating_sites"]);
    assert_eq!(shown["warnings"], json!([]));
    assert!(made.body["members"][0].get("operating_sites").is_none());
}

async fn municipality_and_province_agree(app: TestApp) {
    let refused = async |province: &str, municipality: &str| {
        let mut body = pole();
        body["members"][3]["province"] = json!(province);
        body["members"][3]["municipality"] = json!(municipality);
        app.applicant().post("/v1/poles", &body).await.expect_problem(422, "invalid-body")
    };
    let answer = refused("MI", "Bergamo").await;
    assert_eq!(answer.faults(), ["/members/3/municipality municipality_in_other_province"]);
    let message = answer.body["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("Bergamo (BG)"), "{message}");
    let mut body = pole();
    body["members"][3]["operating_sites"] =
        json!([{"province": "LC"}, {"province": "MI", "municipality": "cantu'"}]);
    let answer = app.applicant().post("/v1/poles", &body).await;
    let faults = answer.expect_problem(422, "invalid-body").faults();
    let at = "/members/3/operating_sites/1/municipality municipality_in_other_province";
    assert_eq!(faults, [at]);
    for (province, municipality) in [
        ("CO", "CANTU'"),
        ("LO", "Sant’Angelo Lodigiano"),
        ("BZ", "Bolzano/Bozen"),
        ("BG", "Castro"),
    ] {
        body["members"][3]["operating_sites"] =
            json!([{"province": province, "municipality": municipality}]);
        let made = app.applicant().post("/v1/poles", &body).await.expect(201);
        assert_eq!(made.body["members"][3]["warnings"], json!([]), "{municipality}");
    }
}

async fn a_municipality_that_nobody_knows_is_warned_of(app: TestApp) {
    let mut body = pole();
    body["members"][3]["municipality"] = json!("Vattelapesca");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let warnings = &made.body["members"][3]["warnings"];
    assert_eq!(warnings[0]["pointer"], "/municipality");
    assert_eq!(warnings[0]["code"], "municipality_unknown");

    let mut joining = newcomer();
    joining["operating_sites"] = json!([{"province": "MI", "municipality": "Milano Due"}]);
    let members = format!("{}/members", made.header("location"));
    let member = app.applicant().post(&members, &joining).await.expect(201);
    assert_eq!(member.body["warnings"][0]["pointer"], "/operating_sites/0/municipality");
    let at = member.header("location");
    let moved = json!({"operating_sites": [], "municipality": "Milano"});
    let answer = app.applicant().patch(at, &moved, member.etag()).await;
    let faults = answer.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/municipality municipality_in_other_province"]);
    let moved = json!({"operating_sites": [], "municipality": "Milano", "province": "MI"});
    let changed = app.applicant().patch(at, &moved, member.etag()).await.expect(200);
    assert!(changed.body.get("operating_sites").is_none());
    assert_eq!(changed.body["warnings"], json!([]));
}
