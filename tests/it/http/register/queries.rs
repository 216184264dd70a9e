//! Poles by compliance on a day and in the future: the list agrees with each report.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use ptp_domain::id::Id;
use ptp_domain::policy::{Action, Actor};
use ptp_store::DatabaseKind;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{body_of, call, pole, with};
use ptp_tests::fixtures::steps::{Recognised, on_day, published, recognised_under, step};
use serde_json::{Value, json};

use super::on_both_databases;
use super::views::{listed, outcome};

on_both_databases!(
    the_list_agrees_with_the_report_of_each_pole_on_each_day,
    a_non_compliant_pole_shows_since_and_until_when,
    poles_that_will_fail_are_found_in_advance,
    queries_beyond_five_years_are_refused,
    outcomes_not_yet_known_never_give_an_incomplete_list,
    an_ended_pole_is_no_longer_listed_as_compliant,
);

const DAYS: [&str; 9] = [
    "2027-01-20",
    "2027-02-26",
    "2027-03-15",
    "2027-04-01",
    "2027-06-30",
    "2027-07-01",
    "2029-12-31",
    "2030-01-20",
    "2032-01-20",
];
const VERDICTS: [&str; 3] = ["compliant", "needs_review", "non_compliant"];

/// Poles with different futures, all under one call.
async fn futures(app: &TestApp) -> Vec<Recognised> {
    let call = published(app, &with(call(), &json!({}))).await;
    let mut made = Vec::new();
    // Only the ITS is missing: not compliant once the grace ends.
    made.push(recognised_under(app, &call, &pole()).await);
    let mut expires = pole();
    expires["members"][4]["accreditations"][0]["valid_until"] = json!("2027-06-30");
    made.push(recognised_under(app, &call, &expires).await);
    let mut suspended = pole();
    suspended["members"][4]["accreditations"][0]["suspensions"] =
        json!([{"from": "2027-03-10", "until": "2027-03-31"}]);
    made.push(recognised_under(app, &call, &suspended).await);
    let left = recognised_under(app, &call, &pole()).await;
    left.change(&app.applicant(), 3, &json!({"left_on": "2027-03-31"})).await;
    made.push(left);
    let reviewed = recognised_under(app, &call, &pole()).await;
    let plastics = json!({"company": {"ateco": [
        {"code": "22.29", "classification": "2007", "primary": true},
    ]}});
    reviewed.change(&app.applicant(), 3, &plastics).await;
    made.push(reviewed);
    // An ITS joins in time.
    let grown = recognised_under(app, &call, &pole()).await;
    let its = json!({
        "kind": "its_academy", "name": "ITS Meccatronica di esempio", "tax_code": "01234561205",
        "province": "MI", "joined_on": "2029-11-01",
        "study_tracks": [{"code": "ITS-01", "started_on": "2020-09-01"}],
    });
    app.applicant().post(&format!("{}/members", grown.path), &its).await.expect(201);
    made.push(grown);
    made
}

fn ids(items: &[Value]) -> BTreeSet<String> {
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn the_list_agrees_with_the_report_of_each_pole_on_each_day(app: TestApp) {
    let poles = futures(&app).await;
    app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let mut verdicts = BTreeSet::new();
    for day in DAYS {
        for verdict in VERDICTS {
            let mut expected = BTreeSet::new();
            for pole in &poles {
                if outcome(&app.anonymous(), &pole.path, day).await == verdict {
                    expected.insert(pole.id.clone());
                    verdicts.insert(verdict);
                }
            }
            for caller in [app.anonymous(), app.official()] {
                let path = format!("/v1/poles?compliance={verdict}&as_of={day}&limit=2&sort=name");
                let items = listed(&caller, &path).await;
                assert_eq!(items.len(), expected.len(), "{verdict} on {day}");
                assert_eq!(ids(&items), expected, "{verdict} on {day}");
                for item in &items {
                    let said = &item["compliance"];
                    assert_eq!(said["outcome"], verdict);
                    let (since, until) = (said["since"].as_str(), said["until"].as_str());
                    assert!(since.unwrap() <= day, "{said} on {day}");
                    assert!(until.is_none_or(|until| day <= until), "{said} on {day}");
                }
            }
        }
    }
    assert_eq!(verdicts.len(), 3);
}

async fn a_non_compliant_pole_shows_since_and_until_when(app: TestApp) {
    let poles = futures(&app).await;
    let said = async |index: usize, day: &str| {
        let items = listed(&app.anonymous(), &format!("/v1/poles?as_of={day}")).await;
        let id = json!(poles[index].id);
        items.into_iter().find(|item| item["id"] == id).unwrap()["compliance"].clone()
    };
    let suspended = said(2, "2027-03-15").await;
    assert_eq!(suspended["outcome"], "non_compliant");
    assert_eq!(
        (&suspended["since"], &suspended["until"]),
        (&json!("2027-03-10"), &json!("2027-03-31"))
    );
    assert_eq!(suspended["fails_on"], "2030-01-20");
    let before = said(2, "2027-02-26").await;
    assert_eq!((&before["since"], &before["until"]), (&json!("2027-01-20"), &json!("2027-03-09")));
    assert_eq!(before["fails_on"], "2027-03-10");
    let left = said(3, "2027-04-01").await;
    assert_eq!((&left["outcome"], &left["since"]), (&json!("non_compliant"), &json!("2027-04-01")));
    assert!(left.get("fails_on").is_none());
    let grown = said(5, "2030-08-31").await;
    assert_eq!((&grown["outcome"], &grown["since"]), (&json!("compliant"), &json!("2027-01-20")));
    assert_eq!(grown["until"], "2030-08-31", "the last day of its plan");
    let grown = said(5, "2032-01-20").await;
    let (outcome, since) = (json!("needs_review"), json!("2030-09-01"));
    assert_eq!((&grown["outcome"], &grown["since"]), (&outcome, &since));
    assert!(grown.get("fails_on").is_none());
    assert!(grown.get("until").is_none(), "it is not known to end: {grown}");
    assert!(left.get("until").is_none(), "it is not known to end: {left}");

    // Today without a date, and no outcome unless requested.
    let plain = app.anonymous().get("/v1/poles").await.expect(200).body;
    assert!(plain["items"][0].get("compliance").is_none());
    on_day(&app, "2027-04-02");
    let today = listed(&app.anonymous(), "/v1/poles?compliance=non_compliant").await;
    assert_eq!(ids(&today), BTreeSet::from([poles[3].id.clone()]));
    assert_eq!(today[0]["compliance"]["since"], "2027-04-01");
}

async fn poles_that_will_fail_are_found_in_advance(app: TestApp) {
    let poles = futures(&app).await;
    for (day, within) in [
        ("2027-01-20", 1_u64),
        ("2027-01-20", 49),
        ("2027-01-20", 48),
        ("2027-01-20", 162),
        ("2027-02-26", 200),
        ("2027-03-15", 30),
        ("2027-06-30", 1),
        ("2027-07-01", 30),
        ("2029-12-31", 19),
        ("2029-12-31", 20),
        ("2030-01-20", 365),
    ] {
        let first: NaiveDate = day.parse().unwrap();
        let mut expected = BTreeSet::new();
        for pole in &poles {
            if outcome(&app.anonymous(), &pole.path, day).await == "non_compliant" {
                continue;
            }
            let until = first.checked_add_days(Days::new(within)).unwrap();
            let line = format!("{}/compliance/timeline?from={day}&until={until}", pole.path);
            let line = app.anonymous().get(&line).await.expect(200).body;
            let mut changes = line["changes"].as_array().unwrap().iter();
            if changes.any(|change| change["outcome"] == "non_compliant") {
                expected.insert(pole.id.clone());
            }
        }
        let path = format!("/v1/poles?as_of={day}&fails_within_days={within}&limit=1");
        let items = listed(&app.official(), &path).await;
        assert_eq!(items.len(), expected.len(), "within {within} days of {day}");
        assert_eq!(ids(&items), expected, "within {within} days of {day}");
        for item in items {
            let fails_on: NaiveDate =
                item["compliance"]["fails_on"].as_str().unwrap().parse().unwrap();
            assert!(first < fails_on && fails_on <= first + Days::new(within), "{item}");
        }
    }
    let graces = listed(&app.official(), "/v1/poles?as_of=2029-12-31&fails_within_days=20").await;
    assert!(graces.iter().all(|item| item["compliance"]["fails_on"] == "2030-01-20"));
    assert!(ids(&graces).contains(&poles[0].id) && !ids(&graces).contains(&poles[5].id));
    let both = "/v1/poles?compliance=needs_review&fails_within_days=1826";
    assert_eq!(ids(&listed(&app.official(), both).await), BTreeSet::from([poles[4].id.clone()]));
}

async fn queries_beyond_five_years_are_refused(app: TestApp) {
    for day in ["2032-01-20", "2013-01-01"] {
        assert!(listed(&app.anonymous(), &format!("/v1/poles?as_of={day}")).await.is_empty());
    }
    for (query, fault) in [
        ("as_of=2032-01-21", "/as_of beyond_horizon"),
        ("compliance=compliant&as_of=2200-12-31", "/as_of beyond_horizon"),
        ("compliance=compliant&as_of=2201-01-01", "/as_of date_out_of_range"),
        ("as_of=2012-12-31", "/as_of before_first_day"),
        ("compliance=non_compliant&as_of=1900-01-01", "/as_of before_first_day"),
        ("compliance=non_compliant&as_of=1899-12-31", "/as_of date_out_of_range"),
        ("as_of=2031-01-20&fails_within_days=366", "/fails_within_days beyond_horizon"),
        ("fails_within_days=0", "/fails_within_days minimum"),
        ("fails_within_days=1827", "/fails_within_days maximum"),
        ("compliance=good", "/compliance enum"),
    ] {
        let refused = app.anonymous().get(&format!("/v1/poles?{query}")).await;
        let refused = refused.expect_problem(400, "malformed-parameter");
        assert_eq!(refused.faults(), [fault], "{query}");
    }
    let wrong = app.anonymous().get("/v1/poles?as_of=2027-02-29").await;
    assert!(wrong.expect_problem(400, "malformed-parameter").faults()[0].starts_with("/as_of "));
    // A cursor is bound to its query.
    let poles = futures(&app).await;
    assert!(poles.len() > 1);
    let first = app.anonymous().get("/v1/poles?as_of=2027-02-26&limit=1").await.expect(200);
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let other = format!("/v1/poles?as_of=2027-02-27&limit=1&cursor={cursor}");
    let refused = app.anonymous().get(&other).await.expect_problem(400, "malformed-parameter");
    assert_eq!(refused.faults(), ["/cursor cursor_of_another_list"]);
}

/// Outcomes are behind, for instance after a long downtime: the list is never incomplete, reading it
/// writes nothing, and upkeep is asked to renew them.
async fn outcomes_not_yet_known_never_give_an_incomplete_list(app: TestApp) {
    let poles = futures(&app).await;
    let path = "/v1/poles?compliance=non_compliant&as_of=2034-05-31";
    on_day(&app, "2029-06-01");
    let mut all = BTreeSet::new();
    for pole in &poles {
        if outcome(&app.anonymous(), &pole.path, "2034-05-31").await == "non_compliant" {
            all.insert(pole.id.clone());
        }
    }
    assert!(!all.is_empty());
    let waits = app.anonymous().get(path).await.expect_problem(503, "unavailable");
    assert!(!waits.header("retry-after").is_empty());
    app.store.renewal_asked().await;
    app.anonymous().get(path).await.expect_problem(503, "unavailable");
    let then = "2029-06-01".parse().unwrap();
    let renew = async || app.store.renew_outcomes(then, |_| {}).await.unwrap();
    if app.store.kind() == DatabaseKind::Postgres {
        // Another session has locked one of the poles, so it cannot be renewed.
        let id: uuid::Uuid = poles[0].id.parse().unwrap();
        let writer = app.store.write().await.unwrap();
        let scope = Actor::Anonymous.scope(Action::ListPoles).unwrap();
        assert!(writer.find_pole(&scope, Id::new(id)).await.unwrap().is_some());
        assert_eq!(renew().await, poles.len() - 1);
        app.anonymous().get(path).await.expect_problem(503, "unavailable");
        // Unlike a rollback, it is over once it returns.
        writer.commit().await.unwrap();
        assert_eq!(renew().await, 1);
    } else {
        assert_eq!(renew().await, poles.len());
    }
    assert_eq!(ids(&listed(&app.anonymous(), path).await), all);
}

async fn an_ended_pole_is_no_longer_listed_as_compliant(app: TestApp) {
    let call = published(&app, &with(call(), &json!({}))).await;
    let pole = recognised_under(&app, &call, &pole()).await;
    on_day(&app, "2027-02-10");
    let at = format!("{}/revocation", pole.path);
    step(&app.official(), &at, &body_of("revocation")).await.expect(200);
    for (day, found) in [("2027-01-20", 1), ("2027-02-09", 1), ("2027-02-10", 0), ("2028-01-01", 0)]
    {
        let items = listed(&app.anonymous(), &format!("/v1/poles?as_of={day}")).await;
        assert_eq!(items.len(), found, "{day}");
    }
}
