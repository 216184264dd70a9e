//! Reorganisations: one act for all poles and drafts that it concerns.

use ptp_tests::fixtures::json::{
    call, call_at_closing, call_on_request, change_request, decided, handover, pole,
    reorganisation, with,
};
use ptp_tests::fixtures::steps::{
    admit, drafted, members_of, on_day, published, recognised_under, step, submit,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_dimensionamento_touches_five_poles_and_two_drafts_on_1_september,
    a_preview_says_the_same_and_stores_nothing,
    a_member_keeps_the_tracks_that_do_not_go_over,
    two_schools_with_one_track_pass_into_a_third,
    what_cannot_be_is_refused_and_nothing_is_stored,
    every_fault_comes_at_once,
    a_retry_is_recorded_once,
    a_pole_that_changes_meanwhile_is_reorganised_as_it_is_then,
    others_see_what_concerns_poles_that_they_may_see,
    a_candidate_is_admitted_with_the_successor,
    the_act_covers_what_it_names_and_nothing_else,
    nobody_reorganises_a_pole_of_their_own_body,
    a_person_who_is_forgotten_is_in_no_reorganisation,
    a_request_follows_its_pole_and_lapses_with_its_member,
    a_pole_that_has_ended_by_itself_is_left_alone,
);

const ALL: &str = "/v1/reorganisations";
const PREVIEWS: &str = "/v1/reorganisation-previews";
/// The vocational institute of a pole, and who takes its place.
const INSTITUTE: &str = "01234560165";
const HEIR: &str = "01234561221";
/// Who takes the place of the technical institute, which leads and owns the poles.
const NEW_LEAD: &str = "76540010154";

/// The pole, led by its technical institute.
fn led() -> Value {
    let mut body = pole();
    let lead = "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d99";
    body["members"][0]["id"] = json!(lead);
    with(body, &json!({"lead_member_id": lead}))
}

/// The technical institute passes into another one, as a whole.
fn of_the_lead() -> Value {
    let institute = &pole()["members"][0];
    json!({
        "predecessor": {"kind": institute["kind"], "tax_code": ORGANISATION},
        "successor": {
            "kind": "technical_institute",
            "name": "Istituto tecnico accorpante",
            "tax_code": NEW_LEAD,
            "province": "MI",
            "municipality": "Milano",
            "school": {"institution_code": "MITF10000X", "status": "state"},
        },
    })
}

fn of(transfers: &[Value]) -> Value {
    with(reorganisation(), &json!({"transfers": transfers}))
}

async fn recorded(app: &TestApp, body: &Value) -> Answer {
    app.official().post(ALL, body).await.expect(201)
}

/// The memberships of an organisation in a pole.
fn of_code<'a>(pole: &'a Value, code: &str) -> Vec<&'a Value> {
    let members = pole["members"].as_array().unwrap().iter();
    members.filter(|member| member["tax_code"] == code).collect()
}

async fn outcome(caller: &Caller<'_>, pole: &str, on: &str) -> Value {
    let report = caller.get(&format!("{pole}/compliance?as_of={on}")).await.expect(200).body;
    report["outcome"].clone()
}

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

async fn a_preview_says_the_same_and_stores_nothing(app: TestApp) {
    let call = published(&app, &call()).await;
    let path = recognised_under(&app, &call, &led()).await.path;
    let body = of(&[handover(), of_the_lead()]);
    let before = app.official().get(&path).await.expect(200).text;
    let previewed = app.official().post(PREVIEWS, &body).await.expect(200).body;
    assert_eq!(app.official().get(&path).await.expect(200).text, before);
    assert_eq!(app.official().get(ALL).await.expect(200).body["items"], json!([]));
    assert_eq!((&previewed["id"], &previewed["recorded_at"]), (&Value::Null, &Value::Null));
    let made = recorded(&app, &body).await.body;
    for same in ["act", "effective_on", "reason", "transfers"] {
        assert_eq!(previewed[same], made[same], "{same}");
    }
    for same in ["pole_id", "left", "changed", "owner", "as_of", "outcome_before", "outcome_after"]
    {
        assert_eq!(previewed["poles"][0][same], made["poles"][0][same], "{same}");
    }
    let refused = app.official().post(PREVIEWS, &of(&[handover(), handover()])).await;
    refused.expect_problem(422, "invalid-body");
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

async fn a_retry_is_recorded_once(app: TestApp) {
    let path = drafted(&app, &pole()).await;
    let headers = [("idempotency-key", "k")];
    let ask = async || {
        app.official().send(Method::POST, ALL, Some(&reorganisation()), &headers).await.expect(201)
    };
    let first = ask().await;
    let again = ask().await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.text, first.text);
    let seen = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(of_code(&seen, HEIR).len(), 1);
    // Without the key it is another act, whose predecessor has nothing any more.
    let another = with(reorganisation(), &json!({"effective_on": "2027-10-01"}));
    let refused = app.official().post(ALL, &another).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/transfers/0/predecessor/tax_code predecessor_nowhere"]);
}

async fn a_pole_that_changes_meanwhile_is_reorganised_as_it_is_then(app: TestApp) {
    let path = drafted(&app, &pole()).await;
    let body = reorganisation();
    let (official, owner) = (app.official(), app.applicant());
    let texts = ["Una rete.", "Una rete di scuole.", "Una rete di scuole e imprese."];
    let change = async || {
        for text in texts {
            owner.patch(&path, &json!({"description": text}), "*").await.expect(200);
        }
    };
    let (made, ()) = tokio::join!(official.post(ALL, &body), change());
    made.expect(201);
    let seen = owner.get(&path).await.expect(200).body;
    assert_eq!(seen["description"], texts[2]);
    assert_eq!(of_code(&seen, HEIR).len(), 1);
    assert_eq!(of_code(&seen, INSTITUTE)[0]["left_on"], "2027-08-31");
}

async fn others_see_what_concerns_poles_that_they_may_see(app: TestApp) {
    let call = published(&app, &call()).await;
    let recognised = recognised_under(&app, &call, &pole()).await;
    let mut draft = pole();
    draft["members"][1]["tax_code"] = json!("01234561205");
    let draft = app.applicant_of(OTHER).post("/v1/poles", &draft).await.expect(201).id();
    let mut in_draft = handover();
    in_draft["predecessor"]["tax_code"] = json!("01234561205");
    in_draft["successor"]["tax_code"] = json!(NEW_LEAD);
    let both = recorded(&app, &of(&[in_draft, handover()])).await;
    let shown = async |caller: Caller<'_>| {
        let seen = caller.get(both.header("location")).await.expect(200).body;
        let poles = seen["poles"].as_array().unwrap().iter();
        let poles: Vec<_> = poles.map(|pole| pole["pole_id"].clone()).collect();
        let pairs = seen["transfers"].as_array().unwrap().iter();
        let pairs: Vec<_> = pairs.map(|pair| pair["predecessor"]["tax_code"].clone()).collect();
        (poles, pairs)
    };
    let public = (vec![json!(recognised.id)], vec![json!(INSTITUTE)]);
    assert_eq!(shown(app.anonymous()).await, public);
    assert_eq!(shown(app.applicant()).await, public);
    let (poles, pairs) = shown(app.applicant_of(OTHER)).await;
    assert_eq!((poles.len(), pairs.len()), (2, 2), "its own draft too");
    assert_eq!(shown(app.official()).await.0.len(), 2);

    let mut next = handover()["successor"].clone();
    next["tax_code"] = json!("70000010150");
    next["school"]["institution_code"] = json!("BGIS03000E");
    let hidden = json!({"transfers": [{
        "predecessor": {"kind": "vocational_institute", "tax_code": NEW_LEAD},
        "successor": next,
    }], "effective_on": "2028-09-01"});
    let hidden = recorded(&app, &with(reorganisation(), &hidden)).await;
    assert_eq!(hidden.body["poles"][0]["pole_id"], draft.as_str());
    app.anonymous().get(hidden.header("location")).await.expect_problem(404, "not-found");
    let list = app.anonymous().get(ALL).await.expect(200).body;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let page = app.official().get(&format!("{ALL}?limit=1")).await.expect(200).body;
    assert_eq!(page["items"][0]["id"], hidden.body["id"], "the last recorded one first");
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = app.official().get(&format!("{ALL}?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(rest.body["items"][0]["id"], both.body["id"]);
    assert_eq!(rest.body["next_cursor"], Value::Null);
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

async fn a_person_who_is_forgotten_is_in_no_reorganisation(app: TestApp) {
    let mut body = pole();
    let person = "RSSMRA80A01F205X";
    body["members"][2]["tax_code"] = json!(person);
    body["members"][2]["name"] = json!("Officina di Mario Rossi");
    let path = drafted(&app, &body).await;
    let mut company = pole()["members"][2].clone();
    company["name"] = json!("Officina Rossi S.r.l.");
    company["tax_code"] = json!(HEIR);
    company.as_object_mut().unwrap().remove("joined_on");
    company["company"].as_object_mut().unwrap().remove("commitment");
    let pair = json!({
        "predecessor": {"kind": "company", "tax_code": person, "name": "Officina di Mario Rossi"},
        "successor": company,
    });
    let made = recorded(&app, &of(&[pair])).await;
    let seen = app.applicant().get(&path).await.expect(200).body;
    let heir = of_code(&seen, HEIR)[0];
    assert_eq!(heir["company"]["commitment"]["continues"]["from"], "2027-01-14");
    assert_eq!(outcome(&app.applicant(), &path, "2027-09-01").await, "compliant");
    let tx = app.store.write().await.unwrap();
    let code = ptp_domain::identifier::TaxCode::parse(person).unwrap();
    tx.forget(&ptp_domain::policy::Owner::Organisation(code)).await.unwrap();
    tx.commit().await.unwrap();
    let told = app.official().get(made.header("location")).await.expect(200).text;
    assert!(!told.contains(person) && !told.contains("Mario"), "{told}");
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
