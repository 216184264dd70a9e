//! The reference date: no decision before it, and requirements that are kept from then on.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, call, call_at_closing, pole, with};
use ptp_tests::fixtures::steps::{Candidacy, candidacy, id_of, on_day};
use serde_json::{Value, json};

use super::{blocked, officially, on_both_databases, review, status, tag};

on_both_databases!(
    case_3_nothing_is_admitted_before_the_reference_date,
    a_publication_that_makes_the_office_late_is_refused,
    the_procedure_follows_the_reference_date,
    requirements_are_kept_from_the_reference_date_to_the_decision,
    a_call_may_ask_for_less_continuity,
);

/// What blocks an operation, as an official is told.
async fn blockers(app: &TestApp, path: &str, action: &str) -> Vec<String> {
    let actions = app.official().get(&format!("{path}/actions")).await.expect(200).body;
    let items = actions["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["action"] == action).unwrap();
    let codes = item["blocked_by"].as_array().unwrap().iter();
    codes.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

/// A track since 26 February 2024: the three years are complete on the closing day only.
fn just_in_time() -> Value {
    let mut body = pole();
    body["members"][0]["study_tracks"][0]["started_on"] = json!("2024-02-26");
    body
}

async fn case_3_nothing_is_admitted_before_the_reference_date(app: TestApp) {
    let Candidacy { pole, path, .. } = candidacy(&app, &call_at_closing(), &just_in_time()).await;
    on_day(&app, "2027-02-01");
    review(&app, &path).await;
    let early = officially(&app, &path, "admission", &act("2027-02-01")).await;
    let early = blocked(early, "before_reference_date");
    let detail = early.body["detail"].as_str().unwrap();
    assert!(detail.contains("dal 26 febbraio 2027"), "{detail}");
    assert_eq!(blockers(&app, &path, "admit_application").await, ["before_reference_date"]);
    assert_eq!(status(&app, &pole).await, "candidate");

    on_day(&app, "2027-02-26");
    assert_eq!(blockers(&app, &path, "admit_application").await, Vec::<String>::new());
    let backdated = officially(&app, &path, "admission", &act("2027-02-25")).await;
    let faults = backdated.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/act/date act_before_reference_date"]);
    officially(&app, &path, "admission", &act("2027-02-26")).await.expect(200);
    let recognition = format!("{pole}/recognition?as_of=2027-02-26");
    let recognition = app.anonymous().get(&recognition).await.expect(200).body;
    assert_eq!(
        (&recognition["recognised"], &recognition["compliance"]),
        (&json!(true), &json!("compliant"))
    );
}

async fn a_publication_that_makes_the_office_late_is_refused(app: TestApp) {
    let late = with(call_at_closing(), &json!({"procedure_from": "receipt"}));
    let draft = app.official().post("/v1/calls", &late).await.expect(201);
    let path = draft.header("location");
    assert_eq!(blockers(&app, path, "publish_call").await, ["due_before_reference_date"]);
    let refused = officially(&app, path, "publication", &json!({})).await;
    let refused = blocked(refused, "due_before_reference_date");
    // From today, since nobody has applied yet.
    assert!(
        refused.body["detail"].as_str().unwrap().contains("il 19 febbraio 2027"),
        "{}",
        refused.text
    );
    assert_eq!(status(&app, path).await, "draft");

    let longer = json!({"procedure_days": 60});
    app.official().patch(path, &longer, &tag(&app, path).await).await.expect(200);
    officially(&app, path, "publication", &json!({})).await.expect(200);
}

async fn the_procedure_follows_the_reference_date(app: TestApp) {
    let on = |date: &str| json!({"ruleset": {"id": "regione-lombardia", "parameters": {"reference_date": date}}});
    for (date, from) in [("closing", "closing"), ("receipt", "receipt"), ("2027-03-10", "closing")]
    {
        let made = app.official().post("/v1/calls", &with(call(), &on(date))).await.expect(201);
        assert_eq!(made.body["procedure_from"], from, "{date}");
    }
    let draft = app.official().post("/v1/calls", &call_at_closing()).await.expect(201);
    let path = draft.header("location");
    let changed = async |patch: &Value| {
        app.official().patch(path, patch, &tag(&app, path).await).await.expect(200).body
    };
    assert_eq!(changed(&on("receipt")).await["procedure_from"], "receipt");
    assert_eq!(changed(&on("closing")).await["procedure_from"], "closing");
    let chosen = changed(&json!({"procedure_from": "receipt", "procedure_days": 60})).await;
    assert_eq!(chosen["procedure_from"], "receipt", "chosen, whatever follows");
    assert_eq!(changed(&json!({"priority_for_poles": true})).await["procedure_from"], "receipt");
    assert_eq!(changed(&on("2027-03-10")).await["procedure_from"], "receipt");
    let followed = changed(&json!({"procedure_from": null})).await;
    assert_eq!(followed["procedure_from"], "closing");
}

/// The accreditation of its only section A body is suspended from 2 to 5 March.
fn suspended_for_a_while() -> Value {
    let mut body = pole();
    body["members"][4]["accreditations"][0]["suspensions"] =
        json!([{"from": "2027-03-02", "until": "2027-03-05"}]);
    body
}

async fn requirements_are_kept_from_the_reference_date_to_the_decision(app: TestApp) {
    let first = candidacy(&app, &call_at_closing(), &suspended_for_a_while()).await;
    let second = candidacy(&app, &call_at_closing(), &suspended_for_a_while()).await;
    on_day(&app, "2027-03-01");
    review(&app, &first.path).await;
    review(&app, &second.path).await;
    officially(&app, &first.path, "admission", &act("2027-03-01")).await.expect(200);
    for day in ["2027-03-03", "2027-03-08"] {
        on_day(&app, day);
        let lost = officially(&app, &second.path, "admission", &act(day)).await;
        let lost = blocked(lost, "requirements_lost");
        assert!(lost.body["detail"].as_str().unwrap().contains("il 2 marzo 2027"), "{}", lost.text);
    }
    let told = blockers(&app, &second.path, "admit_application").await;
    assert_eq!(told, ["requirements_lost"]);
    let report = format!("{}/compliance?call_id={}", second.pole, id_of(&second.call));
    let report = app.official().get(&report).await.expect(200).body;
    assert_eq!(report["outcome"], "compliant", "on the reference date");
}

async fn a_call_may_ask_for_less_continuity(app: TestApp) {
    for (continuity, day, reason) in [
        ("ends", "2027-03-08", None),
        ("ends", "2027-03-03", Some("requirements_lost")),
        ("off", "2027-03-03", None),
    ] {
        on_day(&app, "2027-01-20");
        let parameters = json!({"reference_date": "closing", "continuity": continuity});
        let rules = json!({"ruleset": {"id": "regione-lombardia", "parameters": parameters}});
        let case = candidacy(&app, &with(call(), &rules), &suspended_for_a_while()).await;
        on_day(&app, day);
        review(&app, &case.path).await;
        let answer = officially(&app, &case.path, "admission", &act(day)).await;
        match reason {
            None => drop(answer.expect(200)),
            Some(reason) => drop(blocked(answer, reason)),
        }
    }
}
