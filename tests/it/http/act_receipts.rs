//! Receipts of everything that an applicant presents: an application and what follows it, requests,
//! communications.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};
use ptp::signing::TokenRequest;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::{Action, Grant, Owner, Role, grant};
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_store::DatabaseKind;
use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{
    act, body_of, call, call_on_request, change_request, communication, company, pole, with,
};
use ptp_tests::fixtures::steps::{
    Candidacy, Recognised, candidacy, id_of, on_day, published, recognised_under, step,
};
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;
use super::receipts::{TYPE, opened_offline, refused, verified, with_own_key};

on_both_databases!(
    each_act_on_an_application_has_a_receipt,
    each_act_on_a_request_and_each_communication_has_a_receipt,
    a_receipt_says_what_the_law_asks_for,
    a_receipt_says_what_was_presented,
    a_retry_has_the_same_receipt,
    what_is_refused_has_no_receipt,
    a_receipt_is_a_page_to_print,
    receipts_are_paged,
    receipts_are_for_the_owner_and_officials_and_who_communicated,
    a_receipt_of_another_register_is_refused,
    a_receipt_of_an_earlier_release_still_holds,
    an_official_who_is_named_is_forgotten_and_copies_are_still_verified,
    what_was_presented_about_a_person_cannot_be_guessed_once_forgotten,
);

async fn listed(app: &TestApp, of: &str) -> Vec<Value> {
    let page = app.applicant().get(&format!("{of}/receipts?limit=100")).await.expect(200).body;
    page["items"].as_array().unwrap().clone()
}

fn acts(receipts: &[Value]) -> Vec<&str> {
    receipts.iter().map(|one| one["claims"]["act"].as_str().unwrap()).collect()
}

/// A step of the applicant, with the usual body; the answer.
async fn presents(app: &TestApp, path: &str, noun: &str) -> Answer {
    step(&app.applicant(), &format!("{path}/{noun}"), &body_of(noun)).await.expect(200)
}

async fn office(app: &TestApp, path: &str, noun: &str) {
    step(&app.official(), &format!("{path}/{noun}"), &body_of(noun)).await.expect(200);
}

/// An application under a call whose acts are read on the portal, with everything that an applicant
/// can do to it.
async fn through_all(app: &TestApp) -> Candidacy {
    let portal = with(call(), &json!({"notification": "portal"}));
    let case = candidacy(app, &portal, &pole()).await;
    office(app, &case.path, "review").await;
    office(app, &case.path, "integration-request").await;
    presents(app, &case.path, "acknowledgements").await;
    presents(app, &case.path, "integration").await;
    presents(app, &case.path, "observations").await;
    presents(app, &case.path, "withdrawal").await;
    case
}

/// Where a receipt is read by itself.
fn place_of(receipt: &Value) -> String {
    let [pole, id] = [&receipt["claims"]["pole_id"], &receipt["id"]].map(|id| id.as_str().unwrap());
    format!("/v1/poles/{pole}/receipts/{id}")
}

/// Holds for every receipt, whatever it is of.
async fn is_sound(app: &TestApp, receipt: &Value) {
    let (claims, jws) = (&receipt["claims"], receipt["jws"].as_str().unwrap());
    assert_eq!(&opened_offline(app, TYPE, jws).await, claims);
    let verification = verified(app, jws).await;
    assert_eq!((&verification["valid"], &verification["claims"]), (&json!(true), claims));
    let place = place_of(receipt);
    assert_eq!(&app.applicant().get(&place).await.expect(200).body, receipt);
    assert_eq!(&app.official().get(&place).await.expect(200).body, receipt);
    assert_eq!(claims["receipt_id"], receipt["id"]);
    assert_eq!(claims["iss"], app.base());
    assert_eq!(claims["administration"], "Regione Lombardia");
    let file = claims["file"].as_str().unwrap();
    let path = file.strip_prefix(app.base()).unwrap();
    app.applicant().get(path).await.expect(200);
    for text in ["object", "on_silence", "remedy", "access"] {
        assert!(claims[text]["it"].is_string() && claims[text]["en"].is_string(), "{text}");
    }
    assert_eq!(claims["office"]["name"], "Struttura Istruzione tecnica");
    assert_eq!(claims["office"]["email"], "responsabile@example.it");
}

/// What an applicant does and the office does not: with a receipt, or as the owner of its data.
#[test]
fn whatever_an_applicant_presents_is_tried_here() {
    use Action as A;
    let presented = [
        A::SubmitApplication,
        A::SubmitIntegration,
        A::SubmitObservations,
        A::AcknowledgeActs,
        A::WithdrawApplication,
        A::FileChangeRequest,
        A::SubmitChangeIntegration,
        A::SubmitChangeObservations,
        A::WithdrawChangeRequest,
        A::FileCommunication,
    ];
    let of_its_own = [
        A::CreatePole,
        A::ChangePole,
        A::RemovePole,
        A::AddMember,
        A::ChangeMember,
        A::RemoveMember,
        A::ReplaceMembers,
        A::DissolvePole,
        A::ListMemberships,
        A::ConfirmMembership,
    ];
    let may = |role, action: &Action| grant(role, *action) > Grant::Public;
    let theirs = Action::ALL
        .iter()
        .filter(|action| may(Role::Applicant, action) && !may(Role::Official, action));
    let theirs: BTreeSet<_> = theirs.copied().collect();
    assert_eq!(theirs, presented.into_iter().chain(of_its_own).collect());
}

async fn each_act_on_an_application_has_a_receipt(app: TestApp) {
    let Candidacy { path, pole, .. } = through_all(&app).await;
    let receipts = listed(&app, &path).await;
    let all = ["application", "acknowledgement", "integration", "observations", "withdrawal"];
    assert_eq!(acts(&receipts), all);
    assert_eq!(listed(&app, &pole).await, receipts, "the pole has no others");
    for receipt in &receipts {
        is_sound(&app, receipt).await;
        assert_eq!(receipt["claims"]["application_id"], id_of(&path));
        assert_eq!(receipt["claims"]["protocol"], "PTP/2027/0000001");
    }
    // Each step of the applicant says which is its receipt, and no other step does.
    let steps = app.official().get(&path).await.expect(200).body["steps"].clone();
    let told: Vec<_> =
        steps.as_array().unwrap().iter().filter_map(|step| step.get("receipt_id")).collect();
    let ids: Vec<_> = receipts[1..].iter().map(|receipt| &receipt["id"]).collect();
    assert_eq!(told, ids);
    let submitted = app.applicant().get(&format!("{path}/receipt")).await.expect(200).body;
    assert_eq!(submitted, receipts[0]);
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.lost_receipts().await.unwrap(), []);
    assert_eq!(tx.receipts_after(None).await.unwrap().len(), 4);
}

async fn each_act_on_a_request_and_each_communication_has_a_receipt(app: TestApp) {
    let call = published(&app, &call_on_request()).await;
    let network = recognised_under(&app, &call, &pole()).await;
    on_day(&app, "2027-03-01");
    let at = format!("{}/change-requests", network.path);
    let filed = app.applicant().post(&at, &change_request()).await.expect(201);
    let request = filed.header("location").to_owned();
    office(&app, &request, "review").await;
    office(&app, &request, "integration-request").await;
    presents(&app, &request, "integration").await;
    presents(&app, &request, "observations").await;
    let withdrawn = presents(&app, &request, "withdrawal").await.body;
    let at = format!("{}/communications", network.path);
    let fact = app.applicant().post(&at, &communication(&network.members[2])).await.expect(201);
    // What the Region records itself, nobody has presented.
    let renamed = json!({"changes": {"update": [
        {"member_id": network.members[3], "member": {"name": "Officine Esempio S.p.A."}},
    ]}});
    let act = with(with(communication(&network.members[3]), &act("2027-03-01")), &renamed);
    let office_act = format!("{}/office-acts", network.path);
    let recorded = app.official().post(&office_act, &act).await.expect(201).body;
    assert!(recorded.get("receipt_id").is_none());

    let receipts = listed(&app, &network.path).await;
    let all = [
        "application",
        "change_request",
        "integration",
        "observations",
        "withdrawal",
        "communication",
    ];
    assert_eq!(acts(&receipts), all);
    for receipt in &receipts[1..] {
        is_sound(&app, receipt).await;
    }
    assert_eq!(filed.body["receipt_id"], receipts[1]["id"]);
    assert_eq!(fact.body["receipt_id"], receipts[5]["id"]);
    let steps = withdrawn["steps"].as_array().unwrap();
    let told: Vec<_> = steps.iter().filter_map(|step| step.get("receipt_id")).collect();
    let ids: Vec<_> = receipts[2..5].iter().map(|receipt| &receipt["id"]).collect();
    assert_eq!(told, ids);
    for receipt in &receipts[1..5] {
        assert_eq!(receipt["claims"]["request_id"], filed.body["id"]);
        assert_eq!(receipt["claims"]["protocol"], filed.body["protocol"]);
    }
    assert_eq!(receipts[5]["claims"]["communication_id"], fact.body["id"]);
    assert_eq!(receipts[5]["claims"]["protocol"], fact.body["protocol"]);
    let of_application = format!("/v1/applications/{}", network.application);
    assert_eq!(acts(&listed(&app, &of_application).await), ["application"]);
}

async fn a_receipt_says_what_the_law_asks_for(app: TestApp) {
    let mut terms = call();
    let contacts = terms["contacts"].as_array_mut().unwrap();
    contacts[0]["name"] = json!("Ada Funzionaria");
    contacts.push(json!({"role": "substitute_power", "office": "Direzione generale",
        "email": "dg@example.it"}));
    let Candidacy { path, .. } = candidacy(&app, &terms, &pole()).await;
    let mut last = listed(&app, &path).await.remove(0);
    let claims = &last["claims"];
    assert_eq!(claims["responsible"], "Ada Funzionaria");
    assert_eq!(claims["due_on"], "2027-02-19", "thirty days from 20 January");
    let silence = claims["on_silence"]["it"].as_str().unwrap();
    assert!(silence.contains("Direzione generale, dg@example.it"), "{silence}");
    assert!(claims["remedy"]["it"].as_str().unwrap().contains("non oltre un anno"), "{claims}");
    let object = claims["object"]["it"].as_str().unwrap();
    assert!(object.starts_with("candidatura del polo PTP-2027-0001 al bando BANDO-"), "{object}");

    // Assigned to somebody, the application is that person's; asked on 1 February, the term stops.
    let assigned = body_of("assignment");
    step(&app.official(), &format!("{path}/assignment"), &assigned).await.expect(200);
    on_day(&app, "2027-02-01");
    office(&app, &path, "review").await;
    office(&app, &path, "integration-request").await;
    on_day(&app, "2027-02-03");
    let shown = presents(&app, &path, "integration").await.body;
    last = listed(&app, &path).await.remove(1);
    let claims = &last["claims"];
    assert_eq!(claims["responsible"], assigned["responsible"]["name"]);
    assert_eq!(claims["due_on"], shown["clock"]["due_on"], "as the answer says");
    assert_eq!(claims["received_at"], "2027-02-03T11:00:00Z");
    let object = claims["object"]["it"].as_str().unwrap();
    assert_eq!(object, "integrazione della candidatura PTP/2027/0000001 del polo PTP-2027-0001");
    // Withdrawn, nothing is due any more.
    presents(&app, &path, "withdrawal").await;
    last = listed(&app, &path).await.remove(2);
    assert!(last["claims"].get("due_on").is_none());
    let silence = last["claims"]["on_silence"]["it"].as_str().unwrap();
    assert_eq!(silence, "Il procedimento è concluso: non è attesa alcuna decisione.");
}

async fn a_receipt_says_what_was_presented(app: TestApp) {
    let Candidacy { path, .. } = through_all(&app).await;
    let receipts = listed(&app, &path).await;
    let nouns = ["acknowledgements", "integration", "observations", "withdrawal"];
    for (receipt, noun) in receipts[1..].iter().zip(nouns) {
        let mut bytes = hex::decode(receipt["content_salt"].as_str().unwrap()).unwrap();
        bytes.extend(serde_json_canonicalizer::to_vec(&body_of(noun)).unwrap());
        let sha256 = hex::encode(digest(&SHA256, &bytes).as_ref());
        assert_eq!(receipt["claims"]["content_sha256"], sha256, "{noun}");
    }
    // Of an application the snapshot says it, whose key is nobody's to know.
    assert!(receipts[0]["claims"]["snapshot_sha256"].is_string());
    assert!(receipts[0].get("content_salt").is_none());
}

async fn a_retry_has_the_same_receipt(app: TestApp) {
    let Candidacy { path, .. } = candidacy(&app, &call(), &pole()).await;
    let at = format!("{path}/observations");
    let headers = [("if-match", "*"), ("idempotency-key", "once")];
    let body = json!({"text": "Memoria."});
    let caller = app.applicant();
    let send = async || caller.send(Method::POST, &at, Some(&body), &headers).await.expect(200);
    let (first, again) = (send().await, send().await);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert!(first.body["steps"][0]["receipt_id"].is_string());
    assert_eq!(first.body["steps"], again.body["steps"]);
    assert_eq!(acts(&listed(&app, &path).await), ["application", "observations"]);
}

async fn what_is_refused_has_no_receipt(app: TestApp) {
    let Candidacy { path, .. } = candidacy(&app, &call(), &pole()).await;
    let caller = app.applicant();
    let integration = step(&caller, &format!("{path}/integration"), &body_of("integration")).await;
    integration.expect_problem(409, "wrong-state");
    let withdrawal = json!({"reason": ""});
    let withdrawal = step(&caller, &format!("{path}/withdrawal"), &withdrawal).await;
    withdrawal.expect_problem(422, "invalid-body");
    assert_eq!(acts(&listed(&app, &path).await), ["application"]);
}

async fn a_receipt_is_a_page_to_print(app: TestApp) {
    let Candidacy { path, .. } = through_all(&app).await;
    for receipt in listed(&app, &path).await {
        let place = place_of(&receipt);
        let accept = [("accept", "text/html,*/*;q=0.8")];
        let page = app.applicant().send(Method::GET, &place, None, &accept).await.expect(200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let claims = &receipt["claims"];
        let said =
            [&claims["protocol"], &claims["file"], &claims["office"]["email"], &receipt["jws"]];
        for text in said {
            assert!(page.text.contains(text.as_str().unwrap()), "{text}: {}", page.text);
        }
        assert!(page.text.contains("<td>il 20 gennaio 2027 alle ore 11.00</td>"), "{}", page.text);
        for day in ["2027-01-20", "2027-02-"] {
            assert!(!page.text.contains(day), "no ISO dates: {}", page.text);
        }
    }
}

async fn receipts_are_paged(app: TestApp) {
    let Candidacy { path, pole, .. } = through_all(&app).await;
    for of in [&path, &pole] {
        let (mut found, mut at) = (Vec::new(), format!("{of}/receipts?limit=2"));
        loop {
            let page = app.official().get(&at).await.expect(200).body;
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= 2);
            found.extend(items.iter().cloned());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            at = format!("{of}/receipts?limit=2&cursor={cursor}");
        }
        assert_eq!(found, listed(&app, of).await);
    }
}

async fn receipts_are_for_the_owner_and_officials_and_who_communicated(app: TestApp) {
    let call = published(&app, &call_on_request()).await;
    let network = recognised_under(&app, &call, &pole()).await;
    on_day(&app, "2027-03-01");
    let member = app.applicant_of("01234560157");
    let at = format!("{}/communications", network.path);
    let filed = member.post(&at, &communication(&network.members[2])).await.expect(201);
    let requests = format!("{}/change-requests", network.path);
    let asked = app.applicant().post(&requests, &change_request()).await.expect(201);
    let [own, others] = [&filed, &asked].map(|answer| {
        format!("{}/receipts/{}", network.path, answer.body["receipt_id"].as_str().unwrap())
    });
    member.get(&own).await.expect(200);
    member.get(&others).await.expect_problem(404, "not-found");
    let seen = member.get(&format!("{}/receipts", network.path)).await.expect(200).body;
    assert_eq!(acts(seen["items"].as_array().unwrap()), ["communication"]);
    for path in [&own, &others] {
        app.anonymous().get(path).await.expect_problem(401, "unauthenticated");
        app.applicant().get(path).await.expect(200);
    }
    let seen = app.applicant_of(OTHER).get(&format!("{}/receipts", network.path)).await;
    assert_eq!(seen.expect(200).body["items"], json!([]));
    let draft = ptp_tests::fixtures::steps::drafted(&app, &pole()).await;
    let hidden = app.applicant_of(OTHER).get(&format!("{draft}/receipts")).await;
    hidden.expect_problem(404, "not-found");
}

async fn a_receipt_of_another_register_is_refused(app: TestApp) {
    let (app, key) = with_own_key(&app).await;
    let Candidacy { path, .. } = through_all(&app).await;
    let receipt = listed(&app, &path).await.remove(2);
    for (name, value) in [
        ("receipt_id", "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d40"),
        ("received_at", "2027-01-19T10:00:00Z"),
        ("act", "withdrawal"),
        ("due_on", "2027-01-21"),
    ] {
        let mut claims = receipt["claims"].clone();
        claims[name] = json!(value);
        refused(&verified(&app, &key.sign(TYPE, &claims).unwrap()).await, "not_registered");
    }
    let jws = receipt["jws"].as_str().unwrap();
    let altered = format!("{}x{}", &jws[..60], &jws[61..]);
    assert_eq!(verified(&app, &altered).await["valid"], false);
    assert_eq!(verified(&app, jws).await["valid"], true);
}

/// Issued when only applications had one: it says neither which it is nor who issued it.
async fn a_receipt_of_an_earlier_release_still_holds(app: TestApp) {
    let (app, key) = with_own_key(&app).await;
    let Candidacy { path, .. } = candidacy(&app, &call(), &pole()).await;
    let now = listed(&app, &path).await.remove(0)["claims"].clone();
    let names = [
        "protocol",
        "application_id",
        "call_id",
        "call_code",
        "pole_id",
        "pole_code",
        "received_at",
        "opens_at",
        "closes_at",
        "snapshot_sha256",
    ];
    let then: Value = names.iter().map(|name| ((*name).to_owned(), now[*name].clone())).collect();
    let jws = key.sign(TYPE, &then).unwrap();
    let trigger = match app.store.kind() {
        DatabaseKind::Sqlite => "DROP TRIGGER application_is_frozen",
        DatabaseKind::Postgres => "DROP TRIGGER application_is_frozen ON application",
    };
    app.guard.execute(trigger).await.unwrap();
    app.guard.execute(&format!("UPDATE application SET receipt = '{jws}'")).await.unwrap();
    let shown = app.applicant().get(&format!("{path}/receipt")).await.expect(200).body;
    assert_eq!((&shown["jws"], &shown["claims"]), (&json!(jws), &then));
    assert_eq!(listed(&app, &path).await, std::slice::from_ref(&shown));
    let place = place_of(&shown);
    assert_eq!(app.applicant().get(&place).await.expect(200).body, shown);
    let verification = verified(&app, &jws).await;
    assert_eq!((&verification["valid"], &verification["claims"]), (&json!(true), &then));
    let html = [("accept", "text/html")];
    let page = app.applicant().send(Method::GET, &place, None, &html).await.expect(200);
    assert!(page.text.contains("Domanda presentata"), "{}", page.text);
    assert!(page.text.contains(&format!("{}/.well-known/jwks.json", app.base())));
}

async fn forget(app: &TestApp, person: &Owner) {
    let tx = app.store.write().await.unwrap();
    tx.forget(person).await.unwrap();
    tx.commit().await.unwrap();
}

async fn an_official_who_is_named_is_forgotten_and_copies_are_still_verified(app: TestApp) {
    let Candidacy { path, .. } = candidacy(&app, &call(), &pole()).await;
    let request = TokenRequest::of_demo("carla-verdi", &["official"], &app.clock);
    let person = Owner::Subject { issuer: request.issuer, subject: "carla-verdi".to_owned() };
    let carla = json!({"responsible": {"name": "Carla Verdi", "subject": "carla-verdi"},
        "no_conflict": true});
    step(&app.official(), &format!("{path}/assignment"), &carla).await.expect(200);
    let observations = json!({"text": "Memoria."});
    step(&app.applicant(), &format!("{path}/observations"), &observations).await.expect(200);
    // Assigned to another since: the receipt still names who it was then.
    let dario = json!({"responsible": {"name": "Dario Neri"}, "no_conflict": true});
    step(&app.official(), &format!("{path}/assignment"), &dario).await.expect(200);
    step(&app.applicant(), &format!("{path}/observations"), &observations).await.expect(200);
    let receipts = listed(&app, &path).await;
    assert_eq!(receipts[1]["claims"]["responsible"], "Carla Verdi");
    let copy = receipts[1]["jws"].as_str().unwrap();

    forget(&app, &person).await;
    let left = listed(&app, &path).await;
    assert_eq!(left, [receipts[0].clone(), receipts[2].clone()]);
    let place = place_of(&receipts[1]);
    app.official().get(&place).await.expect_problem(404, "not-found");
    assert_eq!(verified(&app, copy).await["valid"], true, "whoever has it can show it");
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.lost_receipts().await.unwrap(), []);
}

async fn what_was_presented_about_a_person_cannot_be_guessed_once_forgotten(app: TestApp) {
    const PERSON: &str = "RSSMRA80A01F205X";
    let mut trader = company("Rossi Mario", PERSON, "28.41");
    trader["company"]["rea"] = json!("MB-777777");
    let mut body = pole();
    body["members"].as_array_mut().unwrap().push(trader);
    let call = published(&app, &call_on_request()).await;
    let network: Recognised = recognised_under(&app, &call, &body).await;
    on_day(&app, "2027-03-01");
    let at = format!("{}/communications", network.path);
    let fact = communication(&network.members[5]);
    let filed = app.applicant().post(&at, &fact).await.expect(201).body;
    let place = format!("{}/receipts/{}", network.path, filed["receipt_id"].as_str().unwrap());
    let before = app.applicant().get(&place).await.expect(200).body;
    assert!(before["content_salt"].is_string());
    assert!(!before["claims"].to_string().contains("Rossi"), "{before}");
    forget(&app, &Owner::Organisation(TaxCode::parse(PERSON).unwrap())).await;
    let after = app.applicant().get(&place).await.expect(200).body;
    assert_eq!((&after["jws"], after.get("content_salt")), (&before["jws"], None));
    is_sound(&app, &after).await;
}
