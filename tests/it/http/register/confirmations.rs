//! Confirmations by members.

use ptp::signing::TokenRequest;
use ptp_tests::fixtures::json::{call, decided, pole, with};
use ptp_tests::fixtures::steps::{admit, id_of, members_of, published, recognised, step, submit};
use ptp_tests::fixtures::{ORGANISATION, OTHER, TODAY};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::views::blockers;

on_both_databases!(
    a_body_reads_and_confirms_its_membership_in_another_s_draft,
    only_the_member_can_confirm,
    a_confirmation_requires_the_current_version,
    a_changed_member_has_to_confirm_again,
    a_call_that_requires_confirmations_admits_only_with_all,
    a_member_is_told_that_it_may_confirm,
);

/// The tax codes of the example's members other than the applicant.
const OTHERS: [&str; 4] = ["01234560165", "01234560157", "01234560173", "01234561213"];

async fn confirm(caller: &Caller<'_>, member: &str, etag: &str) -> Answer {
    let path = format!("{member}/confirmation");
    caller.send(Method::PUT, &path, Some(&json!({})), &[("if-match", etag)]).await
}

/// A draft with persons in it: its path, and those of its members.
async fn draft(app: &TestApp) -> (String, Vec<String>) {
    let contact = json!([{"role": "information", "name": "Ada Rossi", "email": "ada@example.it"}]);
    let mut body = pole();
    body["contacts"] = contact.clone();
    for member in body["members"].as_array_mut().unwrap() {
        member["contacts"] = contact.clone();
    }
    body["members"][2]["company"]["commitment"]["signatory"] = json!("Ada Rossi");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let path = made.header("location").to_owned();
    let members = members_of(&made).iter().map(|id| format!("{path}/members/{id}")).collect();
    (path, members)
}

/// The findings about confirmations, in the order of the members.
async fn confirmations(app: &TestApp, path: &str, query: &str) -> Vec<(Value, Value)> {
    let report = app.applicant().get(&format!("{path}/compliance{query}")).await.expect(200).body;
    let members = report["members"].as_array().unwrap().iter();
    members
        .flat_map(|member| member["findings"].as_array().unwrap())
        .filter(|finding| finding["rule"] == "member_confirmation")
        .map(|finding| (finding["code"].clone(), finding["outcome"].clone()))
        .collect()
}

async fn a_body_reads_and_confirms_its_membership_in_another_s_draft(app: TestApp) {
    let (path, members) = draft(&app).await;
    let company = app.applicant_of(OTHERS[1]);
    let seen = company.get(&members[2]).await.expect(200);
    assert_eq!(seen.body["tax_code"], OTHERS[1]);
    assert!(!seen.text.contains("Ada Rossi") && !seen.text.contains("ada@example.it"));
    assert!(seen.body.get("confirmed_at").is_none());
    // That membership only, and nothing else of the pole.
    company.get(&path).await.expect_problem(404, "not-found");
    company.get(&members[3]).await.expect_problem(404, "not-found");
    company.get(&format!("{path}/members")).await.expect_problem(404, "not-found");
    company.get(&format!("{path}/compliance")).await.expect_problem(404, "not-found");
    let change = json!({"name": "Mio"});
    company.patch(&members[2], &change, "*").await.expect_problem(404, "not-found");

    let done = confirm(&company, &members[2], seen.etag()).await.expect(200);
    assert_eq!(done.body["confirmed_at"], "2027-01-20T10:00:00Z");
    assert!(!done.text.contains("Ada Rossi"));
    assert_eq!(company.get(&members[2]).await.expect(200).etag(), done.etag());
    // Confirming again changes nothing.
    let again = confirm(&company, &members[2], done.etag()).await.expect(200);
    assert_eq!((&again.body, again.etag()), (&done.body, done.etag()));
    let own = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(own["version"], 2);
    assert_eq!(own["members"][2]["confirmed_at"], "2027-01-20T10:00:00Z");

    let said = confirmations(&app, &path, "").await;
    let codes: Vec<_> = said.iter().map(|(_, outcome)| outcome.as_str().unwrap()).collect();
    // The applicant needs no confirmation; the others are listed, and nothing is violated.
    assert_eq!(
        codes,
        ["satisfied", "not_applicable", "satisfied", "not_applicable", "not_applicable"]
    );
    assert_ne!(said[0].0, said[2].0);
    let report = app.applicant().get(&format!("{path}/compliance")).await.expect(200).body;
    assert_eq!(report["outcome"], "compliant");
}

async fn only_the_member_can_confirm(app: TestApp) {
    let (_, members) = draft(&app).await;
    let company = &members[2];
    for other in [ORGANISATION, OTHER, OTHERS[0]] {
        let refused = confirm(&app.applicant_of(other), company, "*").await;
        refused.expect_problem(404, "not-found");
    }
    let person = app.bearer(&TokenRequest::of_demo(OTHERS[1], &["applicant"], &app.clock));
    confirm(&person, company, "*").await.expect_problem(404, "not-found");
    confirm(&app.official(), company, "*").await.expect_problem(403, "forbidden");
    confirm(&app.anonymous(), company, "*").await.expect_problem(401, "unauthenticated");
    let holder = app.holder();
    confirm(&holder, company, "*").await.expect_problem(403, "forbidden");
    let nowhere = company.replace("/v1/poles/0", "/v1/poles/1");
    confirm(&app.applicant_of(OTHERS[1]), &nowhere, "*").await.expect(404);
    let untouched = app.official().get(company).await.expect(200).body;
    assert_eq!(untouched["version"], 1);
}

async fn a_confirmation_requires_the_current_version(app: TestApp) {
    let (_, members) = draft(&app).await;
    let company = app.applicant_of(OTHERS[1]);
    let seen = company.get(&members[2]).await.expect(200);
    let path = format!("{}/confirmation", members[2]);
    let blind = company.send(Method::PUT, &path, Some(&json!({})), &[]).await;
    blind.expect_problem(428, "precondition-required");
    let change = json!({"name": "Torneria Nuova S.p.A."});
    app.applicant().patch(&members[2], &change, "*").await.expect(200);
    // The member would confirm something other than what it read.
    let stale = confirm(&company, &members[2], seen.etag()).await.expect_problem(412, "stale");
    assert_eq!(stale.body["changed_fields"], json!(["name"]));
    let more = Some(json!({"confirmed_at": "2020-01-01T00:00:00Z"}));
    let refused = company.send(Method::PUT, &path, more.as_ref(), &[("if-match", "*")]).await;
    refused.expect_problem(422, "invalid-body");
    assert!(company.get(&members[2]).await.body.get("confirmed_at").is_none());
}

async fn a_changed_member_has_to_confirm_again(app: TestApp) {
    let (_, members) = draft(&app).await;
    let (owner, company) = (app.applicant(), app.applicant_of(OTHERS[1]));
    let commitment = json!({"company": {"commitment": {"all_students": false}}});
    for (change, stays) in [
        (json!({"left_on": "2028-08-31"}), true),
        (json!({"left_on": null}), true),
        (json!({"contacts": []}), true),
        (json!({"municipality": "Lissone"}), true),
        (json!({"name": "Torneria Nuova S.p.A."}), false),
        (commitment, false),
        (json!({"company": {"rea": "MB-123457"}}), false),
        (json!({"joined_on": "2027-01-12"}), false),
        (json!({"kind": "research_centre", "company": null}), false),
    ] {
        confirm(&company, &members[2], "*").await.expect(200);
        let changed = owner.patch(&members[2], &change, "*").await.expect(200).body;
        assert_eq!(changed.get("confirmed_at").is_some(), stays, "{change}");
    }
    // An organisation that is no longer the member cannot confirm it either.
    let moved = json!({"tax_code": OTHER});
    owner.patch(&members[2], &moved, "*").await.expect(200);
    confirm(&company, &members[2], "*").await.expect_problem(404, "not-found");
    company.get(&members[2]).await.expect_problem(404, "not-found");
    confirm(&app.applicant_of(OTHER), &members[2], "*").await.expect(200);
}

async fn a_call_that_requires_confirmations_admits_only_with_all(app: TestApp) {
    let asking = with(
        call(),
        &json!({
            "ruleset": {"id": "regione-lombardia", "parameters": {
                "require_confirmation": true, "reference_date": "receipt",
            }},
        }),
    );
    let call = published(&app, &asking).await;
    let (path, members) = draft(&app).await;
    let query = format!("?call_id={}", id_of(&call));
    let said = confirmations(&app, &path, &query).await;
    assert_eq!(said[0].1, "satisfied");
    assert!(said[1..].iter().all(|(_, outcome)| outcome == "needs_review"), "{said:?}");
    let id = path.rsplit('/').next().unwrap();
    let application = submit(&app.applicant(), &call, id).await.expect(201).id();
    let refused = admit(&app, &application, TODAY).await.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["resource_status"], "under_review");
    let actions = format!("/v1/applications/{application}/actions");
    let blocked = async || {
        let items = app.official().get(&actions).await.expect(200).body["items"].clone();
        let items = items.as_array().unwrap().clone();
        let admission = items.into_iter().find(|item| item["action"] == "admit_application");
        admission.unwrap()["blocked_by"].clone()
    };
    let act = json!({"act": {"kind": "decree", "number": "1", "date": TODAY}});
    let at = format!("/v1/applications/{application}/admission");
    for (organisation, member) in OTHERS.iter().zip(&members[1..]) {
        assert_eq!(blocked().await[0]["code"], "not_compliant");
        step(&app.official(), &at, &act).await.expect_problem(409, "wrong-state");
        // The pole is frozen, but its members may still confirm.
        confirm(&app.applicant_of(organisation), member, "*").await.expect(200);
    }
    assert_eq!(blocked().await, json!([]));
    let report = app.official().get(&format!("{path}/compliance{query}")).await.expect(200).body;
    assert_eq!(report["outcome"], "compliant");
    step(&app.official(), &at, &act).await.expect(200);
    assert_eq!(app.anonymous().get(&path).await.expect(200).body["status"], "recognised");
}

/// Only for poles it can see: the path is a template, since there are many members.
async fn a_member_is_told_that_it_may_confirm(app: TestApp) {
    let pole = recognised(&app).await;
    let company = app.applicant_of(OTHERS[1]);
    let actions = company.get(&format!("{}/actions", pole.path)).await.expect(200).body;
    let mut items = actions["items"].as_array().unwrap().iter();
    let item = items.find(|item| item["action"] == "confirm_membership").unwrap();
    let address = format!("{}/members/{{member_id}}/confirmation", pole.path);
    assert_eq!((&item["method"], &item["href"]), (&json!("PUT"), &json!(address)));
    let code = async |caller: &Caller<'_>| {
        let blocked = blockers(caller, &pole.path, "confirm_membership").await;
        blocked.iter().map(|blocker| blocker["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(code(&company).await, Vec::<Value>::new());
    assert_eq!(code(&app.applicant()).await, Vec::<Value>::new(), "the owner is a member too");
    assert_eq!(code(&app.applicant_of(OTHER)).await, ["not_member"]);
    assert_eq!(code(&app.official()).await, ["role", "not_member"]);
    confirm(&company, &pole.member(2), "*").await.expect(200);

    let why = decided("Per la prova.");
    step(&app.official(), &format!("{}/revocation", pole.path), &why).await.expect(200);
    assert_eq!(code(&company).await, ["wrong_state"]);
    assert_eq!(code(&app.applicant_of(OTHER)).await, ["not_member", "wrong_state"]);
    let late = confirm(&company, &pole.member(2), "*").await.expect_problem(409, "wrong-state");
    assert_eq!(late.body["allowed_actions"], json!([]));
}
