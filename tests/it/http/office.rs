//! What the office has before it, writes for itself, and may not decide.

use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::json::{body_of, call, call_on_request, determination, doubtful, pole};
use ptp_tests::fixtures::steps::{
    candidacy, drafted, on_day, published, recognised, recognised_under, step, submit, submitted,
};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use ptp::signing::TokenRequest;

use super::on_both_databases;

on_both_databases!(
    the_workload_counts_what_the_list_finds,
    the_workload_counts_the_requests_that_wait_by_age_too,
    a_note_is_for_officials_and_a_reason_for_everybody,
    every_act_of_an_official_takes_a_note,
    nobody_decides_on_what_their_own_body_asked_for,
);

async fn workload(app: &TestApp, query: &str) -> Value {
    app.official().get(&format!("/v1/workload{query}")).await.expect(200).body
}

/// How many applications the list has.
async fn listed(app: &TestApp, filter: &str) -> usize {
    let list = format!("/v1/applications?limit=100&{filter}");
    app.official().get(&list).await.expect(200).body["items"].as_array().unwrap().len()
}

async fn the_workload_counts_what_the_list_finds(app: TestApp) {
    let first = submitted(&app).await;
    for _ in 0..2 {
        let other = drafted(&app, &pole()).await;
        submit(&app.applicant(), &first.call, &other).await.expect(201);
    }
    let take = async |noun: &str| {
        step(&app.official(), &format!("{}/{noun}", first.path), &body_of(noun)).await.expect(200);
    };
    take("review").await;
    take("integration-request").await;
    let counts = workload(&app, "").await;
    assert_eq!((&counts["as_of"], &counts["pending"]), (&json!("2027-01-20"), &json!(3)));
    assert_eq!(
        (&counts["answered"], &counts["overdue"], &counts["due"]),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!(listed(&app, "answered=false").await, 3);
    let answer = format!("{}/integration", first.path);
    step(&app.applicant(), &answer, &body_of("integration")).await.expect(200);
    assert_eq!(workload(&app, "").await["answered"], 1);
    assert_eq!((listed(&app, "answered=true").await, listed(&app, "answered=false").await), (1, 2));

    for day in ["2027-02-01", "2027-05-20", "2027-05-27", "2027-05-28", "2027-07-30"] {
        on_day(&app, day);
        let counts = workload(&app, "?due_within_days=30").await;
        let count = |name: &str| usize::try_from(counts[name].as_u64().unwrap()).unwrap();
        assert_eq!(count("due"), listed(&app, "due_within_days=30").await, "{day}");
        assert_eq!(count("overdue"), listed(&app, "overdue=true").await, "{day}");
        assert_eq!(3 - count("overdue"), listed(&app, "overdue=false").await, "{day}");
        for of in counts["by_status"].as_array().unwrap() {
            let filter = format!("status={}", of["status"].as_str().unwrap());
            assert_eq!(of["count"].as_u64(), Some(listed(&app, &filter).await as u64), "{day}");
        }
    }
    assert_eq!(workload(&app, "").await["overdue"], 3);

    // Once the office has done something, or decided, it does not wait for the office any more.
    take("rejection-notice").await;
    assert_eq!(workload(&app, "").await["answered"], 0);
    let withdrawal = format!("{}/withdrawal", first.path);
    step(&app.applicant(), &withdrawal, &body_of("withdrawal")).await.expect(200);
    assert_eq!(workload(&app, "").await["pending"], 2);
    let of_call = format!("?call_id={}", first.call.rsplit('/').next().unwrap());
    assert_eq!(workload(&app, &of_call).await["pending"], 2);
    let of_another = "?call_id=01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d11";
    assert_eq!(workload(&app, of_another).await["pending"], 0);

    app.applicant().get("/v1/workload").await.expect_problem(403, "forbidden");
    app.anonymous().get("/v1/workload").await.expect_problem(401, "unauthenticated");
    app.official()
        .get("/v1/workload?due_within_days=-1")
        .await
        .expect_problem(400, "malformed-parameter");
}

/// The notes in a history.
async fn notes(caller: &Caller<'_>, path: &str) -> Vec<Value> {
    let events = caller.get(&format!("{path}/events")).await.expect(200).body;
    let items = events["items"].as_array().unwrap().iter();
    items.filter_map(|event| event.get("note").cloned()).collect()
}

/// Received on 1 March and on 20 March, in the first hours of a day in Rome; due on 31 March and on
/// 19 April.
async fn the_workload_counts_the_requests_that_wait_by_age_too(app: TestApp) {
    let call = published(&app, &call_on_request()).await;
    let network = recognised_under(&app, &call, &pole()).await;
    let requests = format!("{}/change-requests", network.path);
    let renamed = |member: usize| {
        let change = json!({"operating_sites": [{"province": "BG"}]});
        json!({"changes": {"update": [{"member_id": network.members[member], "member": change}]}})
    };
    let mut filed = Vec::new();
    for (at, member) in [("2027-02-28T23:30:00Z", 2), ("2027-03-19T23:30:00Z", 3)] {
        app.clock.set(at.parse().unwrap());
        let one = app.applicant().post(&requests, &renamed(member)).await.expect(201);
        filed.push(one.header("location").to_owned());
    }
    let counts = async |day: &str, query: &str| {
        on_day(&app, day);
        let counts = workload(&app, query).await["change_requests"].clone();
        let ages = counts["by_age"].as_array().unwrap();
        let ages: Vec<_> = ages.iter().map(|one| one["count"].as_u64().unwrap()).collect();
        let [pending, overdue, due] =
            ["pending", "overdue", "due"].map(|name| counts[name].as_u64().unwrap());
        for of in counts["by_status"].as_array().unwrap() {
            let list = format!("/v1/change-requests?status={}", of["status"].as_str().unwrap());
            let listed = app.official().get(&list).await.expect(200).body;
            let listed = listed["items"].as_array().unwrap().len() as u64;
            assert_eq!(of["count"].as_u64(), Some(listed), "{day}");
        }
        (ages, [pending, overdue, due])
    };
    assert_eq!(counts("2027-03-20", "").await, (vec![1, 0, 1, 0], [2, 0, 0]));
    // A week old at most, then more; thirty days at most, then more.
    assert_eq!(counts("2027-03-27", "").await, (vec![1, 0, 1, 0], [2, 0, 1]));
    assert_eq!(counts("2027-03-28", "").await.0, [0, 1, 1, 0]);
    assert_eq!(counts("2027-03-31", "").await, (vec![0, 1, 1, 0], [2, 0, 1]));
    assert_eq!(counts("2027-04-01", "?due_within_days=30").await, (vec![0, 1, 0, 1], [2, 1, 2]));
    step(&app.applicant(), &format!("{}/withdrawal", filed[0]), &json!({})).await.expect(200);
    assert_eq!(counts("2027-04-01", "").await, (vec![0, 1, 0, 0], [1, 0, 0]));
}

async fn a_note_is_for_officials_and_a_reason_for_everybody(app: TestApp) {
    let case = candidacy(&app, &call(), &doubtful()).await;
    let official = app.official();
    let mut settled = determination(true);
    settled["note"] = json!("Sentita la camera di commercio per telefono.");
    step(&official, &format!("{}/determinations", case.pole), &settled).await.expect(200);
    step(&official, &format!("{}/review", case.path), &json!({"note": "Pratica di Ada."}))
        .await
        .expect(200);
    let mut admission = body_of("admission");
    admission["reason"] = json!("Requisiti accertati.");
    admission["note"] = json!("Decidere prima di venerdì.");
    step(&official, &format!("{}/admission", case.path), &admission).await.expect(200);
    let warning =
        json!({"findings": ["Manca un'impresa."], "days": 30, "note": "Avvisare il dirigente."});
    step(&official, &format!("{}/warning", case.pole), &warning).await.expect(200);

    assert_eq!(
        notes(&official, &case.path).await,
        ["Pratica di Ada.", "Decidere prima di venerdì."]
    );
    assert_eq!(
        notes(&official, &case.pole).await,
        ["Sentita la camera di commercio per telefono.", "Avvisare il dirigente."]
    );
    let feed = official.get("/v1/events?limit=1000").await.expect(200).text;
    assert!(feed.contains("Avvisare il dirigente."));
    for (caller, paths) in [
        (app.applicant(), vec![case.pole.as_str(), case.path.as_str()]),
        (app.anonymous(), vec![case.pole.as_str()]),
    ] {
        for path in paths {
            assert_eq!(notes(&caller, path).await, Vec::<Value>::new());
            for below in ["", "/events"] {
                let text = caller.get(&format!("{path}{below}")).await.expect(200).text;
                for written in ["telefono", "Ada", "venerdì", "dirigente"] {
                    assert!(!text.contains(written), "{path}{below}: {text}");
                }
            }
        }
        let feed = caller.get("/v1/events?limit=1000").await.expect(200).text;
        assert!(!feed.contains("dirigente"));
    }
    let report = app.anonymous().get(&format!("{}/compliance", case.pole)).await.expect(200).text;
    assert!(
        report.contains("Lo stabilimento produce parti di macchine.")
            && !report.contains("telefono")
    );
}

async fn every_act_of_an_official_takes_a_note(app: TestApp) {
    let contract = app.anonymous().get("/openapi.json").await.expect(200).body;
    let mut acts = 0;
    for (path, methods) in contract["paths"].as_object().unwrap() {
        for (_, operation) in methods.as_object().unwrap() {
            let Some(schema) =
                operation.pointer("/requestBody/content/application~1json/schema/$ref")
            else {
                continue;
            };
            let description = operation["operationId"].as_str().unwrap();
            let is_step = operation["parameters"].as_array().is_some_and(|all| {
                let has = |name: &str| {
                    all.iter().any(|one| one["$ref"].as_str().is_some_and(|at| at.ends_with(name)))
                };
                has("/IfMatch") && has("/IdempotencyKey")
            });
            let by_applicants = [
                "submit_integration",
                "submit_observations",
                "submit_change_integration",
                "submit_change_observations",
                "withdraw_change_request",
                "acknowledge_acts",
                "withdraw_application",
                "dissolve_pole",
            ];
            let name = schema.as_str().unwrap().rsplit('/').next().unwrap();
            let has_note =
                contract["components"]["schemas"][name]["properties"].get("note").is_some();
            let expected = (is_step && !by_applicants.contains(&description))
                || description.ends_with("_reorganisation");
            assert_eq!(has_note, expected, "{path} {description}");
            acts += usize::from(expected);
        }
    }
    assert!(acts >= 15, "{acts}");
    let case = submitted(&app).await;
    let withdrawal = json!({"reason": "Ripensata.", "note": "Per me."});
    let refused = step(&app.applicant(), &format!("{}/withdrawal", case.path), &withdrawal).await;
    refused.expect_problem(422, "invalid-body");
}

async fn nobody_decides_on_what_their_own_body_asked_for(app: TestApp) {
    let both = TokenRequest {
        organisation: Some(ORGANISATION.to_owned()),
        ..TokenRequest::of_demo("ada", &["applicant", "official"], &app.clock)
    };
    let ada = app.bearer(&both);
    let case = candidacy(&app, &call(), &doubtful()).await;
    let recognised = recognised(&app).await;
    let acts: [(&str, &str, &str); 7] = [
        (&case.path, "review", "review_application"),
        (&case.pole, "determinations", "settle_finding"),
        (&recognised.path, "warning", "warn_pole"),
        (&recognised.path, "suspension", "suspend_pole"),
        (&recognised.path, "revocation", "revoke_pole"),
        (&recognised.path, "transfer", "transfer_pole"),
        (&format!("/v1/applications/{}", recognised.application), "annulment", "annul_decision"),
    ];
    for (path, noun, action) in acts {
        let body = if noun == "determinations" { determination(true) } else { body_of(noun) };
        let refused = step(&ada, &format!("{path}/{noun}"), &body).await;
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["reason"], "own_matter", "{action}");
        assert!(!refused.body["allowed_actions"].to_string().contains(action));
        let offered = ada.get(&format!("{path}/actions")).await.expect(200).body;
        let mut items = offered["items"].as_array().unwrap().iter();
        let offer = items.find(|offer| offer["action"] == action).unwrap();
        assert_eq!(offer["allowed"], false, "{action}");
        let blockers = offer["blocked_by"].as_array().unwrap();
        assert!(blockers.iter().any(|one| one["code"] == "own_matter"), "{action}");
    }
    // What their body may do, they may; and others decide.
    step(&app.official(), &format!("{}/review", case.path), &json!({})).await.expect(200);
    step(&ada, &format!("{}/withdrawal", case.path), &body_of("withdrawal")).await.expect(200);
    // Of another body they decide.
    let other = TokenRequest { organisation: Some("01234560157".to_owned()), ..both };
    let case = submitted(&app).await;
    step(&app.bearer(&other), &format!("{}/review", case.path), &json!({})).await.expect(200);
}
