//! A beginner, who has nothing but what reports say is left to do and examples of members.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_beginner_becomes_compliant_by_the_list_alone,
    the_list_says_of_whom_and_to_whom_it_speaks,
);

const EVALUATIONS: &str = "/v1/compliance/evaluations";

/// An unused tax code: ten digits and their check digit.
pub(super) fn unused_tax_code(number: u32) -> String {
    let body = format!("{:07}015", 5_550_000 + number);
    let sum: u32 = body
        .chars()
        .enumerate()
        .map(|(index, digit)| {
            let value = digit.to_digit(10).unwrap() * if index % 2 == 1 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// A new member for a slot.
fn member_for(slot: &str, number: u32) -> Value {
    let index = match slot {
        "school" | "its" => 0,
        "company" => 2,
        "section_a" => 4,
        other => panic!("no member for {other}"),
    };
    let mut member = pole()["members"][index].clone();
    member["tax_code"] = json!(unused_tax_code(number));
    if slot == "its" {
        member["kind"] = json!("its_academy");
        member["study_tracks"] = json!([{"code": "ITS-06", "started_on": "2020-09-01"}]);
        member.as_object_mut().unwrap().remove("school");
    } else if let Some(company) = member.get_mut("company") {
        company["rea"] = json!(format!("LC-{}", 700_000 + number));
    } else if let Some(school) = member.get_mut("school") {
        *school = json!({"status": "state", "institution_code": schools(number)});
    }
    member
}

/// The code of an institution of its own.
fn schools(number: u32) -> String {
    let codes = ["MIIS08900V", "BGIS01700A", "MITFDH5000", "BGTFUM500Z"];
    (*codes.get(number as usize % codes.len()).unwrap()).to_owned()
}

fn members(body: &mut Value) -> &mut Vec<Value> {
    body["members"].as_array_mut().unwrap()
}

/// Where a member stands in the request.
fn at(item: &Value) -> usize {
    let pointer = item["members"][0]["pointer"].as_str().unwrap();
    pointer.strip_prefix("/pole/members/").unwrap().parse().unwrap()
}

/// The network after one thing to do, of those that an applicant can do.
fn after(mut network: Value, item: &Value) -> Value {
    assert_eq!(item["by"], "applicant", "{item}");
    let count = item["count"].as_u64().unwrap();
    match item["code"].as_str().unwrap() {
        "fill_slot" => {
            for _ in 0..count {
                let number = u32::try_from(members(&mut network).len()).unwrap();
                let member = member_for(item["slot"].as_str().unwrap(), number);
                members(&mut network).push(member);
            }
        }
        "extend_plan" => {
            let mut action = pole()["activity_plan"]["actions"][0].clone();
            action["kind"] = item["action"].clone();
            if network.get("activity_plan").is_none() {
                network["activity_plan"] = json!({"actions": []});
            }
            let actions = network["activity_plan"]["actions"].as_array_mut().unwrap();
            actions.extend((0..count).map(|_| action.clone()));
        }
        "sign_commitment" => {
            let commitment = json!({"signed_on": "2027-01-14", "all_students": true});
            network["members"][at(item)]["company"]["commitment"] = commitment;
        }
        "state_registration" => {
            network["members"][at(item)]["company"]["registered"] = json!(true);
        }
        other => panic!("a beginner cannot {other}"),
    }
    network
}

/// From a pole with a name and an area, under the rules of the page and under the guidelines.
async fn a_beginner_becomes_compliant_by_the_list_alone(app: TestApp) {
    for ruleset in ["regione-lombardia", "linee-guida-2013"] {
        let mut network = pole();
        network.as_object_mut().unwrap().remove("activity_plan");
        network["members"] = json!([]);
        let mut outcomes = Vec::new();
        loop {
            let body = json!({
                "pole": network, "as_of": "2027-02-26", "ruleset": {"id": ruleset},
            });
            let report = app.anonymous().post(EVALUATIONS, &body).await.expect(200).body;
            outcomes.push(report["outcome"].clone());
            let to_do = report["to_do"].as_array().unwrap();
            if to_do.is_empty() {
                break;
            }
            assert_eq!(report["remedies"].as_array().unwrap().len(), 1, "{report}");
            assert!(outcomes.len() < 4, "still to do: {to_do:?}");
            network = to_do.iter().fold(network, after);
        }
        assert_eq!(outcomes, ["non_compliant", "compliant"], "{ruleset}");
    }
}

/// Members are pointed to where they stand in the request, or by their identifier; in the language
/// asked for.
async fn the_list_says_of_whom_and_to_whom_it_speaks(app: TestApp) {
    let mut body = pole();
    body["members"][2]["company"].as_object_mut().unwrap().remove("commitment");
    let ask = json!({"pole": body, "as_of": "2027-02-26"});
    let report = app.anonymous().post(EVALUATIONS, &ask).await.expect(200).body;
    assert_eq!(report["to_do"][0]["members"], json!([{"pointer": "/pole/members/2"}]));

    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    let path = format!("{}/compliance?as_of=2027-02-26", made.header("location"));
    let english = [("accept-language", "en")];
    let report = app.applicant().send(reqwest::Method::GET, &path, None, &english).await;
    let to_do = report.expect(200).body["to_do"].clone();
    let company = json!([{"member_id": made.body["members"][2]["id"]}]);
    assert_eq!(
        to_do,
        json!([
            {
                "rule": "min_companies", "code": "fill_slot", "by": "applicant", "count": 1,
                "slot": "company", "area": "mechanics", "members": company,
                "message": "add a company in the area “mechanics”, or put “Torneria Esempio S.p.A.” in order",
            },
            {
                "rule": "company_commitment", "code": "sign_commitment", "by": "applicant",
                "count": 1, "members": company, "message": to_do[1]["message"],
            },
        ])
    );

    let doubtful = json!({"pole": ptp_tests::fixtures::json::doubtful(), "as_of": "2027-02-26"});
    let report = app.anonymous().post(EVALUATIONS, &doubtful).await.expect(200).body;
    assert_eq!(report["outcome"], "needs_review");
    let to_do = report["to_do"].as_array().unwrap();
    assert!(to_do.iter().all(|item| item["by"] == "official" && item["code"] == "assess"));
    assert_eq!(report["remedies"], json!([]), "nobody leaves who only waits");
    assert_eq!(report["remedies_complete"], true);
}
