//! Measures that give recognised poles priority.

use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{self, body_of, call, decided, pole, with};
use ptp_tests::fixtures::steps::{admit, id_of, published, recognised, step, submit};
use serde_json::{Value, json};

use super::on_both_databases;
use super::views::blockers;

on_both_databases!(
    a_recognised_pole_applies_and_does_not_change,
    only_recognised_poles_apply_for_measures,
    a_pole_applies_once_for_each_measure,
    a_pole_no_longer_recognised_is_not_admitted,
);

fn measure() -> Value {
    with(call(), &json!({"purpose": "measure", "priority_for_poles": true}))
}

async fn a_recognised_pole_applies_and_does_not_change(app: TestApp) {
    let pole = recognised(&app).await;
    let call = published(&app, &measure()).await;
    let before = app.applicant().get(&pole.path).await.expect(200);
    let submitted = submit(&app.applicant(), &call, &pole.id).await.expect(201);
    assert_eq!(
        (&submitted.body["purpose"], &submitted.body["status"]),
        (&json!("measure"), &json!("submitted"))
    );
    let after = app.applicant().get(&pole.path).await.expect(200);
    assert_eq!((&after.body, after.etag()), (&before.body, before.etag()));

    // Nothing is frozen while it is pending.
    pole.change(&app.applicant(), 2, &json!({"name": "Torneria Nuova S.p.A."})).await;
    let renamed = app.applicant().patch(&pole.path, &json!({"name": "Altro"}), "*").await;
    let renamed = renamed.expect(200);
    assert_eq!(renamed.body["status"], "recognised");
    admit(&app, &submitted.id(), TODAY).await.expect(200);
    let after = app.applicant().get(&pole.path).await.expect(200);
    assert_eq!((&after.body, after.etag()), (&renamed.body, renamed.etag()));
    let at = format!("/v1/applications/{}/annulment", submitted.id());
    let why = body_of("annulment");
    step(&app.official(), &at, &why).await.expect(200);
    let after = app.anonymous().get(&pole.path).await.expect(200);
    assert_eq!(after.body["status"], "recognised");
    assert_eq!(after.body["version"], renamed.body["version"]);
}

async fn only_recognised_poles_apply_for_measures(app: TestApp) {
    let call = published(&app, &measure()).await;
    let draft = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let refused = submit(&app.applicant(), &call, &draft.id()).await;
    let refused = refused.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["resource_status"], "draft");
    // It can be submitted under a call for constitution.
    let allowed = json!([
        "change_pole",
        "remove_pole",
        "add_member",
        "change_member",
        "remove_member",
        "replace_members",
        "confirm_membership",
        "submit_application",
    ]);
    assert_eq!(refused.body["allowed_actions"], allowed);
    let suspended = recognised(&app).await;
    let suspension = body_of("suspension");
    let at = format!("{}/suspension", suspended.path);
    step(&app.official(), &at, &suspension).await.expect(200);
    let refused = submit(&app.applicant(), &call, &suspended.id).await;
    let refused = refused.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["resource_status"], "suspended");
    let list =
        app.official().get(&format!("/v1/applications?call_id={}", id_of(&call))).await.expect(200);
    assert_eq!(list.body["items"], json!([]));
}

async fn a_pole_applies_once_for_each_measure(app: TestApp) {
    let pole = recognised(&app).await;
    let (one, two) = (published(&app, &measure()).await, published(&app, &measure()).await);
    let first = submit(&app.applicant(), &one, &pole.id).await.expect(201);
    let twice =
        submit(&app.applicant(), &one, &pole.id).await.expect_problem(409, "already-exists");
    assert_eq!(twice.faults(), ["/pole_id application_pending"]);
    assert!(
        twice.body["detail"].as_str().unwrap().contains(first.body["protocol"].as_str().unwrap())
    );
    submit(&app.applicant(), &two, &pole.id).await.expect(201);
    let back = format!("/v1/applications/{}/withdrawal", first.id());
    step(&app.applicant(), &back, &json!({})).await.expect(200);
    let again = submit(&app.applicant(), &one, &pole.id).await.expect(201);
    assert_ne!(again.body["protocol"], first.body["protocol"]);
    // A recognised pole cannot be constituted again.
    let constitution = published(&app, &json::call()).await;
    let refused = submit(&app.applicant(), &constitution, &pole.id).await;
    refused.expect_problem(409, "wrong-state");
}

/// The pole must be recognised until the decision; a submitted application stays pending.
async fn a_pole_no_longer_recognised_is_not_admitted(app: TestApp) {
    let call = published(&app, &measure()).await;
    let why = decided("Per la prova.");
    let (official, owner) = (app.official(), app.applicant());
    for fate in ["suspension", "revocation", "dissolution", "annulment"] {
        let pole = recognised(&app).await;
        let submitted = submit(&owner, &call, &pole.id).await.expect(201);
        let path = submitted.header("location").to_owned();
        step(&official, &format!("{path}/review"), &json!({})).await.expect(200);
        assert_eq!(blockers(&official, &path, "admit_application").await, Vec::<Value>::new());
        let done = match fate {
            "dissolution" => {
                step(&owner, &format!("{}/dissolution", pole.path), &body_of("dissolution")).await
            }
            "annulment" => {
                let admitted = format!("/v1/applications/{}", pole.application);
                step(&official, &format!("{admitted}/annulment"), &body_of("annulment")).await
            }
            _ => step(&official, &format!("{}/{fate}", pole.path), &body_of(fate)).await,
        };
        done.expect(200);

        let blocked = blockers(&official, &path, "admit_application").await;
        let codes: Vec<_> = blocked.iter().map(|blocker| &blocker["code"]).collect();
        assert_eq!(codes, ["not_recognised"], "after its {fate}");
        let act = json!({"act": {"kind": "decree", "number": "4521", "date": TODAY}});
        let refused = step(&official, &format!("{path}/admission"), &act).await;
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["reason"], "not_recognised", "after its {fate}");
        assert_eq!(refused.body["resource_status"], "under_review");
        let allowed = json!([
            "request_integration",
            "notify_rejection",
            "assign_application",
            "record_reference",
        ]);
        assert_eq!(refused.body["allowed_actions"], allowed);

        // It can still be rejected or withdrawn.
        if fate == "suspension" {
            let at = format!("{}/reinstatement", pole.path);
            step(&official, &at, &body_of("reinstatement")).await.expect(200);
            step(&official, &format!("{path}/admission"), &act).await.expect(200);
        } else if fate == "revocation" {
            let rejection = format!("{path}/rejection");
            let early = step(&official, &rejection, &why).await;
            assert_eq!(early.expect(409).body["reason"], "notice_required");
            step(&official, &format!("{path}/rejection-notice"), &why).await.expect(200);
            let text = json!({"text": "Nulla da osservare.", "final": true});
            step(&owner, &format!("{path}/observations"), &text).await.expect(200);
            step(&official, &format!("{path}/review"), &json!({})).await.expect(200);
            step(&official, &rejection, &body_of("rejection")).await.expect(200);
        } else {
            step(&owner, &format!("{path}/withdrawal"), &json!({})).await.expect(200);
        }
    }
}
