//! Who sees what of a reorganisation.

use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{call, handover, pole, reorganisation, with};
use ptp_tests::fixtures::steps::{drafted, published, recognised_under};
use ptp_tests::{Caller, TestApp};
use serde_json::{Value, json};

use super::{
    ALL, HEIR, INSTITUTE, NEW_LEAD, PREVIEWS, led, of, of_code, of_the_lead, on_both_databases,
    outcome, recorded,
};

on_both_databases!(
    a_preview_says_the_same_and_stores_nothing,
    others_see_what_concerns_poles_that_they_may_see,
    a_person_who_is_forgotten_is_in_no_reorganisation,
);

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
