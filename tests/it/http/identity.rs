//! Who is who, and which dates are dates.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call, pole};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_vat_number_is_kept_and_does_not_identify,
    one_rea_number_under_two_codes_is_for_an_official,
    a_school_without_codes_is_for_an_official,
    dates_that_stand_for_no_term_are_refused_everywhere,
    a_membership_that_begins_over_a_year_ahead_gets_a_warning,
    a_call_goes_below_the_page_by_a_derogation_only,
    a_lead_that_left_and_a_plan_that_ended_are_findings,
    the_national_guidelines_ask_for_an_agreement,
);

const EVALUATIONS: &str = "/v1/compliance/evaluations";
/// A fictitious sole trader.
const PERSON: &str = "RSSMRA80A01F205X";

async fn judged(app: &TestApp, pole: &Value) -> Value {
    let body = json!({"pole": pole, "as_of": "2027-02-26"});
    app.anonymous().post(EVALUATIONS, &body).await.expect(200).body
}

/// The rules with this outcome.
fn saying(report: &Value, outcome: &str) -> Vec<String> {
    let rules = report["rules"].as_array().unwrap().iter();
    let rules = rules.filter(|rule| rule["outcome"] == outcome);
    rules.map(|rule| rule["rule"].as_str().unwrap().to_owned()).collect()
}

fn codes(report: &Value, member: usize) -> Vec<String> {
    let findings = report["members"][member]["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

async fn a_vat_number_is_kept_and_does_not_identify(app: TestApp) {
    let mut group = pole();
    for member in [2, 3] {
        group["members"][member]["vat_number"] = json!("it 01234560157");
    }
    let made = app.applicant().post("/v1/poles", &group).await.expect(201);
    assert_eq!(made.body["members"][2]["vat_number"], "01234560157");
    let path = made.header("location");
    let report = app.applicant().get(&format!("{path}/compliance?as_of=2027-02-26")).await;
    assert_eq!(report.expect(200).body["outcome"], "compliant", "a gruppo IVA shares one");

    group["members"][2]["vat_number"] = json!("01234560158");
    let refused = app.applicant().post("/v1/poles", &group).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/members/2/vat_number vat_number_check"]);

    // A sole trader's is shown to whom its tax code is.
    let mut trader = pole();
    trader["members"][2]["tax_code"] = json!(PERSON);
    trader["members"][2]["vat_number"] = json!("01234560157");
    let made = app.applicant().post("/v1/poles", &trader).await.expect(201);
    ptp_tests::fixtures::steps::recognise(&app, made.header("location"), "2027-01-18").await;
    let id = made.body["members"][2]["id"].as_str().unwrap();
    let at = format!("{}/members/{id}", made.header("location"));
    let (mine, public) = (app.applicant().get(&at).await, app.anonymous().get(&at).await);
    assert_eq!(mine.expect(200).body["vat_number"], "01234560157");
    let public = public.expect(200);
    assert!(public.body.get("vat_number").is_none() && public.body.get("tax_code").is_none());
}

async fn one_rea_number_under_two_codes_is_for_an_official(app: TestApp) {
    let mut twins = pole();
    for (member, rea) in [(2, "MB-123456"), (3, "mb 123456")] {
        twins["members"][member]["company"]["rea"] = json!(rea);
    }
    let report = judged(&app, &twins).await;
    assert_eq!(saying(&report, "needs_review"), ["distinct_members"]);
    assert!(codes(&report, 2).contains(&"same_rea".to_owned()));

    let made = app.applicant().post("/v1/poles", &twins).await.expect(201);
    assert_eq!(made.body["members"][3]["company"]["rea"], "MB-123456");
    let path = made.header("location");
    let word = json!({"rule": "distinct_members", "accepted": true, "reason": "Visura."});
    let settled =
        app.official().post_seen(&format!("{path}/determinations"), &word, made.etag()).await;
    assert_eq!(settled.expect(200).body["items"].as_array().unwrap().len(), 2);
    let report = app.applicant().get(&format!("{path}/compliance?as_of=2027-02-26")).await;
    assert_eq!(report.expect(200).body["outcome"], "compliant");

    // The owner's code and the VAT number of one trader: one firm.
    twins["members"][2]["tax_code"] = json!(PERSON);
    let report = judged(&app, &twins).await;
    assert_eq!(saying(&report, "violated"), ["min_companies", "distinct_members"]);
    assert!(codes(&report, 3).contains(&"same_organisation".to_owned()));
}

async fn a_school_without_codes_is_for_an_official(app: TestApp) {
    let mut unknown = pole();
    for member in [0, 1] {
        unknown["members"][member]["school"] = json!({"status": "state"});
    }
    let report = judged(&app, &unknown).await;
    assert_eq!(saying(&report, "needs_review"), ["distinct_members"]);
    assert!(codes(&report, 0).contains(&"school_unidentified".to_owned()));
}

async fn dates_that_stand_for_no_term_are_refused_everywhere(app: TestApp) {
    for date in ["1899-12-31", "2201-01-01", "9999-12-31", "1019-01-01"] {
        let mut body = pole();
        body["members"][0]["joined_on"] = json!(date);
        body["members"][0]["study_tracks"][0]["started_on"] = json!(date);
        body["members"][2]["company"]["commitment"]["signed_on"] = json!(date);
        body["members"][4]["accreditations"][0]["valid_from"] = json!(date);
        body["network_agreement"]["signed_on"] = json!(date);
        body["activity_plan"]["from"] = json!(date);
        let refused = app.applicant().post("/v1/poles", &body).await;
        let mut faults = refused.expect_problem(422, "invalid-body").faults();
        faults.sort();
        let places = [
            "/activity_plan/from",
            "/members/0/joined_on",
            "/members/0/study_tracks/0/started_on",
            "/members/2/company/commitment/signed_on",
            "/members/4/accreditations/0/valid_from",
            "/network_agreement/signed_on",
        ];
        assert_eq!(faults, places.map(|place| format!("{place} date_out_of_range")), "{date}");

        let body = json!({"pole": pole(), "as_of": date});
        let refused = app.anonymous().post(EVALUATIONS, &body).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/as_of date_out_of_range"]);
    }
    let mut body = call();
    body["closes_at"] = json!("2201-01-02T12:00");
    let refused = app.official().post("/v1/calls", &body).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/closes_at date_out_of_range"]);

    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    for query in ["/compliance?as_of", "/compliance/timeline?until", "/recognition?as_of"] {
        let refused = app.applicant().get(&format!("{path}{query}=2201-01-01")).await;
        let refused = refused.expect_problem(400, "malformed-parameter");
        assert!(refused.faults()[0].ends_with(" date_out_of_range"), "{query}");
        assert!(refused.text.contains("omettere la data se non c'è un termine"), "{query}");
    }
}

async fn a_membership_that_begins_over_a_year_ahead_gets_a_warning(app: TestApp) {
    let mut body = pole();
    for (member, from) in [(2, "2028-06-01"), (3, "2027-09-01")] {
        body["members"][member]["joined_on"] = json!(from);
    }
    let made = app.applicant().post("/v1/poles", &body).await.expect(201).body;
    let warning = &made["members"][2]["warnings"][0];
    assert_eq!(
        (&warning["pointer"], &warning["code"]),
        (&json!("/joined_on"), &json!("joined_on_far"))
    );
    assert_eq!(made["members"][3]["warnings"], json!([]));
}

async fn a_call_goes_below_the_page_by_a_derogation_only(app: TestApp) {
    let derogation = json!({
        "act": {"kind": "resolution", "number": "77", "date": "2027-01-04"},
        "reason": "Sperimentazione in un'area interna.",
    });
    for (parameter, value) in [
        ("min_schools", json!(1)),
        ("min_companies", json!(0)),
        ("min_section_a", json!(0)),
        ("min_its", json!(0)),
        ("seniority_years", json!(2)),
        ("its_grace_years", json!(4)),
        ("requirements_bind", json!("counted")),
    ] {
        let mut below = call();
        below["ruleset"]["parameters"] = json!({parameter: value});
        let refused = app.official().post("/v1/calls", &below).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/ruleset/derogation derogation_missing"], "{parameter}");
        let rules = json!({"id": "regione-lombardia", "parameters": {parameter: value}});
        let body = json!({"pole": pole(), "ruleset": rules, "as_of": "2027-02-26"});
        app.anonymous().post(EVALUATIONS, &body).await.expect(200);
    }
    let mut below = call();
    below["ruleset"]["parameters"] = json!({"min_companies": 1});
    below["ruleset"]["derogation"] = derogation.clone();
    let draft = app.official().post("/v1/calls", &below).await.expect(201);
    assert_eq!(draft.body["ruleset"]["derogation"], derogation);
    let without = json!({"ruleset": {"derogation": null}});
    let refused = app.official().patch(draft.header("location"), &without, draft.etag()).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/ruleset/derogation derogation_missing"]);

    let path = format!("{}/publication", draft.header("location"));
    app.official().post_seen(&path, &json!({}), draft.etag()).await.expect(200);
    let body = json!({"pole": pole(), "call_id": draft.id()});
    let report = app.anonymous().post(EVALUATIONS, &body).await.expect(200);
    assert_eq!(report.body["ruleset"]["derogation"], derogation);
}

async fn a_lead_that_left_and_a_plan_that_ended_are_findings(app: TestApp) {
    let id = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d99";
    let mut body = pole();
    let mut lead = body["members"][1].clone();
    lead["id"] = json!(id);
    lead["tax_code"] = json!("01234561205");
    lead["school"]["institution_code"] = json!("LCRI971002");
    lead["left_on"] = json!("2027-02-20");
    body["members"].as_array_mut().unwrap().push(lead);
    body["lead_member_id"] = json!(id);
    body["activity_plan"]["from"] = json!("2023-09-01");
    body["activity_plan"]["until"] = json!("2026-08-31");
    let report = judged(&app, &body).await;
    assert_eq!(saying(&report, "needs_review"), ["lead", "activity_plan"]);
    assert!(codes(&report, 5).contains(&"lead_left".to_owned()));
    let to_do: Vec<_> =
        report["to_do"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(to_do, ["name_lead", "renew_plan"]);

    let mut empty = pole();
    empty["activity_plan"]["actions"][0].as_object_mut().unwrap().remove("title");
    assert_eq!(saying(&judged(&app, &empty).await, "violated"), ["activity_plan"]);
}

async fn the_national_guidelines_ask_for_an_agreement(app: TestApp) {
    let shown = app.anonymous().get("/v1/rulesets").await.expect(200).body;
    let national = shown["items"].as_array().unwrap().iter();
    let national = national.clone().find(|one| one["id"] == "linee-guida-2013").unwrap();
    assert!(national["parameters"].get("its_grace_years").is_none(), "the date counts");
    assert_eq!(national["parameters"]["require_network_agreement"], true);
    let mut loose = pole();
    loose.as_object_mut().unwrap().remove("network_agreement");
    let body = json!({"pole": loose, "ruleset": {"id": "linee-guida-2013"}, "as_of": "2027-02-26"});
    let report = app.anonymous().post(EVALUATIONS, &body).await;
    let broken = saying(&report.expect(200).body, "violated");
    assert_eq!(broken, ["min_its", "network_agreement"]);
}
