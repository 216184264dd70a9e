//! What the silence of the office means: it admits once, for everybody, or decides nothing.

use futures_util::future::join_all;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, body_of, call, call_at_closing, newcomer, pole, with};
use ptp_tests::fixtures::steps::{
    Candidacy, candidacy, drafted, id_of, on_day, published, submission, submit,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{annulling, as_applicant, at, blocked, officially, on_both_databases, review, status};

on_both_databases!(
    silence_on_a_holiday_admits_on_the_day_after_the_next_working_day,
    silence_admits_once_however_many_replicas_look,
    a_submission_rests_on_what_silence_has_admitted,
    nothing_but_an_annulment_follows_a_silence_that_admits,
    a_suspension_puts_off_the_silence_and_a_decision_ends_it,
    silence_does_not_admit_a_pole_that_cannot_gain,
    silence_does_not_admit_before_the_reference_date,
    a_notice_on_its_way_holds_the_silence_up_and_its_receipt_decides,
    an_application_that_cannot_be_admitted_holds_up_no_other,
    after_an_annulled_assent_the_network_is_judged_as_it_has_become,
    silence_that_means_nothing_names_the_substitute_power,
    a_late_decision_states_the_term_and_the_days_used,
);

/// Received on Saturday 27 February: thirty days end on Easter Monday, so the office has until
/// Tuesday 30 March.
fn assenting() -> Value {
    let terms = json!({
        "silence": "assent", "silence_basis": "art. 20 L. 241/1990",
        "closes_at": "2027-06-30T12:00:00",
    });
    with(call(), &terms)
}

/// The last instant of 30 March in Rome, and the first of the 31st.
const BEFORE: &str = "2027-03-30T21:59:59.999999Z";
const SINCE: &str = "2027-03-30T22:00:00Z";

async fn received(app: &TestApp, terms: &Value) -> Candidacy {
    on_day(app, "2027-02-27");
    candidacy(app, terms, &pole()).await
}

async fn silence_on_a_holiday_admits_on_the_day_after_the_next_working_day(app: TestApp) {
    let Candidacy { pole, path, .. } = received(&app, &assenting()).await;
    let waiting = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(waiting["clock"]["due_on"], "2027-03-30");
    assert_eq!(
        waiting["on_silence"]["it"],
        "Senza una decisione entro il 30 marzo 2027 la candidatura si intende ammessa dal 31 marzo 2027 \
         (art. 20 L. 241/1990)."
    );
    app.clock.set(at(BEFORE));
    assert_eq!(status(&app, &path).await, "submitted");
    app.anonymous().get(&pole).await.expect_problem(404, "not-found");

    // Whoever looks first, much later, finds what has been so since then.
    on_day(&app, "2027-04-12");
    let recognised = app.anonymous().get(&pole).await.expect(200).body;
    assert_eq!(recognised["status"], "recognised");
    let recognition = &recognised["recognition"];
    assert_eq!(recognition["recognised_on"], "2027-03-31");
    assert_eq!(recognition["act"]["kind"], "silence");
    assert_eq!(recognition["act"]["number"], waiting["protocol"]);
    let admitted = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(admitted["status"], "admitted");
    let step = &admitted["steps"][0];
    assert_eq!((&step["step"], &step["at"]), (&json!("assent"), &json!(SINCE)));
    assert_eq!(step["actor"], json!({"roles": ["system"]}));
    let attestation = admitted["attestation"]["it"].as_str().unwrap();
    assert!(attestation.contains("per silenzio assenso dal 31 marzo 2027"), "{attestation}");
    let known = app.official().get(&format!("{pole}?known_at={SINCE}")).await.expect(200).body;
    assert_eq!(known["status"], "recognised");
    let known = app.official().get(&format!("{pole}?known_at={BEFORE}")).await.expect(200).body;
    assert_eq!(known["status"], "candidate");
    let search = json!({"tax_codes": ["94004480151"], "as_of": "2027-03-31"});
    let found = app.anonymous().post("/v1/recognitions/search", &search).await.expect(200).body;
    assert_eq!(found["items"][0]["recognised"], true);
}

/// The types of the events of a resource.
async fn told(app: &TestApp, path: &str) -> Vec<Value> {
    let events = app.official().get(&format!("{path}/events?limit=1000")).await.expect(200).body;
    events["items"].as_array().unwrap().iter().map(|event| event["type"].clone()).collect()
}

async fn silence_admits_once_however_many_replicas_look(app: TestApp) {
    let replica = app.replica().start().await;
    let Candidacy { call, pole: first, path } = received(&app, &assenting()).await;
    let mut poles = vec![first];
    for _ in 0..3 {
        let other = drafted(&app, &pole()).await;
        submit(&app.applicant(), &call, &other).await.expect(201);
        poles.push(other);
    }
    on_day(&app, "2027-03-31");
    replica.clock.set(app.clock.now());
    let callers: Vec<_> = [&app, &replica].map(TestApp::anonymous).into_iter().collect();
    let looks = (0..16).map(|index| callers[index % 2].get(&poles[index % 4]));
    for answer in join_all(looks).await {
        assert_eq!(answer.expect(200).body["status"], "recognised");
    }
    assert_eq!(ptp_api::admit_by_silence(&app.store, &app.clock).await.unwrap(), 0);
    assert_eq!(told(&app, &path).await, ["application_submitted", "application_assented"]);
    for pole in &poles {
        let recognitions = told(&app, pole).await;
        let many = recognitions.iter().filter(|event| **event == "pole_recognised").count();
        assert_eq!(many, 1, "{recognitions:?}");
    }
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.verify_events().await.unwrap().broken, None);
    assert_eq!(tx.untold().await.unwrap(), []);
}

async fn a_submission_rests_on_what_silence_has_admitted(app: TestApp) {
    let Candidacy { pole, .. } = received(&app, &assenting()).await;
    let terms = json!({"purpose": "measure", "closes_at": "2027-06-30T12:00:00"});
    let measure = published(&app, &with(call(), &terms)).await;
    on_day(&app, "2027-03-31");
    // The first request of the day: a retry may have the answer already, which is looked up first.
    let (body, key) = (submission(&measure, id_of(&pole)), [("idempotency-key", "misura-1")]);
    let applicant = app.applicant();
    let submitted = applicant.send(Method::POST, "/v1/applications", Some(&body), &key);
    assert_eq!(submitted.await.expect(201).body["purpose"], "measure");
}

async fn nothing_but_an_annulment_follows_a_silence_that_admits(app: TestApp) {
    let Candidacy { pole, path, .. } = received(&app, &assenting()).await;
    review(&app, &path).await;
    on_day(&app, "2027-03-31");
    for (noun, body) in [
        ("rejection", body_of("rejection")),
        ("admission", act("2027-03-31")),
        ("integration-request", body_of("integration-request")),
    ] {
        let refused = officially(&app, &path, noun, &body).await;
        blocked(refused, "wrong_state");
    }
    blocked(as_applicant(&app, &path, "withdrawal", &json!({})).await, "wrong_state");
    // Six months from the first day of its effect, as of any favourable act.
    on_day(&app, "2027-04-12");
    let annulled = with(annulling(), &act("2027-04-12"));
    let annulled = officially(&app, &path, "annulment", &annulled).await.expect(200).body;
    assert_eq!((&annulled["status"], annulled.get("attestation")), (&json!("under_review"), None));
    assert_eq!(status(&app, &pole).await, "candidate");
    // The office has to decide now: silence decides once.
    on_day(&app, "2027-06-30");
    assert_eq!(status(&app, &path).await, "under_review");
}

async fn a_suspension_puts_off_the_silence_and_a_decision_ends_it(app: TestApp) {
    let Candidacy { path, .. } = received(&app, &assenting()).await;
    review(&app, &path).await;
    on_day(&app, "2027-03-01");
    officially(&app, &path, "integration-request", &body_of("integration-request"))
        .await
        .expect(200);
    on_day(&app, "2027-03-06");
    as_applicant(&app, &path, "integration", &body_of("integration")).await.expect(200);
    on_day(&app, "2027-03-31");
    assert_eq!(status(&app, &path).await, "under_review");
    officially(&app, &path, "rejection-notice", &body_of("rejection-notice")).await.expect(200);
    on_day(&app, "2027-04-12");
    review(&app, &path).await;
    officially(&app, &path, "rejection", &with(body_of("rejection"), &act("2027-04-12")))
        .await
        .expect(200);
    on_day(&app, "2027-06-30");
    assert_eq!(status(&app, &path).await, "rejected");
}

async fn silence_does_not_admit_a_pole_that_cannot_gain(app: TestApp) {
    let pole = ptp_tests::fixtures::steps::recognised(&app).await;
    on_day(&app, "2027-02-27");
    let measure = with(assenting(), &json!({"purpose": "measure"}));
    let call = ptp_tests::fixtures::steps::published(&app, &measure).await;
    let path =
        submit(&app.applicant(), &call, &pole.id).await.expect(201).header("location").to_owned();
    officially(&app, &pole.path, "suspension", &body_of("suspension")).await.expect(200);
    on_day(&app, "2027-03-31");
    assert_eq!(status(&app, &path).await, "submitted");
    // Not on that day: what the pole becomes later does not change that, and the office decides.
    on_day(&app, "2027-04-12");
    let back = with(body_of("reinstatement"), &act("2027-04-12"));
    officially(&app, &pole.path, "reinstatement", &back).await.expect(200);
    assert_eq!(ptp_api::admit_by_silence(&app.store, &app.clock).await.unwrap(), 0);
    on_day(&app, "2027-04-13");
    let waiting = app.official().get(&path).await.expect(200).body;
    assert_eq!(
        (&waiting["status"], &waiting["on_silence"]["it"]),
        (
            &json!("submitted"),
            &json!(
                "Il termine per decidere è decorso e la candidatura non risulta ammessa per silenzio \
                 assenso."
            )
        )
    );
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-04-13")).await.expect(200);
}

/// Forty days from the receipt on 20 January end on 1 March, after the closing; which is put off.
async fn silence_does_not_admit_before_the_reference_date(app: TestApp) {
    let terms = json!({
        "silence": "assent", "silence_basis": "art. 20 L. 241/1990",
        "procedure_from": "receipt", "procedure_days": 40,
    });
    let Candidacy { call, pole, path } =
        candidacy(&app, &with(call_at_closing(), &terms), &pole()).await;
    on_day(&app, "2027-02-24");
    let to_june = with(body_of("extension"), &json!({"closes_at": "2027-06-30T12:00:00"}));
    officially(&app, &call, "extension", &to_june).await.expect(200);
    on_day(&app, "2027-03-02");
    let waiting = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(
        (&waiting["status"], &waiting["clock"]["due_on"]),
        (&json!("submitted"), &json!("2027-03-01"))
    );
    let ahead = waiting["on_silence"]["it"].as_str().unwrap();
    assert!(ahead.contains("si intende ammessa dal 30 giugno 2027"), "{ahead}");
    app.anonymous().get(&pole).await.expect_problem(404, "not-found");
    on_day(&app, "2027-06-30");
    let admitted = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(admitted["status"], "admitted");
    let attestation = admitted["attestation"]["it"].as_str().unwrap();
    assert!(attestation.contains("è scaduto il 1º marzo 2027"), "{attestation}");
    assert!(attestation.contains("per silenzio assenso dal 30 giugno 2027"), "{attestation}");
}

/// Given on 22 March by registered letter; the advice of receipt is back on 6 April.
async fn a_notice_on_its_way_holds_the_silence_up_and_its_receipt_decides(app: TestApp) {
    let delivered = with(assenting(), &json!({"notification": "delivered"}));
    for (received_on, outcome) in [("2027-03-24", "under_review"), ("2027-04-02", "admitted")] {
        let Candidacy { path, .. } = received(&app, &delivered).await;
        on_day(&app, "2027-03-22");
        review(&app, &path).await;
        officially(&app, &path, "rejection-notice", &body_of("rejection-notice")).await.expect(200);
        on_day(&app, "2027-04-06");
        let waiting = app.applicant().get(&path).await.expect(200).body;
        assert_eq!(waiting["status"], "rejection_notice", "the office has not been silent");
        let told = waiting["on_silence"]["it"].as_str().unwrap();
        assert!(told.contains("in attesa di consegna"), "{told}");
        let receipt = with(
            body_of("deliveries"),
            &json!({"step": "notify_rejection", "on": received_on, "outcome": "delivered"}),
        );
        officially(&app, &path, "deliveries", &receipt).await.expect(200);
        if outcome == "admitted" {
            let admitted = app.applicant().get(&path).await.expect(200).body;
            assert_eq!(admitted["status"], "admitted", "it came after the term had ended");
            assert_eq!(admitted["steps"][3]["at"], SINCE);
        } else {
            assert_eq!(status(&app, &path).await, "rejection_notice", "the term was suspended");
            let go_on = review(&app, &path).await;
            assert_eq!(go_on.body["status"], outcome);
        }
    }
}

async fn an_application_that_cannot_be_admitted_holds_up_no_other(app: TestApp) {
    let Candidacy { call, pole: whole, .. } = received(&app, &assenting()).await;
    let other = drafted(&app, &pole()).await;
    let broken = submit(&app.applicant(), &call, &other).await.expect(201).id().parse().unwrap();
    let taken = app.guard.json("application", "taken", broken).await;
    app.guard.set_json("application", "taken", broken, &json!({"written": "by nobody"})).await;
    on_day(&app, "2027-03-31");
    assert_eq!(status(&app, &whole).await, "recognised");
    // No request looks again; the upkeep does.
    app.guard.set_json("application", "taken", broken, &taken).await;
    assert_eq!(status(&app, &other).await, "candidate");
    assert_eq!(ptp_api::admit_by_silence(&app.store, &app.clock).await.unwrap(), 1);
    assert_eq!(status(&app, &other).await, "recognised");
}

/// A company is replaced by another while the pole is recognised.
async fn after_an_annulled_assent_the_network_is_judged_as_it_has_become(app: TestApp) {
    let Candidacy { pole, path, .. } = received(&app, &assenting()).await;
    on_day(&app, "2027-04-12");
    let seen = app.applicant().get(&pole).await.expect(200).body;
    let leaving = format!("{pole}/members/{}", seen["members"][3]["id"].as_str().unwrap());
    let mut joining = with(newcomer(), &json!({"joined_on": "2027-04-12"}));
    joining["company"]["registered"] = json!(true);
    let owner = app.applicant();
    owner.post(&format!("{pole}/members"), &joining).await.expect(201);
    owner.patch(&leaving, &json!({"left_on": "2027-04-12"}), "*").await.expect(200);
    on_day(&app, "2027-04-19");
    let annulled = with(annulling(), &act("2027-04-19"));
    officially(&app, &path, "annulment", &annulled).await.expect(200);
    officially(&app, &path, "admission", &act("2027-04-19")).await.expect(200);
}

async fn silence_that_means_nothing_names_the_substitute_power(app: TestApp) {
    let mut terms = call();
    terms["contacts"].as_array_mut().unwrap().push(json!({
        "role": "substitute_power",
        "office": "Direzione generale Istruzione",
        "email": "dg@example.it",
    }));
    let Candidacy { path, .. } = candidacy(&app, &terms, &pole()).await;
    on_day(&app, "2027-06-30");
    let waiting = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(
        (&waiting["status"], &waiting["clock"]["overdue"]),
        (&json!("submitted"), &json!(true))
    );
    assert_eq!(
        waiting["on_silence"]["it"],
        "Il silenzio dell'ufficio non equivale a decisione: scaduto il termine, ci si può rivolgere a \
         chi esercita il potere sostitutivo (Direzione generale Istruzione, dg@example.it; art. 2 c. \
         9-ter L. 241/1990)."
    );
}

/// Received on 20 January: due on 19 February.
async fn a_late_decision_states_the_term_and_the_days_used(app: TestApp) {
    let Candidacy { path, .. } = candidacy(&app, &call(), &pole()).await;
    on_day(&app, "2027-02-24");
    review(&app, &path).await;
    let admitted = officially(&app, &path, "admission", &act("2027-02-24")).await.expect(200).body;
    let late = &admitted["steps"][1]["late"];
    assert_eq!(
        (&late["term_days"], &late["due_on"], &late["days_used"]),
        (&json!(30), &json!("2027-02-19"), &json!(35))
    );
    let statement = late["statement"]["it"].as_str().unwrap();
    assert!(statement.contains("30 giorni, scaduto il 19 febbraio 2027"), "{statement}");
    assert!(admitted["steps"][0].get("late").is_none());
}
