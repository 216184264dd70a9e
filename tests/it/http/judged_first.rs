//! Nothing is judged while others wait: whoever is refused is told so without a turn at writing, and
//! what was judged is written only if it is still so.

use futures_util::future::join_all;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, body_of, call, company, pole};
use ptp_tests::fixtures::steps::{drafted, published, recognised, submit, submitted};
use reqwest::StatusCode;
use serde_json::json;

use super::last_second::busy;
use super::on_both_databases;

on_both_databases!(
    whoever_is_refused_waits_for_no_writer,
    writers_of_one_pole_take_turns,
    a_change_of_a_pole_in_procedure_rests_on_its_application,
);

async fn whoever_is_refused_waits_for_no_writer(app: TestApp) {
    let draft = drafted(&app, &pole()).await;
    let register = recognised(&app).await;
    let (call, other) = (published(&app, &call()).await, submitted(&app).await);
    let lawful = register.path.clone();
    let member = app.applicant().get(&draft).await.expect(200).body["members"][2].clone();
    let (app, turns) = busy(&app).await;
    let (owner, official) = (app.applicant(), app.official());
    let first = |path: &str| format!("{path}/members/00000000-0000-7000-8000-000000000001");

    let bad_name = json!({"name": ""});
    owner.patch(&draft, &bad_name, "*").await.expect_problem(422, "invalid-body");
    owner.patch(&first(&draft), &bad_name, "*").await.expect_problem(404, "not-found");
    owner.patch(&lawful, &json!({"name": "x"}), "\"0\"").await.expect_problem(412, "stale");
    owner.delete(&lawful, "*").await.expect_problem(409, "wrong-state");
    let twice = company("Altra S.p.A.", member["tax_code"].as_str().unwrap(), "28.41");
    owner.post(&format!("{draft}/members"), &twice).await.expect_problem(422, "invalid-body");
    let body = body_of("reinstatement");
    let reinstatement = official.post_seen(&format!("{lawful}/reinstatement"), &body, "*").await;
    reinstatement.expect_problem(409, "wrong-state");
    let settled = json!({"rule": "min_schools", "accepted": true, "reason": "Visto."});
    let settled = official.post_seen(&format!("{lawful}/determinations"), &settled, "*").await;
    settled.expect_problem(422, "invalid-body");
    let admission = format!("{}/admission", other.path);
    let early = official.post_seen(&admission, &act("2031-01-01"), "*").await;
    assert_ne!(early.status, StatusCode::SERVICE_UNAVAILABLE, "{}", early.text);
    official.patch(&call, &json!({"area": 0}), "*").await.expect_problem(409, "wrong-state");

    // What is lawful has to wait, and is told so.
    let renamed = json!({"name": "Rete nuova"});
    owner.patch(&draft, &renamed, "*").await.expect_problem(503, "unavailable");
    submit(&owner, &call, &draft).await.expect_problem(503, "submission-deferred");
    drop(turns);
    owner.patch(&draft, &renamed, "*").await.expect(200);
}

/// More at once than a write is tried: each has its turn, and none is in vain.
async fn writers_of_one_pole_take_turns(app: TestApp) {
    let draft = drafted(&app, &pole()).await;
    let names: Vec<_> = (0..12).map(|number| json!({"name": format!("Rete {number}")})).collect();
    let owner = app.applicant();
    let answers = join_all(names.iter().map(|name| owner.patch(&draft, name, "*"))).await;
    for answer in answers {
        answer.expect(200);
    }
    assert_eq!(owner.get(&draft).await.expect(200).body["version"], 13);
}

/// The owner may change a candidate pole while papers are asked for: the answer to the request ends
/// that, and what was judged before it is not written after it.
async fn a_change_of_a_pole_in_procedure_rests_on_its_application(app: TestApp) {
    let application = submitted(&app).await;
    let official = app.official();
    let path = &application.path;
    official.post_seen(&format!("{path}/review"), &json!({}), "*").await.expect(200);
    let asked = json!({"requests": ["Accordo di rete."]});
    official.post_seen(&format!("{path}/integration-request"), &asked, "*").await.expect(200);
    let id = official.get(path).await.expect(200).body["pole_id"].as_str().unwrap().to_owned();
    let pole = format!("/v1/poles/{id}");
    let owner = app.applicant();
    for number in 0..8 {
        let (name, text) = (json!({"name": format!("Rete {number}")}), json!({"text": "Ecco."}));
        let integration = format!("{path}/integration");
        let (changed, answered) = futures_util::future::join(
            owner.patch(&pole, &name, "*"),
            owner.post_seen(&integration, &text, "*"),
        )
        .await;
        let (changed, answered) = (changed.status.as_u16(), answered.status.as_u16());
        if number == 0 {
            assert_eq!(answered, 200);
            assert!([200, 409].contains(&changed), "{changed}");
        } else {
            assert_eq!((changed, answered), (409, 409));
        }
    }
}
