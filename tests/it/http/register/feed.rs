//! The change feed: filtered by visibility, ordered, gapless, resumable, chained.

use std::collections::BTreeSet;

use futures_util::future::{join, join_all};
use ptp::signing::TokenRequest;
use ptp_store::DatabaseKind;
use ptp_tests::fixtures::json::{self, body_of, call, pole};
use ptp_tests::fixtures::steps::{admit, published, recognised, step, submit};
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    each_caller_sees_what_concerns_it,
    the_feed_keeps_deleted_resources,
    persons_are_named_to_officials_only,
    every_event_is_chained_to_the_one_before,
    the_feed_is_filtered_by_type_and_paginated,
    a_filtered_page_without_a_match_moves_on_to_the_head,
    a_place_that_the_log_does_not_have_is_refused,
    readers_miss_nothing_while_sixteen_write,
);

/// The whole feed as seen by a caller, page by page.
async fn feed(caller: &Caller<'_>, query: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let page = caller.get(&format!("/v1/events?after={after}&limit=7{query}")).await;
        let page = page.expect(200).body;
        let items = page["items"].as_array().unwrap();
        after = page["next_after"].as_i64().unwrap();
        all.extend(items.iter().cloned());
        if items.len() < 7 {
            break;
        }
    }
    let rest = caller.get(&format!("/v1/events?after={after}{query}")).await.expect(200).body;
    assert_eq!((&rest["items"], &rest["next_after"]), (&json!([]), &json!(after)));
    assert!(positions(&all).is_sorted_by(|one, next| one < next));
    all
}

fn positions(events: &[Value]) -> Vec<i64> {
    events.iter().map(|event| event["position"].as_i64().unwrap()).collect()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

async fn each_caller_sees_what_concerns_it(app: TestApp) {
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let pole = recognised(&app).await;
    let theirs = app.applicant_of(OTHER).post("/v1/poles", &json::pole()).await;
    let theirs = theirs.expect(201);
    let suspension = body_of("suspension");
    let at = format!("{}/suspension", pole.path);
    step(&app.official(), &at, &suspension).await.expect(200);

    let all = feed(&app.official(), "").await;
    assert_eq!(
        types(&all),
        [
            "call_created",
            "call_created",
            "call_published",
            "pole_created",
            "pole_submitted",
            "application_submitted",
            "application_reviewed",
            "pole_recognised",
            "application_admitted",
            "pole_created",
            "pole_suspended",
        ]
    );
    assert_eq!(positions(&all), (1..=11).collect::<Vec<_>>());
    assert_eq!(all[0]["subject"]["id"], draft.body["id"]);
    let public = ["call_published", "pole_recognised", "pole_suspended"];
    let holder = app.holder();
    for stranger in [app.anonymous(), holder, app.applicant_of("01234560157")] {
        assert_eq!(types(&feed(&stranger, "").await), public);
    }
    let own = feed(&app.applicant(), "").await;
    assert_eq!(positions(&own), [3, 4, 5, 6, 7, 8, 9, 11]);
    let other = feed(&app.applicant_of(OTHER), "").await;
    assert_eq!(positions(&other), [3, 8, 10, 11]);
    assert_eq!(other[2]["subject"]["id"], theirs.body["id"]);
    // The same event looks the same to everyone, except for its actor.
    let seen = feed(&app.anonymous(), "").await;
    for event in &seen {
        let whole = all.iter().find(|it| it["position"] == event["position"]).unwrap();
        for name in ["id", "type", "at", "subject", "changed", "reason", "hash", "previous"] {
            assert_eq!(event.get(name), whole.get(name), "{name}");
        }
    }
}

async fn the_feed_keeps_deleted_resources(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    app.applicant().delete(made.header("location"), "*").await.expect(204);
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    app.official().delete(draft.header("location"), "*").await.expect(204);
    let all = feed(&app.official(), "").await;
    let told = ["pole_created", "pole_deleted", "call_created", "call_deleted"];
    assert_eq!(types(&all), told);
    assert_eq!(all[1]["subject"]["id"], made.body["id"]);
    assert_eq!(types(&feed(&app.applicant(), "").await), told[..2]);
    for stranger in [app.anonymous(), app.applicant_of(OTHER)] {
        assert_eq!(feed(&stranger, "").await, [] as [Value; 0]);
    }
    let gone = format!("{}/events", made.header("location"));
    app.applicant().get(&gone).await.expect_problem(404, "not-found");
}

async fn persons_are_named_to_officials_only(app: TestApp) {
    let request = TokenRequest {
        organisation: Some("RSSMRA80A01F205X".to_owned()),
        client: Some("portale-scuole".to_owned()),
        ..TokenRequest::of_demo("maria.rossi", &["applicant"], &app.clock)
    };
    let person = app.bearer(&request);
    let mut body = pole();
    body["members"][3]["tax_code"] = json!("RSSMRA80A01F205X");
    let made = person.post("/v1/poles", &body).await.expect(201);
    let call = published(&app, &call()).await;
    let application = submit(&person, &call, &made.id()).await.expect(201).id();
    admit(&app, &application, TODAY).await.expect(200);
    let patch = json!({"name": "Altro"});
    person.patch(made.header("location"), &patch, "*").await.expect(200);

    let pages = [
        "/v1/events".to_owned(),
        format!("{}/events", made.header("location")),
        format!("{call}/events"),
    ];
    for path in &pages {
        for caller in [app.anonymous(), person.clone(), app.applicant_of(OTHER)] {
            let seen = caller.get(path).await.expect(200);
            assert!(!seen.body["items"].as_array().unwrap().is_empty(), "{path}");
            for secret in
                ["RSSMRA80A01F205X", "maria.rossi", "portale-scuole", "official\",\"client"]
            {
                assert!(!seen.text.contains(secret), "{secret} in {path}");
            }
            for event in seen.body["items"].as_array().unwrap() {
                let actor = event["actor"].as_object().unwrap();
                assert!(!actor.contains_key("subject") && !actor.contains_key("client"));
            }
        }
        let seen = app.official().get(path).await.expect(200);
        assert!(!seen.text.contains("RSSMRA80A01F205X"), "{path}");
    }
    let all = feed(&app.official(), "&type=pole_created").await;
    assert_eq!(
        all[0]["actor"],
        json!({"roles": ["applicant"], "subject": "maria.rossi", "client": "portale-scuole"})
    );
    let of_body = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let history = format!("{}/events", of_body.header("location"));
    let own = app.applicant().get(&history).await.expect(200).body;
    assert_eq!(
        own["items"][0]["actor"],
        json!({"roles": ["applicant"], "organisation": "94004480151"})
    );
}

async fn every_event_is_chained_to_the_one_before(app: TestApp) {
    for _ in 0..3 {
        let pole = recognised(&app).await;
        pole.change(&app.applicant(), 1, &json!({"municipality": "Treviglio"})).await;
    }
    let all = feed(&app.official(), "").await;
    assert!(all[0].get("previous").is_none());
    let mut hashes = BTreeSet::new();
    for pair in all.windows(2) {
        assert_eq!(pair[1]["previous"], pair[0]["hash"]);
    }
    hashes.extend(all.iter().map(|event| event["hash"].as_str().unwrap()));
    assert_eq!(hashes.len(), all.len());
    let expected: Vec<_> = (1..=i64::try_from(all.len()).unwrap()).collect();
    assert_eq!(positions(&all), expected);
}

async fn the_feed_is_filtered_by_type_and_paginated(app: TestApp) {
    let pole = recognised(&app).await;
    app.applicant().patch(&pole.path, &json!({"name": "Altro"}), "*").await.expect(200);
    let all = feed(&app.official(), "").await;
    for kind in ["pole_created", "pole_recognised", "pole_changed", "application_submitted"] {
        let some = feed(&app.official(), &format!("&type={kind}")).await;
        let chosen: Vec<_> = all.iter().filter(|event| event["type"] == kind).cloned().collect();
        assert_eq!(some, chosen, "{kind}");
        assert_eq!(some.len(), 1, "{kind}");
    }
    let public = feed(&app.anonymous(), "&type=pole_created").await;
    assert_eq!(public, [] as [Value; 0]);
    for (query, fault) in [
        ("after=-1", "/after pattern"),
        ("after=9007199254740992", "/after pattern"),
        ("after=3:", "/after pattern"),
        // No event has this place.
        (
            "after=0:0ecd5fe5441364f2360510a8ee1883e7b607f6604c297070605882ba6e83f439",
            "/after pattern",
        ),
        ("limit=0", "/limit minimum"),
        ("limit=1001", "/limit maximum"),
        ("type=pole_painted", "/type enum"),
        ("before=3", "/before unknown_property"),
    ] {
        let refused = app.anonymous().get(&format!("/v1/events?{query}")).await;
        let refused = refused.expect_problem(400, "malformed-parameter");
        assert_eq!(refused.faults(), [fault]);
        let has_example =
            refused.body["errors"][0]["message"].as_str().unwrap().ends_with("per esempio: 0");
        assert_eq!(has_example, fault == "/after pattern", "{}", refused.body);
    }
}

/// The last event, as officials see it.
async fn head_of(app: &TestApp) -> Value {
    feed(&app.official(), "").await.pop().unwrap()
}

async fn a_filtered_page_without_a_match_moves_on_to_the_head(app: TestApp) {
    let pole = recognised(&app).await;
    app.applicant().patch(&pole.path, &json!({"description": "Altro"}), "*").await.expect(200);
    app.applicant_of(OTHER).post("/v1/poles", &json::pole()).await.expect(201);
    let head = head_of(&app).await;
    let history = format!("{}/events", pole.path);
    // Nothing of the type, nothing that concerns the caller, nothing since.
    for (caller, path) in [
        (app.anonymous(), "/v1/events?type=pole_dissolved"),
        (app.anonymous(), "/v1/events?type=pole_created&after=2"),
        (app.holder(), "/v1/events?type=call_created"),
        (app.applicant(), history.as_str()),
        (app.anonymous(), history.as_str()),
    ] {
        let page = caller.get(path).await.expect(200).body;
        assert_eq!(page["next_after"], head["position"], "{path}");
        assert_eq!(page["next_hash"], head["hash"], "{path}");
    }
    // A page that is full ends with its last event: more may follow.
    let full = app.official().get("/v1/events?type=pole_created&limit=1").await.expect(200).body;
    assert_eq!(full["next_after"], full["items"][0]["position"]);
    assert_eq!(full["next_hash"], full["items"][0]["hash"]);
}

async fn a_place_that_the_log_does_not_have_is_refused(app: TestApp) {
    let empty = app.anonymous().get("/v1/events?after=0").await.expect(200).body;
    assert_eq!(empty, json!({"items": [], "next_after": 0}));
    let refused = app.anonymous().get("/v1/events?after=1").await;
    let refused = refused.expect_problem(400, "malformed-parameter");
    assert_eq!(refused.body["head"], json!({"position": 0}));
    let pole = recognised(&app).await;
    let all = feed(&app.official(), "").await;
    let head = all.last().unwrap();
    let (last, hash) = (head["position"].as_i64().unwrap(), head["hash"].as_str().unwrap());
    let before = &all[all.len() - 2];
    for path in ["/v1/events".to_owned(), format!("{}/events", pole.path)] {
        for (after, fault) in [
            (format!("{}", last + 1), "beyond_the_head"),
            ("999999999999999".to_owned(), "beyond_the_head"),
            (format!("{}:{hash}", last + 1), "beyond_the_head"),
            (format!("{}:{hash}", last - 1), "another_event"),
            (format!("{last}:{}", before["hash"].as_str().unwrap()), "another_event"),
        ] {
            let refused = app.applicant().get(&format!("{path}?after={after}")).await;
            let refused = refused.expect_problem(400, "malformed-parameter");
            assert_eq!(refused.faults(), [format!("/after {fault}")], "{path} {after}");
            assert_eq!(refused.body["head"], json!({"position": last, "hash": hash}));
        }
        for event in [before, head] {
            let after = format!("{}:{}", event["position"], event["hash"].as_str().unwrap());
            let page = app.official().get(&format!("{path}?after={after}")).await.expect(200).body;
            assert_eq!(page["next_after"], last);
            let next = format!("{}:{}", page["next_after"], page["next_hash"].as_str().unwrap());
            app.official().get(&format!("{path}?after={next}")).await.expect(200);
        }
    }
}

/// The number of concurrent writers, and of writes by each.
const WRITERS: usize = 16;
const EACH: usize = 5;

/// Sixteen writers spread over the services, with a reader on each.
async fn written_and_read(services: &[&TestApp]) {
    let writers = (0..WRITERS).map(|index| {
        let caller = services[index % services.len()].applicant();
        async move {
            let mut made = Vec::new();
            for number in 0..EACH {
                let name = format!("Polo {index}.{number}");
                let body = json!({"name": name, "area": "mechanics", "province": "MB"});
                made.push(caller.post("/v1/poles", &body).await.expect(201).id());
            }
            made
        }
    });
    let readers = services.iter().map(|service| async {
        let (mut read, mut after) = (Vec::new(), 0);
        while read.len() < WRITERS * EACH {
            let path = format!("/v1/events?after={after}&limit=3");
            let page = service.applicant().get(&path).await.expect(200).body;
            after = page["next_after"].as_i64().unwrap();
            read.extend(page["items"].as_array().unwrap().iter().cloned());
        }
        read
    });
    let (made, read) = join(join_all(writers), join_all(readers)).await;
    let made: BTreeSet<String> = made.into_iter().flatten().collect();
    assert_eq!(made.len(), WRITERS * EACH);
    let last = i64::try_from(WRITERS * EACH).unwrap();
    for events in read {
        assert_eq!(positions(&events), (1..=last).collect::<Vec<_>>());
        let told = events.iter().map(|event| event["subject"]["id"].as_str().unwrap().to_owned());
        assert_eq!(told.collect::<BTreeSet<_>>(), made);
    }
}

async fn readers_miss_nothing_while_sixteen_write(app: TestApp) {
    written_and_read(&[&app]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_miss_nothing_while_sixteen_write_to_two_replicas() {
    let one = TestApp::on(DatabaseKind::Postgres).start().await;
    let other = one.replica().start().await;
    written_and_read(&[&one, &other]).await;
}
