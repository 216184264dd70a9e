//! A person is forgotten: nothing of them is left in what is kept, nor in the file.

use std::fs;

use ptp::signing::TokenRequest;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use ptp_store::DatabaseKind;
use ptp_tests::TestApp;
use ptp_tests::fixtures::TODAY;
use ptp_tests::fixtures::json::{body_of, call, call_on_request, company, pole, with};
use ptp_tests::fixtures::steps::{published, recognised_under, step, submission, submit};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::on_both_databases;

on_both_databases!(
    a_person_who_applied_is_forgotten_everywhere,
    an_official_is_forgotten_in_the_steps_taken,
    an_official_is_forgotten_by_the_code_in_the_subject,
    a_member_is_forgotten_where_only_its_identifier_stands,
    a_person_in_a_request_that_waits_is_forgotten_with_its_decision,
);

/// A sole trader, and the subject of its tokens, with the code as the identity provider writes it.
const PERSON: &str = "RSSMRA80A01F205X";
const SUBJECT: &str = "TINIT-rssmra80a01f205x";

async fn forget(app: &TestApp, person: &Owner) {
    let tx = app.store.write().await.unwrap();
    tx.forget(person).await.unwrap();
    tx.commit().await.unwrap();
    app.store.rewrite().await.unwrap();
}

/// All that the database holds.
async fn everything(app: &TestApp) -> String {
    let url = &app.guard.url;
    if app.store.kind() == DatabaseKind::Sqlite {
        let path = url.trim_start_matches("sqlite:");
        let files = [path.to_owned(), format!("{path}-wal")];
        let bytes = files.iter().filter_map(|file| fs::read(file).ok()).flatten();
        return String::from_utf8_lossy(&bytes.collect::<Vec<_>>()).into_owned();
    }
    let mut db = PgConnection::connect(url).await.unwrap();
    let tables: Vec<(String,)> =
        sqlx::query_as("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(&mut db)
            .await
            .unwrap();
    let mut all = String::new();
    for (table,) in tables {
        let select = AssertSqlSafe(format!("SELECT t::text FROM \"{table}\" t"));
        let rows: Vec<(String,)> = sqlx::query_as(select).fetch_all(&mut db).await.unwrap();
        all.extend(rows.into_iter().map(|(row,)| row));
    }
    all
}

async fn a_person_who_applied_is_forgotten_everywhere(app: TestApp) {
    let call = published(&app, &call()).await;
    let request = TokenRequest {
        organisation: Some(PERSON.to_owned()),
        ..TokenRequest::of_demo(SUBJECT, &["applicant"], &app.clock)
    };
    let person = app.bearer(&request);
    let key = [("idempotency-key", "k")];
    let made = person.send(Method::POST, "/v1/poles", Some(&pole()), &key).await.expect(201);
    assert_eq!(made.body["owner"], PERSON);
    let path = made.header("location").to_owned();
    let submitted = submit(&person, &call, &path).await.expect(201);
    let application = submitted.header("location").to_owned();
    let take = async |noun: &str, body: &Value| {
        let answer = step(&app.official(), &format!("{application}/{noun}"), body).await;
        answer.expect(200);
    };
    take("review", &json!({})).await;
    take("integration-request", &body_of("integration-request")).await;
    let integration = format!("{application}/integration");
    step(&person, &integration, &body_of("integration")).await.expect(200);
    take("admission", &body_of("admission")).await;
    step(&app.official(), &format!("{path}/transfer"), &body_of("transfer")).await.expect(200);
    assert!(everything(&app).await.contains(PERSON));

    forget(&app, &Owner::Organisation(TaxCode::parse(PERSON).unwrap())).await;
    assert!(!everything(&app).await.to_ascii_uppercase().contains(PERSON));
    for below in ["", "/events"] {
        let told = app.official().get(&format!("{application}{below}")).await.expect(200);
        assert!(!told.text.contains(PERSON), "{}", told.text);
    }
    let events = app.official().get("/v1/events?limit=1000").await.expect(200);
    assert!(!events.text.contains(PERSON));
    // A retry has no second effect, and is told nothing.
    let retried = person.send(Method::POST, "/v1/poles", Some(&pole()), &key).await.expect(201);
    assert_eq!((&retried.body, retried.header("location")), (&json!({}), path.as_str()));
    let again = person.post("/v1/applications", &submission(&call, &path)).await;
    again.expect_problem(422, "invalid-body");
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.verify_events().await.unwrap().broken, None);
    assert_eq!(tx.unkept_versions().await.unwrap().1, []);
    assert_eq!(tx.untold().await.unwrap(), []);
}

async fn an_official_is_forgotten_in_the_steps_taken(app: TestApp) {
    let case = ptp_tests::fixtures::steps::submitted(&app).await;
    let carla = app.bearer(&TokenRequest::of_demo("carla-verdi", &["official"], &app.clock));
    step(&carla, &format!("{}/review", case.path), &json!({})).await.expect(200);
    let before = app.official().get(&case.path).await.expect(200).body;
    assert_eq!(before["steps"][0]["actor"]["subject"], "carla-verdi");
    let issuer = TokenRequest::of_demo("carla-verdi", &["official"], &app.clock).issuer;
    forget(&app, &Owner::Subject { issuer, subject: "carla-verdi".to_owned() }).await;
    let after = app.official().get(&case.path).await.expect(200).body;
    let actor = &after["steps"][0]["actor"];
    assert_eq!((&actor["roles"], actor.get("subject")), (&json!(["official"]), None));
    assert!(!everything(&app).await.contains("carla-verdi"));
}

/// Some identity providers put the tax code into the subject.
async fn an_official_is_forgotten_by_the_code_in_the_subject(app: TestApp) {
    let subject = SUBJECT;
    let case = ptp_tests::fixtures::steps::submitted(&app).await;
    let assigned = with(
        body_of("assignment"),
        &json!({"responsible": {"name": "Carla Verdi", "subject": subject}}),
    );
    step(&app.official(), &format!("{}/assignment", case.path), &assigned).await.expect(200);
    step(&app.official(), &format!("{}/review", case.path), &json!({})).await.expect(200);
    let asked = format!("{}/integration-request", case.path);
    step(&app.official(), &asked, &body_of("integration-request")).await.expect(200);
    let answer = format!("{}/integration", case.path);
    step(&app.applicant(), &answer, &body_of("integration")).await.expect(200);
    assert!(everything(&app).await.contains(subject));
    forget(&app, &Owner::Organisation(TaxCode::parse(PERSON).unwrap())).await;
    let kept = everything(&app).await;
    assert!(!kept.contains(subject) && !kept.contains("Carla Verdi"), "{kept}");
}

/// Requests and communications name a member by its identifier: what they say of it goes as well.
async fn a_member_is_forgotten_where_only_its_identifier_stands(app: TestApp) {
    let mut body = pole();
    let mut trader = company("Rossi Mario", PERSON, "28.41");
    trader["company"]["rea"] = json!("MB-777777");
    body["members"].as_array_mut().unwrap().push(trader);
    let call = published(&app, &call_on_request()).await;
    let pole = recognised_under(&app, &call, &body).await;
    let update =
        |name: &str| json!({"update": [{"member_id": pole.members[5], "member": {"name": name}}]});
    let requests = format!("{}/change-requests", pole.path);
    let changes = json!({"changes": update("Bottega di Mario Rossi")});
    let request = app.applicant().post(&requests, &changes).await.expect(201);
    let request = request.header("location").to_owned();
    step(&app.applicant(), &format!("{request}/withdrawal"), &json!({})).await.expect(200);
    let fact = json!({"changes": update("Rossi Mario e figli"), "effective_on": TODAY,
        "source": "Registro delle imprese"});
    let at = format!("{}/communications", pole.path);
    let filed = app.applicant().post(&at, &fact).await.expect(201).header("location").to_owned();

    forget(&app, &Owner::Organisation(TaxCode::parse(PERSON).unwrap())).await;
    for path in [request, filed] {
        let told = app.official().get(&path).await.expect(200).body;
        assert!(told.get("changes").is_none(), "{told}");
    }
}

/// A sole trader is to join: whom to ask goes at once, the rest with the decision.
async fn a_person_in_a_request_that_waits_is_forgotten_with_its_decision(app: TestApp) {
    let call = published(&app, &call_on_request()).await;
    let pole = recognised_under(&app, &call, &pole()).await;
    let mut trader = company("Rossi Mario", &PERSON.to_lowercase(), "28.41");
    trader["company"]["rea"] = json!("MB-777777");
    trader["company"]["commitment"]["signatory"] = json!("Mario Rossi in persona");
    trader["contacts"] = json!([{"role": "information", "email": "mario@example.it"}]);
    trader.as_object_mut().unwrap().remove("joined_on");
    let at = format!("{}/change-requests", pole.path);
    let asked = json!({"changes": {"add": [trader]}});
    let key = [("idempotency-key", "k")];
    let lead = app.applicant();
    let sent = lead.send(Method::POST, &at, Some(&asked), &key).await.expect(201);
    let request = sent.header("location").to_owned();
    forget(&app, &Owner::Organisation(TaxCode::parse(PERSON).unwrap())).await;
    let waiting = app.applicant().get(&request).await.expect(200).body;
    let joining = &waiting["changes"]["add"][0];
    assert_eq!(
        (&waiting["status"], &joining["name"]),
        (&json!("submitted"), &json!("Rossi Mario"))
    );
    assert!(waiting["after"].is_object(), "it can still be accepted: {waiting}");
    for erased in ["mario@example.it", "Mario Rossi in persona"] {
        assert!(!everything(&app).await.contains(erased), "{erased}");
    }
    // Steps in between say again whom it is about.
    let review = format!("{request}/review");
    let headers = [("idempotency-key", "r"), ("if-match", "*")];
    app.official().send(Method::POST, &review, Some(&json!({})), &headers).await.expect(200);
    step(&app.applicant(), &format!("{request}/withdrawal"), &json!({})).await.expect(200);
    let decided = app.applicant().get(&request).await.expect(200).body;
    assert_eq!((&decided["status"], decided.get("changes")), (&json!("withdrawn"), None));
    app.store.rewrite().await.unwrap();
    let left = everything(&app).await;
    assert!(!left.to_ascii_uppercase().contains(PERSON) && !left.contains("Rossi Mario"));
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.verify_events().await.unwrap().broken, None);
    assert_eq!(tx.lost_receipts().await.unwrap(), []);
}
