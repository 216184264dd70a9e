//! Acts: what rests on one says which, and none is of a day to come. Case 12 of the season tried as
//! an official would.

use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, call, decided, with};
use ptp_tests::fixtures::steps::{on_day, published, recognised};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::operations::{operations, rows};

on_both_databases!(
    case_12_what_rests_on_an_act_says_which,
    case_12_a_publication_needs_its_act_and_an_officer,
    what_a_publication_needs_stays_there,
    a_call_shows_the_acts_on_it,
    case_12_an_admission_is_annulled_on_a_ground_and_in_time,
);

/// What takes an act in its body.
const ACTS: [Action; 11] = [
    Action::ExtendCall,
    Action::ReopenCall,
    Action::WithdrawCall,
    Action::AdmitApplication,
    Action::RejectApplication,
    Action::AnnulDecision,
    Action::SuspendPole,
    Action::ExtendSuspension,
    Action::ReinstatePole,
    Action::RevokePole,
    Action::TransferPole,
];

async fn case_12_what_rests_on_an_act_says_which(app: TestApp) {
    let open = published(&app, &call()).await;
    for (action, operation) in operations().into_iter().filter(|(one, _)| ACTS.contains(one)) {
        let row = rows().find(|row| row.action == action && row.body.is_some()).unwrap();
        let made = row.given.make(&app, &open).await;
        let whole = row.body.unwrap()(&made);
        let mut without = whole.clone();
        without.as_object_mut().unwrap().remove("act");
        let to_come = with(whole.clone(), &act("2031-01-01"));
        for (body, fault) in [(without, "/act required"), (to_come, "/act/date act_in_the_future")]
        {
            let refused = operation.ask(&app.official(), &made, Some(&body)).await;
            let faults = refused.expect_problem(422, "invalid-body").faults();
            assert_eq!(faults, [fault], "{}", action.code());
        }
        let done = operation.ask(&app.official(), &made, Some(&whole)).await;
        assert_eq!(done.status, 200, "nothing was stored: {} {}", action.code(), done.text);
    }
}

async fn publish(app: &TestApp, body: &Value) -> ptp_tests::Answer {
    let draft = app.official().post("/v1/calls", body).await.expect(201);
    let path = format!("{}/publication", draft.header("location"));
    app.official().post_seen(&path, &json!({}), draft.etag()).await
}

async fn case_12_a_publication_needs_its_act_and_an_officer(app: TestApp) {
    let mut without_act = call();
    without_act.as_object_mut().unwrap().remove("act");
    let desk = json!({"contacts": [{"role": "information", "office": "Sportello PTP"}]});
    for (body, reason, said) in [
        (without_act, "act_required", "in base a un atto"),
        (with(call(), &desk), "responsible_officer_required", "responsabile del procedimento"),
    ] {
        let refused = publish(&app, &body).await.expect_problem(409, "wrong-state").body;
        assert_eq!(refused["reason"], reason);
        assert!(refused["detail"].as_str().unwrap().contains(said), "{refused}");
        assert_eq!(refused["resource_status"], "draft");
    }
    let to_come = app.official().post("/v1/calls", &with(call(), &act("2031-01-01"))).await;
    let faults = to_come.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/act/date act_in_the_future"]);
    publish(&app, &call()).await.expect(200);
}

async fn what_a_publication_needs_stays_there(app: TestApp) {
    let at = published(&app, &call()).await;
    let patched = async |patch: Value| {
        let patch = with(patch, &json!({"reason": "Rettifica."}));
        let headers = [("if-match", "*"), ("content-type", "application/merge-patch+json")];
        app.official().send(Method::PATCH, &at, Some(&patch), &headers).await
    };
    let desk = json!({"contacts": [{"role": "information", "office": "Sportello PTP"}]});
    for (patch, fault) in [
        (json!({"act": null}), "/act required"),
        (desk, "/contacts responsible_officer_required"),
        (act("2031-01-01"), "/act/date act_in_the_future"),
    ] {
        let refused = patched(patch).await.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), [fault]);
    }
    patched(json!({"title": {"it": "Altro titolo"}})).await.expect(200);
}

async fn a_call_shows_the_acts_on_it(app: TestApp) {
    let path = published(&app, &call()).await;
    let extension = with(decided("Proroga."), &json!({"closes_at": "2027-03-12T12:00:00"}));
    let withdrawal = decided("Bando sostituito.");
    for (noun, body) in [("extension", &extension), ("withdrawal", &withdrawal)] {
        app.official().post_seen(&format!("{path}/{noun}"), body, "*").await.expect(200);
    }
    let seen = app.anonymous().get(&path).await.expect(200).body;
    let acts = seen["later_acts"].as_array().unwrap().iter();
    let acts: Vec<_> = acts.map(|one| [&one["step"], &one["act"], &one["reason"]]).collect();
    assert_eq!(
        acts,
        [
            [&json!("extend"), &extension["act"], &extension["reason"]],
            [&json!("withdraw"), &withdrawal["act"], &withdrawal["reason"]],
        ]
    );
}

async fn case_12_an_admission_is_annulled_on_a_ground_and_in_time(app: TestApp) {
    let pole = recognised(&app).await;
    let at = format!("/v1/applications/{}/annulment", pole.application);
    let asked = async |body: Value| app.official().post_seen(&at, &body, "*").await;
    let by = |kind: &str, on: &str| json!({"kind": kind, "number": "88", "date": on});
    let reason = "Interesse pubblico alla correttezza del registro.";
    let body = |on: &str| json!({"reason": reason, "act": by("decree", on)});
    on_day(&app, "2029-03-20");
    let late = "2029-03-20";
    let self_redress = json!({"ground": "self_redress"});
    let criminal = json!({"ground": "criminal_judgment"});
    for (change, fault) in [
        (json!({}), "/ground required"),
        (self_redress.clone(), "/ground self_redress_over"),
        (criminal.clone(), "/judgment required"),
        (
            with(criminal.clone(), &json!({"judgment": by("decree", "2029-01-10")})),
            "/judgment/kind not_a_judgment",
        ),
        (
            with(criminal.clone(), &json!({"judgment": by("judgment", "2029-03-21")})),
            "/judgment/date act_in_the_future",
        ),
        (
            with(self_redress, &json!({"act": by("decree", "2027-01-19")})),
            "/act/date act_before_decision",
        ),
    ] {
        let refused = asked(with(body(late), &change)).await.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), [fault]);
        if fault.ends_with("self_redress_over") {
            assert!(refused.text.contains("il 20 luglio 2027 (L. 182/2025)"), "{}", refused.text);
        }
    }
    let judgment = by("judgment", "2029-01-10");
    let whole = with(with(body(late), &criminal), &json!({"judgment": judgment}));
    let annulled = asked(whole).await.expect(200).body;
    let last = annulled["steps"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["ground"], &last["judgment"]), (&json!("criminal_judgment"), &judgment));
    assert_eq!(last["reason"], reason);
}
