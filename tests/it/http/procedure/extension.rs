//! A closing that is deferred, for all; and a reopening, which is another act.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, body_of, call_at_closing, pole, with};
use ptp_tests::fixtures::steps::{
    Candidacy, candidacy, drafted, id_of, on_day, published, recognised, submission, submit,
};
use serde_json::{Value, json};

use super::{as_applicant, blocked, officially, on_both_databases, review, status, tag, why};

on_both_databases!(
    case_9_an_extension_moves_the_dates_of_all,
    an_earlier_applicant_may_replace_its_application,
    an_application_replaces_the_one_before_it,
    an_application_for_a_measure_is_replaced_with_what_the_network_has_become,
    what_was_decided_before_an_extension_stays_as_it_is,
    a_reopening_leaves_earlier_applications_as_they_are,
    a_comparative_reopening_is_for_all,
);

/// Open to 31 March.
fn to_march() -> Value {
    with(call_at_closing(), &json!({"closes_at": "2027-03-31T12:00:00"}))
}

/// Extended to 30 May.
fn until_may() -> Value {
    with(body_of("extension"), &json!({"closes_at": "2027-05-30T12:00:00"}))
}

/// Its only section A body is accredited until 15 April.
fn accredited_until_april() -> Value {
    let mut body = pole();
    body["members"][4]["accreditations"][0]["valid_until"] = json!("2027-04-15");
    body
}

/// The reference date, the last day to decide, and whether that has passed.
async fn dates(app: &TestApp, path: &str) -> (String, String, bool) {
    let shown = app.applicant().get(path).await.expect(200).body;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let clock = &shown["clock"];
    let overdue = clock["overdue"].as_bool().unwrap();
    (text(&shown["reference_date"]), text(&clock["due_on"]), overdue)
}

fn of(reference_date: &str, due_on: &str, overdue: bool) -> (String, String, bool) {
    (reference_date.to_owned(), due_on.to_owned(), overdue)
}

async fn case_9_an_extension_moves_the_dates_of_all(app: TestApp) {
    let Candidacy { call, path, .. } =
        candidacy(&app, &to_march(), &accredited_until_april()).await;
    let before = app.applicant().get(&path).await.expect(200);
    let receipt = app.applicant().get(&format!("{path}/receipt")).await.expect(200).text;
    let snapshot = app.applicant().get(&format!("{path}/snapshot")).await.expect(200).text;
    assert_eq!(dates(&app, &path).await, of("2027-03-31", "2027-04-30", false));

    on_day(&app, "2027-03-30");
    let extended = officially(&app, &call, "extension", &until_may()).await.expect(200);
    assert_eq!(extended.body["closes_at"], "2027-05-30T10:00:00Z");
    assert_eq!(dates(&app, &path).await, of("2027-05-30", "2027-06-29", false));
    on_day(&app, "2027-05-05");
    assert_eq!(dates(&app, &path).await, of("2027-05-30", "2027-06-29", false), "the call is open");
    let due = "/v1/applications?due_within_days=30";
    assert_eq!(app.official().get(due).await.expect(200).body["items"], json!([]));

    // The applicant is told, and a tag of before is stale; what was received stays as it was.
    let told = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
    let last = told["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["type"], "application_rescheduled");
    assert_eq!(last["changed"], json!(["reference_date", "clock"]));
    assert_eq!(last["reason"], until_may()["reason"]);
    let stale =
        app.official().post_seen(&format!("{path}/review"), &json!({}), before.etag()).await;
    stale.expect_problem(412, "stale");
    let unchanged = |part: &str| format!("{path}/{part}");
    assert_eq!(app.applicant().get(&unchanged("receipt")).await.expect(200).text, receipt);
    assert_eq!(app.applicant().get(&unchanged("snapshot")).await.expect(200).text, snapshot);

    // One rule for all: filed before or after, the accreditation is judged on 30 May.
    let late = drafted(&app, &accredited_until_april()).await;
    submit(&app.applicant(), &call, &late).await.expect_problem(422, "not-compliant");
    on_day(&app, "2027-06-02");
    review(&app, &path).await;
    blocked(officially(&app, &path, "admission", &act("2027-06-02")).await, "not_compliant");
}

async fn an_earlier_applicant_may_replace_its_application(app: TestApp) {
    let Candidacy { call, pole, path } =
        candidacy(&app, &to_march(), &accredited_until_april()).await;
    on_day(&app, "2027-03-30");
    officially(&app, &call, "extension", &until_may()).await.expect(200);
    on_day(&app, "2027-05-20");
    as_applicant(&app, &path, "withdrawal", &json!({})).await.expect(200);
    let seen = app.applicant().get(&pole).await.expect(200).body;
    let body = format!("{pole}/members/{}", seen["members"][4]["id"].as_str().unwrap());
    let renewed = json!({"accreditations": [{"section": "a", "number": "0123/2020", "valid_from": "2020-01-01"}]});
    let owner = app.applicant();
    owner.patch(&body, &renewed, &tag(&app, &body).await).await.expect(200);
    let replaced = submit(&owner, &call, &pole).await.expect(201);
    assert_eq!(replaced.body["protocol"], "PTP/2027/0000002");
    let path = replaced.header("location");
    assert_eq!(dates(&app, path).await, of("2027-05-30", "2027-06-29", false));
    on_day(&app, "2027-06-02");
    review(&app, path).await;
    officially(&app, path, "admission", &act("2027-06-02")).await.expect(200);
}

async fn an_application_replaces_the_one_before_it(app: TestApp) {
    let Candidacy { call, pole, path } = candidacy(&app, &to_march(), &pole()).await;
    let replacing =
        |earlier: &str| with(submission(&call, &pole), &json!({"replaces": id_of(earlier)}));
    on_day(&app, "2027-03-30");
    // Not by mistake, not another's, not one of another call.
    submit(&app.applicant(), &call, &pole).await.expect_problem(409, "already-exists");
    let other = candidacy(&app, &to_march(), &ptp_tests::fixtures::json::pole()).await;
    for foreign in [other.path.as_str(), "0190f5a4-8f4e-7c3a-9c58-000000000000"] {
        let refused = app.applicant().post("/v1/applications", &replacing(foreign)).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/replaces not_replaceable"]);
    }
    review(&app, &path).await;
    let new = app.applicant().post("/v1/applications", &replacing(&path)).await.expect(201);
    assert_eq!(new.body["received_at"], "2027-03-30T11:00:00Z");
    let earlier = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(earlier["status"], "withdrawn");
    let reason =
        format!("Sostituita dalla candidatura {}.", new.body["protocol"].as_str().unwrap());
    assert_eq!(earlier["steps"][1]["reason"], json!(reason));
    assert_eq!(status(&app, &pole).await, "candidate", "without a break");
    let again = app.applicant().post("/v1/applications", &replacing(&path)).await;
    again.expect_problem(422, "invalid-body");
    on_day(&app, "2027-04-05");
    let late = app.applicant().post("/v1/applications", &replacing(new.header("location"))).await;
    late.expect_problem(409, "call-not-open");
}

/// A recognised pole may change while its application is pending: the new one holds the change.
async fn an_application_for_a_measure_is_replaced_with_what_the_network_has_become(app: TestApp) {
    let pole = recognised(&app).await;
    let call = published(&app, &with(to_march(), &json!({"purpose": "measure"}))).await;
    let first = submit(&app.applicant(), &call, &pole.path).await.expect(201);
    on_day(&app, "2027-02-10");
    let described = json!({"description": "Una rete che nel frattempo è cresciuta."});
    app.applicant().patch(&pole.path, &described, "*").await.expect(200);
    let replacing = with(submission(&call, &pole.path), &json!({"replaces": first.id()}));
    let new = app.applicant().post("/v1/applications", &replacing).await.expect(201);
    let snapshot = format!("{}/snapshot", new.header("location"));
    let received = app.applicant().get(&snapshot).await.expect(200);
    assert!(received.text.contains("nel frattempo"), "{}", received.text);
    assert_eq!(status(&app, first.header("location")).await, "withdrawn");
}

async fn what_was_decided_before_an_extension_stays_as_it_is(app: TestApp) {
    let competitive = with(to_march(), &json!({"rejection_notice": false}));
    let Candidacy { call, path, .. } = candidacy(&app, &competitive, &pole()).await;
    review(&app, &path).await;
    officially(&app, &path, "rejection", &why()).await.expect(200);
    let decided = app.applicant().get(&path).await.expect(200);
    officially(&app, &call, "extension", &until_may()).await.expect(200);
    let after = app.applicant().get(&path).await.expect(200);
    assert_eq!(after.body, decided.body);
    assert_eq!(after.body["reference_date"], "2027-03-31");
}

/// Reopened to 30 May by a decree of the day.
fn reopened(on: &str, comparative: bool) -> Value {
    let to_may = json!({"closes_at": "2027-05-30T12:00:00", "comparative": comparative});
    with(with(body_of("reopening"), &to_may), &act(on))
}

async fn a_reopening_leaves_earlier_applications_as_they_are(app: TestApp) {
    let Candidacy { call, path, .. } = candidacy(&app, &to_march(), &pole()).await;
    on_day(&app, "2027-05-05");
    assert_eq!(dates(&app, &path).await, of("2027-03-31", "2027-04-30", true));
    let before = app.applicant().get(&path).await.expect(200);
    officially(&app, &call, "reopening", &reopened("2027-05-05", false)).await.expect(200);
    let after = app.applicant().get(&path).await.expect(200);
    assert_eq!(after.body, before.body, "it does not revive");

    let new = submit(&app.applicant(), &call, &drafted(&app, &pole()).await).await.expect(201);
    assert_eq!(dates(&app, new.header("location")).await, of("2027-05-30", "2027-06-29", false));
    let events = app.anonymous().get(&format!("{call}/events")).await.expect(200).body;
    let kinds: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| event["type"].clone()).collect();
    assert_eq!(kinds, ["call_published", "call_reopened"]);

    // Nor does an extension of the window that was opened again.
    let longer = with(body_of("extension"), &json!({"closes_at": "2027-06-30T12:00:00"}));
    let extended = officially(&app, &call, "extension", &longer).await.expect(200).body;
    let acts = extended["later_acts"].as_array().unwrap().iter();
    let comparative: Vec<_> = acts.map(|act| act.get("comparative").cloned()).collect();
    assert_eq!(comparative, [Some(json!(false)), None]);
    let kept = app.applicant().get(&path).await.expect(200);
    assert_eq!(kept.body, before.body);
    assert_eq!(dates(&app, new.header("location")).await, of("2027-06-30", "2027-07-30", false));
    review(&app, &path).await;
    officially(&app, &path, "admission", &act("2027-05-05")).await.expect(200);
}

async fn a_comparative_reopening_is_for_all(app: TestApp) {
    let call = published(&app, &to_march()).await;
    let path = submit(&app.applicant(), &call, &drafted(&app, &pole()).await).await.expect(201);
    let path = path.header("location");
    on_day(&app, "2027-04-15");
    officially(&app, &call, "reopening", &reopened("2027-04-15", true)).await.expect(200);
    assert_eq!(dates(&app, path).await, of("2027-05-30", "2027-06-29", false));

    on_day(&app, "2027-06-30");
    let again = with(reopened("2027-06-30", true), &json!({"closes_at": "2027-07-30T12:00:00"}));
    officially(&app, &call, "reopening", &again).await.expect(200);
    let revived = dates(&app, path).await;
    assert_eq!(revived, of("2027-07-30", "2027-06-29", true), "an expired term does not revive");
}
