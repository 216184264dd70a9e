//! The history of a call, a pole or an application.

use ptp_tests::fixtures::json::{body_of, call, pole};
use ptp_tests::fixtures::steps::{admit, published, recognised, step, submit};
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    owners_see_the_whole_history_and_others_the_public_part,
    the_history_of_an_application_is_for_its_owner_and_officials,
    a_call_is_public_from_its_publication_on,
    a_new_owner_inherits_the_history,
    histories_are_read_in_pages,
);

async fn events(caller: &Caller<'_>, path: &str) -> Vec<Value> {
    let page = caller.get(&format!("{path}/events")).await.expect(200);
    page.body["items"].as_array().unwrap().clone()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

async fn owners_see_the_whole_history_and_others_the_public_part(app: TestApp) {
    let pole = recognised(&app).await;
    pole.change(&app.applicant(), 2, &json!({"name": "Torneria Nuova S.p.A."})).await;
    let suspension = body_of("suspension");
    let at = format!("{}/suspension", pole.path);
    step(&app.official(), &at, &suspension).await.expect(200);
    let whole =
        ["pole_created", "pole_submitted", "pole_recognised", "member_changed", "pole_suspended"];
    let own = events(&app.applicant(), &pole.path).await;
    assert_eq!(types(&own), whole);
    assert_eq!(types(&events(&app.official(), &pole.path).await), whole);
    for caller in [app.anonymous(), app.applicant_of(OTHER)] {
        assert_eq!(types(&events(&caller, &pole.path).await), whole[2..]);
    }
    let versions: Vec<_> =
        own.iter().map(|event| event["subject"]["version"].as_i64().unwrap()).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5]);
    assert!(own.iter().all(|event| event["subject"]["id"] == pole.id.as_str()));
    assert_eq!(own[3]["subject"]["member_id"], pole.members[2].as_str());
    assert_eq!(own[3]["changed"], json!(["name"]));
    assert_eq!(own[4]["reason"], suspension["reason"]);
    assert_eq!(own[4]["at"], "2027-01-20T10:00:00Z");
}

async fn the_history_of_an_application_is_for_its_owner_and_officials(app: TestApp) {
    let call = published(&app, &call()).await;
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let application = submit(&app.applicant(), &call, &made.id()).await.expect(201).id();
    let path = format!("/v1/applications/{application}");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    let notice = body_of("rejection-notice");
    step(&app.official(), &format!("{path}/rejection-notice"), &notice).await.expect(200);
    let observations = body_of("observations");
    let at = format!("{path}/observations");
    step(&app.applicant(), &at, &observations).await.expect(200);
    admit(&app, &application, TODAY).await.expect(200);
    let told = [
        "application_submitted",
        "application_reviewed",
        "rejection_notified",
        "observations_received",
        "application_reviewed",
        "application_admitted",
    ];
    let own = events(&app.applicant(), &path).await;
    assert_eq!(types(&own), told);
    assert_eq!(own[2]["reason"], notice["reason"]);
    assert_eq!(types(&events(&app.official(), &path).await), told);
    let at = format!("{path}/events");
    app.anonymous().get(&at).await.expect_problem(401, "unauthenticated");
    let holder = app.holder();
    holder.get(&at).await.expect_problem(403, "forbidden");
    // Also of an admitted one: the procedure is not public.
    app.applicant_of(OTHER).get(&at).await.expect_problem(404, "not-found");
    app.applicant().get(&format!("{}/events", made.header("location"))).await.expect(200);
}

async fn a_call_is_public_from_its_publication_on(app: TestApp) {
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let path = draft.header("location");
    assert_eq!(types(&events(&app.official(), path).await), ["call_created"]);
    for caller in [app.anonymous(), app.applicant()] {
        let hidden = caller.get(&format!("{path}/events")).await;
        hidden.expect_problem(404, "not-found");
    }
    step(&app.official(), &format!("{path}/publication"), &json!({})).await.expect(200);
    let extension = body_of("extension");
    step(&app.official(), &format!("{path}/extension"), &extension).await.expect(200);
    for caller in [app.anonymous(), app.applicant()] {
        let seen = events(&caller, path).await;
        assert_eq!(types(&seen), ["call_published", "call_extended"]);
        assert_eq!(seen[1]["reason"], extension["reason"]);
        assert_eq!(seen[0]["actor"], json!({"roles": ["official"]}));
    }
    let all = events(&app.official(), path).await;
    assert_eq!(types(&all), ["call_created", "call_published", "call_extended"]);
    assert_eq!(all[1]["actor"]["subject"], "official");
}

async fn a_new_owner_inherits_the_history(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    let at = format!("{path}/transfer");
    step(&app.official(), &at, &body_of("transfer")).await.expect(200);
    let told = events(&app.applicant_of(OTHER), path).await;
    assert_eq!(types(&told), ["pole_created", "pole_transferred"]);
    assert_eq!(told[1]["changed"], json!(["owner", "transfers"]));
    // The former owner's feed still has the earlier events.
    let feed = app.applicant().get("/v1/events").await.expect(200).body;
    let feed = feed["items"].as_array().unwrap();
    assert_eq!(types(feed)[0], "pole_created");
}

async fn histories_are_read_in_pages(app: TestApp) {
    let pole = recognised(&app).await;
    for name in ["Uno", "Due", "Tre"] {
        let patch = json!({"name": name});
        app.applicant().patch(&pole.path, &patch, "*").await.expect(200);
    }
    for path in [pole.path.clone(), format!("/v1/applications/{}", pole.application)] {
        let whole = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
        let mut read = Vec::new();
        let mut after = 0;
        loop {
            let page = format!("{path}/events?after={after}&limit=2");
            let page = app.applicant().get(&page).await.expect(200).body;
            let items = page["items"].as_array().unwrap().clone();
            assert!(items.len() <= 2);
            let next = page["next_after"].as_i64().unwrap();
            let last = items.last().map_or(after, |event| event["position"].as_i64().unwrap());
            assert!(if items.len() == 2 { next == last } else { next >= last });
            if items.is_empty() {
                break;
            }
            after = next;
            read.extend(items);
        }
        assert_eq!(json!(read), whole["items"]);
    }
    for (query, fault) in [
        ("after=-1", "/after pattern"),
        ("after=x", "/after pattern"),
        ("limit=0", "/limit minimum"),
        ("limit=1001", "/limit maximum"),
        ("type=pole_created", "/type unknown_property"),
    ] {
        let refused = app.applicant().get(&format!("{}/events?{query}", pole.path)).await;
        assert_eq!(refused.expect_problem(400, "malformed-parameter").faults(), [fault]);
    }
}
