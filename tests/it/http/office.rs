//! What the office has before it.

use ptp_tests::fixtures::json::{body_of, pole};
use ptp_tests::fixtures::steps::{drafted, on_day, step, submit, submitted};
use ptp_tests::TestApp;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(the_workload_counts_what_the_list_finds);

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

    // Once it is taken up again, or decided, it does not wait for the office any more.
    take("review").await;
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
