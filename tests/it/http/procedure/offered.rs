//! `/actions` predicts the outcome of every step, in every status, for every caller.

use ptp::signing::TokenRequest;
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::json::{self, act, call, pole, with};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, published, submit};
use ptp_tests::{Answer, Caller, NOW, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{annulling, as_applicant, at, officially, on_both_databases, rejecting, review, why};

on_both_databases!(
    offered_actions_match_responses,
    nobody_else_can_take_a_step,
    a_caller_with_both_roles_acts_in_either,
    a_step_requires_the_current_version,
);

/// The steps that lead to a status; some concern the pole after the decision.
const STATES: [(&str, &[&str], &[&str]); 25] = [
    ("submitted", &[], &["review", "observations", "withdrawal"]),
    (
        "under_review",
        &["review"],
        &["integration-request", "rejection-notice", "observations", "admission", "withdrawal"],
    ),
    (
        "integration_requested",
        &["review", "integration-request"],
        &["integration", "observations", "withdrawal"],
    ),
    (
        "integration_requested",
        &["review", "integration-request", "late"],
        &["review", "integration", "observations", "withdrawal"],
    ),
    (
        "under_review",
        &["review", "integration-request", "integration"],
        &["integration-request", "rejection-notice", "observations", "admission", "withdrawal"],
    ),
    ("rejection_notice", &["review", "rejection-notice"], &["observations", "withdrawal"]),
    (
        "rejection_notice",
        &["review", "rejection-notice", "late"],
        &["review", "observations", "withdrawal"],
    ),
    (
        "rejection_notice",
        &["review", "rejection-notice", "observations"],
        &["review", "observations", "withdrawal"],
    ),
    (
        "under_review",
        &["review", "rejection-notice", "observations", "review"],
        &["integration-request", "observations", "admission", "rejection", "withdrawal"],
    ),
    ("admitted", &["review", "admission"], &["annulment"]),
    (
        "under_review",
        &["review", "admission", "annulment"],
        &["integration-request", "rejection-notice", "observations", "admission", "withdrawal"],
    ),
    (
        "rejected",
        &["review", "rejection-notice", "observations", "review", "rejection"],
        &["annulment"],
    ),
    ("admitted", &["review", "admission", "suspension"], &["annulment"]),
    ("admitted", &["review", "admission", "revocation"], &["annulment"]),
    ("admitted", &["review", "admission", "dissolution"], &["annulment"]),
    (
        "under_review",
        &["review", "admission", "revocation", "annulment"],
        &["integration-request", "rejection-notice", "observations", "withdrawal"],
    ),
    (
        "under_review",
        &["review", "admission", "dissolution", "annulment", "rejection-notice", "late", "review"],
        &["integration-request", "observations", "rejection", "withdrawal"],
    ),
    (
        "rejected",
        &["review", "rejection-notice", "observations", "review", "rejection", "again"],
        &[],
    ),
    (
        "rejected",
        &["review", "rejection-notice", "observations", "review", "rejection", "elsewhere"],
        &[],
    ),
    (
        "rejected",
        &["review", "rejection-notice", "observations", "review", "rejection", "recognised"],
        &[],
    ),
    (
        "integration_requested",
        &["portal", "review", "integration-request"],
        &["integration", "observations", "deliveries", "acknowledgements", "withdrawal"],
    ),
    (
        "integration_requested",
        &["portal", "review", "integration-request", "acknowledgements"],
        &["integration", "observations", "withdrawal"],
    ),
    (
        "integration_requested",
        &["portal", "review", "integration-request", "deliveries", "late"],
        &["review", "integration", "observations", "withdrawal"],
    ),
    ("withdrawn", &["withdrawal"], &[]),
    ("lapsed", &["lapse"], &[]),
];

/// What an office keeps of an application, in any state.
const ALWAYS: [&str; 2] = ["assignment", "references"];

/// The operations, with their path, caller and body.
fn operations() -> [(&'static str, &'static str, bool, Value); 13] {
    let papers = json!({"requests": ["Accordo sottoscritto."]});
    let text = json!({"text": "Si trasmette quanto richiesto."});
    [
        ("review_application", "review", true, json!({})),
        ("request_integration", "integration-request", true, papers),
        ("submit_integration", "integration", false, text.clone()),
        ("notify_rejection", "rejection-notice", true, why()),
        ("submit_observations", "observations", false, with(text, &json!({"final": true}))),
        ("admit_application", "admission", true, act("2027-01-20")),
        ("reject_application", "rejection", true, rejecting()),
        ("annul_decision", "annulment", true, annulling()),
        ("record_delivery", "deliveries", true, json::body_of("deliveries")),
        ("acknowledge_acts", "acknowledgements", false, json!({})),
        ("withdraw_application", "withdrawal", false, json!({})),
        ("assign_application", "assignment", true, json::body_of("assignment")),
        ("record_reference", "references", true, json::body_of("references")),
    ]
}

/// An application after some steps.
async fn after(app: &TestApp, steps: &[&str]) -> String {
    app.clock.set(at(NOW));
    let is_on_portal = steps.first() == Some(&"portal");
    let notification = if is_on_portal { "portal" } else { "recorded" };
    let terms = with(call(), &json!({"notification": notification}));
    let Candidacy { call, pole, path } = candidacy(app, &terms, &pole()).await;
    for step in steps {
        match *step {
            "portal" => {}
            noun @ ("suspension" | "revocation") => {
                officially(app, &pole, noun, &json::body_of(noun)).await.expect(200);
            }
            "dissolution" => {
                as_applicant(app, &pole, "dissolution", &json!({})).await.expect(200);
            }
            "again" => {
                submit(&app.applicant(), &call, &pole).await.expect(201);
            }
            "elsewhere" | "recognised" => {
                let call = published(app, &json::call()).await;
                let other = submit(&app.applicant(), &call, &pole).await.expect(201);
                if *step == "recognised" {
                    let other = other.header("location");
                    review(app, other).await;
                    officially(app, other, "admission", &act("2027-01-20")).await.expect(200);
                }
            }
            "late" => app.clock.set(at("2027-03-01T09:00:00Z")),
            "lapse" => {
                let reason = json::decided("Bando sostituito.");
                officially(app, &call, "withdrawal", &reason).await.expect(200);
            }
            noun => {
                let (_, _, official, body) =
                    operations().into_iter().find(|(_, one, ..)| *one == noun).unwrap();
                let done = if official {
                    officially(app, &path, noun, &body).await
                } else {
                    as_applicant(app, &path, noun, &body).await
                };
                done.expect(200);
            }
        }
    }
    path
}

/// What is offered to a caller: each operation, whether it is allowed, and what blocks it.
async fn offered(caller: &Caller<'_>, path: &str) -> Vec<(String, bool, Vec<String>)> {
    let answer = caller.get(&format!("{path}/actions")).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = answer.body["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            assert_eq!(item["method"], "POST");
            assert!(item["href"].as_str().unwrap().starts_with(path));
            let blockers = item["blocked_by"].as_array().unwrap().iter();
            let blockers = blockers.map(|blocker| text(&blocker["code"])).collect();
            (text(&item["action"]), item["allowed"] == true, blockers)
        })
        .collect()
}

async fn take(caller: &Caller<'_>, path: &str, noun: &str, body: &Value) -> Answer {
    caller.post_seen(&format!("{path}/{noun}"), body, "*").await
}

async fn offered_actions_match_responses(app: TestApp) {
    for (status, steps, possible) in STATES {
        let mut path = after(&app, steps).await;
        let before = app.official().get(&path).await.expect(200).body;
        assert_eq!(before["status"], status, "{steps:?}");
        for as_official in [true, false] {
            let items = offered(&caller(&app, as_official), &path).await;
            let names: Vec<_> = items.iter().map(|(name, ..)| name.as_str()).collect();
            assert_eq!(names, operations().map(|(name, ..)| name));
            let allowed: Vec<_> =
                items.iter().filter(|(_, allowed, _)| *allowed).map(|(name, ..)| name).collect();
            for ((name, noun, official, body), (_, is_allowed, blockers)) in
                operations().into_iter().zip(&items)
            {
                let context = format!("{name} after {steps:?}, official: {as_official}");
                let is_possible = possible.contains(&noun) || ALWAYS.contains(&noun);
                let wanted = official == as_official && is_possible;
                assert_eq!(*is_allowed, wanted, "{context}: {blockers:?}");
                assert_eq!(blockers.is_empty(), wanted, "{context}");
                let done = take(&caller(&app, as_official), &path, noun, &body).await;
                if wanted {
                    done.expect(200);
                    path = after(&app, steps).await;
                } else if official == as_official {
                    let done = super::blocked(done, &blockers[0]);
                    assert_eq!(done.body["allowed_actions"], json!(allowed), "{context}");
                    assert_eq!(done.body["resource_status"], status, "{context}");
                } else {
                    assert_eq!(blockers[0], "role", "{context}");
                    done.expect_problem(403, "forbidden");
                }
            }
        }
        let untouched = app.official().get(&path).await.expect(200).body;
        assert_eq!(untouched["status"], status, "what is refused changes nothing");
        assert_eq!(
            untouched["steps"].as_array().unwrap().len(),
            before["steps"].as_array().unwrap().len()
        );
    }
}

fn caller(app: &TestApp, official: bool) -> Caller<'_> {
    if official { app.official() } else { app.applicant() }
}

async fn nobody_else_can_take_a_step(app: TestApp) {
    for (_, steps, _) in STATES {
        let path = after(&app, steps).await;
        let before = app.official().get(&path).await.expect(200).text;
        let actions = format!("{path}/actions");
        let holder = app.holder();
        let other = app.applicant_of("01234560157");
        let nobody = app.anonymous();
        nobody.get(&actions).await.expect_problem(401, "unauthenticated");
        holder.get(&actions).await.expect_problem(404, "not-found");
        other.get(&actions).await.expect_problem(404, "not-found");
        for (_, noun, official, body) in operations() {
            let done = take(&nobody, &path, noun, &body).await;
            done.expect_problem(401, "unauthenticated");
            let done = take(&holder, &path, noun, &body).await;
            done.expect_problem(403, "forbidden");
            let done = take(&other, &path, noun, &body).await;
            let (status, slug) = if official { (403, "forbidden") } else { (404, "not-found") };
            done.expect_problem(status, slug);
        }
        assert_eq!(app.official().get(&path).await.expect(200).text, before);
    }
}

async fn a_step_requires_the_current_version(app: TestApp) {
    let path = after(&app, &[]).await;
    let noun = format!("{path}/review");
    let blind = app.official().send(Method::POST, &noun, Some(&json!({})), &[]).await;
    blind.expect_problem(428, "precondition-required");
    let first = app.official().get(&path).await.expect(200);
    let taken = review(&app, &path).await;
    assert_ne!(taken.etag(), first.etag());
    assert_eq!(taken.etag(), app.official().get(&path).await.expect(200).etag());
    let stale = app.official().post_seen(&noun, &json!({}), first.etag()).await;
    let stale = stale.expect_problem(412, "stale");
    assert_eq!(stale.body["current_version"], 2);
    assert_eq!(stale.body["changed_fields"], json!(["status", "steps"]));
}

async fn a_caller_with_both_roles_acts_in_either(app: TestApp) {
    let request = TokenRequest::of_demo("ada", &["applicant", "official"], &app.clock);
    for (organisation, own) in [(ORGANISATION, true), ("01234560157", false)] {
        let organisation = Some(organisation.to_owned());
        let ada = app.bearer(&TokenRequest { organisation, ..request.clone() });
        let path = after(&app, &["review"]).await;
        let items = offered(&ada, &path).await;
        let of = |wanted: &str| items.iter().find(|(name, ..)| name == wanted).unwrap();
        // Nobody decides on an application of their own body.
        assert_eq!(of("notify_rejection").1, !own);
        let (_, allowed, blockers) = of("withdraw_application");
        assert_eq!((*allowed, blockers.is_empty()), (own, own), "{blockers:?}");
        let notice = take(&ada, &path, "rejection-notice", &why()).await;
        if own {
            assert_eq!(notice.expect_problem(409, "wrong-state").body["reason"], "own_matter");
        } else {
            assert_eq!(notice.expect(200).body["status"], "rejection_notice");
        }
        let withdrawal = take(&ada, &path, "withdrawal", &json!({})).await;
        if own {
            assert_eq!(withdrawal.expect(200).body["status"], "withdrawn");
        } else {
            assert_eq!(blockers, &["not_owner"]);
            withdrawal.expect_problem(404, "not-found");
        }
    }
}
