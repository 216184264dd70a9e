//! Every step on a pole, in every status, by every caller: the documented tables, `/actions` and
//! the responses agree.

use std::collections::BTreeMap;

use ptp_tests::fixtures::json::{
    act, body_of, call, change_request, communication, decided, newcomer, pole, reason, with,
};
use ptp_tests::fixtures::steps::{admit, members_of, published, step, submit};
use ptp_tests::fixtures::{OTHER, TODAY};
use ptp_tests::{Answer, Caller, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(every_step_in_every_status_is_answered_as_documented);

const POLICY: &str = include_str!("../../../../docs/policy.md");
const PROCEDURE: &str = include_str!("../../../../docs/procedure.md");

/// The steps on a pole: the operation, the step in the table, and the request.
const STEPS: [(&str, &str, Method, &str); 18] = [
    ("change_pole", "change", Method::PATCH, ""),
    ("remove_pole", "delete", Method::DELETE, ""),
    ("add_member", "change_network", Method::POST, "/members"),
    ("change_member", "change_members", Method::PATCH, "/members/{member_id}"),
    ("remove_member", "strike_member", Method::DELETE, "/members/{member_id}"),
    ("file_change_request", "request_change", Method::POST, "/change-requests"),
    ("file_communication", "communicate", Method::POST, "/communications"),
    ("record_office_act", "record", Method::POST, "/office-acts"),
    (SUBMIT, "submit", Method::POST, "/v1/applications"),
    ("warn_pole", "warn", Method::POST, "/warning"),
    ("suspend_pole", "suspend", Method::POST, "/suspension"),
    ("extend_suspension", "extend_suspension", Method::POST, "/suspension-extension"),
    ("reinstate_pole", "reinstate", Method::POST, "/reinstatement"),
    ("revoke_pole", "revoke", Method::POST, "/revocation"),
    ("record_court_order", "record_order", Method::POST, "/court-orders"),
    ("record_pole_delivery", "deliver", Method::POST, "/deliveries"),
    ("dissolve_pole", "dissolve", Method::POST, "/dissolution"),
    ("transfer_pole", "transfer", Method::POST, "/transfer"),
];

/// Under a constitution call or, if the pole is recognised, for a measure.
const SUBMIT: &str = "submit_application";

/// The steps that create something.
const CREATING: [&str; 5] =
    ["add_member", "file_change_request", "file_communication", "record_office_act", SUBMIT];

/// The statuses, and three variants: a candidate that may be changed because an integration was
/// requested, a recognised pole whose suspension awaits its delivery, and a revoked pole whose admission
/// was annulled later.
const STATUSES: [&str; 9] = [
    "draft",
    "candidate",
    "recognised",
    "suspended",
    "revoked",
    "dissolved",
    "integration",
    "undelivered",
    "annulled",
];

/// A table of a document by row and column, without backticks.
fn table(document: &str, first: &str) -> BTreeMap<(String, String), String> {
    let mut lines = document.lines().skip_while(|line| !line.starts_with(first));
    let cells = |line: &str| -> Vec<String> {
        let cells = line.trim_matches('|').split('|');
        cells.map(|cell| cell.replace('`', "").trim().to_owned()).collect()
    };
    let columns = cells(lines.next().unwrap());
    let mut table = BTreeMap::new();
    for line in lines.skip(1).take_while(|line| line.starts_with('|')) {
        let row = cells(line);
        for (column, cell) in columns.iter().zip(&row).skip(1) {
            table.insert((row[0].clone(), column.clone()), cell.clone());
        }
    }
    assert!(!table.is_empty());
    table
}

/// The state table of poles: the second with such a heading.
fn states() -> BTreeMap<(String, String), String> {
    let poles = PROCEDURE.split("## Poles").nth(1).unwrap();
    table(poles, "| step |")
}

/// A pole in a status: its path and that of a member.
async fn in_status(app: &TestApp, call: &str, status: &str) -> (String, String) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let (path, member) = (made.header("location").to_owned(), members_of(&made)[2].clone());
    if status != "draft" {
        let application = submit(&app.applicant(), call, &made.id()).await.expect(201).id();
        match status {
            "candidate" => {}
            "integration" => {
                let at = format!("/v1/applications/{application}");
                let review = format!("{at}/review");
                step(&app.official(), &review, &json!({})).await.expect(200);
                let body = body_of("integration-request");
                let ask = format!("{at}/integration-request");
                step(&app.official(), &ask, &body).await.expect(200);
            }
            _ => {
                admit(app, &application, TODAY).await.expect(200);
            }
        }
    }
    let (caller, noun) = match status {
        "suspended" | "undelivered" => (app.official(), "suspension"),
        "revoked" | "annulled" => (app.official(), "revocation"),
        "dissolved" => (app.applicant(), "dissolution"),
        _ => return (path, member),
    };
    let body = match noun {
        "dissolution" => reason("Per la prova."),
        "suspension" => with(body_of(noun), &json!({"awaits_delivery": status == "undelivered"})),
        _ => decided("Per la prova."),
    };
    step(&caller, &format!("{path}/{noun}"), &body).await.expect(200);
    if status == "annulled" {
        let list = format!("/v1/applications?pole_id={}", made.id());
        let application = app.official().get(&list).await.expect(200).body["items"][0].clone();
        let at = format!("/v1/applications/{}/annulment", application["id"].as_str().unwrap());
        step(&app.official(), &at, &body_of("annulment")).await.expect(200);
    }
    (path, member)
}

async fn asked(
    caller: &Caller<'_>,
    (path, member): &(String, String),
    (action, _, method, below): &(&str, &str, Method, &str),
    call: &str,
) -> Answer {
    if *action == SUBMIT {
        let pole = path.rsplit('/').next().unwrap();
        return submit(caller, call, pole).await;
    }
    let body = match *action {
        "change_pole" | "change_member" => Some(json!({"name": "Un altro nome"})),
        "remove_pole" | "remove_member" => None,
        "add_member" => Some(newcomer()),
        "file_change_request" => Some(change_request()),
        "file_communication" => Some(communication(member)),
        "record_office_act" => Some(with(communication(member), &act(TODAY))),
        "revoke_pole" => Some(decided("Accertamenti dell'ufficio.")),
        "record_pole_delivery" => Some(body_of("pole-deliveries")),
        _ => Some(body_of(below.trim_start_matches('/'))),
    };
    let path = format!("{path}{}", below.replace("{member_id}", member));
    let kind =
        if *method == Method::PATCH { "application/merge-patch+json" } else { "application/json" };
    let mut headers = vec![("if-match", "*")];
    if body.is_some() {
        headers.push(("content-type", kind));
    }
    caller.send(method.clone(), &path, body.as_ref(), &headers).await
}

/// The predictions of `/actions` for a pole; empty if the caller cannot see it.
async fn foretold(caller: &Caller<'_>, path: &str) -> BTreeMap<String, Value> {
    let answer = caller.get(&format!("{path}/actions")).await;
    let items = answer.body["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().map(|item| (item["action"].as_str().unwrap().to_owned(), item)).collect()
}

async fn every_step_in_every_status_is_answered_as_documented(app: TestApp) {
    let (policy, states) = (table(POLICY, "| action |"), states());
    let measure = with(call(), &json!({"purpose": "measure"}));
    let (call, measure) = (published(&app, &call()).await, published(&app, &measure).await);
    let holder = app.holder();
    let callers = [
        ("anyone", app.anonymous(), vec!["anyone"]),
        ("holder", holder, vec!["anyone", "holder"]),
        ("owner", app.applicant(), vec!["anyone", "holder", "applicant"]),
        ("other", app.applicant_of(OTHER), vec!["anyone", "holder", "applicant"]),
        ("official", app.official(), vec!["anyone", "holder", "official"]),
    ];
    let mut taken = 0;
    for status in STATUSES {
        let column = match status {
            "integration" => "candidate",
            "undelivered" => "recognised",
            "annulled" => "revoked",
            _ => status,
        };
        let is_public = !["draft", "candidate"].contains(&column);
        let stands = in_status(&app, &call, status).await;
        for one in &STEPS {
            let (action, row, ..) = one;
            let outlook = &states[&((*row).to_owned(), column.to_owned())];
            let frozen = status == "candidate" && outlook.contains("frozen");
            let is_measure = *action == SUBMIT && column == "recognised";
            // What the table calls an obstacle, where it is one.
            let is_obstructed = match status {
                "recognised" => ["record_order", "deliver"].contains(row),
                "suspended" => *row == "deliver",
                "undelivered" => ["suspend", "revoke"].contains(row),
                "dissolved" | "annulled" => *row == "record_order",
                _ => frozen,
            };
            let moves = is_measure
                || !(is_obstructed || outlook.starts_with('–') || outlook.starts_with("no:"));
            let under = if is_measure { &measure } else { &call };
            for (who, caller, roles) in &callers {
                let told = format!("{action} of a {status} pole by {who}");
                let of = |role: &&str| policy[&((*action).to_owned(), (*role).to_owned())].as_str();
                let entitled = roles.iter().any(|role| of(role) != "–");
                let expected = match *who {
                    "anyone" => 401,
                    _ if !entitled => 403,
                    "other" if *action == SUBMIT => 422,
                    "other" => 404,
                    _ if !moves => 409,
                    _ if CREATING.contains(action) => 201,
                    _ if action.starts_with("remove") => 204,
                    _ => 200,
                };
                let allowed = expected < 300;
                let fresh =
                    if allowed { in_status(&app, &call, status).await } else { stands.clone() };
                let actions = foretold(caller, &fresh.0).await;
                // If the pole is not visible, neither are its actions.
                let sees = *who != "anyone" && (is_public || ["owner", "official"].contains(who));
                assert_eq!(!actions.is_empty(), sees, "{told}");
                if let Some(item) = actions.get(*action) {
                    assert_eq!(item["allowed"], allowed, "{told}: {item}");
                    assert_eq!(item["blocked_by"] == json!([]), allowed, "{told}: {item}");
                    let codes = item["blocked_by"].as_array().unwrap().iter();
                    let codes: Vec<_> = codes.map(|one| one["code"].as_str().unwrap()).collect();
                    assert_eq!(codes.contains(&"role"), !entitled, "{told}: {codes:?}");
                    let of_state = codes.iter().any(|code| !["role", "not_owner"].contains(code));
                    assert_eq!(of_state, !moves, "{told}, every blocker is told: {codes:?}");
                    let foreign = codes.contains(&"not_owner");
                    assert!(!entitled || foreign == (*who == "other"), "{told}: {codes:?}");
                }
                let answer = asked(caller, &fresh, one, under).await;
                assert_eq!(answer.status.as_u16(), expected, "{told}: {}", answer.text);
                let is_pending = ["candidate", "integration", "annulled"].contains(&status);
                if expected == 409 && *action == SUBMIT && is_pending {
                    let problem = answer.expect_problem(409, "already-exists");
                    assert_eq!(problem.faults(), ["/pole_id application_pending"]);
                } else if expected == 409 {
                    let problem = answer.expect_problem(409, "wrong-state").body;
                    assert_eq!(problem["resource_status"], column, "{told}");
                    let open = actions.iter().filter(|(_, it)| it["allowed"] == true);
                    let mut open: Vec<_> = open.map(|(name, _)| json!(name)).collect();
                    let mut said = problem["allowed_actions"].as_array().unwrap().clone();
                    open.sort_by_key(Value::to_string);
                    said.sort_by_key(Value::to_string);
                    assert_eq!(said, open, "{told}");
                }
                taken += u32::from(allowed);
            }
        }
    }
    assert_eq!(taken, 48);
}
