//! Facts that are communicated about a recognised network, and what the Region records itself.

use ptp_tests::fixtures::json::{act, body_of, communication, newcomer, reason, with};
use ptp_tests::fixtures::steps::{Recognised, on_day, step};
use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::changes::requested;
use super::on_both_databases;

on_both_databases!(
    a_communication_takes_effect_from_the_day_of_the_fact,
    the_office_takes_note_or_contests_and_cannot_refuse,
    what_a_communication_is_refused_for,
    the_region_records_what_its_registers_say,
    who_is_told_across_poles,
    what_was_so_before_the_fact_stays_so,
    what_the_region_recorded_stays,
);

pub(super) async fn file(caller: &Caller<'_>, pole: &Recognised, body: &Value) -> Answer {
    caller.post(&format!("{}/communications", pole.path), body).await
}

async fn a_communication_takes_effect_from_the_day_of_the_fact(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let leaves = json!({"changes": {"remove": [pole.members[3]]}, "effective_on": "2027-02-15",
        "source": "Registro delle imprese, cessazione dell'attività"});
    let filed = file(&app.applicant(), &pole, &leaves).await.expect(201);
    assert_eq!(filed.body["status"], "filed");
    assert_eq!(filed.body["kind"], "communication");
    assert_eq!(filed.body["effective_on"], "2027-02-15");
    assert_eq!(filed.body["protocol"], "PTP/2027/0000002");
    assert_ne!(filed.body["before"]["outcome"], "non_compliant");
    assert_eq!(filed.body["after"]["outcome"], "non_compliant");
    let gone = app.anonymous().get(&pole.member(3)).await.expect(200).body;
    assert_eq!(gone["left_on"], "2027-02-14", "since the day of the fact it is no member");
    for (on, outcome) in [("2027-02-14", "compliant"), ("2027-02-15", "non_compliant")] {
        let at = format!("{}/compliance?as_of={on}", pole.path);
        assert_eq!(app.anonymous().get(&at).await.expect(200).body["outcome"], outcome, "{on}");
    }
    // A member moves, and its codes change.
    let company = json!({"province": "LC", "municipality": "Lecco", "name": "Torneria S.r.l.",
        "company": {"rea": "LC-560157"}});
    let moves = json!({"changes": {"update": [{"member_id": pole.members[2], "member": company}]},
        "effective_on": "2027-03-01", "source": "Registro delle imprese"});
    file(&app.applicant(), &pole, &moves).await.expect(201);
    let company = app.anonymous().get(&pole.member(2)).await.expect(200).body;
    assert_eq!((&company["name"], &company["province"]), (&json!("Torneria S.r.l."), &json!("LC")));
    let listed = app.applicant().get(&format!("{}/communications", pole.path)).await.expect(200);
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 2);
    app.anonymous().get(filed.header("location")).await.expect_problem(401, "unauthenticated");
}

async fn the_office_takes_note_or_contests_and_cannot_refuse(app: TestApp) {
    let pole = requested(&app).await;
    let fact = communication(&pole.members[2]);
    let filed = file(&app.applicant(), &pole, &fact).await.expect(201);
    let path = filed.header("location").to_owned();
    let contest = format!("{path}/contestation");
    let why = body_of("contestation");
    step(&app.applicant(), &contest, &why).await.expect_problem(403, "forbidden");
    let contested = step(&app.official(), &contest, &why).await.expect(200).body;
    assert_eq!(contested["status"], "contested");
    assert_eq!(contested["answer"]["reason"], why["reason"]);
    step(&app.official(), &contest, &why).await.expect_problem(409, "wrong-state");
    let moved = app.anonymous().get(&pole.member(2)).await.expect(200).body;
    assert_eq!(moved["province"], "LC", "in effect all the same");
    let note = format!("{path}/acknowledgement");
    let noted = step(&app.official(), &note, &json!({})).await.expect(200).body;
    assert_eq!(noted["status"], "noted", "once it is clarified");
    let seen = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(seen["answer"]["actor"], json!({"roles": ["official"]}));
    step(&app.official(), &note, &json!({})).await.expect_problem(409, "wrong-state");
}

async fn what_a_communication_is_refused_for(app: TestApp) {
    let pole = requested(&app).await;
    let fact = || communication(&pole.members[2]);
    let changed = |changes: Value| with(fact(), &json!({"changes": changes}));
    let update = |patch: Value| {
        changed(json!({"update": [{"member_id": pole.members[2], "member": patch}]}))
    };
    let mut without_source = fact();
    without_source.as_object_mut().unwrap().remove("source");
    let commitment = json!({"company": {"commitment": null}});
    let cases = [
        (
            with(fact(), &json!({"effective_on": "2027-01-21"})),
            "/effective_on",
            "fact_in_the_future",
        ),
        (without_source, "/source", "required"),
        (with(fact(), &json!({"source": " "})), "/source", "min_length"),
        (changed(json!({"add": [newcomer()]})), "/changes/add/0", "not_a_fact"),
        (
            changed(json!({"pole": {"lead_member_id": pole.members[0]}})),
            "/changes/pole/lead_member_id",
            "not_a_fact",
        ),
        (
            update(json!({"study_tracks": []})),
            "/changes/update/0/member/study_tracks",
            "not_a_fact",
        ),
        (update(commitment), "/changes/update/0/member/company/commitment", "not_a_fact"),
        (
            update(json!({"left_on": "2027-01-19"})),
            "/changes/update/0/member/left_on",
            "another_day",
        ),
        (update(json!({"province": "MB"})), "/changes", "nothing_changes"),
    ];
    for (body, pointer, code) in cases {
        let refused = file(&app.applicant(), &pole, &body).await;
        let refused = refused.expect_problem(422, "invalid-body").body;
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    let listed = app.applicant().get(&format!("{}/communications", pole.path)).await.expect(200);
    assert_eq!(listed.body["items"], json!([]), "nothing was stored");
    let draft = app.applicant().post("/v1/poles", &ptp_tests::fixtures::json::pole()).await;
    let at = format!("{}/communications", draft.expect(201).header("location"));
    app.applicant().post(&at, &fact()).await.expect_problem(409, "wrong-state");
}

/// Case 10 of what officials found: a report on an earlier day does not turn round.
async fn what_was_so_before_the_fact_stays_so(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let restaurant = json!({"company": {"ateco": [{"code": "56.11", "classification": "2025", "primary": true}]}});
    let told = |on: &str, member: &Value| {
        json!({"changes": {"update": [{"member_id": pole.members[3], "member": member}]},
            "effective_on": on, "source": "Registro delle imprese"})
    };
    let outcome = async |on: &str| {
        let at = format!("{}/compliance?as_of={on}", pole.path);
        app.anonymous().get(&at).await.expect(200).body["outcome"].clone()
    };
    let before = outcome("2027-02-14").await;
    assert_ne!(before, "non_compliant");
    file(&app.applicant(), &pole, &told("2027-02-15", &restaurant)).await.expect(201);
    assert_eq!(outcome("2027-02-14").await, before, "the day before the fact");
    assert_eq!(outcome("2027-02-15").await, "non_compliant");
    let member = app.applicant().get(&pole.member(3)).await.expect(200).body;
    let codes = member["company"]["ateco"].as_array().unwrap();
    assert_eq!(codes.len(), 2, "{member}");
    assert_eq!(codes[0]["ends_on"], "2027-02-14");
    assert_eq!(codes[1]["starts_on"], "2027-02-15");
    // And what is told twice changes nothing.
    let again = file(&app.applicant(), &pole, &told("2027-02-20", &restaurant)).await;
    assert_eq!(again.expect_problem(422, "invalid-body").faults(), ["/changes nothing_changes"]);
    // Nobody was a member before it joined.
    let early = told("2026-01-01", &json!({"name": "Altro nome"}));
    let early = file(&app.applicant(), &pole, &early).await.expect_problem(422, "invalid-body");
    assert_eq!(early.faults(), ["/changes/update/0/member_id not_yet_a_member"]);
}

/// The register of accreditations is the Region's.
async fn what_the_region_recorded_stays(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let accreditations = |all: Value| {
        json!({"changes": {"update": [{"member_id": pole.members[4],
            "member": {"accreditations": all}}]},
            "effective_on": "2027-02-20", "source": "Albo regionale"})
    };
    let known = json!({"section": "a", "number": "0123/2020", "valid_from": "2020-01-01"});
    let revoked = with(known.clone(), &json!({"revoked_on": "2027-02-20"}));
    let recorded = with(accreditations(json!([revoked])), &act("2027-02-20"));
    let at = format!("{}/office-acts", pole.path);
    app.official().post(&at, &recorded).await.expect(201);
    let other = json!({"section": "a", "number": "0999/2019", "valid_from": "2019-01-01"});
    for undone in [
        json!([known]),
        json!([]),
        json!([with(revoked.clone(), &json!({"valid_from": "2001-01-01"}))]),
        json!([revoked, other]),
    ] {
        let refused = file(&app.applicant(), &pole, &accreditations(undone)).await;
        assert_eq!(
            refused.expect_problem(422, "invalid-body").faults(),
            ["/changes/update/0/member/accreditations recorded_by_the_region"]
        );
    }
    let new = json!({"section": "a", "number": "0456/2027", "valid_from": "2027-02-20"});
    let told = accreditations(json!([revoked, new]));
    file(&app.applicant(), &pole, &told).await.expect(201);
}

async fn who_is_told_across_poles(app: TestApp) {
    let pole = requested(&app).await;
    let filed = file(&app.applicant(), &pole, &communication(&pole.members[2])).await.expect(201);
    let leaves = json!({"changes": {"remove": [pole.members[4]]}, "effective_on": "2027-01-19",
        "source": "Albo regionale"});
    let leaves = with(leaves, &act("2027-01-20"));
    let at = format!("{}/office-acts", pole.path);
    let recorded = app.official().post(&at, &leaves).await.expect(201);
    let ids = [&filed, &recorded].map(|answer| answer.body["id"].clone());
    let told = async |caller: Caller<'_>, query: &str| {
        let found = caller.get(&format!("/v1/communications{query}")).await.expect(200).body;
        found["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
    };
    for (query, expected) in [
        ("", &ids[..]),
        ("?status=filed", &ids[..1]),
        ("?kind=office_act", &ids[1..]),
        ("?status=contested&status=noted", &ids[1..]),
        ("?kind=office_act&status=filed", &[]),
    ] {
        assert_eq!(told(app.official(), query).await, expected, "{query}");
        assert_eq!(told(app.applicant(), query).await, expected, "{query}");
        let of_pole = format!("{}/communications{query}", pole.path);
        let of_pole = app.official().get(&of_pole).await.expect(200).body;
        assert_eq!(of_pole["items"].as_array().unwrap().len(), expected.len(), "{query}");
    }
    // A body sees those about itself, without other people's data; a stranger none.
    let member = app.official().get(&pole.member(2)).await.expect(200).body;
    let company = || app.applicant_of(member["tax_code"].as_str().unwrap());
    assert_eq!(told(company(), "").await, &ids[..1]);
    let seen = company().get("/v1/communications?with_total=true").await.expect(200).body;
    assert_eq!(seen["total"], 1);
    assert!(seen["items"][0]["filed_by"]["subject"].is_null(), "{seen}");
    assert_eq!(told(app.applicant_of("99902940198"), "").await, &[] as &[Value]);
    app.anonymous().get("/v1/communications").await.expect_problem(401, "unauthenticated");
    let waiting = async || {
        app.official().get("/v1/workload").await.expect(200).body["communications"].clone()
    };
    assert_eq!(waiting().await, 1);
    let note = format!("{}/acknowledgement", filed.header("location"));
    step(&app.official(), &note, &json!({})).await.expect(200);
    assert_eq!(waiting().await, 0);
}

async fn the_region_records_what_its_registers_say(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let at = format!("{}/office-acts", pole.path);
    let body = json!({"changes": {"remove": [pole.members[4]]}, "effective_on": "2027-02-20",
        "source": "Albo regionale degli operatori accreditati",
        "act": {"kind": "decree", "number": "5310", "date": "2027-02-25"}});
    app.applicant().post(&at, &body).await.expect_problem(403, "forbidden");
    let future = with(body.clone(), &act("2027-03-02"));
    let future = app.official().post(&at, &future).await.expect_problem(422, "invalid-body");
    assert_eq!(future.body["errors"][0]["code"], "act_in_the_future");
    let recorded = app.official().post(&at, &body).await.expect(201);
    assert_eq!(recorded.body["kind"], "office_act");
    assert_eq!(recorded.body["after"]["outcome"], "non_compliant");
    let seen = app.applicant().get(recorded.header("location")).await.expect(200).body;
    assert_eq!(seen["act"]["number"], "5310");
    assert_eq!(seen["filed_by"], json!({"roles": ["official"]}));
    let contest = format!("{}/contestation", recorded.header("location"));
    let contested = step(&app.official(), &contest, &reason("Errore.")).await;
    let contested = contested.expect_problem(409, "wrong-state");
    assert_eq!(contested.body["reason"], "not_a_communication");
}
