//! Calls: visibility, changes, phases.

use chrono::{DateTime, TimeDelta, Utc};
use ptp_tests::fixtures::json::{act, body_of, call, decided, pole, with};
use ptp_tests::{Answer, NOW, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_draft_is_seen_by_officials_only,
    a_published_call_is_corrected_with_a_reason_only,
    the_phase_flips_exactly_at_the_instants,
    local_times_follow_both_dst_changes,
    a_window_is_only_extended,
    offered_actions_match_responses,
    an_applicant_is_told_whether_a_call_receives_applications,
);

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

async fn published(app: &TestApp) -> Answer {
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    step(app, &draft.id(), "/publication", &json!({})).await.expect(200)
}

async fn step(app: &TestApp, id: &str, noun: &str, body: &Value) -> Answer {
    let path = format!("/v1/calls/{id}");
    let seen = app.official().get(&path).await.expect(200);
    app.official().post_seen(&format!("{path}{noun}"), body, seen.etag()).await
}

async fn a_draft_is_seen_by_officials_only(app: TestApp) {
    let first = app.official().post("/v1/calls", &call()).await.expect(201);
    let second = app.official().post("/v1/calls", &call()).await.expect(201);
    assert_eq!([&first.body["code"], &second.body["code"]], ["BANDO-2027-001", "BANDO-2027-002"]);
    assert_eq!(first.body["status"], "draft");
    assert!(first.body.get("phase").is_none());
    let path = format!("/v1/calls/{}", first.id());
    app.anonymous().get(&path).await.expect_problem(404, "not-found");
    app.applicant().get(&path).await.expect_problem(404, "not-found");
    assert_eq!(app.anonymous().get("/v1/calls").await.expect(200).body["items"], json!([]));
    let all = app.official().get("/v1/calls").await.expect(200);
    assert_eq!(all.body["items"].as_array().unwrap().len(), 2);

    app.official().delete(&path, first.etag()).await.expect(204);
    app.official().get(&path).await.expect_problem(404, "not-found");
    let third = app.official().post("/v1/calls", &call()).await.expect(201);
    assert_eq!(third.body["code"], "BANDO-2027-003", "the code of a deleted draft is not reused");
}

async fn a_published_call_is_corrected_with_a_reason_only(app: TestApp) {
    let call = published(&app).await;
    let path = format!("/v1/calls/{}", call.id());
    let title = json!({"title": {"it": "Bando corretto"}});
    let refused = app.official().patch(&path, &title, call.etag()).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/reason required"]);
    let areas = json!({"areas": [], "reason": "Refuso."});
    app.official().patch(&path, &areas, call.etag()).await.expect_problem(409, "wrong-state");
    let title = json!({"title": {"it": "Bando corretto"}, "reason": "Refuso."});
    let done = app.official().patch(&path, &title, call.etag()).await.expect(200);
    assert_eq!(done.body["title"]["it"], "Bando corretto");
    assert_eq!(done.body["version"], 3);
    assert!(done.body.get("reason").is_none());
    // What stands there may be said again.
    let again = json!({"title": {"it": "Bando"}, "procedure_from": done.body["procedure_from"], "reason": "Refuso."});
    let again = app.official().patch(&path, &again, done.etag()).await.expect(200);
    assert_eq!(again.body["procedure_from"], done.body["procedure_from"]);
}

async fn the_phase_flips_exactly_at_the_instants(app: TestApp) {
    let path = format!("/v1/calls/{}", published(&app).await.id());
    let tick = TimeDelta::microseconds(1);
    let (opens, closes) = (at("2027-01-11T08:00:00Z"), at("2027-02-26T11:00:00Z"));
    for (now, phase) in
        [(opens - tick, "upcoming"), (opens, "open"), (closes, "open"), (closes + tick, "closed")]
    {
        app.clock.set(now);
        assert_eq!(app.anonymous().get(&path).await.expect(200).body["phase"], phase, "{now}");
        let clock = app.anonymous().get(&format!("{path}/clock")).await.expect(200).body;
        assert_eq!(clock["phase"], phase);
        assert_eq!(clock["closes_at"], "2027-02-26T11:00:00Z");
        let left = (closes - now).num_seconds().max(0);
        assert_eq!(clock["seconds_to_close"], left);
        for filter in ["upcoming", "open", "closed"] {
            let list = app.anonymous().get(&format!("/v1/calls?phase={filter}")).await.expect(200);
            let found = list.body["items"].as_array().unwrap().len();
            assert_eq!(found, usize::from(filter == phase), "{filter} at {now}");
        }
    }
}

async fn local_times_follow_both_dst_changes(app: TestApp) {
    let mut body = call();
    for (opens, closes, wanted) in [
        (
            "2027-03-28T01:59:59",
            "2027-03-28T03:00:00",
            ["2027-03-28T00:59:59Z", "2027-03-28T01:00:00Z"],
        ),
        (
            "2027-10-31T02:30:00+02:00",
            "2027-10-31T02:30:00+01:00",
            ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"],
        ),
    ] {
        (body["opens_at"], body["closes_at"]) = (json!(opens), json!(closes));
        let made = app.official().post("/v1/calls", &body).await.expect(201).body;
        assert_eq!([&made["opens_at"], &made["closes_at"]], wanted);
    }
    for local in ["2027-03-28T02:30:00", "2027-10-31T02:30:00"] {
        body["opens_at"] = json!("2027-01-11T09:00:00");
        body["closes_at"] = json!(local);
        let refused = app.official().post("/v1/calls", &body).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("/closes_at "), "{faults:?}");
    }
}

async fn a_window_is_only_extended(app: TestApp) {
    let id = published(&app).await.id();
    let until = |closes: &str| with(decided("Proroga."), &json!({"closes_at": closes}));
    for closes in ["2027-02-26T12:00:00", "2027-02-25T12:00:00", "2027-01-19T12:00:00"] {
        let refused = step(&app, &id, "/extension", &until(closes)).await;
        assert_eq!(refused.expect_problem(422, "invalid-body").faults().len(), 1, "{closes}");
    }
    app.clock.set(at("2027-03-01T10:00:00Z"));
    let late = step(&app, &id, "/extension", &until("2027-03-12T12:00:00")).await;
    let late = late.expect_problem(409, "wrong-state").body;
    assert_eq!(
        (&late["reason"], &late["allowed_actions"][1]),
        (&json!("window_over"), &json!("reopen_call"))
    );
    let body = with(body_of("reopening"), &until("2027-03-12T12:00:00"));
    let tomorrow = with(body.clone(), &act("2027-03-02"));
    let refused = step(&app, &id, "/reopening", &tomorrow).await;
    assert_eq!(
        refused.expect_problem(422, "invalid-body").faults(),
        ["/act/date act_in_the_future"]
    );
    let reopened = step(&app, &id, "/reopening", &body).await.expect(200);
    let [told] = reopened.body["later_acts"].as_array().unwrap().as_slice() else {
        panic!("one act")
    };
    assert_eq!((&told["step"], &told["act"]), (&json!("reopen"), &body["act"]));
    assert_eq!(reopened.body["phase"], "open");
    assert_eq!(reopened.body["closes_at"], "2027-03-12T11:00:00Z");
}

/// A call in a state, with the clock set accordingly.
async fn call_that_is(app: &TestApp, state: &str) -> String {
    app.clock.set(at(NOW));
    let id = match state {
        "draft" | "late draft" => app.official().post("/v1/calls", &call()).await.expect(201).id(),
        _ => published(app).await.id(),
    };
    if state == "withdrawn" {
        step(app, &id, "/withdrawal", &decided("Errore.")).await.expect(200);
        let clock = app.anonymous().get(&format!("/v1/calls/{id}/clock")).await.expect(200).body;
        assert_eq!(
            (&clock["status"], &clock["seconds_to_close"]),
            (&json!("withdrawn"), &json!(0))
        );
        assert_eq!(clock.get("phase"), None);
    }
    if ["late draft", "closed", "archived"].contains(&state) {
        app.clock.set(at("2027-03-01T10:00:00Z"));
    }
    if state == "archived" {
        step(app, &id, "/archival", &json!({})).await.expect(200);
    }
    id
}

async fn offered_actions_match_responses(app: TestApp) {
    let bodies = [
        ("change_call", json!({"title": {"it": "Altro"}, "reason": "Refuso."})),
        ("remove_call", Value::Null),
        ("publish_call", json!({})),
        ("extend_call", body_of("extension")),
        ("reopen_call", body_of("reopening")),
        ("withdraw_call", decided("Sostituito.")),
        ("archive_call", json!({})),
    ];
    for (state, wanted) in [
        ("draft", vec!["change_call", "remove_call", "publish_call"]),
        ("late draft", vec!["change_call", "remove_call"]),
        ("open", vec!["change_call", "extend_call", "withdraw_call"]),
        ("closed", vec!["change_call", "reopen_call", "withdraw_call", "archive_call"]),
        ("withdrawn", vec![]),
        ("archived", vec![]),
    ] {
        for (name, body) in &bodies {
            let path = format!("/v1/calls/{}", call_that_is(&app, state).await);
            let offered = app.official().get(&format!("{path}/actions")).await.expect(200).body;
            let items = offered["items"].as_array().unwrap();
            let action = items.iter().find(|item| item["action"] == *name).unwrap();
            assert_eq!(
                action["allowed"],
                wanted.contains(name),
                "{name} of a call that is {state}"
            );
            let seen = app.official().get(&path).await.expect(200);
            let method: Method = action["method"].as_str().unwrap().parse().unwrap();
            let headers = match method {
                Method::PATCH => "application/merge-patch+json",
                _ => "application/json",
            };
            let headers = [("if-match", seen.etag()), ("content-type", headers)];
            let body = (!body.is_null()).then_some(body);
            let href = action["href"].as_str().unwrap();
            let done = app.official().send(method, href, body, &headers).await;
            if wanted.contains(name) {
                assert!(done.status.is_success(), "{name} of {state}: {}", done.text);
            } else {
                let refused = done.expect_problem(409, "wrong-state");
                assert_eq!(refused.body["allowed_actions"], json!(wanted), "{name} of {state}");
                assert_eq!(app.official().get(&path).await.body, seen.body);
            }
        }
    }
}

/// In the caller's language, with the opening or closing instant.
async fn an_applicant_is_told_whether_a_call_receives_applications(app: TestApp) {
    for (state, wanted) in [
        ("open", None),
        (
            "upcoming",
            Some((
                "il bando apre l'11 gennaio 2027 alle ore 9.00",
                "the call opens on 11 January 2027 at 9:00",
            )),
        ),
        (
            "closed",
            Some((
                "il bando si è chiuso il 26 febbraio 2027 alle ore 12.00",
                "the call closed on 26 February 2027 at 12:00",
            )),
        ),
        ("withdrawn", Some(("il bando è revocato", "the call was withdrawn"))),
        ("archived", Some(("il bando è archiviato", "the call is archived"))),
    ] {
        let path = match state {
            "upcoming" => {
                let path = call_that_is(&app, "open").await;
                app.clock.set("2027-01-10T08:00:00Z".parse().unwrap());
                path
            }
            _ => call_that_is(&app, state).await,
        };
        let pole = app.applicant().post("/v1/poles", &pole()).await.expect(201).id();
        for (language, wanted) in
            [("it", wanted.map(|(italian, _)| italian)), ("en", wanted.map(|(_, english)| english))]
        {
            let actions = format!("/v1/calls/{path}/actions");
            let headers = [("accept-language", language)];
            let answer = app.applicant().send(Method::GET, &actions, None, &headers).await;
            let items = answer.expect(200).body["items"].as_array().unwrap().clone();
            let submit = items.iter().find(|item| item["action"] == "submit_application").unwrap();
            let address = (&submit["method"], &submit["href"]);
            assert_eq!(address, (&json!("POST"), &json!("/v1/applications")));
            assert_eq!(submit["allowed"], wanted.is_none(), "{state}");
            if let Some(wanted) = wanted {
                let blocker = &submit["blocked_by"][0];
                assert_eq!(blocker["code"], "call_not_open");
                let message = blocker["message"].as_str().unwrap();
                assert!(message.starts_with(wanted), "{state}: {message}");
            }
            let publish = items.iter().find(|item| item["action"] == "publish_call").unwrap();
            assert_eq!(publish["blocked_by"][0]["code"], "role");
        }
        let body = json!({"call_id": path, "pole_id": pole});
        let submitted = app.applicant().post("/v1/applications", &body).await;
        match wanted {
            None => drop(submitted.expect(201)),
            Some(_) => drop(submitted.expect_problem(409, "call-not-open")),
        }
        let officials = app.official().get(&format!("/v1/calls/{path}/actions")).await.expect(200);
        let items = officials.body["items"].as_array().unwrap().clone();
        let submit = items.iter().find(|item| item["action"] == "submit_application").unwrap();
        assert_eq!(submit["blocked_by"][0]["code"], "role");
    }
}
