//! The worked cases of the design over HTTP, and hypothetical changes to stored poles.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call_at_closing as call, doubtful, pole, pole_of_eight};
use ptp_tests::fixtures::steps::{published, recognise, recognised_under};
use ptp_tests::many_poles::copy_networks;
use reqwest::Method;
use serde_json::{Value, json};

use super::beginner::unused_tax_code;
use super::on_both_databases;

on_both_databases!(
    the_worked_cases_are_evaluated_as_designed,
    three_years_after_recognition_the_its_is_binding,
    every_remedy_leads_where_it_says,
    a_change_of_a_member_is_a_merge_patch,
    a_call_judges_by_its_own_rules_in_the_language_asked_for,
    the_networks_that_benchmarks_copy_are_whole,
);

const EVALUATIONS: &str = "/v1/compliance/evaluations";

async fn judged(app: &TestApp, pole: &Value) -> Value {
    let body = json!({"pole": pole, "as_of": "2027-02-26"});
    app.anonymous().post(EVALUATIONS, &body).await.expect(200).body
}

fn broken(report: &Value) -> Vec<&str> {
    let rules = report["rules"].as_array().unwrap().iter();
    rules
        .filter(|rule| rule["outcome"] == "violated")
        .map(|rule| rule["rule"].as_str().unwrap())
        .collect()
}

fn with(path: &str, value: Value) -> Value {
    let mut pole = pole();
    *pole.pointer_mut(path).unwrap() = value;
    pole
}

async fn the_worked_cases_are_evaluated_as_designed(app: TestApp) {
    let base = judged(&app, &pole()).await;
    assert_eq!(base["outcome"], "compliant");
    assert!(base["rules"].as_array().unwrap().iter().any(|rule| rule["outcome"] == "waived"));
    // The benchmarks rest on it.
    assert_eq!(judged(&app, &pole_of_eight()).await["outcome"], "compliant");

    let mut sites = with("/members/0/school/institution_code", json!("BGTF003011"));
    sites["members"][1]["school"]["institution_code"] = json!("BGRI003014");
    assert!(broken(&judged(&app, &sites).await).contains(&"min_schools"));

    let mut paritari = pole();
    for (index, code) in ["MITFDH5000", "BGTFUM500Z"].into_iter().enumerate() {
        let member = &mut paritari["members"][index];
        member["kind"] = json!("technical_institute");
        member["school"] = json!({"institution_code": code, "status": "paritaria"});
        member["study_tracks"] = json!([{"code": "IT-MME", "started_on": "2020-09-01"}]);
    }
    assert_eq!(judged(&app, &paritari).await["outcome"], "compliant");

    let began = "/members/1/study_tracks/0/started_on";
    let late = judged(&app, &with(began, json!("2024-02-27"))).await;
    assert_eq!(broken(&late), ["min_schools", "training_seniority"]);
    assert_eq!(late["next_change_on"], "2027-02-27");
    assert_eq!(judged(&app, &with(began, json!("2024-02-26"))).await["outcome"], "compliant");

    let b = judged(&app, &with("/members/4/accreditations/0/section", json!("b"))).await;
    assert_eq!(broken(&b), ["min_section_a"]);

    let mut school = pole();
    let accreditations = school["members"][4]["accreditations"].clone();
    school["members"].as_array_mut().unwrap().pop();
    school["members"][0]["accreditations"] = accreditations;
    assert_eq!(broken(&judged(&app, &school).await), ["min_section_a"]);
    let mut third = pole()["members"][1].clone();
    third["tax_code"] = json!("01234561205");
    third["school"] = json!({"institution_code": "BGRI003014", "status": "state"});
    school["members"].as_array_mut().unwrap().push(third);
    assert_eq!(judged(&app, &school).await["outcome"], "compliant");

    let restaurant =
        judged(&app, &with("/members/3/company/ateco/0/code", json!("56.10.11"))).await;
    assert_eq!(broken(&restaurant), ["min_companies", "company_in_area"]);
    let findings = restaurant["members"][3]["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["code"] == "ateco_outside_area"));

    for (from, outcome) in [("2027-02-20", "non_compliant"), ("2027-02-27", "compliant")] {
        let mut pole = pole();
        pole["members"][4]["accreditations"][0]["suspensions"] =
            json!([{"from": from, "until": "2027-03-20"}]);
        assert_eq!(judged(&app, &pole).await["outcome"], outcome, "suspended from {from}");
    }
    let stored = app.official().get("/v1/poles").await.expect(200);
    assert_eq!(stored.body["items"], json!([]), "an evaluation stores nothing");
}

async fn three_years_after_recognition_the_its_is_binding(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    recognise(&app, made.header("location"), "2027-01-18").await;
    let path = format!("{}/compliance", made.header("location"));
    let on = async |day: &str| {
        app.anonymous().get(&format!("{path}?as_of={day}")).await.expect(200).body
    };
    assert_eq!(on("2030-01-17").await["outcome"], "compliant");
    assert_eq!(broken(&on("2030-01-18").await), ["min_its"]);
    let line = app.anonymous().get(&format!("{path}/timeline")).await.expect(200).body;
    assert_eq!(line["changes"][0]["date"], "2030-01-18");
    assert_eq!(line["changes"][0]["outcome"], "non_compliant");
}

fn changes(remedy: &Value, made: &Value) -> Value {
    let example = pole();
    let mut add = Vec::new();
    for (index, newcomer) in remedy["add"].as_array().unwrap().iter().enumerate() {
        let index = u32::try_from(index).unwrap();
        let mut member = match newcomer["slot"].as_str().unwrap() {
            "school" => example["members"][0].clone(),
            "company" => example["members"][2].clone(),
            "section_a" => example["members"][4].clone(),
            other => panic!("no newcomer for {other}"),
        };
        member["tax_code"] = json!(unused_tax_code(index));
        if let Some(company) = member.get_mut("company") {
            company["rea"] = json!(format!("LC-{}", 700_000 + index));
        }
        if let Some(school) = member.get_mut("school") {
            // Letters among the digits, so that no check applies.
            let letter = char::from(b'A' + u8::try_from(index).unwrap());
            let code = format!("BGIS{letter}AA00X");
            *school = json!({"institution_code": code, "status": "state"});
        }
        add.push(member);
    }
    let ids = |list: &Value| -> Vec<Value> {
        list.as_array().unwrap().iter().map(|one| one["member_id"].clone()).collect()
    };
    let members = made["members"].as_array().unwrap();
    let update: Vec<_> = ids(&remedy["commit"])
        .into_iter()
        .map(|id| {
            // The example's member has signed a commitment.
            let index = members.iter().position(|member| member["id"] == id).unwrap();
            json!({"member_id": id, "member": example["members"][index]})
        })
        .collect();
    json!({"add": add, "remove": ids(&remedy["remove"]), "update": update})
}

async fn every_remedy_leads_where_it_says(app: TestApp) {
    let mut no_company = pole();
    no_company["members"].as_array_mut().unwrap().remove(3);
    let mut no_company_and_a_doubt = doubtful();
    no_company_and_a_doubt["members"].as_array_mut().unwrap().remove(2);
    let mut no_commitment = pole();
    no_commitment["members"][2]["company"].as_object_mut().unwrap().remove("commitment");
    for body in [
        no_company,
        no_company_and_a_doubt,
        no_commitment,
        with("/members/3/company/ateco/0/code", json!("56.10.11")),
        with("/members/1/study_tracks/0/started_on", json!("2025-09-01")),
        with("/members/4/accreditations/0/section", json!("b")),
    ] {
        let made = app.applicant().post("/v1/poles", &body).await.expect(201);
        let ask =
            |changes| json!({"pole_id": made.id(), "as_of": "2027-02-26", "changes": changes});
        let report = app.applicant().post(EVALUATIONS, &ask(json!({}))).await.expect(200).body;
        assert_eq!(report["outcome"], "non_compliant");
        let remedies = report["remedies"].as_array().unwrap();
        assert!(!remedies.is_empty(), "{report}");
        assert_eq!(report["remedies_complete"], true);
        for remedy in remedies {
            let mended = app
                .applicant()
                .post(EVALUATIONS, &ask(changes(remedy, &made.body)))
                .await
                .expect(200);
            assert_eq!(mended.body["outcome"], remedy["leads_to"], "{remedy}");
        }
        let after = app.applicant().get(made.header("location")).await.expect(200);
        assert_eq!(after.body, made.body, "nothing is stored");
        let unknown = json!({"remove": ["01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d77"]});
        let refused = app.applicant().post(EVALUATIONS, &ask(unknown)).await.expect(422);
        assert_eq!(refused.faults(), ["/changes/remove/0 no_such_member"]);
    }
}

async fn a_change_of_a_member_is_a_merge_patch(app: TestApp) {
    let mut body = pole();
    body["members"][2]["company"].as_object_mut().unwrap().remove("commitment");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let with = async |patch: Value| {
        let update = json!([{"member_id": made.body["members"][2]["id"], "member": patch}]);
        let body =
            json!({"pole_id": made.id(), "as_of": "2027-02-26", "changes": {"update": update}});
        app.applicant().post(EVALUATIONS, &body).await
    };
    let twice = json!({"member_id": made.body["members"][2]["id"], "member": {"name": "x"}});
    let changes = json!({"update": [twice, twice]});
    let body = json!({"pole_id": made.id(), "changes": changes});
    let refused = app.applicant().post(EVALUATIONS, &body).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/changes/update/1/member_id id_repeated"]);
    let commitment = json!({"signed_on": "2027-01-18", "all_students": true});
    let mended = with(json!({"company": {"commitment": commitment}})).await.expect(200);
    assert_eq!(mended.body["outcome"], "compliant");
    let refused = with(json!({"company": {"ateco": null}, "joined_on": "tomorrow"})).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(
        faults,
        [
            "/changes/update/0/member/company/ateco required",
            "/changes/update/0/member/joined_on date_format",
        ]
    );
}

async fn a_call_judges_by_its_own_rules_in_the_language_asked_for(app: TestApp) {
    let mut call = call();
    call["areas"] = json!(["tourism"]);
    call["ruleset"]["parameters"]["min_companies"] = json!(3);
    let draft = app.official().post("/v1/calls", &call).await.expect(201);
    let body = json!({"pole": pole(), "call_id": draft.id()});
    let unseen = app.anonymous().post(EVALUATIONS, &body).await.expect_problem(422, "invalid-body");
    assert!(unseen.faults()[0].starts_with("/call_id "), "a draft call is not there for anyone");
    let path = format!("{}/publication", draft.header("location"));
    app.official().post_seen(&path, &json!({}), draft.etag()).await.expect(200);
    let mut sentences = Vec::new();
    for language in ["it", "en"] {
        let headers = [("accept-language", language)];
        let report = app
            .anonymous()
            .send(Method::POST, EVALUATIONS, Some(&body), &headers)
            .await
            .expect(200)
            .body;
        assert_eq!(report["as_of"], "2027-02-26");
        assert_eq!(broken(&report), ["single_area", "min_companies"]);
        assert_eq!(report["ruleset"]["parameters"]["min_companies"], 3);
        sentences.push(report["rules"][0]["explanation"].clone());
    }
    assert_ne!(sentences[0], sentences[1]);
}

async fn the_networks_that_benchmarks_copy_are_whole(app: TestApp) {
    let call = published(&app, &ptp_tests::fixtures::json::call()).await;
    recognised_under(&app, &call, &pole_of_eight()).await;
    copy_networks(&app.guard, 3).await.unwrap();
    let list = app.anonymous().get("/v1/poles?compliance=compliant").await.expect(200);
    let copies = list.body["items"].as_array().unwrap();
    assert_eq!(copies.len(), 4, "{}", list.text);
    for copy in copies {
        let pole = format!("/v1/poles/{}", copy["id"].as_str().unwrap());
        let members = app.anonymous().get(&format!("{pole}/members")).await.expect(200);
        assert_eq!(members.body["items"].as_array().unwrap().len(), 8);
    }
    let school =
        json!({"school_code": pole_of_eight()["members"][0]["school"]["institution_code"]});
    let found = app.official().post("/v1/members/search", &school).await.expect(200);
    assert_eq!(found.body["items"].as_array().unwrap().len(), 4, "{}", found.text);
}
