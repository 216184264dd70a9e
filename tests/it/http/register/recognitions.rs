//! Recognitions on a date, and memberships of organisations.

use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{self, body_of, call, newcomer, pole};
use ptp_tests::fixtures::steps::{on_day, published, recognised, recognised_under, step};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    recognition_is_reported_for_every_day,
    an_annulled_admission_takes_the_pole_out_of_the_register,
    organisations_are_found_by_any_of_their_codes,
    a_membership_counts_on_its_own_days_only,
    a_search_and_a_reading_say_the_same_of_a_pole_on_every_date,
    a_search_is_bounded,
    a_code_that_cannot_be_read_fails_alone,
);

const SEARCH: &str = "/v1/recognitions/search";

async fn on(app: &TestApp, path: &str, day: &str) -> Value {
    let at = format!("{path}/recognition?as_of={day}");
    app.anonymous().get(&at).await.expect(200).body
}

async fn recognition_is_reported_for_every_day(app: TestApp) {
    let pole = recognised(&app).await;
    for (day, noun) in [
        ("2027-03-01", "suspension"),
        ("2027-04-01", "reinstatement"),
        ("2027-06-01", "revocation"),
    ] {
        on_day(&app, day);
        let at = format!("{}/{noun}", pole.path);
        let body = body_of(noun);
        step(&app.official(), &at, &body).await.expect(200);
    }
    let before = on(&app, &pole.path, "2027-01-19").await;
    assert_eq!(before["recognised"], false);
    for absent in ["status", "since", "act", "recognised_on", "compliance"] {
        assert!(before.get(absent).is_none(), "{absent}");
    }
    for (day, recognised, status, since) in [
        (TODAY, true, "recognised", TODAY),
        ("2027-02-28", true, "recognised", TODAY),
        ("2027-03-01", false, "suspended", "2027-03-01"),
        ("2027-03-31", false, "suspended", "2027-03-01"),
        ("2027-04-01", true, "recognised", "2027-04-01"),
        ("2027-05-31", true, "recognised", "2027-04-01"),
        ("2027-06-01", false, "revoked", "2027-06-01"),
        ("2030-01-01", false, "revoked", "2027-06-01"),
    ] {
        let said = on(&app, &pole.path, day).await;
        assert_eq!((&said["as_of"], &said["recognised"]), (&json!(day), &json!(recognised)));
        assert_eq!((&said["status"], &said["since"]), (&json!(status), &json!(since)), "{day}");
        assert_eq!((&said["area"], &said["recognised_on"]), (&json!("mechanics"), &json!(TODAY)));
        let compliance = said.get("compliance");
        assert_eq!(compliance.is_some(), status != "revoked", "{day}");
        assert!(compliance.is_none_or(|it| it == "compliant"), "{day}");
    }
    assert_eq!(on(&app, &pole.path, "2027-02-01").await["act"]["number"], "4521");
    let today = app.anonymous().get(&format!("{}/recognition", pole.path)).await.expect(200).body;
    assert_eq!((&today["as_of"], &today["status"]), (&json!("2027-06-01"), &json!("revoked")));
    let wrong = app.anonymous().get(&format!("{}/recognition?as_of=2027-02-30", pole.path)).await;
    wrong.expect_problem(400, "malformed-parameter");
}

async fn an_annulled_admission_takes_the_pole_out_of_the_register(app: TestApp) {
    let pole = recognised(&app).await;
    on(&app, &pole.path, TODAY).await;
    let why = body_of("annulment");
    let at = format!("/v1/applications/{}/annulment", pole.application);
    let annulled = step(&app.official(), &at, &why).await.expect(200).body;
    assert_eq!(annulled["status"], "under_review");
    for below in ["", "/compliance", "/members", "/events"] {
        let gone = app.anonymous().get(&format!("{}{below}", pole.path)).await;
        gone.expect_problem(404, "not-found");
    }
    let list = app.anonymous().get("/v1/poles").await.expect(200).body;
    assert_eq!(list["items"], json!([]));
    let own = app.applicant().get(&pole.path).await.expect(200).body;
    assert_eq!(own["status"], "candidate");
    assert!(own.get("recognition").is_none() && own.get("life").is_none());
    // Those who relied on it are told of the annulment, but not of later changes.
    let renamed = app.applicant().patch(&pole.path, &json!({"name": "Altro nome"}), "*").await;
    renamed.expect_problem(409, "wrong-state");
    for caller in [app.anonymous(), app.applicant(), app.official()] {
        let said = caller.get(&format!("{}/recognition", pole.path)).await.expect(200).body;
        assert_eq!((&said["recognised"], &said["annulled_on"]), (&json!(false), &json!(TODAY)));
        assert_ne!(said["name"], "Altro nome");
        for absent in ["status", "since", "act", "recognised_on", "compliance"] {
            assert!(said.get(absent).is_none(), "{absent}");
        }
    }
    let before = on(&app, &pole.path, "2027-01-01").await;
    assert!(before.get("status").is_none() && before["annulled_on"] == TODAY, "{before}");
    let draft = app.applicant().post("/v1/poles", &json::pole()).await.expect(201);
    let never = format!("{}/recognition", draft.header("location"));
    app.anonymous().get(&never).await.expect_problem(404, "not-found");
    let never = app.applicant().get(&never).await.expect(200).body;
    assert!(never.get("annulled_on").is_none(), "{never}");
    let sought = json!({"tax_codes": ["94004480151"]});
    let found = app.anonymous().post(SEARCH, &sought).await.expect(200).body;
    assert_eq!(found["items"][0]["memberships"], json!([]));

    // Admitted again, it is recognised from the date of the new act.
    on_day(&app, "2027-02-10");
    let act = json!({"act": {"kind": "decree", "number": "9", "date": "2027-02-10"}});
    let at = format!("/v1/applications/{}/admission", pole.application);
    step(&app.official(), &at, &act).await.expect(200);
    assert_eq!(on(&app, &pole.path, "2027-02-09").await["recognised"], false);
    let again = on(&app, &pole.path, "2027-02-10").await;
    assert_eq!((&again["recognised"], again.get("annulled_on")), (&json!(true), None));
}

async fn organisations_are_found_by_any_of_their_codes(app: TestApp) {
    let call = published(&app, &call()).await;
    let mut body = pole();
    body["members"][0]["school"] = json!({"institution_code": "BGTF003011", "status": "state"});
    let one = recognised_under(&app, &call, &body).await;
    let two = recognised_under(&app, &call, &pole()).await;
    app.applicant().post("/v1/poles", &body).await.expect(201);
    let sought = json!({
        "tax_codes": ["94004480151", "IT 80050050154"],
        "school_codes": ["BGTF003011", "BGRI003014", "MITFDH5000"],
    });
    let found = app.anonymous().post(SEARCH, &sought).await.expect(200).body;
    assert_eq!(found["as_of"], TODAY);
    let items = found["items"].as_array().unwrap();
    let poles = |item: &Value| -> Vec<String> {
        let memberships = item["memberships"].as_array().unwrap().iter();
        memberships.map(|it| it["pole"]["pole_id"].as_str().unwrap().to_owned()).collect()
    };
    let said: Vec<_> = items.iter().map(|item| (item["recognised"] == true, poles(item))).collect();
    assert_eq!(
        said,
        [
            (true, vec![one.id.clone(), two.id.clone()]),
            (false, vec![]),
            (true, vec![one.id.clone()]),
            // Another site of the same institution.
            (true, vec![one.id.clone()]),
            (false, vec![]),
        ]
    );
    assert_eq!(items[0]["tax_code"], "94004480151");
    assert_eq!(items[1]["tax_code"], "80050050154");
    assert_eq!(items[3]["school_code"], "BGRI003014");
    let membership = &items[2]["memberships"][0];
    assert_eq!(membership["member_id"], one.members[0].as_str());
    assert_eq!(membership["kind"], "technical_institute");
    assert_eq!(membership["pole"]["status"], "recognised");
    assert_eq!(membership["pole"]["act"]["number"], "4521");

    // A suspended pole is reported, as not recognised.
    let suspension = body_of("suspension");
    let at = format!("{}/suspension", one.path);
    step(&app.official(), &at, &suspension).await.expect(200);
    let sought = json!({"school_codes": ["BGTF003011"]});
    let found = app.anonymous().post(SEARCH, &sought).await.expect(200).body;
    assert_eq!(found["items"][0]["recognised"], false);
    assert_eq!(found["items"][0]["memberships"][0]["pole"]["status"], "suspended");
    assert_eq!(found["items"][0]["memberships"][0]["pole"]["recognised"], false);
}

async fn a_membership_counts_on_its_own_days_only(app: TestApp) {
    let pole = recognised(&app).await;
    pole.change(&app.applicant(), 2, &json!({"left_on": "2027-02-28"})).await;
    let mut joining = newcomer();
    joining["joined_on"] = json!("2027-03-05");
    let members = format!("{}/members", pole.path);
    app.applicant().post(&members, &joining).await.expect(201);
    for (code, day, recognised, memberships) in [
        // A member since before the recognition, on an earlier date.
        ("01234560157", "2027-01-19", false, 1),
        ("01234560157", "2027-01-10", false, 0),
        ("01234560157", TODAY, true, 1),
        ("01234560157", "2027-02-28", true, 1),
        ("01234560157", "2027-03-01", false, 0),
        ("01234561205", "2027-03-04", false, 0),
        ("01234561205", "2027-03-05", true, 1),
        ("80050050154", "2027-03-05", false, 0),
    ] {
        let sought = json!({"tax_codes": [code], "as_of": day});
        let found = app.anonymous().post(SEARCH, &sought).await.expect(200).body;
        let item = &found["items"][0];
        assert_eq!(item["recognised"], recognised, "{code} on {day}: {item}");
        assert_eq!(item["memberships"].as_array().unwrap().len(), memberships, "{code} on {day}");
    }
}

/// A search takes what is known of the poles, as far as it is; a reading judges the pole.
async fn a_search_and_a_reading_say_the_same_of_a_pole_on_every_date(app: TestApp) {
    let pole = recognised(&app).await;
    pole.change(&app.applicant(), 2, &json!({"left_on": "2027-02-28"})).await;
    let mut outcomes = Vec::new();
    for day in ["2027-01-19", TODAY, "2027-02-28", "2027-03-01", "2030-01-20", "2032-01-20"] {
        let sought = json!({"tax_codes": ["94004480151", "94004480151"], "as_of": day});
        let found = app.anonymous().post(SEARCH, &sought).await.expect(200).body;
        let items = found["items"].as_array().unwrap();
        assert_eq!(items[0], items[1], "the same is asked twice");
        let said = &items[0]["memberships"][0]["pole"];
        assert_eq!(*said, on(&app, &pole.path, day).await, "{day}");
        outcomes.push(said.get("compliance").cloned());
    }
    let said: Vec<_> = outcomes.iter().flatten().collect();
    assert_eq!(said[..3], ["compliant", "compliant", "non_compliant"], "{outcomes:?}");
}

async fn a_code_that_cannot_be_read_fails_alone(app: TestApp) {
    recognised(&app).await;
    let sought = json!({
        "tax_codes": ["94004480151", "RSSMRA80A01F205X", "", "94004480150", 7, null, "94004480151"],
        "school_codes": ["MI", "MITFDH5000"],
    });
    let found = app.anonymous().post(SEARCH, &sought).await.expect(200);
    assert!(!found.text.contains("RSSMRA80A01F205X"), "{}", found.text);
    let items = found.body["items"].as_array().unwrap();
    let said: Vec<_> = items
        .iter()
        .map(|item| match item.get("error") {
            None => format!("recognised: {}", item["recognised"]),
            Some(error) => {
                let unsaid = ["tax_code", "school_code", "recognised"];
                assert!(unsaid.iter().all(|name| item.get(name).is_none()), "{item}");
                assert_eq!(item["memberships"], json!([]));
                assert_ne!(error["message"], "");
                let text = |name: &str| error[name].as_str().unwrap().to_owned();
                format!("{} {}", text("pointer"), text("code"))
            }
        })
        .collect();
    assert_eq!(
        said,
        [
            "recognised: true",
            "/tax_codes/1 person_tax_code",
            "/tax_codes/2 tax_code_length",
            "/tax_codes/3 tax_code_check",
            "/tax_codes/4 type",
            "/tax_codes/5 type",
            "recognised: true",
            "/school_codes/0 school_code_length",
            "recognised: false",
        ]
    );
    assert_eq!(items[0], items[6]);
    let bad = json!({"tax_codes": vec![""; 100]});
    let all = app.anonymous().post(SEARCH, &bad).await.expect(200).body;
    assert_eq!(all["items"].as_array().unwrap().len(), 100);
}

async fn a_search_is_bounded(app: TestApp) {
    let search = async |body: Value| app.anonymous().post(SEARCH, &body).await;
    let none = search(json!({})).await.expect_problem(422, "invalid-body");
    assert_eq!(none.faults(), [" no_codes"]);
    let day = search(json!({"tax_codes": ["94004480151"], "as_of": "2027-02-30"})).await;
    assert!(day.expect_problem(422, "invalid-body").faults()[0].starts_with("/as_of "));
    let far = search(json!({"tax_codes": ["94004480151"], "as_of": "2032-01-21"})).await;
    assert_eq!(far.expect_problem(422, "invalid-body").faults(), ["/as_of beyond_horizon"]);
    let many = |codes: usize, schools: usize| json!({"tax_codes": vec!["94004480151"; codes], "school_codes": vec!["MIIS08900V"; schools]});
    let full = search(many(60, 40)).await.expect(200).body;
    assert_eq!(full["items"].as_array().unwrap().len(), 100);
    let over = search(many(60, 41)).await.expect_problem(422, "invalid-body");
    assert_eq!(over.faults(), [" too_many_codes"]);
    search(many(101, 0)).await.expect_problem(422, "invalid-body");
}
