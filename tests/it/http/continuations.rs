//! Tracks and commitments that go on with another organisation.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    years_taken_over_count_once_an_official_agrees,
    what_cannot_be_is_refused,
    a_member_may_be_struck_out_though_another_continues_its_track,
    a_track_of_another_provider_is_for_an_official,
);

const EVALUATIONS: &str = "/v1/compliance/evaluations";

/// What goes on with that of a school outside the pole.
fn continuation() -> Value {
    json!({
        "organisation": {
            "kind": "vocational_institute",
            "tax_code": "01234561205",
            "name": "Istituto confluito",
        },
        "from": "2015-09-01",
        "act": {"kind": "resolution", "number": "412", "date": "2026-01-20"},
    })
}

/// The pole, whose second school has had its track only since a merger.
fn merged() -> Value {
    let mut body = pole();
    body["members"][1]["study_tracks"][0] =
        json!({"code": "IP-D", "started_on": "2026-09-01", "continues": continuation()});
    body
}

/// The school before, which left when it merged.
fn before() -> Value {
    let mut school = pole()["members"][1].clone();
    school["tax_code"] = json!("01234561205");
    school["school"]["institution_code"] = json!("LCRI971002");
    school["joined_on"] = json!("2020-01-01");
    school["left_on"] = json!("2026-08-31");
    school["study_tracks"][0] =
        json!({"code": "IP-D", "started_on": "2015-09-01", "ended_on": "2026-08-31"});
    school
}

fn codes(report: &Value, member: usize) -> Vec<String> {
    let findings = report["members"][member]["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

async fn judged(app: &TestApp, pole: &Value) -> Value {
    let body = json!({"pole": pole, "as_of": "2027-02-26"});
    app.anonymous().post(EVALUATIONS, &body).await.expect(200).body
}

async fn years_taken_over_count_once_an_official_agrees(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &merged()).await.expect(201);
    assert_eq!(made.body["members"][1]["study_tracks"][0]["continues"], continuation());
    let path = made.header("location");
    let compliance = format!("{path}/compliance?as_of=2027-02-26");
    let report = app.applicant().get(&compliance).await.expect(200).body;
    assert_eq!(report["outcome"], "needs_review");
    assert!(codes(&report, 1).contains(&"track_continued".to_owned()));
    let word = json!({"rule": "training_seniority", "accepted": true, "reason": "Delibera letta."});
    let settled =
        app.official().post_seen(&format!("{path}/determinations"), &word, made.etag()).await;
    settled.expect(200);
    let report = app.applicant().get(&compliance).await.expect(200).body;
    assert_eq!(report["outcome"], "compliant");

    // What the pole records of the school before has to agree.
    let mut recorded = merged();
    recorded["members"].as_array_mut().unwrap().push(before());
    assert_eq!(judged(&app, &recorded).await["outcome"], "needs_review");
    for ended_on in ["2020-08-31", "2026-08-29"] {
        recorded["members"][5]["study_tracks"][0]["ended_on"] = json!(ended_on);
        let report = judged(&app, &recorded).await;
        assert_eq!(report["outcome"], "non_compliant", "{ended_on}");
        assert!(codes(&report, 1).contains(&"continuation_broken".to_owned()));
    }
}

async fn what_cannot_be_is_refused(app: TestApp) {
    let at = "/members/1/study_tracks/0/continues";
    let refused = async |body: &Value| {
        let answer = app.applicant().post("/v1/poles", body).await;
        let created = answer.expect_problem(422, "invalid-body").faults();
        let body = json!({"pole": body});
        let answer = app.anonymous().post(EVALUATIONS, &body).await;
        let judged = answer.expect_problem(422, "invalid-body").faults();
        let under: Vec<_> = created.iter().map(|fault| format!("/pole{fault}")).collect();
        assert_eq!(judged, under);
        created
    };
    let mut other_kind = merged();
    other_kind["members"][1]["study_tracks"][0]["continues"]["organisation"]["kind"] =
        json!("company");
    assert_eq!(
        refused(&other_kind).await,
        [format!("{at}/organisation/kind continuation_of_another_kind")]
    );
    let mut itself = merged();
    itself["members"][1]["study_tracks"][0]["continues"]["organisation"]["tax_code"] =
        itself["members"][1]["tax_code"].clone();
    assert_eq!(
        refused(&itself).await,
        [format!("{at}/organisation/tax_code continuation_in_a_circle")]
    );
    let mut twice = merged();
    let track = twice["members"][1]["study_tracks"][0].clone();
    twice["members"][0]["study_tracks"] = json!([track]);
    assert_eq!(refused(&twice).await, [format!("{at} continuation_twice")]);
    let mut other_track = merged();
    other_track["members"][1]["study_tracks"][0]["continues"]["track"] = json!("IT-MME");
    assert_eq!(refused(&other_track).await, [format!("{at} continuation_of_another_track")]);

    // Added one by one, the same is refused.
    let made = app.applicant().post("/v1/poles", &merged()).await.expect(201);
    let members = format!("{}/members", made.header("location"));
    let mut heir = before();
    heir["tax_code"] = json!("01234567897");
    heir["left_on"] = json!("2026-09-30");
    heir["study_tracks"] = merged()["members"][1]["study_tracks"].clone();
    let answer = app.applicant().post(&members, &heir).await.expect_problem(422, "invalid-body");
    assert_eq!(answer.faults(), ["/study_tracks/0/continues continuation_twice"]);
    let company = pole()["members"][2].clone();
    let mut company = company;
    company["tax_code"] = json!("01234561205");
    let answer = app.applicant().post(&members, &company).await.expect_problem(422, "invalid-body");
    assert_eq!(answer.faults(), ["/tax_code continuation_of_another_kind"]);
}

async fn a_member_may_be_struck_out_though_another_continues_its_track(app: TestApp) {
    let mut body = merged();
    body["members"].as_array_mut().unwrap().push(before());
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let id = made.body["members"][5]["id"].as_str().unwrap();
    let at = format!("{}/members/{id}", made.header("location"));
    let seen = app.applicant().get(&at).await.expect(200);
    app.applicant().delete(&at, seen.etag()).await.expect(204);
    let path = format!("{}/compliance?as_of=2027-02-26", made.header("location"));
    let report = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(report["outcome"], "needs_review", "the school before stands outside the pole now");
}

async fn a_track_of_another_provider_is_for_an_official(app: TestApp) {
    for (member, code) in [(0, "ITS-06"), (0, "IEFP-OPERATORE-MECCANICO"), (4, "IT-MME")] {
        let mut body = pole();
        body["members"][member]["study_tracks"][0]["code"] = json!(code);
        let report = judged(&app, &body).await;
        assert_eq!(report["outcome"], "needs_review", "{code}");
        let codes = codes(&report, member);
        assert!(codes.contains(&"track_of_another_provider".to_owned()), "{code}: {codes:?}");
    }
}
