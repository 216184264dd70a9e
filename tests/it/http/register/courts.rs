//! What courts decide of acts: a revocation is suspended, later annulled, or stands in the end.

use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{body_of, with};
use ptp_tests::fixtures::steps::{on_day, recognised, step};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_court_suspends_a_revocation_and_later_annuls_it,
    a_revocation_stands_once_the_order_falls,
    an_order_says_which_court_and_which_act,
    an_order_revives_no_pole_of_which_the_admission_was_annulled,
    an_act_that_a_court_annulled_keeps_no_other_from_being_taken,
);

fn order(effect: &str, on: &str) -> Value {
    json!({
        "effect": effect,
        "act": {"number": "4521", "date": TODAY},
        "order": {"court": "TAR Lombardia, Milano", "number": "812", "date": on},
    })
}

/// A decree of the day with a number.
fn decree(number: &str) -> Value {
    json!({"act": {"kind": "decree", "number": number, "date": TODAY}})
}

/// The same order on the act of the day with a number.
fn of(number: &str, order: Value) -> Value {
    with(order, &json!({"act": {"number": number, "date": TODAY}}))
}

async fn recognition(app: &TestApp, path: &str, on: &str) -> Value {
    let at = format!("{path}/recognition?as_of={on}");
    app.anonymous().get(&at).await.expect(200).body
}

async fn listed(app: &TestApp, query: &str) -> usize {
    let body = app.anonymous().get(&format!("/v1/poles?{query}")).await.expect(200).body;
    body["items"].as_array().unwrap().len()
}

async fn a_court_suspends_a_revocation_and_later_annuls_it(app: TestApp) {
    let pole = recognised(&app).await;
    let revocation = format!("{}/revocation", pole.path);
    step(&app.official(), &revocation, &body_of("revocation")).await.expect(200);
    let at = format!("{}/court-orders", pole.path);
    on_day(&app, "2027-03-10");
    let revived = step(&app.official(), &at, &order("suspends", "2027-03-08")).await;
    let revived = revived.expect(200).body;
    assert_eq!(revived["status"], "recognised");
    let said = revived["provisional"]["it"].as_str().unwrap();
    assert!(said.contains("TAR Lombardia, Milano, n. 812 dell'8 marzo 2027"), "{said}");
    assert_eq!(revived["life"][1]["orders"][0]["effect"], "suspends");
    for (day, status) in
        [(TODAY, "revoked"), ("2027-03-07", "revoked"), ("2027-03-08", "recognised")]
    {
        let told = recognition(&app, &pole.path, day).await;
        assert_eq!(told["status"], status, "{day}");
        assert_eq!(told.get("provisional").is_some(), status == "recognised", "{day}");
    }
    let timeline = format!("{}/compliance/timeline?from=2027-03-01", pole.path);
    let stages = app.anonymous().get(&timeline).await.expect(200).body["stages"].clone();
    assert_eq!(stages[0]["status"], "revoked");
    assert_eq!(
        (&stages[1]["since"], &stages[1]["status"]),
        (&json!("2027-03-08"), &json!("recognised"))
    );
    assert!(stages[1]["provisional"]["it"].is_string());
    assert_eq!(listed(&app, "status=recognised").await, 1);
    assert_eq!(listed(&app, "status=revoked").await, 0);
    assert_eq!(listed(&app, "compliance=compliant&as_of=2027-03-01").await, 0);
    assert_eq!(listed(&app, "compliance=compliant&as_of=2027-03-08").await, 1);
    // It lives: its owner may change it, and it can be suspended.
    app.applicant().patch(&pole.path, &json!({"description": "Vive."}), "*").await.expect(200);

    on_day(&app, "2028-01-20");
    let known = "2027-02-01T12:00:00Z";
    let annulled =
        step(&app.official(), &at, &order("annuls", "2028-01-15")).await.expect(200).body;
    assert_eq!(annulled["status"], "recognised");
    assert!(annulled.get("provisional").is_none());
    let told = recognition(&app, &pole.path, "2027-02-01").await;
    assert_eq!(told["status"], "recognised", "it is as if it had never been revoked");
    let path = format!("{}/recognition?known_at={known}", pole.path);
    let then = app.anonymous().get(&path).await.expect(200).body;
    assert_eq!(then["status"], "revoked", "but that is what was known then");
    let events = app.official().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let last = events["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["type"], &last["changed"]),
        (&json!("court_order_recorded"), &json!(["life"]))
    );
}

async fn a_revocation_stands_once_the_order_falls(app: TestApp) {
    let pole = recognised(&app).await;
    let revocation = format!("{}/revocation", pole.path);
    step(&app.official(), &revocation, &body_of("revocation")).await.expect(200);
    let at = format!("{}/court-orders", pole.path);
    on_day(&app, "2027-03-10");
    step(&app.official(), &at, &order("suspends", "2027-03-08")).await.expect(200);
    on_day(&app, "2027-06-10");
    let again = step(&app.official(), &at, &order("lifted", "2027-06-01")).await.expect(200).body;
    assert_eq!(again["status"], "revoked");
    for (day, status) in
        [("2027-03-01", "revoked"), ("2027-05-31", "recognised"), ("2027-06-01", "revoked")]
    {
        assert_eq!(recognition(&app, &pole.path, day).await["status"], status, "{day}");
    }
}

async fn an_order_says_which_court_and_which_act(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("{}/court-orders", pole.path);
    let none = step(&app.official(), &at, &order("suspends", TODAY)).await;
    let none = none.expect_problem(409, "wrong-state");
    assert_eq!(none.body["reason"], "no_contestable_act");
    let revocation = with(body_of("revocation"), &decree("9000"));
    step(&app.official(), &format!("{}/revocation", pole.path), &revocation).await.expect(200);
    let mut without = of("9000", order("suspends", TODAY));
    without["order"].as_object_mut().unwrap().remove("court");
    for (body, faults) in [
        (without, vec!["/order/court required"]),
        (of("8999", order("suspends", TODAY)), vec!["/act no_such_act"]),
        (of("4521", order("suspends", TODAY)), vec!["/act recognition_contested"]),
        (of("9000", order("suspends", "2027-01-19")), vec!["/order/date order_before_act"]),
        (
            of("8999", order("suspends", "2027-01-21")),
            vec!["/order/date order_in_the_future", "/act no_such_act"],
        ),
        (of("9000", order("lifted", TODAY)), vec!["/effect nothing_to_lift"]),
    ] {
        let refused = step(&app.official(), &at, &body).await.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), faults, "{body}");
    }
    let seen = app.anonymous().get(&pole.path).await.expect(200).body;
    assert_eq!(seen["status"], "revoked", "nothing was stored");
    step(&app.applicant(), &at, &order("suspends", TODAY)).await.expect_problem(403, "forbidden");
}

/// In whichever order the court decides of the later act, and whatever becomes of the application.
async fn an_order_revives_no_pole_of_which_the_admission_was_annulled(app: TestApp) {
    let pole = recognised(&app).await;
    let revocation = with(body_of("revocation"), &decree("10"));
    step(&app.official(), &format!("{}/revocation", pole.path), &revocation).await.expect(200);
    let application = format!("/v1/applications/{}", pole.application);
    let judged = with(
        body_of("annulment"),
        &json!({
            "ground": "judgment",
            "act": {"kind": "judgment", "number": "5", "date": TODAY},
        }),
    );
    step(&app.official(), &format!("{application}/annulment"), &judged).await.expect(200);
    let at = format!("{}/court-orders", pole.path);
    let of_revocation = |effect: &str| of("10", order(effect, TODAY));
    for effect in ["suspends", "annuls"] {
        let refused = step(&app.official(), &at, &of_revocation(effect)).await;
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["reason"], "admission_annulled", "{effect}");
    }
    step(&app.applicant(), &format!("{application}/withdrawal"), &body_of("withdrawal"))
        .await
        .expect(200);
    let refused = step(&app.official(), &at, &of_revocation("annuls")).await;
    assert_eq!(refused.expect_problem(409, "wrong-state").body["reason"], "admission_annulled");
    let seen = app.anonymous().get(&pole.path).await.expect(200).body;
    assert_eq!(seen["status"], "revoked", "nothing was stored");
}

async fn an_act_that_a_court_annulled_keeps_no_other_from_being_taken(app: TestApp) {
    let later = json!({"effective_on": "2027-09-01", "effect_reason": "Fine dell'anno."});
    for (until_effect, code) in
        [(json!({"awaits_delivery": true}), "act_undelivered"), (later, "act_ahead")]
    {
        let pole = recognised(&app).await;
        let at = format!("{}/revocation", pole.path);
        let body = with(with(body_of("revocation"), &decree("10")), &until_effect);
        step(&app.official(), &at, &body).await.expect(200);
        let refused = step(&app.official(), &at, &body_of("revocation")).await;
        assert_eq!(refused.expect_problem(409, "wrong-state").body["reason"], code);
        let annulled = of("10", order("annuls", TODAY));
        let orders = format!("{}/court-orders", pole.path);
        step(&app.official(), &orders, &annulled).await.expect(200);
        let done = step(&app.official(), &at, &body_of("revocation")).await.expect(200).body;
        assert_eq!(done["status"], "revoked");
    }
}
