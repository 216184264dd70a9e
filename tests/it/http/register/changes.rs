//! Requests to change a recognised network, and what may still be written directly.

use ptp_tests::fixtures::json::{
    act, body_of, call_on_request, change_request, company, decided, newcomer, pole, tax_code, with,
};
use ptp_tests::fixtures::steps::{Recognised, on_day, published, recognised_under, step};
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    an_accepted_request_takes_effect,
    a_change_takes_effect_on_the_day_that_the_decision_names,
    a_member_replaces_another_and_the_lead_and_the_plan_change,
    a_request_is_refused_after_a_notice_and_changes_nothing,
    a_request_is_withdrawn_or_answered_like_an_application,
    what_a_request_is_refused_for,
    nobody_buys_priority_afterwards,
    a_recognised_network_is_not_written_directly,
    a_request_on_a_member_that_leaves_is_superseded,
    a_pole_that_ends_takes_its_requests_with_it,
    an_end_on_a_later_day_takes_the_requests_with_it_at_once,
    a_cure_received_in_time_holds_the_revocation,
    whoever_is_named_sees_a_pending_request,
    officials_list_requests_by_what_is_due,
    a_change_that_is_not_dated_is_asked_for_from_today_on,
    a_pole_has_so_many_requests_at_a_time,
    a_cure_to_come_holds_the_revocation,
    whoever_is_named_is_not_told_of_persons,
);

/// A recognised pole whose network changes on request only.
async fn requested(app: &TestApp) -> Recognised {
    let call = published(app, &call_on_request()).await;
    recognised_under(app, &call, &pole()).await
}

async fn file(app: &TestApp, pole: &Recognised, body: &Value) -> Answer {
    app.applicant().post(&format!("{}/change-requests", pole.path), body).await
}

/// Files a request and reviews it; its path.
async fn reviewed(app: &TestApp, pole: &Recognised, body: &Value) -> String {
    let filed = file(app, pole, body).await.expect(201);
    let path = filed.header("location").to_owned();
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    path
}

async fn accept(app: &TestApp, request: &str, body: &Value) -> Answer {
    step(&app.official(), &format!("{request}/acceptance"), body).await
}

async fn members(app: &TestApp, pole: &Recognised) -> Vec<Value> {
    let page = app.applicant().get(&format!("{}/members?limit=100", pole.path)).await.expect(200);
    page.body["items"].as_array().unwrap().clone()
}

async fn an_accepted_request_takes_effect(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let filed = file(&app, &pole, &change_request()).await.expect(201);
    let path = filed.header("location").to_owned();
    assert!(path.starts_with(&format!("{}/change-requests/", pole.path)), "{path}");
    assert_eq!(filed.body["status"], "submitted");
    assert_eq!(filed.body["protocol"], "PTP/2027/0000002", "the register of applications");
    assert_eq!(filed.body["clock"]["due_on"], "2027-03-31");
    assert_eq!(filed.body["before"]["members"].as_array().unwrap().len(), 5);
    assert_eq!(filed.body["after"]["members"].as_array().unwrap().len(), 6);
    assert_eq!(filed.body["after"]["as_of"], "2027-03-01");
    let read = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(read["after"], filed.body["after"]);
    assert_eq!(members(&app, &pole).await.len(), 5, "nothing has changed yet");
    app.anonymous().get(&path).await.expect_problem(401, "unauthenticated");
    app.applicant_of(OTHER).get(&path).await.expect_problem(404, "not-found");

    let version = app.applicant().get(&pole.path).await.expect(200).body["version"].clone();
    on_day(&app, "2027-03-15");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    let accepted = accept(&app, &path, &act("2027-03-15")).await.expect(200).body;
    assert_eq!(accepted["status"], "accepted");
    assert_eq!(accepted["effective_on"], "2027-03-15", "the date of the act");
    assert!(accepted.get("clock").is_none() && accepted.get("after").is_none());
    let steps = accepted["steps"].as_array().unwrap();
    let steps: Vec<_> = steps.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["review", "accept"]);

    let members = members(&app, &pole).await;
    let joined = members.iter().find(|one| one["tax_code"] == newcomer()["tax_code"]).unwrap();
    assert_eq!(joined["joined_on"], "2027-03-15");
    assert_eq!(joined["id"], read["changes"]["add"][0]["id"], "as it was announced");
    let after = app.anonymous().get(&pole.path).await.expect(200).body["version"].clone();
    assert_eq!(after.as_i64(), version.as_i64().map(|version| version + 1));
    let history = app.applicant().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let kinds = history["items"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|event| event["type"].as_str().unwrap()).collect();
    let last = ["change_requested", "change_request_moved", "member_added", "change_accepted"];
    assert!(kinds.ends_with(&last), "{kinds:?}");
    let public = app.anonymous().get(&format!("{}/events", pole.path)).await.expect(200).body;
    let public: Vec<_> = public["items"].as_array().unwrap().iter().collect();
    assert!(public.iter().any(|event| event["type"] == "member_added"), "its effect is public");
    assert!(public.iter().all(|event| event["type"] != "change_requested"), "it is not");
    accept(&app, &path, &act("2027-03-15")).await.expect_problem(409, "wrong-state");
}

async fn a_change_takes_effect_on_the_day_that_the_decision_names(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    // Received on 1 March, decided on the 20th, in effect from the receipt or from any later day.
    let asked = with(change_request(), &json!({"effective_on": "2027-03-01"}));
    let path = reviewed(&app, &pole, &asked).await;
    on_day(&app, "2027-03-20");
    let early = with(act("2027-03-20"), &json!({"effective_on": "2027-02-28"}));
    let early = accept(&app, &path, &early).await.expect_problem(422, "invalid-body");
    assert_eq!(early.body["errors"][0]["code"], "effective_before_receipt");
    let before = accept(&app, &path, &act("2027-02-28")).await.expect_problem(422, "invalid-body");
    assert_eq!(before.body["errors"][0]["code"], "act_before_receipt");
    let accepted = accept(&app, &path, &act("2027-03-20")).await.expect(200).body;
    assert_eq!(accepted["effective_on"], "2027-03-01", "as it was asked for");
    let joined = members(&app, &pole).await;
    assert_eq!(joined.last().unwrap()["joined_on"], "2027-03-01");

    // A later day is only for joining and leaving.
    let lead = json!({"changes": {"pole": {"lead_member_id": pole.members[0]}}});
    let path = reviewed(&app, &pole, &lead).await;
    let later = with(act("2027-03-20"), &json!({"effective_on": "2027-09-01"}));
    let later = accept(&app, &path, &later).await.expect_problem(422, "invalid-body");
    assert_eq!(later.body["errors"][0]["code"], "effective_after_acceptance");
    accept(&app, &path, &act("2027-03-20")).await.expect(200);
    let leads = app.anonymous().get(&pole.path).await.expect(200).body["lead_member_id"].clone();
    assert_eq!(leads, json!(pole.members[0]));
}

async fn a_member_replaces_another_and_the_lead_and_the_plan_change(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let joining = with(newcomer(), &json!({"joined_on": "2027-03-01"}));
    let plan = json!({"activity_plan": {"summary": "Un nuovo piano."}});
    let body = json!({"changes": {
        "add": [joining], "remove": [pole.members[3]], "pole": plan,
    }});
    let filed = file(&app, &pole, &body).await.expect(201).body;
    assert_eq!(filed["effective_on"], "2027-03-01", "the day that the changes name");
    assert_eq!(filed["after"]["as_of"], "2027-03-01");
    let path = format!("{}/change-requests/{}", pole.path, filed["id"].as_str().unwrap());
    on_day(&app, "2027-04-02");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    accept(&app, &path, &act("2027-04-02")).await.expect(200);
    let gone = app.anonymous().get(&pole.member(3)).await.expect(200).body;
    assert_eq!(gone["left_on"], "2027-02-28", "the day before its successor joins");
    let whole = app.anonymous().get(&pole.path).await.expect(200).body;
    assert_eq!(whole["activity_plan"]["summary"], "Un nuovo piano.");
    let at = format!("{}/compliance?as_of=2027-03-01", pole.path);
    let report = app.anonymous().get(&at).await.expect(200).body;
    assert_eq!(report["outcome"], filed["after"]["outcome"]);
}

async fn a_request_is_refused_after_a_notice_and_changes_nothing(app: TestApp) {
    let pole = requested(&app).await;
    let path = reviewed(&app, &pole, &change_request()).await;
    let official = app.official();
    let refusal = decided("Non è stata superata la ragione del preavviso.");
    let at = format!("{path}/refusal");
    let early = step(&official, &at, &refusal).await.expect_problem(409, "wrong-state");
    assert_eq!(early.body["reason"], "notice_required");
    let notice = body_of("refusal-notice");
    let noticed = step(&official, &format!("{path}/refusal-notice"), &notice).await.expect(200);
    assert_eq!(noticed.body["status"], "refusal_notice");
    assert_eq!(noticed.body["steps"][1]["answer_by"], "2027-01-30");
    let review = format!("{path}/review");
    let running = step(&official, &review, &json!({})).await.expect_problem(409, "wrong-state");
    assert_eq!(running.body["reason"], "term_running");
    let at_once = json!({"text": "Nulla da aggiungere.", "final": true});
    step(&app.applicant(), &format!("{path}/observations"), &at_once).await.expect(200);
    step(&official, &review, &json!({})).await.expect(200);
    let refused = step(&official, &at, &refusal).await.expect(200).body;
    assert_eq!(refused["status"], "refused");
    assert_eq!(members(&app, &pole).await.len(), 5);
    file(&app, &pole, &change_request()).await.expect(201);
}

async fn a_request_is_withdrawn_or_answered_like_an_application(app: TestApp) {
    let pole = requested(&app).await;
    let path = reviewed(&app, &pole, &change_request()).await;
    let asked = body_of("integration-request");
    let at = format!("{path}/integration-request");
    let waiting = step(&app.official(), &at, &asked).await.expect(200).body;
    assert_eq!(waiting["status"], "integration_requested");
    assert_eq!(waiting["clock"]["due_on"], "2027-03-01", "thirty days, and ten more");
    let actions = app.applicant().get(&format!("{path}/actions")).await.expect(200).body;
    let open = actions["items"].as_array().unwrap().iter();
    let open: Vec<_> = open
        .filter(|one| one["allowed"] == true)
        .map(|one| (one["action"].as_str().unwrap(), one["href"].as_str().unwrap()))
        .collect();
    let expected = [
        ("submit_change_integration", format!("{path}/integration")),
        ("submit_change_observations", format!("{path}/observations")),
        ("withdraw_change_request", format!("{path}/withdrawal")),
    ];
    assert_eq!(open, expected.each_ref().map(|(action, at)| (*action, at.as_str())));
    let answer = body_of("integration");
    let at = format!("{path}/integration");
    step(&app.official(), &at, &answer).await.expect_problem(403, "forbidden");
    app.applicant().post_seen(&at, &answer, "\"1\"").await.expect_problem(412, "stale");
    let answered = step(&app.applicant(), &at, &answer).await.expect(200).body;
    assert_eq!(answered["status"], "under_review");
    let end = format!("{path}/withdrawal");
    let gone = step(&app.applicant(), &end, &json!({})).await.expect(200).body;
    assert_eq!(gone["status"], "withdrawn");
    accept(&app, &path, &act(TODAY)).await.expect_problem(409, "wrong-state");
}

async fn what_a_request_is_refused_for(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let past = |body: Value| with(body, &json!({"joined_on": "2027-02-28"}));
    let add = |member: Value| json!({"changes": {"add": [member]}});
    let update = |patch: Value| json!({"changes": {"update": [{"member_id": pole.members[2], "member": patch}]}});
    let cases = [
        (json!({"changes": {}}), "/changes", "nothing_changes"),
        (update(json!({"name": "Torneria Esempio S.p.A."})), "/changes", "nothing_changes"),
        (
            with(change_request(), &json!({"effective_on": "2027-02-28"})),
            "/effective_on",
            "effective_before_receipt",
        ),
        (add(past(newcomer())), "/changes/add/0/joined_on", "effective_before_receipt"),
        (
            with(add(newcomer_on("2027-04-01")), &json!({"effective_on": "2027-03-10"})),
            "/changes/add/0/joined_on",
            "another_day",
        ),
        (
            update(json!({"left_on": "2027-02-01"})),
            "/changes/update/0/member/left_on",
            "effective_before_receipt",
        ),
        (
            update(json!({"tax_code": "01234561205"})),
            "/changes/update/0/member/tax_code",
            "another_member",
        ),
        (json!({"changes": {"pole": {"area": "culture"}}}), "/changes/pole/area", "area_stays"),
        (
            json!({"changes": {"remove": ["01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d12"]}}),
            "/changes/remove/0",
            "no_such_member",
        ),
    ];
    for (body, pointer, code) in cases {
        let refused = file(&app, &pole, &body).await.expect_problem(422, "invalid-body");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer, "{}", refused.body);
        assert_eq!(refused.body["errors"][0]["code"], code);
    }
    let listed = app.applicant().get(&format!("{}/change-requests", pole.path)).await.expect(200);
    assert_eq!(listed.body["items"], json!([]), "nothing was stored");

    let draft =
        app.applicant().post("/v1/poles", &ptp_tests::fixtures::json::pole()).await.expect(201);
    let at = format!("{}/change-requests", draft.header("location"));
    let of_a_draft = app.applicant().post(&at, &change_request()).await;
    let of_a_draft = of_a_draft.expect_problem(409, "wrong-state");
    assert_eq!(of_a_draft.body["resource_status"], "draft");
    let at = format!("{}/change-requests", pole.path);
    let others = app.applicant_of(OTHER).post(&at, &change_request()).await;
    others.expect_problem(404, "not-found");

    file(&app, &pole, &change_request()).await.expect(201);
    let again = file(&app, &pole, &change_request()).await.expect_problem(409, "already-exists");
    assert_eq!(again.body["errors"][0]["code"], "request_pending");
    let leaving = json!({"changes": {"remove": [pole.members[3]]}});
    file(&app, &pole, &leaving).await.expect(201);
}

fn newcomer_on(day: &str) -> Value {
    with(newcomer(), &json!({"joined_on": day}))
}

/// Case 1 of the findings: a firm that joins in 2028 was no member in 2027.
async fn nobody_buys_priority_afterwards(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2028-03-01");
    let backdated = newcomer_on("2026-01-01");
    let direct = app.applicant().post(&format!("{}/members", pole.path), &backdated).await;
    direct.expect_problem(409, "wrong-state");
    let path = reviewed(&app, &pole, &change_request()).await;
    accept(&app, &path, &act("2028-03-01")).await.expect(200);
    let search = |on: &str| json!({"tax_codes": [newcomer()["tax_code"]], "as_of": on});
    let at = "/v1/recognitions/search";
    let before = app.anonymous().post(at, &search("2027-06-01")).await.expect(200).body;
    assert_eq!(before["items"][0]["recognised"], false);
    let after = app.anonymous().post(at, &search("2028-03-01")).await.expect(200).body;
    assert_eq!(after["items"][0]["recognised"], true);
}

async fn a_recognised_network_is_not_written_directly(app: TestApp) {
    let pole = requested(&app).await;
    let applicant = app.applicant();
    let added = applicant.post(&format!("{}/members", pole.path), &newcomer()).await;
    let added = added.expect_problem(409, "wrong-state");
    assert_eq!(added.body["reason"], "request_needed");
    let ways = added.body["ways"].as_array().unwrap().iter();
    let ways: Vec<_> = ways.map(|way| (way["action"].as_str(), way["href"].as_str())).collect();
    let [requests, communications] =
        ["change-requests", "communications"].map(|noun| format!("{}/{noun}", pole.path));
    assert_eq!(
        ways,
        [
            (Some("file_change_request"), Some(requests.as_str())),
            (Some("file_communication"), Some(communications.as_str())),
        ]
    );
    let actions = applicant.get(&format!("{}/actions", pole.path)).await.expect(200).body;
    let offered = |name: &str| {
        let mut all = actions["items"].as_array().unwrap().iter();
        all.find(|one| one["action"] == name).unwrap().clone()
    };
    assert_eq!(offered("add_member")["blocked_by"][0]["code"], "request_needed");
    assert_eq!(offered("file_change_request")["allowed"], true);
    assert_eq!(offered("file_change_request")["href"], requests);

    for patch in [
        json!({"name": "Un altro nome"}),
        json!({"province": "LC", "municipality": "Lecco"}),
        json!({"contacts": [], "study_tracks": [{"code": "IT-MME", "started_on": "2010-09-01"}]}),
        json!({"left_on": "2027-01-19"}),
        json!({"operating_sites": [{"province": "LC"}]}),
    ] {
        let refused = applicant.patch(&pole.member(0), &patch, "*").await;
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["reason"], "request_needed", "{patch}");
    }
    // Nor is it said that a member was another, or never there, or the pole of another area.
    let seen = applicant.get(&pole.member(0)).await.expect(200);
    let unlike = json!({"joined_on": "2026-01-01"});
    for refused in [
        applicant.delete(&pole.member(0), seen.etag()).await,
        applicant.patch(&pole.member(0), &unlike, "*").await,
        applicant.patch(&pole.path, &json!({"area": "culture"}), "*").await,
    ] {
        let refused = refused.expect_problem(409, "wrong-state");
        assert_eq!(refused.body["ways"].as_array().unwrap().len(), 2, "{}", refused.body);
    }
    for patch in [
        json!({"name": "Un altro nome"}),
        json!({"lead_member_id": pole.members[0]}),
        json!({"description": "Un altro testo.", "activity_plan": null}),
    ] {
        let refused = applicant.patch(&pole.path, &patch, "*").await;
        refused.expect_problem(409, "wrong-state");
    }
    let text = json!({"description": "Un altro testo.", "production_chain": null, "contacts": []});
    applicant.patch(&pole.path, &text, "*").await.expect(200);
    let contacts = json!({"contacts": [{"role": "information", "email": "info@example.it"}]});
    applicant.patch(&pole.member(0), &contacts, "*").await.expect(200);
    let confirmation = format!("{}/confirmation", pole.member(0));
    let seen = [("if-match", "*")];
    applicant.send(Method::PUT, &confirmation, Some(&json!({})), &seen).await.expect(200);
    applicant.patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    on_day(&app, "2027-02-01");
    let later = json!({"left_on": "2027-02-10"});
    let rewritten = app.applicant().patch(&pole.member(3), &later, "*").await;
    rewritten.expect_problem(409, "wrong-state");
}

async fn a_request_on_a_member_that_leaves_is_superseded(app: TestApp) {
    let pole = requested(&app).await;
    let edits = json!({"operating_sites": [{"province": "BG"}]});
    let update = json!({"update": [{"member_id": pole.members[3], "member": edits}]});
    let path = reviewed(&app, &pole, &json!({"changes": update})).await;
    let other = file(&app, &pole, &change_request()).await.expect(201);
    app.applicant().patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    let superseded = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(superseded["status"], "lapsed");
    let last = superseded["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(last["step"], "lapse");
    assert!(last["reason"].as_str().unwrap().contains("superata"));
    let other = app.applicant().get(other.header("location")).await.expect(200).body;
    assert_eq!(other["status"], "submitted", "it is about another");
}

async fn a_pole_that_ends_takes_its_requests_with_it(app: TestApp) {
    let pole = requested(&app).await;
    let path = reviewed(&app, &pole, &change_request()).await;
    let transfer = body_of("transfer");
    step(&app.official(), &format!("{}/transfer", pole.path), &transfer).await.expect(200);
    app.applicant().get(&path).await.expect_problem(404, "not-found");
    let moved = app.applicant_of(OTHER).get(&path).await.expect(200).body;
    assert_eq!((&moved["owner"], &moved["status"]), (&json!(OTHER), &json!("under_review")));
    let revocation = body_of("revocation");
    step(&app.official(), &format!("{}/revocation", pole.path), &revocation).await.expect(200);
    let ended = app.official().get(&path).await.expect(200).body;
    assert_eq!(ended["status"], "lapsed");
    let at = format!("{}/change-requests", pole.path);
    let late = app.applicant_of(OTHER).post(&at, &change_request()).await;
    late.expect_problem(409, "wrong-state");
}

async fn a_cure_received_in_time_holds_the_revocation(app: TestApp) {
    let pole = requested(&app).await;
    app.applicant().patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    on_day(&app, "2027-02-01");
    let warning = json!({"findings": ["Una delle due imprese ha lasciato il polo."], "days": 30});
    step(&app.official(), &format!("{}/warning", pole.path), &warning).await.expect(200);
    on_day(&app, "2027-02-15");
    let filed = file(&app, &pole, &change_request()).await.expect(201);
    assert_eq!(filed.body["before"]["outcome"], "non_compliant");
    assert_ne!(filed.body["after"]["outcome"], "non_compliant");
    on_day(&app, "2027-03-10");
    let at = format!("{}/revocation", pole.path);
    let revocation = with(body_of("revocation"), &act("2027-03-10"));
    let held = step(&app.official(), &at, &revocation).await.expect_problem(409, "wrong-state");
    assert_eq!(held.body["reason"], "cure_pending");
    let path = filed.header("location");
    step(&app.applicant(), &format!("{path}/withdrawal"), &json!({})).await.expect(200);
    step(&app.official(), &at, &revocation).await.expect(200);
}

async fn whoever_is_named_sees_a_pending_request(app: TestApp) {
    let pole = requested(&app).await;
    let contact = json!([{"role": "information", "email": "info@example.it"}]);
    let mut body = change_request();
    body["changes"]["add"][0]["contacts"] = contact;
    let path = file(&app, &pole, &body).await.expect(201).header("location").to_owned();
    let named = app.applicant_of(newcomer()["tax_code"].as_str().unwrap());
    let seen = named.get(&path).await.expect(200).body;
    assert_eq!(seen["changes"]["add"][0]["name"], newcomer()["name"]);
    assert!(seen["changes"]["add"][0].get("contacts").is_none());
    assert!(seen.get("after").is_none());
    let listed = named.get("/v1/change-requests").await.expect(200).body;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let end = format!("{path}/withdrawal");
    step(&named, &end, &json!({})).await.expect_problem(404, "not-found");
    let strangers = app.applicant_of(OTHER).get("/v1/change-requests").await.expect(200).body;
    assert_eq!(strangers["items"], json!([]));
}

async fn officials_list_requests_by_what_is_due(app: TestApp) {
    let pole = requested(&app).await;
    file(&app, &pole, &change_request()).await.expect(201);
    on_day(&app, "2027-02-10");
    let leaving = json!({"changes": {"remove": [pole.members[3]]}});
    file(&app, &pole, &leaving).await.expect(201);
    let count = async |query: &str| {
        let at = format!("/v1/change-requests?{query}");
        app.official().get(&at).await.expect(200).body["items"].as_array().unwrap().len()
    };
    assert_eq!(count("").await, 2);
    assert_eq!(count("due_within_days=10").await, 1, "due on 19 February");
    assert_eq!(count("overdue=true").await, 0);
    assert_eq!(count("status=submitted&sort=-due_on").await, 2);
    assert_eq!(count("status=accepted").await, 0);
    on_day(&app, "2027-02-20");
    assert_eq!(count("overdue=true").await, 1);
    let first =
        app.official().get("/v1/change-requests?limit=1&sort=due_on").await.expect(200).body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let at = format!("/v1/change-requests?limit=1&sort=due_on&cursor={cursor}");
    let second = app.official().get(&at).await.expect(200).body;
    assert_ne!(first["items"][0]["id"], second["items"][0]["id"]);
    assert!(second.get("next_cursor").is_none());
}

/// Who leads and what is planned changes with the act: to ask for another day is to ask in vain.
async fn a_change_that_is_not_dated_is_asked_for_from_today_on(app: TestApp) {
    let pole = requested(&app).await;
    let lead = json!({"changes": {"pole": {"lead_member_id": pole.members[0]}},
        "effective_on": "2027-09-01"});
    let refused = file(&app, &pole, &lead).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.body["errors"][0]["pointer"], "/effective_on");
    assert_eq!(refused.body["errors"][0]["code"], "effective_after_acceptance");
    file(&app, &pole, &with(lead, &json!({"effective_on": TODAY}))).await.expect(201);
}

async fn a_pole_has_so_many_requests_at_a_time(app: TestApp) {
    let pole = requested(&app).await;
    let joins = |number: usize| {
        let mut firm = with(newcomer(), &json!({"tax_code": tax_code(5_000_000 + number)}));
        firm.as_object_mut().unwrap().remove("joined_on");
        json!({"changes": {"add": [firm]}})
    };
    let mut first = None;
    for number in 0..20 {
        let filed = file(&app, &pole, &joins(number)).await.expect(201);
        first.get_or_insert_with(|| filed.header("location").to_owned());
    }
    let more = file(&app, &pole, &joins(20)).await.expect_problem(409, "wrong-state");
    assert_eq!(more.body["reason"], "too_many_pending");
    let end = format!("{}/withdrawal", first.unwrap());
    step(&app.applicant(), &end, &json!({})).await.expect(200);
    file(&app, &pole, &joins(20)).await.expect(201);
}

/// Accepted, but not yet in effect, a cure still holds the revocation; one after the term never did.
async fn a_cure_to_come_holds_the_revocation(app: TestApp) {
    let pole = requested(&app).await;
    app.applicant().patch(&pole.member(3), &json!({"left_on": TODAY}), "*").await.expect(200);
    on_day(&app, "2027-02-01");
    let warning = json!({"findings": ["Una delle due imprese ha lasciato il polo."], "days": 30});
    step(&app.official(), &format!("{}/warning", pole.path), &warning).await.expect(200);
    let at = format!("{}/revocation", pole.path);
    let late = with(change_request(), &json!({"effective_on": "2027-04-01"}));
    let late = file(&app, &pole, &late).await.expect(201);
    on_day(&app, "2027-03-10");
    let revocation = with(body_of("revocation"), &act("2027-03-10"));
    let offered = async || {
        let actions = format!("{}/actions", pole.path);
        let actions = app.official().get(&actions).await.expect(200).body;
        let mut all = actions["items"].as_array().unwrap().iter();
        all.find(|one| one["action"] == "revoke_pole").unwrap()["allowed"].clone()
    };
    assert_eq!(offered().await, true, "a cure after the term is none");
    let path = late.header("location");
    step(&app.official(), &format!("{path}/review"), &json!({})).await.expect(200);
    let accepted = with(act("2027-03-10"), &json!({"effective_on": "2027-03-20"}));
    accept(&app, path, &accepted).await.expect(200);
    let held = step(&app.official(), &at, &revocation).await.expect_problem(409, "wrong-state");
    assert_eq!(held.body["reason"], "cure_pending");
}

async fn whoever_is_named_is_not_told_of_persons(app: TestApp) {
    let person = "RSSMRA80A01F205X";
    let call = published(&app, &call_on_request()).await;
    let mut body = pole();
    let mut trader = company("Rossi Mario", person, "28.41");
    trader["company"]["rea"] = json!("MB-777777");
    body["members"].as_array_mut().unwrap().push(trader);
    let pole = recognised_under(&app, &call, &body).await;
    let to_person = with(body_of("transfer"), &json!({"owner": person}));
    step(&app.official(), &format!("{}/transfer", pole.path), &to_person).await.expect(200);
    let mut changes = change_request();
    changes["changes"]["update"] =
        json!([{"member_id": pole.members[5], "member": {"vat_number": tax_code(7_654_321)}}]);
    let at = format!("{}/change-requests", pole.path);
    let filed = app.applicant_of(person).post(&at, &changes).await.expect(201);
    assert_eq!(filed.body["owner"], person);
    let named = app.applicant_of(newcomer()["tax_code"].as_str().unwrap());
    let seen = named.get(filed.header("location")).await.expect(200);
    assert!(seen.body.get("owner").is_none(), "{}", seen.text);
    for hidden in [person, &tax_code(7_654_321)] {
        assert!(!seen.text.contains(hidden), "{}", seen.text);
    }
    let listed = named.get("/v1/change-requests").await.expect(200);
    assert!(!listed.text.contains(person), "{}", listed.text);
}

async fn an_end_on_a_later_day_takes_the_requests_with_it_at_once(app: TestApp) {
    let pole = requested(&app).await;
    let filed = file(&app, &pole, &change_request()).await.expect(201);
    let later =
        json!({"effective_on": "2027-06-01", "effect_reason": "Fine dell'anno scolastico."});
    let later = with(decided("Rinuncia alle attività."), &later);
    step(&app.official(), &format!("{}/revocation", pole.path), &later).await.expect(200);
    let ended = app.applicant().get(filed.header("location")).await.expect(200).body;
    assert_eq!(ended["status"], "lapsed");
    assert_eq!(app.anonymous().get(&pole.path).await.expect(200).body["status"], "recognised");
}
