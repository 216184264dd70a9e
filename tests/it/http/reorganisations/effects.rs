//! What a reorganisation does to poles and drafts.

use ptp_tests::fixtures::json::{
    call, call_at_closing, call_on_request, change_request, decided, handover, pole,
    reorganisation, with,
};
use ptp_tests::fixtures::steps::{
    admit, drafted, members_of, on_day, published, recognised_under, step, submit,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use super::{
    ALL, HEIR, INSTITUTE, NEW_LEAD, led, of, of_code, of_the_lead, on_both_databases, outcome,
    recorded,
};

on_both_databases!(
    a_dimensionamento_touches_five_poles_and_two_drafts_on_1_september,
    a_member_keeps_the_tracks_that_do_not_go_over,
    two_schools_with_one_track_pass_into_a_third,
    a_candidate_is_admitted_with_the_successor,
    the_act_covers_what_it_names_and_nothing_else,
    a_request_follows_its_pole_and_lapses_with_its_member,
    a_pole_that_has_ended_by_itself_is_left_alone,
);

async fn lead_rule(caller: &Caller<'_>, pole: &str, on: &str) -> Value {
    let report = caller.get(&format!("{pole}/compliance?as_of={on}")).await.expect(200).body;
    let mut rules = report["rules"].as_array().unwrap().iter();
    rules.find(|rule| rule["rule"] == "lead").unwrap()["outcome"].clone()
}

async fn a_dimensionamento_touches_five_poles_and_two_drafts_on_1_september(app: TestApp) {
    let call = published(&app, &call()).await;
    let (mut poles, mut versions) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        poles.push(recognised_under(&app, &call, &led()).await.path);
    }
    for _ in 0..2 {
        let draft = app.applicant_of(OTHER).post("/v1/poles", &pole()).await.expect(201);
        poles.push(draft.header("location").to_owned());
    }
    for path in &poles {
        versions.push(app.official().get(path).await.expect(200).body["version"].clone());
    }
    let made = recorded(&app, &of(&[handover(), of_the_lead()])).await;
    let touched = made.body["poles"].as_array().unwrap();
    assert_eq!(touched.len(), 7);
    for effects in touched {
        assert_eq!(effects["as_of"], "2027-09-01");
        assert_eq!(effects["outcome_before"], "compliant", "{effects}");
        assert_eq!(effects["outcome_after"], "compliant", "{effects}");
        let count = |name: &str| effects[name].as_array().unwrap().len();
        assert_eq!((count("left"), count("joined"), count("changed")), (2, 2, 0));
    }
    let owned = touched.iter().filter(|effects| effects["owner"] == NEW_LEAD);
    assert_eq!(owned.count(), 5, "drafts of another body stay its own");
    let with_lead = touched.iter().filter(|effects| !effects["lead_member_id"].is_null());
    assert_eq!(with_lead.count(), 5);

    for (index, path) in poles.iter().enumerate() {
        let seen = app.official().get(path).await.expect(200).body;
        assert_eq!(seen["version"], json!(versions[index].as_i64().unwrap() + 1), "one version");
        let [old] = of_code(&seen, INSTITUTE)[..] else { panic!("{seen}") };
        assert_eq!(old["left_on"], "2027-08-31");
        assert_eq!(old["study_tracks"][0]["ended_on"], "2027-08-31");
        let [new] = of_code(&seen, HEIR)[..] else { panic!("{seen}") };
        assert_eq!(new["joined_on"], "2027-09-01");
        assert_eq!(new["left_on"], Value::Null);
        let track = &new["study_tracks"][0];
        assert_eq!((&track["code"], &track["started_on"]), (&json!("IP-D"), &json!("2027-09-01")));
        assert_eq!(track["continues"]["organisation"]["tax_code"], INSTITUTE);
        assert_eq!(track["continues"]["from"], "2018-09-01");
        assert_eq!(track["continues"]["act"], made.body["act"]);
        assert_eq!(seen["reorganisations"][0]["id"], made.body["id"]);
        assert_eq!(seen["reorganisations"][0]["effective_on"], "2027-09-01");
        let official = app.official();
        for day in ["2027-08-31", "2027-09-01"] {
            assert_eq!(outcome(&official, path, day).await, "compliant", "{day}");
            let wanted = if index < 5 { "satisfied" } else { "not_applicable" };
            assert_eq!(lead_rule(&official, path, day).await, wanted, "{day}");
        }
        let [lead] = of_code(&seen, NEW_LEAD)[..] else { panic!("{seen}") };
        if index < 5 {
            assert_eq!(seen["lead_member_id"], lead["id"]);
            assert_eq!(seen["owner"], NEW_LEAD);
            assert_eq!(seen["transfers"][0]["act"], made.body["act"]);
            app.applicant_of(NEW_LEAD)
                .patch(path, &json!({"description": "Una rete che continua."}), "*")
                .await
                .expect(200);
        }
        let events = official.get(&format!("{path}/events")).await.expect(200).body;
        let told = events["items"].as_array().unwrap();
        let told = told.iter().find(|event| event["type"] == "pole_reorganised").unwrap();
        let by = format!("reorganisations/{}", made.id());
        assert!(told["changed"].as_array().unwrap().contains(&json!(by)), "{told}");
        assert!(told["changed"].as_array().unwrap().contains(&json!("members")), "{told}");
    }
    let applications = app.applicant_of(NEW_LEAD).get("/v1/applications").await.expect(200).body;
    assert_eq!(applications["items"].as_array().unwrap().len(), 5, "applications follow");
    let mine = app.applicant().get("/v1/applications").await.expect(200).body;
    assert_eq!(mine["items"], json!([]));

    // The log tells all of it.
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.untold().await.unwrap(), []);
    assert_eq!(tx.unkept_versions().await.unwrap().1, []);
    let read = app.official().get(made.header("location")).await.expect(200).body;
    assert_eq!(read, made.body);
    let list = app.official().get(ALL).await.expect(200).body;
    assert_eq!(list["items"], json!([made.body]));
}

async fn a_member_keeps_the_tracks_that_do_not_go_over(app: TestApp) {
    let mut body = pole();
    body["members"][1]["study_tracks"]
        .as_array_mut()
        .unwrap()
        .push(json!({"code": "IP-L", "started_on": "2016-09-01"}));
    let path = drafted(&app, &body).await;
    // Into the technical institute, which is a member already.
    let mut part = handover();
    part["tracks"] = json!(["IP-D"]);
    part["successor"] = json!({
        "kind": "technical_institute",
        "name": "Istituto tecnico industriale di esempio",
        "tax_code": ORGANISATION,
        "province": "MI",
        "school": {"institution_code": "MIIS08900V", "status": "state"},
    });
    let made = recorded(&app, &of(&[part])).await.body;
    let effects = &made["poles"][0];
    assert_eq!((&effects["left"], &effects["joined"]), (&json!([]), &json!([])));
    assert_eq!(effects["changed"].as_array().unwrap().len(), 2);
    let seen = app.applicant().get(&path).await.expect(200).body;
    let kept = of_code(&seen, INSTITUTE)[0];
    assert_eq!(kept["left_on"], Value::Null);
    assert_eq!(kept["study_tracks"][0]["ended_on"], "2027-08-31");
    assert_eq!(kept["study_tracks"][1]["ended_on"], Value::Null);
    let heir = of_code(&seen, ORGANISATION)[0];
    assert_eq!(heir["joined_on"], "2027-01-11", "it stays the member that it is");
    assert_eq!(heir["study_tracks"][1]["code"], "IP-D");
    assert_eq!(heir["study_tracks"][1]["continues"]["from"], "2018-09-01");
    assert_eq!(seen["owner"], ORGANISATION);
}

async fn two_schools_with_one_track_pass_into_a_third(app: TestApp) {
    let mut body = pole();
    body["members"][0]["study_tracks"] = json!([{"code": "IP-D", "started_on": "2012-09-01"}]);
    let path = drafted(&app, &body).await;
    let mut second = of_the_lead();
    second["successor"] = handover()["successor"].clone();
    recorded(&app, &of(&[handover(), second])).await;
    let seen = app.applicant_of(HEIR).get(&path).await.expect(200).body;
    let [heir] = of_code(&seen, HEIR)[..] else { panic!("{seen}") };
    let [track] = &heir["study_tracks"].as_array().unwrap()[..] else { panic!("{heir}") };
    assert_eq!(track["continues"]["from"], "2012-09-01", "the years that go back further");
    assert_eq!(track["continues"]["organisation"]["tax_code"], ORGANISATION);
}

async fn a_candidate_is_admitted_with_the_successor(app: TestApp) {
    let call = published(&app, &call_at_closing()).await;
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let application = submit(&app.applicant(), &call, &made.id()).await.expect(201).id();
    let snapshot = format!("/v1/applications/{application}/snapshot");
    let received = app.official().get(&snapshot).await.expect(200).text;
    on_day(&app, "2027-03-03");
    let body = with(reorganisation(), &json!({"effective_on": "2027-03-01"}));
    let recorded = recorded(&app, &body).await.body;
    assert_eq!(recorded["poles"][0]["as_of"], "2027-02-26", "the reference date of its call");
    assert_eq!(recorded["poles"][0]["outcome_after"], "compliant");
    assert_eq!(app.official().get(&snapshot).await.expect(200).text, received);
    let changes = format!("/v1/applications/{application}/changes");
    let changes = app.official().get(&changes).await.expect(200).body;
    assert!(!changes["changes"].as_array().unwrap().is_empty());
    // Who joined after the closing has the place of one that had joined before.
    on_day(&app, "2027-03-08");
    admit(&app, &application, "2027-03-08").await.expect(200);
    let seen = app.anonymous().get(made.header("location")).await.expect(200).body;
    assert_eq!(seen["status"], "recognised");
}

async fn the_act_covers_what_it_names_and_nothing_else(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    recorded(&app, &reorganisation()).await;
    let after = "2027-09-01";
    assert_eq!(outcome(&app.applicant(), path, after).await, "compliant");
    let seen = app.applicant().get(path).await.expect(200).body;
    let heir = of_code(&seen, HEIR)[0];
    let at = format!("{path}/members/{}", heir["id"].as_str().unwrap());
    let mut tracks = heir["study_tracks"].clone();
    tracks[0]["continues"]["from"] = json!("2010-09-01");
    app.applicant().patch(&at, &json!({"study_tracks": tracks}), "*").await.expect(200);
    let outcome_of_more = outcome(&app.applicant(), path, after).await;
    assert_ne!(outcome_of_more, "compliant", "years that the act does not name");
    app.applicant()
        .patch(&at, &json!({"study_tracks": heir["study_tracks"]}), "*")
        .await
        .expect(200);
    assert_eq!(outcome(&app.applicant(), path, after).await, "compliant");
    let other = json!({"tax_code": NEW_LEAD});
    app.applicant().patch(&at, &other, "*").await.expect(200);
    assert_eq!(outcome(&app.applicant(), path, after).await, "needs_review", "another body");
    assert_eq!(members_of(&made).len(), 5);
}

async fn a_request_follows_its_pole_and_lapses_with_its_member(app: TestApp) {
    let call = published(&app, &call_on_request()).await;
    let pole = recognised_under(&app, &call, &led()).await;
    let at = format!("{}/change-requests", pole.path);
    let joining = app.applicant().post(&at, &change_request()).await.expect(201);
    let joining = joining.header("location");
    let sites = json!({"operating_sites": [{"province": "BG"}]});
    let moving = json!({"update": [{"member_id": pole.members[1], "member": sites}]});
    let moving = app.applicant().post(&at, &json!({"changes": moving})).await.expect(201);

    recorded(&app, &of(&[handover(), of_the_lead()])).await;
    let lead = app.applicant_of(NEW_LEAD);
    let lapsed = lead.get(moving.header("location")).await.expect(200).body;
    assert_eq!(lapsed["status"], "lapsed", "its member leaves");
    let followed = lead.get(joining).await.expect(200).body;
    assert_eq!((&followed["status"], &followed["owner"]), (&json!("submitted"), &json!(NEW_LEAD)));
    app.applicant().get(joining).await.expect_problem(404, "not-found");
    let withdrawal = format!("{joining}/withdrawal");
    step(&app.applicant(), &withdrawal, &json!({})).await.expect_problem(404, "not-found");
    step(&lead, &withdrawal, &json!({})).await.expect(200);
}

async fn a_pole_that_has_ended_by_itself_is_left_alone(app: TestApp) {
    let call = published(&app, &call()).await;
    let pole = recognised_under(&app, &call, &led()).await;
    let later = json!({"effective_on": "2027-03-01", "effect_reason": "Chiusura dei corsi."});
    let later = with(decided("Requisiti perduti."), &later);
    step(&app.official(), &format!("{}/revocation", pole.path), &later).await.expect(200);
    on_day(&app, "2027-03-01");
    let refused = app.official().post(ALL, &of(&[handover()])).await;
    let refused = refused.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/transfers/0/predecessor/tax_code predecessor_nowhere"]);
}
