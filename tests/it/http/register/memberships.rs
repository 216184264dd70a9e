//! Members that join and leave a recognised pole on given days.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{self, newcomer};
use ptp_tests::fixtures::steps::{on_day, recognised};
use serde_json::{Value, json};

use super::on_both_databases;
use super::views::outcome;

on_both_databases!(
    the_report_of_each_day_shows_who_is_a_member_on_it,
    a_former_member_is_listed_but_not_evaluated,
    a_third_company_of_another_area_breaks_the_pole_until_it_leaves,
);

/// The example's company as a member from a day on.
fn company(joined_on: &str) -> Value {
    let mut body = newcomer();
    body["joined_on"] = json!(joined_on);
    body
}

async fn the_report_of_each_day_shows_who_is_a_member_on_it(app: TestApp) {
    let pole = recognised(&app).await;
    let members = format!("{}/members", pole.path);
    pole.change(&app.applicant(), 3, &json!({"left_on": "2027-03-31"})).await;
    app.applicant().post(&members, &company("2027-05-01")).await.expect(201);
    for (day, said) in [
        ("2027-01-20", "compliant"),
        ("2027-03-31", "compliant"),
        ("2027-04-01", "non_compliant"),
        ("2027-04-30", "non_compliant"),
        ("2027-05-01", "compliant"),
    ] {
        assert_eq!(outcome(&app.anonymous(), &pole.path, day).await, said, "{day}");
        on_day(&app, day);
        let today = app.anonymous().get(&format!("{}/compliance", pole.path)).await.expect(200);
        assert_eq!((&today.body["as_of"], &today.body["outcome"]), (&json!(day), &json!(said)));
    }
    let line = format!("{}/compliance/timeline?from=2027-01-20&until=2027-12-31", pole.path);
    let line = app.anonymous().get(&line).await.expect(200).body;
    let changes = line["changes"].as_array().unwrap().iter();
    let changes: Vec<_> = changes.map(|one| (&one["date"], &one["outcome"])).collect();
    assert_eq!(
        changes,
        [
            (&json!("2027-04-01"), &json!("non_compliant")),
            (&json!("2027-05-01"), &json!("compliant")),
        ]
    );
}

async fn a_former_member_is_listed_but_not_evaluated(app: TestApp) {
    let pole = recognised(&app).await;
    pole.change(&app.applicant(), 2, &json!({"left_on": "2027-01-25"})).await;
    let path = format!("{}/compliance?as_of=2027-01-26", pole.path);
    let report = app.anonymous().get(&path).await.expect(200).body;
    let companies = report["rules"].as_array().unwrap().iter();
    let companies: Vec<_> = companies.filter(|rule| rule["rule"] == "min_companies").collect();
    assert_eq!((&companies[0]["required"], &companies[0]["found"]), (&json!(2), &json!(1)));
    let gone = report["members"].as_array().unwrap().iter();
    let gone: Vec<_> = gone.filter(|one| one["member_id"] == pole.members[2].as_str()).collect();
    assert!(gone.iter().all(|member| member.get("counts_for").is_none()), "{gone:?}");
    assert_eq!(report["remedies"][0]["add"], json!([{"slot": "company", "area": "mechanics"}]));
    let shown = app.anonymous().get(&pole.path).await.expect(200).body;
    assert_eq!(shown["members"].as_array().unwrap().len(), 5);
    assert_eq!(shown["members"][2]["left_on"], "2027-01-25");
    // It may rejoin, and still does not count on the days in between.
    let mut again = json::pole()["members"][2].clone();
    again["joined_on"] = json!("2027-02-01");
    let members = format!("{}/members", pole.path);
    app.applicant().post(&members, &again).await.expect(201);
    assert_eq!(outcome(&app.anonymous(), &pole.path, "2027-01-31").await, "non_compliant");
    assert_eq!(outcome(&app.anonymous(), &pole.path, "2027-02-01").await, "compliant");
}

async fn a_third_company_of_another_area_breaks_the_pole_until_it_leaves(app: TestApp) {
    let pole = recognised(&app).await;
    let mut restaurant = company("2027-02-01");
    restaurant["company"]["ateco"][0]["code"] = json!("56.10.11");
    let members = format!("{}/members", pole.path);
    let joined = app.applicant().post(&members, &restaurant).await.expect(201);
    let path = format!("{}/compliance?as_of=2027-02-01", pole.path);
    let report = app.anonymous().get(&path).await.expect(200).body;
    assert_eq!(report["outcome"], "non_compliant");
    let blamed = report["members"].as_array().unwrap().iter();
    let blamed: Vec<_> = blamed.filter(|one| one["member_id"] == joined.body["id"]).collect();
    let findings = blamed[0]["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["code"] == "ateco_outside_area"));
    let at = joined.header("location");
    let left = json!({"left_on": "2027-02-10"});
    app.applicant().patch(at, &left, joined.etag()).await.expect(200);
    assert_eq!(outcome(&app.anonymous(), &pole.path, "2027-02-10").await, "non_compliant");
    assert_eq!(outcome(&app.anonymous(), &pole.path, "2027-02-11").await, "compliant");
}
