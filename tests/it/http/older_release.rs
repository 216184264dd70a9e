//! Rows that an earlier release has taken, by other bounds and other official tables.

use ptp_tests::fixtures::json::pole;
use ptp_tests::{Answer, TestApp};
use serde_json::{Value, json};
use uuid::Uuid;

use super::on_both_databases;

on_both_databases!(
    a_change_is_judged_by_what_it_changes,
    what_was_taken_once_may_not_be_taken_anew,
    a_continuation_that_could_not_be_bars_no_other_change,
    a_hypothetical_change_is_judged_by_what_it_changes,
);

/// A code that no classification has, in the business of the first company of the base pole.
const UNKNOWN: &str = "28.77.77";

struct Old {
    path: String,
    school: Uuid,
    company: Uuid,
}

impl Old {
    fn member(&self, id: Uuid) -> String {
        format!("{}/members/{id}", self.path)
    }
}

/// A pole with a track of the Middle Ages, a municipality of another province and an unknown code.
async fn stored(app: &TestApp) -> Old {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let id_of = |index: usize| -> Uuid {
        made.body["members"][index]["id"].as_str().unwrap().parse().unwrap()
    };
    let old = Old { path: format!("/v1/poles/{}", made.id()), school: id_of(0), company: id_of(2) };
    let mut tracks = app.guard.json("member", "study_tracks", old.school).await;
    tracks[0]["offered"]["from"] = json!("1019-09-01");
    app.guard.set_json("member", "study_tracks", old.school, &tracks).await;
    let mut profile = app.guard.json("member", "profile", old.company).await;
    profile["company"]["ateco"][0]["code"] = json!(UNKNOWN);
    app.guard.set_json("member", "profile", old.company, &profile).await;
    let id = app.guard.literal(old.company);
    let moved = format!("UPDATE member SET municipality = 'Napoli' WHERE id = {id}");
    app.guard.execute(&moved).await.unwrap();
    let mut plan = app.guard.json("pole", "activity_plan", made.id().parse().unwrap()).await;
    plan["until"] = json!("9999-12-31");
    app.guard.set_json("pole", "activity_plan", made.id().parse().unwrap(), &plan).await;
    old
}

async fn patched(app: &TestApp, path: &str, edits: &Value) -> Answer {
    let read = app.applicant().get(path).await.expect(200);
    app.applicant().patch(path, edits, read.etag()).await
}

fn primary(code: &str) -> Value {
    json!({"code": code, "classification": "2007", "primary": true})
}

async fn a_change_is_judged_by_what_it_changes(app: TestApp) {
    let old = stored(&app).await;
    let renamed = json!({"name": "Un altro nome"});
    for path in [old.path.clone(), old.member(old.school), old.member(old.company)] {
        patched(&app, &path, &renamed).await.expect(200);
    }
    // Beside it, too, in the same block or list.
    let company = old.member(old.company);
    patched(&app, &company, &json!({"company": {"rea": "MB-777"}})).await.expect(200);
    let ended = json!({"code": UNKNOWN, "classification": "2007", "ends_on": "2025-03-31"});
    let codes = json!({"company": {"ateco": [primary("28.41"), ended]}});
    let changed = patched(&app, &company, &codes).await.expect(200);
    assert_eq!(changed.body["company"]["ateco"][1]["code"], UNKNOWN);
    assert_eq!(changed.body["municipality"], "Napoli");
    let school = app.applicant().get(&old.member(old.school)).await.expect(200);
    let mut tracks = school.body["study_tracks"].clone();
    tracks[0]["ended_on"] = json!("2030-08-31");
    let changed = json!({"study_tracks": tracks});
    patched(&app, &old.member(old.school), &changed).await.expect(200);
    patched(&app, &old.path, &json!({"activity_plan": {"summary": "Un piano"}})).await.expect(200);
}

#[track_caller]
fn is_refused(answer: Answer, pointer: &str, code: &str) {
    let refused = answer.expect_problem(422, "invalid-body");
    assert_eq!(refused.body["errors"].as_array().unwrap().len(), 1, "{}", refused.text);
    let fault = &refused.body["errors"][0];
    assert_eq!((&fault["pointer"], &fault["code"]), (&json!(pointer), &json!(code)));
}

async fn what_was_taken_once_may_not_be_taken_anew(app: TestApp) {
    let old = stored(&app).await;
    let company = old.member(old.company);
    let other = json!({"company": {"ateco": [primary("28.66.66")]}});
    is_refused(patched(&app, &company, &other).await, "/company/ateco/0/code", "ateco_unknown");
    let place = json!({"municipality": "Palermo"});
    let refused = patched(&app, &company, &place).await;
    is_refused(refused, "/municipality", "municipality_in_other_province");
    let moved = patched(&app, &company, &json!({"province": "LC"})).await;
    is_refused(moved, "/municipality", "municipality_in_other_province");
    let until = json!({"activity_plan": {"until": "9998-12-31"}});
    is_refused(patched(&app, &old.path, &until).await, "/activity_plan/until", "date_out_of_range");

    // What was mended cannot be undone.
    let mended = json!({"company": {"ateco": [primary("28.41")]}, "municipality": "Monza"});
    patched(&app, &company, &mended).await.expect(200);
    let again = json!({"company": {"ateco": [primary(UNKNOWN)]}});
    is_refused(patched(&app, &company, &again).await, "/company/ateco/0/code", "ateco_unknown");
    // Another member has not had it.
    let other = app.applicant().get(&old.path).await.expect(200);
    let other = other.body["members"][3]["id"].as_str().unwrap().parse().unwrap();
    let refused = patched(&app, &old.member(other), &again).await;
    is_refused(refused, "/company/ateco/0/code", "ateco_unknown");
}

/// A school that goes on with a track of its own.
async fn continues_itself(app: &TestApp, old: &Old) {
    let school = app.applicant().get(&old.member(old.school)).await.expect(200).body;
    let mut tracks = school["study_tracks"].clone();
    tracks[0]["started_on"] = json!("2020-09-01");
    tracks[0]["continues"] = json!({
        "organisation": {"kind": school["kind"], "tax_code": "01234561205"},
        "from": "2015-09-01",
        "act": {"kind": "resolution", "number": "412", "date": "2026-01-20"},
    });
    let changed = json!({"study_tracks": tracks});
    patched(app, &old.member(old.school), &changed).await.expect(200);
    let mut stored = app.guard.json("member", "study_tracks", old.school).await;
    stored[0]["continues"]["organisation"]["tax_code"] = school["tax_code"].clone();
    app.guard.set_json("member", "study_tracks", old.school, &stored).await;
}

async fn a_continuation_that_could_not_be_bars_no_other_change(app: TestApp) {
    let old = stored(&app).await;
    continues_itself(&app, &old).await;
    let renamed = json!({"name": "Un altro nome"});
    for path in [old.member(old.school), old.member(old.company)] {
        patched(&app, &path, &renamed).await.expect(200);
    }
}

async fn a_hypothetical_change_is_judged_by_what_it_changes(app: TestApp) {
    let old = stored(&app).await;
    continues_itself(&app, &old).await;
    let id = old.path.rsplit('/').next().unwrap();
    let update = json!([{"member_id": old.company, "member": {"company": {"rea": "MB-777"}}}]);
    let asked = json!({"pole_id": id, "changes": {"update": update}, "as_of": "2027-02-26"});
    app.applicant().post("/v1/compliance/evaluations", &asked).await.expect(200);
}
