//! How acts reach the applicant, and what its terms run from.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, body_of, call, decided, measure, pole, with};
use ptp_tests::fixtures::steps::{
    Candidacy, candidacy, on_day, published, recognised, submit, submitted,
};
use serde_json::{Value, json};

use super::{as_applicant, blocked, officially, on_both_databases, review};

on_both_databases!(
    a_request_waits_for_its_delivery_and_its_term_runs_from_then,
    after_a_failed_delivery_another_is_recorded,
    an_act_may_bring_its_delivery,
    a_delivery_is_refused_before_its_act_and_where_there_is_none,
    on_the_portal_the_first_reading_counts_and_a_get_does_not,
    what_waits_for_its_delivery_is_counted_and_listed,
    how_acts_are_notified_is_chosen_before_the_publication,
    a_rejection_answers_the_observations,
    an_earlier_receipt_is_recorded_after_a_reading,
    a_decision_is_delivered_from_the_day_of_its_act_on,
    what_an_older_release_did_not_count_is_counted_anew,
);

/// The call of the tests, with acts delivered.
fn notified(notification: &str) -> Value {
    with(call(), &json!({"notification": notification}))
}

fn delivery(step: &str, on: &str, outcome: &str) -> Value {
    with(body_of("deliveries"), &json!({"step": step, "on": on, "outcome": outcome}))
}

/// An integration requested on Monday 1 February.
async fn asked(app: &TestApp, notification: &str) -> String {
    let Candidacy { path, .. } = candidacy(app, &notified(notification), &pole()).await;
    on_day(app, "2027-02-01");
    review(app, &path).await;
    officially(app, &path, "integration-request", &body_of("integration-request"))
        .await
        .expect(200);
    path
}

async fn shown(app: &TestApp, path: &str) -> Value {
    app.applicant().get(path).await.expect(200).body
}

async fn a_request_waits_for_its_delivery_and_its_term_runs_from_then(app: TestApp) {
    let path = asked(&app, "delivered").await;
    let waiting = shown(&app, &path).await;
    assert_eq!(
        (&waiting["notification"], &waiting["awaiting_delivery"]),
        (&json!("delivered"), &json!(true))
    );
    let request = &waiting["steps"][1];
    assert!(request.get("answer_by").is_none() && request.get("received_on").is_none());
    assert!(request["warning"]["it"].as_str().unwrap().starts_with("In attesa di consegna"));
    assert_eq!(waiting["clock"]["suspended_since"], Value::Null, "from the next day on");

    // Whatever the office would have given, no term runs meanwhile.
    on_day(&app, "2027-02-15");
    let refused = blocked(officially(&app, &path, "review", &json!({})).await, "delivery_awaited");
    assert!(refused.body["detail"].as_str().unwrap().contains("n attesa di consegna"));
    assert!(
        refused.body["allowed_actions"].as_array().unwrap().contains(&json!("record_delivery"))
    );

    let delivered = delivery("request_integration", "2027-02-06", "delivered");
    let known = officially(&app, &path, "deliveries", &delivered).await.expect(200).body;
    assert_eq!(known["awaiting_delivery"], false);
    assert_eq!(
        (&known["steps"][1]["received_on"], &known["steps"][1]["answer_by"]),
        (&json!("2027-02-06"), &json!("2027-02-16"))
    );
    assert_eq!(known["steps"][2]["delivered"], "request_integration");
    assert_eq!(known["steps"][2]["delivery"]["means"], "pec");
    // The term of the office is suspended from the day after its request.
    let suspended = &known["clock"]["counted"][1];
    assert_eq!(
        (&suspended["why"], &suspended["from"], &suspended["until"]),
        (&json!("integration"), &json!("2027-02-02"), &json!("2027-02-16"))
    );
    blocked(officially(&app, &path, "review", &json!({})).await, "term_running");
    on_day(&app, "2027-02-17");
    review(&app, &path).await;
    let events = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
    let told: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| event["type"].clone()).collect();
    assert!(told.contains(&json!("act_delivered")), "{told:?}");
}

async fn after_a_failed_delivery_another_is_recorded(app: TestApp) {
    let path = asked(&app, "delivered").await;
    on_day(&app, "2027-02-20");
    let failed = delivery("request_integration", "2027-02-03", "failed");
    let told = officially(&app, &path, "deliveries", &failed).await.expect(200).body;
    assert_eq!(told["awaiting_delivery"], true);
    assert!(told["steps"][1].get("answer_by").is_none());
    let deemed = with(
        delivery("request_integration", "2027-02-18", "deemed"),
        &json!({"means": "registered_letter", "source": "AG 12345678901-2, compiuta giacenza"}),
    );
    let told = officially(&app, &path, "deliveries", &deemed).await.expect(200).body;
    assert_eq!(told["steps"][1]["received_on"], "2027-02-18");
    let again = officially(&app, &path, "deliveries", &deemed).await;
    blocked(again, "nothing_to_deliver");
    // Nobody answers what has not arrived.
    let path = asked(&app, "delivered").await;
    as_applicant(&app, &path, "integration", &body_of("integration")).await.expect(200);
    assert_eq!(shown(&app, &path).await["steps"][1]["received_on"], "2027-02-01");
}

async fn an_act_may_bring_its_delivery(app: TestApp) {
    let Candidacy { path, .. } = candidacy(&app, &notified("delivered"), &pole()).await;
    on_day(&app, "2027-02-01");
    review(&app, &path).await;
    let at_once = |on: &str| {
        let delivery = json!({"on": on, "means": "in_person", "outcome": "delivered", "source": "firma per ricevuta"});
        with(body_of("rejection-notice"), &json!({"delivery": delivery}))
    };
    for (day, code) in
        [("2027-01-31", "delivery_before_act"), ("2027-02-02", "delivery_in_the_future")]
    {
        let refused = officially(&app, &path, "rejection-notice", &at_once(day)).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, [format!("/delivery/on {code}")]);
    }
    let noticed =
        officially(&app, &path, "rejection-notice", &at_once("2027-02-01")).await.expect(200);
    assert_eq!(noticed.body["steps"][1]["answer_by"], "2027-02-11");
    assert_eq!(noticed.body["awaiting_delivery"], false);
}

async fn a_delivery_is_refused_before_its_act_and_where_there_is_none(app: TestApp) {
    let Candidacy { path, .. } = candidacy(&app, &notified("delivered"), &pole()).await;
    let early = delivery("request_integration", "2027-01-20", "delivered");
    let refused =
        blocked(officially(&app, &path, "deliveries", &early).await, "nothing_to_deliver");
    assert!(refused.body["detail"].as_str().unwrap().contains("dopo l'atto"));
    let path = asked(&app, "delivered").await;
    on_day(&app, "2027-02-10");
    for (step, on, fault) in [
        ("request_integration", "2027-01-31", "/on delivery_before_act"),
        ("request_integration", "2027-02-11", "/on delivery_in_the_future"),
        ("notify_rejection", "2027-02-10", "/step not_awaiting_delivery"),
    ] {
        let refused = officially(&app, &path, "deliveries", &delivery(step, on, "delivered")).await;
        assert_eq!(refused.expect_problem(422, "invalid-body").faults(), [fault]);
    }
    let nothing = officially(&app, &path, "deliveries", &json!({"step": "perhaps"})).await;
    let faults = nothing.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults.len(), 5, "all at once: {faults:?}");
    // Where terms run from the day of the act there is nothing to deliver.
    let path = asked(&app, "recorded").await;
    let today = delivery("request_integration", "2027-02-01", "delivered");
    blocked(officially(&app, &path, "deliveries", &today).await, "not_notified");
    blocked(as_applicant(&app, &path, "acknowledgements", &json!({})).await, "not_on_portal");
    assert!(shown(&app, &path).await["steps"][1].get("received_on").is_none());
}

async fn on_the_portal_the_first_reading_counts_and_a_get_does_not(app: TestApp) {
    let path = asked(&app, "portal").await;
    on_day(&app, "2027-02-05");
    assert_eq!(shown(&app, &path).await["awaiting_delivery"], true);
    on_day(&app, "2027-02-08");
    assert_eq!(shown(&app, &path).await["awaiting_delivery"], true, "reading is safe");
    let read = as_applicant(&app, &path, "acknowledgements", &json!({})).await.expect(200).body;
    assert_eq!(
        (&read["steps"][1]["received_on"], &read["steps"][1]["answer_by"]),
        (&json!("2027-02-08"), &json!("2027-02-18"))
    );
    on_day(&app, "2027-02-09");
    blocked(as_applicant(&app, &path, "acknowledgements", &json!({})).await, "nothing_to_read");
    let stranger = app.applicant_of("01234560157");
    let refused = stranger.post_seen(&format!("{path}/acknowledgements"), &json!({}), "*").await;
    refused.expect_problem(404, "not-found");
    // Who does not read is reached otherwise.
    let path = asked(&app, "portal").await;
    on_day(&app, "2027-02-10");
    let by_pec = delivery("request_integration", "2027-02-09", "delivered");
    let reached = officially(&app, &path, "deliveries", &by_pec).await.expect(200).body;
    assert_eq!(reached["steps"][1]["answer_by"], "2027-02-19");
}

async fn what_waits_for_its_delivery_is_counted_and_listed(app: TestApp) {
    let path = asked(&app, "delivered").await;
    submitted(&app).await;
    let counted = async || {
        let workload = app.official().get("/v1/workload").await.expect(200).body;
        let list = app.official().get("/v1/applications?awaiting_delivery=true").await.expect(200);
        let listed = list.body["items"].as_array().unwrap().len();
        assert_eq!(workload["awaiting_delivery"], json!(listed));
        listed
    };
    assert_eq!(counted().await, 1);
    let others = app.official().get("/v1/applications?awaiting_delivery=false").await.expect(200);
    assert_eq!(others.body["items"].as_array().unwrap().len(), 1);
    let received = delivery("request_integration", "2027-02-01", "delivered");
    officially(&app, &path, "deliveries", &received).await.expect(200);
    assert_eq!(counted().await, 0);
    // A decision too has to arrive.
    as_applicant(&app, &path, "integration", &body_of("integration")).await.expect(200);
    let admitted = officially(&app, &path, "admission", &act("2027-02-01")).await.expect(200).body;
    assert_eq!(
        (&admitted["status"], &admitted["awaiting_delivery"]),
        (&json!("admitted"), &json!(true))
    );
    assert_eq!(counted().await, 1);
    officially(&app, &path, "deliveries", &delivery("admit", "2027-02-01", "delivered"))
        .await
        .expect(200);
    assert_eq!(counted().await, 0);
}

async fn how_acts_are_notified_is_chosen_before_the_publication(app: TestApp) {
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let path = draft.header("location").to_owned();
    assert_eq!(
        (&draft.body["notification"], &draft.body["silence"]),
        (&json!("recorded"), &json!("nothing"))
    );
    let chosen = json!({"notification": "delivered", "silence": "assent"});
    let changed = app.official().patch(&path, &chosen, "*").await.expect(200);
    assert_eq!(changed.body["notification"], "delivered");
    blocked(officially(&app, &path, "publication", &json!({})).await, "silence_basis_required");
    let founded = json!({"silence_basis": "art. 20 L. 241/1990"});
    app.official().patch(&path, &founded, "*").await.expect(200);
    officially(&app, &path, "publication", &json!({})).await.expect(200);
    for later in [
        json!({"notification": "portal"}),
        json!({"silence": "nothing"}),
        json!({"silence_basis": null}),
    ] {
        let reasoned = with(later, &json!({"reason": "Un ripensamento."}));
        blocked(app.official().patch(&path, &reasoned, "*").await, "wrong_state");
    }
}

async fn a_rejection_answers_the_observations(app: TestApp) {
    let pole = recognised(&app).await;
    let under = published(&app, &measure()).await;
    let path =
        submit(&app.applicant(), &under, &pole.id).await.expect(201).header("location").to_owned();
    review(&app, &path).await;
    officially(&app, &path, "rejection-notice", &body_of("rejection-notice")).await.expect(200);
    as_applicant(&app, &path, "observations", &body_of("observations")).await.expect(200);
    review(&app, &path).await;
    let silent = decided("I motivi non sono superati.");
    let refused = officially(&app, &path, "rejection", &silent).await;
    let refused = refused.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/answers_observations observations_unanswered"]);
    assert_eq!(shown(&app, &path).await["status"], "under_review", "nothing is stored");
    let answered = officially(&app, &path, "rejection", &body_of("rejection")).await.expect(200);
    let answer = body_of("rejection")["answers_observations"].clone();
    assert_eq!(answered.body["steps"][4]["answers_observations"], answer);
}

async fn an_earlier_receipt_is_recorded_after_a_reading(app: TestApp) {
    let path = asked(&app, "portal").await;
    on_day(&app, "2027-02-08");
    as_applicant(&app, &path, "acknowledgements", &json!({})).await.expect(200);
    on_day(&app, "2027-02-09");
    for (on, outcome) in [("2027-02-08", "delivered"), ("2027-02-05", "failed")] {
        let no_news = delivery("request_integration", on, outcome);
        let refused = officially(&app, &path, "deliveries", &no_news).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/on already_received"]);
    }
    let earlier = delivery("request_integration", "2027-02-05", "delivered");
    let known = officially(&app, &path, "deliveries", &earlier).await.expect(200).body;
    assert_eq!(
        (&known["steps"][1]["received_on"], &known["steps"][1]["answer_by"]),
        (&json!("2027-02-05"), &json!("2027-02-15"))
    );
    blocked(officially(&app, &path, "deliveries", &earlier).await, "nothing_to_deliver");
}

/// The decree of Friday 5 February, sent that day, is recorded on Monday.
async fn a_decision_is_delivered_from_the_day_of_its_act_on(app: TestApp) {
    let admitted = async |delivery: Option<Value>| {
        on_day(&app, "2027-01-20");
        let Candidacy { path, .. } = candidacy(&app, &notified("delivered"), &pole()).await;
        review(&app, &path).await;
        on_day(&app, "2027-02-08");
        let decree = delivery.map_or(act("2027-02-05"), |delivery| {
            with(act("2027-02-05"), &json!({"delivery": delivery}))
        });
        (officially(&app, &path, "admission", &decree).await, path)
    };
    let by_pec = |on: &str| json!({"on": on, "means": "pec", "outcome": "delivered", "source": "ricevuta 7"});
    let at_once = admitted(Some(by_pec("2027-02-05"))).await.0.expect(200).body;
    assert_eq!(at_once["steps"][1]["received_on"], "2027-02-05");
    let early = admitted(Some(by_pec("2027-02-04"))).await.0.expect_problem(422, "invalid-body");
    assert_eq!(early.faults(), ["/delivery/on delivery_before_act"]);
    let (recorded, path) = admitted(None).await;
    recorded.expect(200);
    let early = delivery("admit", "2027-02-04", "failed");
    let refused = officially(&app, &path, "deliveries", &early).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/on delivery_before_act"]);
    let later = delivery("admit", "2027-02-05", "delivered");
    let known = officially(&app, &path, "deliveries", &later).await.expect(200).body;
    assert_eq!(known["steps"][1]["received_on"], "2027-02-05");
}

async fn what_an_older_release_did_not_count_is_counted_anew(app: TestApp) {
    asked(&app, "delivered").await;
    let Candidacy { path, .. } = candidacy(&app, &notified("delivered"), &pole()).await;
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-02-01")).await.expect(200);
    app.guard.execute("UPDATE application SET awaiting_delivery = FALSE").await.unwrap();
    app.store.migrate().await.unwrap();
    let listed = app.official().get("/v1/applications?awaiting_delivery=true").await.expect(200);
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 2, "decided ones too");
}
