//! Reorganisations: one act for all poles and drafts that it concerns.

mod effects;
mod once;
mod refused;
mod seen;

use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::json::{pole, reorganisation, with};
use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::{fresh, on_both_databases};

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
