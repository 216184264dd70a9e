//! What cannot be recorded.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{handover, pole, reorganisation, with};
use ptp_tests::fixtures::steps::drafted;
use ptp_tests::fixtures::{ORGANISATION, OTHER};
use serde_json::{Value, json};

use super::{ALL, HEIR, INSTITUTE, NEW_LEAD, PREVIEWS, of, on_both_databases};

on_both_databases!(
    what_cannot_be_is_refused_and_nothing_is_stored,
    every_fault_comes_at_once,
    nobody_reorganises_a_pole_of_their_own_body,
);

async fn what_cannot_be_is_refused_and_nothing_is_stored(app: TestApp) {
    let path = drafted(&app, &pole()).await;
    let before = app.official().get(&path).await.expect(200).text;
    let changed = |change: fn(&mut Value)| {
        let mut body = reorganisation();
        change(&mut body);
        body
    };
    let back = json!({
        "predecessor": {"kind": "vocational_institute", "tax_code": HEIR},
        "successor": with(
            handover()["successor"].clone(),
            &json!({"tax_code": INSTITUTE, "name": "Istituto professionale di esempio"}),
        ),
    });
    let part = |tracks: &[&str]| with(handover(), &json!({"tracks": tracks}));
    let to_other = with(
        handover(),
        &json!({"successor": with(handover()["successor"].clone(), &json!({"tax_code": NEW_LEAD}))}),
    );
    let cases = [
        (
            of(&[handover(), back]),
            vec![
                "/transfers/0/successor/tax_code reorganisation_in_a_circle",
                "/transfers/1/predecessor/tax_code predecessor_nowhere",
                "/transfers/1/successor/tax_code reorganisation_in_a_circle",
            ],
        ),
        (
            of(&[handover(), to_other.clone()]),
            vec!["/transfers/1/predecessor/tax_code handed_over_twice"],
        ),
        (
            of(&[part(&["IP-D"]), with(to_other, &json!({"tracks": ["IP-L", "IP-D"]}))]),
            vec![
                "/transfers/1/predecessor/tax_code handed_over_twice",
                "/transfers/1/tracks/0 track_nowhere",
            ],
        ),
        (of(&[part(&["IP-D", "IP-L"])]), vec!["/transfers/0/tracks/1 track_nowhere"]),
        (
            of(&[with(handover(), &json!({"site_codes": ["BGRI017034"]}))]),
            vec!["/transfers/0/site_codes track_nowhere"],
        ),
        (
            changed(|body| body["transfers"][0]["predecessor"]["tax_code"] = json!(OTHER)),
            vec!["/transfers/0/predecessor/tax_code predecessor_nowhere"],
        ),
        (
            changed(|body| body["transfers"][0]["predecessor"]["kind"] = json!("company")),
            vec!["/transfers/0/successor/kind successor_of_another_kind"],
        ),
        (
            changed(|body| body["transfers"][0]["successor"]["tax_code"] = json!(INSTITUTE)),
            vec!["/transfers/0/successor/tax_code reorganisation_in_a_circle"],
        ),
        (
            changed(|body| body["effective_on"] = json!("1899-12-31")),
            vec!["/effective_on date_out_of_range"],
        ),
        (
            changed(|body| body["act"]["date"] = json!("2027-01-21")),
            vec!["/act/date act_in_the_future"],
        ),
        (changed(|body| body["transfers"] = json!([])), vec!["/transfers min_items"]),
    ];
    for (body, faults) in cases {
        for at in [ALL, PREVIEWS] {
            let refused = app.official().post(at, &body).await.expect_problem(422, "invalid-body");
            assert_eq!(refused.faults(), faults, "{body}");
        }
    }
    // A body that is no company, where the act says that both are.
    let companies = changed(|body| {
        body["transfers"][0]["predecessor"]["kind"] = json!("company");
        let company = pole()["members"][2].clone();
        let successor = &mut body["transfers"][0]["successor"];
        *successor = company;
        successor.as_object_mut().unwrap().remove("joined_on");
        successor["tax_code"] = json!(HEIR);
    });
    let refused = app.official().post(ALL, &companies).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/transfers/0/successor/kind successor_of_another_kind"]);
    assert_eq!(app.official().get(&path).await.expect(200).text, before);
    assert_eq!(app.official().get(ALL).await.expect(200).body["items"], json!([]));
}

async fn every_fault_comes_at_once(app: TestApp) {
    drafted(&app, &pole()).await;
    let mut body = of(&[handover(), with(handover(), &json!({"tracks": ["IP-L"]}))]);
    body["act"]["date"] = json!("2030-01-01");
    body["transfers"][1]["successor"]["name"] = json!("Un altro nome");
    let refused = app.official().post(ALL, &body).await.expect_problem(422, "invalid-body");
    assert_eq!(
        refused.faults(),
        [
            "/act/date act_in_the_future",
            "/transfers/1/predecessor/tax_code handed_over_twice",
            "/transfers/1/successor successor_told_otherwise",
            "/transfers/1/tracks/0 track_nowhere",
        ]
    );
    for fault in refused.body["errors"].as_array().unwrap() {
        assert!(fault["message"].is_string(), "{fault}");
    }
}

async fn nobody_reorganises_a_pole_of_their_own_body(app: TestApp) {
    drafted(&app, &pole()).await;
    let token = ptp::signing::TokenRequest {
        organisation: Some(ORGANISATION.to_owned()),
        ..ptp::signing::TokenRequest::of_demo("official", &["official"], &app.clock)
    };
    let refused = app.bearer(&token).post(ALL, &reorganisation()).await;
    let refused = refused.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["reason"], "own_matter");
    assert_eq!(app.official().get(ALL).await.expect(200).body["items"], json!([]));
}
