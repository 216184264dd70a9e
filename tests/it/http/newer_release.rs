//! A rolling deployment: a newer release has written rows that this one is asked for.

use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::fixtures::steps::{drafted, on_day, published, recognised, submission, submit};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::on_both_databases;

on_both_databases!(
    rows_of_a_newer_release_are_shown_and_changed_and_stay_whole,
    a_change_that_would_lose_something_can_be_retried,
    a_recognised_pole_is_judged_by_what_is_known,
    a_submission_waits_for_the_newer_release,
    an_event_of_a_newer_release_is_in_the_feed,
);

fn id_of(answer: &Value) -> Uuid {
    answer["id"].as_str().unwrap().parse().unwrap()
}

/// Adds to a column what this release does not know.
async fn extend(app: &TestApp, table: &str, column: &str, id: Uuid, extend: impl Fn(&mut Value)) {
    let mut json = app.guard.json(table, column, id).await;
    extend(&mut json);
    app.guard.set_json(table, column, id, &json).await;
}

/// Extends the plan, a school and a company of a pole; returns the columns.
async fn extended(app: &TestApp, pole: &Value) -> Vec<(&'static str, &'static str, Uuid, Value)> {
    let [school, _, company, ..] = pole["members"].as_array().unwrap().as_slice() else { panic!() };
    let (id, school, company) = (id_of(pole), id_of(school), id_of(company));
    extend(app, "pole", "activity_plan", id, |plan| {
        plan["budget"] = json!({"euro": 100_000});
        let newer = json!({"kind": "holography", "objectives": []});
        plan["actions"].as_array_mut().unwrap().insert(0, newer);
    })
    .await;
    extend(app, "member", "profile", school, |profile| {
        profile["school"]["status"] = json!("cooperative");
        profile["school"]["evening"] = json!(true);
    })
    .await;
    extend(app, "member", "study_tracks", school, |tracks| {
        let newer = json!({"track": {"catalogued": "IT-XXX"}, "offered": {"from": "2020-09-01"}});
        tracks.as_array_mut().unwrap().push(newer);
    })
    .await;
    extend(app, "member", "profile", company, |profile| {
        profile["company"]["ateco"][0]["share"] = json!(60);
    })
    .await;
    let mut columns = Vec::new();
    for (table, column, id) in [
        ("pole", "activity_plan", id),
        ("member", "profile", school),
        ("member", "study_tracks", school),
        ("member", "profile", company),
    ] {
        columns.push((table, column, id, app.guard.json(table, column, id).await));
    }
    columns
}

async fn are_whole(app: &TestApp, columns: &[(&str, &str, Uuid, Value)]) {
    for (table, column, id, json) in columns {
        assert_eq!(app.guard.json(table, column, *id).await, *json, "{table}.{column}");
    }
}

async fn rows_of_a_newer_release_are_shown_and_changed_and_stay_whole(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let columns = extended(&app, &made.body).await;

    let applicant = app.applicant();
    for below in ["", "/members", "/actions", "/compliance", "/compliance/timeline", "/events"] {
        applicant.get(&format!("{path}{below}")).await.expect(200);
    }
    let listed = applicant.get("/v1/poles?owner=me").await.expect(200).body;
    assert_eq!(listed["items"][0]["activity_plan"], made.body["activity_plan"]);

    let read = applicant.get(&path).await.expect(200);
    let changed = applicant.patch(&path, &json!({"name": "Un altro nome"}), read.etag()).await;
    changed.expect(200);
    for member in made.body["members"].as_array().unwrap() {
        let path = format!("{path}/members/{}", member["id"].as_str().unwrap());
        let read = applicant.get(&path).await.expect(200);
        let edits = json!({"name": "Un altro nome"});
        applicant.patch(&path, &edits, read.etag()).await.expect(200);
    }
    are_whole(&app, &columns).await;
}

#[track_caller]
fn is_refused(answer: Answer) {
    let refused = answer.expect_problem(503, "newer-release");
    assert_eq!(refused.header("retry-after"), "2");
}

async fn a_change_that_would_lose_something_can_be_retried(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let columns = extended(&app, &made.body).await;
    let school = format!("{path}/members/{}", id_of(&made.body["members"][0]));
    let company = format!("{path}/members/{}", id_of(&made.body["members"][2]));
    let primary = json!([{"code": "28.99", "classification": "2007", "primary": true}]);
    for (path, edits) in [
        (&path, json!({"activity_plan": null})),
        (&school, json!({"school": {"status": "paritaria"}})),
        (&company, json!({"company": {"ateco": primary}})),
    ] {
        let read = app.applicant().get(path).await.expect(200);
        is_refused(app.applicant().patch(path, &edits, read.etag()).await);
        assert_eq!(app.applicant().get(path).await.expect(200).text, read.text);
    }
    are_whole(&app, &columns).await;
    // What concerns nothing of it is done, deletion of the whole included.
    let read = app.applicant().get(&path).await.expect(200);
    app.applicant().delete(&path, read.etag()).await.expect(204);
}

async fn a_recognised_pole_is_judged_by_what_is_known(app: TestApp) {
    let pole = recognised(&app).await;
    let made = app.applicant().get(&pole.path).await.expect(200);
    let id = id_of(&made.body);
    let columns = extended(&app, &made.body).await;
    extend(&app, "pole", "recognition_ruleset", id, |ruleset| {
        ruleset["overrides"]["secondary_track"] = json!("ask");
    })
    .await;
    extend(&app, "pole", "life", id, |life| {
        life.as_array_mut().unwrap().push(json!({"status": "dormant", "since": "2027-03-20"}));
    })
    .await;

    for below in ["", "/compliance", "/recognition", "/actions"] {
        app.anonymous().get(&format!("{}{below}", pole.path)).await;
        app.official().get(&format!("{}{below}", pole.path)).await.expect(200);
    }
    let read = app.applicant().get(&pole.path).await.expect(200);
    let edits = json!({"description": "Un'altra descrizione"});
    app.applicant().patch(&pole.path, &edits, read.etag()).await.expect(200);
    app.official().get("/v1/poles?compliance=compliant").await.expect(200);
    let ruleset = app.guard.json("pole", "recognition_ruleset", id).await;
    assert_eq!(ruleset["overrides"]["secondary_track"], "ask");
    are_whole(&app, &columns).await;
}

async fn a_submission_waits_for_the_newer_release(app: TestApp) {
    let call = published(&app, &call()).await;
    let path = drafted(&app, &pole()).await;
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let whole = app.guard.json("pole", "activity_plan", id).await;
    extend(&app, "pole", "activity_plan", id, |plan| plan["budget"] = json!(1)).await;
    on_day(&app, "2027-02-25");

    let sent_away = submit(&app.applicant(), &call, &path).await;
    let sent_away = sent_away.expect_problem(503, "submission-deferred");
    let instant = sent_away.body["submission_instant"].as_str().unwrap();
    // As if the newer release got it.
    app.guard.set_json("pole", "activity_plan", id, &whole).await;
    let headers = [("submission-instant", instant)];
    let body = submission(&call, &path);
    let received =
        app.applicant().send(Method::POST, "/v1/applications", Some(&body), &headers).await;
    received.expect(201);
}

async fn an_event_of_a_newer_release_is_in_the_feed(app: TestApp) {
    let path = drafted(&app, &pole()).await;
    let feed = app.official().get("/v1/events").await.expect(200).body;
    let last = &feed["items"].as_array().unwrap().last().unwrap();
    let (position, hash) = (last["position"].as_i64().unwrap() + 1, last["hash"].as_str().unwrap());
    let [id, pole] = [Uuid::from_u128(0xe333), path.rsplit('/').next().unwrap().parse().unwrap()];
    let [id, pole] = [id, pole].map(|id| app.guard.literal(id));
    app.guard.execute("INSERT INTO event_kind (code) VALUES ('pole_moved')").await.unwrap();
    let insert = format!(
        "INSERT INTO event (position, id, kind, at, roles, issuer, organisation, aggregate, \
         aggregate_id, aggregate_version, changed, previous, hash) VALUES ({position}, {id}, \
         'pole_moved', '2027-01-20T09:00:00+00:00', '[\"inspector\"]', 'https://login.example', \
         '94004480151', 'pole', {pole}, 2, '[\"seat\"]', '{hash}', '{}')",
        "0".repeat(64)
    );
    app.guard.execute(&insert).await.unwrap();

    for at in ["/v1/events".to_owned(), format!("{path}/events")] {
        let told = app.official().get(&at).await.expect(200).body;
        let told = told["items"].as_array().unwrap().last().unwrap();
        assert_eq!(told["type"], "pole_moved");
        assert_eq!(told["actor"]["organisation"], "94004480151");
    }
    // Whose role nobody knows here may be an official's: others do not learn for whom.
    let told = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
    let told = told["items"].as_array().unwrap().last().unwrap();
    assert_eq!((&told["type"], &told["actor"]), (&json!("pole_moved"), &json!({"roles": []})));
    app.official()
        .get("/v1/events?type=pole_moved")
        .await
        .expect_problem(400, "malformed-parameter");
}
