//! What a change request is refused for.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{change_request, newcomer, tax_code, with};
use ptp_tests::fixtures::steps::{on_day, step};
use ptp_tests::fixtures::{OTHER, TODAY};
use serde_json::{Value, json};

use super::changes::{file, requested};
use super::on_both_databases;

on_both_databases!(
    what_a_request_is_refused_for,
    a_change_that_is_not_dated_is_asked_for_from_today_on,
    a_pole_has_so_many_requests_at_a_time,
);

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

pub(super) fn newcomer_on(day: &str) -> Value {
    with(newcomer(), &json!({"joined_on": day}))
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
