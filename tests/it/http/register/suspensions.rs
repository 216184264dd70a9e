//! Suspensions: until when, by whom, extended once, and in the end by themselves.

use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{act, body_of, decided, with};
use ptp_tests::fixtures::steps::{on_day, recognised, step};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    an_administrative_suspension_ends_by_itself_everywhere,
    a_suspension_is_extended_once,
    a_suspension_by_a_court_lasts_until_it_falls,
    what_a_suspension_must_say,
    a_restrictive_act_has_effect_when_it_is_delivered,
    what_is_not_delivered_is_for_its_addressee_first,
    what_changes_by_itself_has_another_tag,
    an_act_may_say_from_when_on_it_has_effect,
);

fn suspension(change: &Value) -> Value {
    with(decided("Accertamenti sull'accreditamento."), change)
}

/// Identifiers of the poles that are listed with a status.
async fn listed(app: &TestApp, status: &str) -> Vec<Value> {
    let at = format!("/v1/poles?status={status}");
    let body = app.anonymous().get(&at).await.expect(200).body;
    body["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
}

/// What every reading says of a pole today.
async fn agree(app: &TestApp, path: &str, id: &str, status: &str) {
    let anyone = app.anonymous();
    assert_eq!(anyone.get(path).await.expect(200).body["status"], status);
    let recognition = anyone.get(&format!("{path}/recognition")).await.expect(200).body;
    assert_eq!(recognition["status"], status);
    assert_eq!(recognition["recognised"], status == "recognised");
    for other in ["recognised", "suspended", "revoked"] {
        assert_eq!(listed(app, other).await.contains(&json!(id)), other == status, "{other}");
    }
    let timeline = anyone.get(&format!("{path}/compliance/timeline")).await.expect(200).body;
    assert_eq!(timeline["stages"][0]["status"], status);
}

async fn an_administrative_suspension_ends_by_itself_everywhere(app: TestApp) {
    let pole = recognised(&app).await;
    on_day(&app, "2027-03-01");
    let at = format!("{}/suspension", pole.path);
    let body = suspension(&json!({"kind": "administrative", "until": "2027-05-31"}));
    let done = step(&app.official(), &at, &body).await.expect(200);
    let stage = &done.body["life"][1];
    assert_eq!((&stage["kind"], &stage["until"]), (&json!("administrative"), &json!("2027-05-31")));
    agree(&app, &pole.path, &pole.id, "suspended").await;
    let seen = app.anonymous().get(&pole.path).await.expect(200);
    let timeline = format!("{}/compliance/timeline", pole.path);
    let stages = app.anonymous().get(&timeline).await.expect(200).body["stages"].clone();
    assert_eq!(
        stages,
        json!([
            {"since": "2027-03-01", "status": "suspended"},
            {"since": "2027-06-01", "status": "recognised"},
        ])
    );
    on_day(&app, "2027-05-31");
    agree(&app, &pole.path, &pole.id, "suspended").await;
    on_day(&app, "2027-06-01");
    agree(&app, &pole.path, &pole.id, "recognised").await;
    let now = app.anonymous().get(&pole.path).await.expect(200);
    assert_ne!(seen.etag(), now.etag(), "what changes by itself has another tag");
    assert_eq!(now.body["version"], seen.body["version"]);
    let since = app.anonymous().get(&format!("{}/recognition", pole.path)).await.expect(200).body;
    assert_eq!(since["since"], "2027-06-01");
    for (day, status) in [("2027-02-28", "recognised"), ("2027-05-31", "suspended")] {
        let asked = format!("{}/recognition?as_of={day}", pole.path);
        assert_eq!(app.anonymous().get(&asked).await.expect(200).body["status"], status);
    }
    // It is recognised as any other: it can be changed, suspended again, and takes part in measures.
    let again = format!("{}/reinstatement", pole.path);
    let refused = step(&app.official(), &again, &body_of("reinstatement")).await;
    assert_eq!(refused.expect_problem(409, "wrong-state").body["resource_status"], "recognised");
    let renamed = app.applicant().patch(&pole.path, &json!({"description": "Altro."}), "*").await;
    assert_eq!(renamed.expect(200).body["status"], "recognised");
    agree(&app, &pole.path, &pole.id, "recognised").await;
    step(&app.official(), &at, &suspension(&json!({"until": "2027-09-30"}))).await.expect(200);
    agree(&app, &pole.path, &pole.id, "suspended").await;
}

async fn a_suspension_is_extended_once(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/suspension", pole.path);
    let extension = format!("{}/suspension-extension", pole.path);
    let longer = |until: &str| with(decided("In corso."), &json!({"until": until}));
    let refused = step(&app.official(), &extension, &longer("2027-06-30")).await;
    refused.expect_problem(409, "wrong-state");
    step(&app.official(), &at, &suspension(&json!({"until": "2027-03-31"}))).await.expect(200);
    let short = step(&app.official(), &extension, &longer("2027-03-31")).await;
    let faults = short.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/until suspension_not_longer"]);
    let done = step(&app.official(), &extension, &longer("2027-06-30")).await.expect(200).body;
    assert_eq!(done["life"][1]["until"], "2027-06-30");
    assert_eq!(done["life"][1]["extension"]["before"], "2027-03-31");
    let again = step(&app.official(), &extension, &longer("2027-09-30")).await;
    let again = again.expect_problem(409, "wrong-state");
    assert_eq!(again.body["reason"], "suspension_extended");
    on_day(&app, "2027-06-30");
    agree(&app, &pole.path, &pole.id, "suspended").await;
    on_day(&app, "2027-07-01");
    agree(&app, &pole.path, &pole.id, "recognised").await;
}

async fn a_suspension_by_a_court_lasts_until_it_falls(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/suspension", pole.path);
    let order = json!({"kind": "judgment", "number": "97", "date": TODAY});
    let body = suspension(&json!({"kind": "judicial", "act": order}));
    let done = step(&app.official(), &at, &body).await.expect(200).body;
    assert!(done["life"][1].get("until").is_none());
    let extension = format!("{}/suspension-extension", pole.path);
    let refused = step(&app.official(), &extension, &body_of("suspension-extension")).await;
    let refused = refused.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["reason"], "suspension_by_court");
    on_day(&app, "2031-01-20");
    agree(&app, &pole.path, &pole.id, "suspended").await;
    let at = format!("{}/reinstatement", pole.path);
    step(&app.official(), &at, &body_of("reinstatement")).await.expect(200);
    agree(&app, &pole.path, &pole.id, "recognised").await;
}

async fn what_a_suspension_must_say(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/suspension", pole.path);
    let delivery = |on: &str| {
        json!({"delivery": {
            "on": on, "means": "pec", "outcome": "delivered", "source": "Ricevuta 7731",
        }})
    };
    let ends = json!({"until": "2027-05-31"});
    for (body, faults) in [
        (json!({}), vec!["/until suspension_without_end"]),
        (json!({"kind": "administrative"}), vec!["/until suspension_without_end"]),
        (json!({"kind": "judicial"}), vec!["/act/kind not_a_judgment"]),
        (with(ends.clone(), &act("2027-01-19")), vec!["/act/date act_before_recognition"]),
        (
            with(ends.clone(), &json!({"effective_on": "2032-01-21", "effect_reason": "Mai."})),
            vec!["/effective_on effective_too_late"],
        ),
        (
            with(with(ends.clone(), &delivery(TODAY)), &json!({"awaits_delivery": true})),
            vec!["/awaits_delivery nothing_awaited"],
        ),
        (
            json!({"kind": "judicial", "until": "2027-05-31"}),
            vec!["/act/kind not_a_judgment", "/until suspension_by_court_has_no_end"],
        ),
        (json!({"until": "2027-01-19"}), vec!["/until suspension_ends_before_it_begins"]),
        (
            with(ends.clone(), &json!({"effective_on": "2027-02-01"})),
            vec!["/effect_reason effect_reason_required"],
        ),
        (
            with(ends.clone(), &json!({"effect_reason": "Urgenza."})),
            vec!["/effective_on effective_on_required"],
        ),
        (
            json!({"effective_on": "2027-01-19", "effect_reason": "Urgenza."}),
            vec!["/effective_on effective_before_act", "/until suspension_without_end"],
        ),
        (with(ends.clone(), &delivery("2027-01-19")), vec!["/delivery/on delivery_before_act"]),
        (with(ends, &delivery("2027-01-21")), vec!["/delivery/on delivery_in_the_future"]),
    ] {
        let refused = step(&app.official(), &at, &suspension(&body)).await;
        assert_eq!(refused.expect_problem(422, "invalid-body").faults(), faults, "{body}");
    }
    agree(&app, &pole.path, &pole.id, "recognised").await;
}

async fn a_restrictive_act_has_effect_when_it_is_delivered(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/revocation", pole.path);
    let deliveries = format!("{}/deliveries", pole.path);
    let delivery = |on: &str, outcome: &str| {
        json!({"delivery": {
            "on": on, "means": "registered_letter", "outcome": outcome, "source": "Racc. 12",
        }})
    };
    let nothing = step(&app.official(), &deliveries, &delivery(TODAY, "delivered")).await;
    let nothing = nothing.expect_problem(409, "wrong-state");
    assert_eq!(nothing.body["reason"], "nothing_to_deliver");
    let body = with(body_of("revocation"), &json!({"awaits_delivery": true}));
    let taken = step(&app.official(), &at, &body).await.expect(200).body;
    assert_eq!(taken["status"], "recognised");
    let said = taken["life"][1]["no_effect_yet"]["it"].as_str().unwrap();
    assert!(said.contains("in attesa di consegna"), "{said}");
    agree(&app, &pole.path, &pole.id, "recognised").await;
    let again = step(&app.official(), &at, &body).await.expect_problem(409, "wrong-state");
    assert_eq!(again.body["reason"], "act_undelivered");

    on_day(&app, "2027-02-10");
    let failed = step(&app.official(), &deliveries, &delivery("2027-02-01", "failed")).await;
    assert_eq!(failed.expect(200).body["status"], "recognised");
    let early = step(&app.official(), &deliveries, &delivery("2027-01-19", "delivered")).await;
    let faults = early.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/delivery/on delivery_before_act"]);
    let done = step(&app.official(), &deliveries, &delivery("2027-02-08", "deemed")).await;
    let done = done.expect(200).body;
    assert_eq!(
        (&done["status"], &done["life"][1]["since"]),
        (&json!("revoked"), &json!("2027-02-08"))
    );
    assert!(done["life"][1].get("no_effect_yet").is_none());
    agree(&app, &pole.path, &pole.id, "revoked").await;
    let events = app.official().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let last = events["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["type"], "pole_act_delivered");
    assert_eq!(last["changed"], json!(["life", "status"]));
}

/// What a caller is told of the life of a pole, and of its history.
async fn told(caller: &Caller<'_>, path: &str) -> (Vec<Value>, String) {
    let seen = caller.get(path).await.expect(200).body;
    let events = caller.get(&format!("{path}/events")).await.expect(200);
    (seen["life"].as_array().unwrap().clone(), events.text)
}

/// Neither the pole nor its history nor the feed tell others of it; deliveries and protocol numbers
/// are never for them.
async fn what_is_not_delivered_is_for_its_addressee_first(app: TestApp) {
    let pole = recognised(&app).await;
    let number = json!({
        "number": "U1", "date": TODAY, "direction": "outgoing", "subject": "Revoca a Rossi",
    });
    let waits = json!({"awaits_delivery": true, "references": [number]});
    let body = with(body_of("revocation"), &waits);
    step(&app.official(), &format!("{}/revocation", pole.path), &body).await.expect(200);
    for caller in [app.official(), app.applicant()] {
        let (life, events) = told(&caller, &pole.path).await;
        assert_eq!((life.len(), &life[1]["references"]), (2, &waits["references"]));
        assert!(events.contains("pole_revoked"), "{events}");
    }
    let (life, events) = told(&app.anonymous(), &pole.path).await;
    assert_eq!(life.len(), 1);
    assert!(!events.contains("pole_revoked"), "{events}");
    let feed = app.anonymous().get("/v1/events").await.expect(200);
    assert!(!feed.text.contains("pole_revoked"), "{}", feed.text);

    let deliveries = format!("{}/deliveries", pole.path);
    let mut attempt = body_of("pole-deliveries");
    attempt["delivery"]["outcome"] = json!("failed");
    step(&app.official(), &deliveries, &attempt).await.expect(200);
    let (_, events) = told(&app.anonymous(), &pole.path).await;
    assert!(!events.contains("pole_act_delivered"), "{events}");
    step(&app.official(), &deliveries, &body_of("pole-deliveries")).await.expect(200);
    let (life, events) = told(&app.anonymous(), &pole.path).await;
    assert_eq!((life.len(), &life[1]["status"]), (2, &json!("revoked")));
    assert!(life[1].get("delivery").is_none() && life[1].get("references").is_none(), "{life:?}");
    assert!(events.contains("pole_act_delivered"), "{events}");
    let (life, _) = told(&app.applicant(), &pole.path).await;
    assert_eq!(life[1]["delivery"]["means"], "pec");
}

/// Even where the status is that of the last write again.
async fn what_changes_by_itself_has_another_tag(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/suspension", pole.path);
    let stated = json!({
        "until": "2027-05-31", "effective_on": "2027-05-01", "effect_reason": "A fine lezioni.",
    });
    step(&app.official(), &at, &suspension(&stated)).await.expect(200);
    let mut seen = Vec::new();
    for day in [TODAY, "2027-05-01", "2027-06-01"] {
        on_day(&app, day);
        let answer = app.anonymous().get(&pole.path).await.expect(200);
        assert!(!seen.contains(&answer.etag().to_owned()), "{day}");
        seen.push(answer.etag().to_owned());
    }
}

async fn an_act_may_say_from_when_on_it_has_effect(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/revocation", pole.path);
    let stated =
        json!({"effective_on": "2027-09-01", "effect_reason": "Fine dell'anno scolastico."});
    let body = with(body_of("revocation"), &stated);
    let taken = step(&app.official(), &at, &body).await.expect(200).body;
    assert_eq!(taken["status"], "recognised");
    assert_eq!(taken["life"][1]["since"], "2027-09-01");
    assert_eq!(taken["life"][1]["effect_reason"], stated["effect_reason"]);
    let said = taken["life"][1]["no_effect_yet"]["it"].as_str().unwrap();
    assert!(said.contains("dal 1º settembre 2027"), "{said}");
    on_day(&app, "2027-08-31");
    agree(&app, &pole.path, &pole.id, "recognised").await;
    on_day(&app, "2027-09-01");
    agree(&app, &pole.path, &pole.id, "revoked").await;
    let patch = app.applicant().patch(&pole.path, &json!({"name": "Altro"}), "*").await;
    assert_eq!(patch.expect_problem(409, "wrong-state").body["resource_status"], "revoked");
}
