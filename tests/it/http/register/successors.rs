//! Who communicates what happened to a member: the member, or who succeeds to it.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{
    act, call_on_request, communication, company, newcomer, pole, reason, tax_code, with,
};
use ptp_tests::fixtures::steps::{on_day, published, recognised_under, step};
use ptp_tests::fixtures::{OTHER, TODAY};
use serde_json::{Value, json};

use super::changes::requested;
use super::communications::file;
use super::on_both_databases;

on_both_databases!(
    a_member_speaks_of_itself_and_a_successor_of_its_predecessor,
    nobody_joins_by_a_communication,
    who_has_left_is_not_brought_back,
    a_successor_from_outside_waits_for_the_office,
    persons_are_not_guessed,
);

async fn a_member_speaks_of_itself_and_a_successor_of_its_predecessor(app: TestApp) {
    let pole = requested(&app).await;
    let torneria = app.applicant_of("01234560157");
    file(&torneria, &pole, &communication(&pole.members[3])).await.expect_problem(404, "not-found");
    let own = file(&torneria, &pole, &communication(&pole.members[2])).await.expect(201);
    assert!(own.body.get("after").is_none(), "the report is the owner's");
    let at = format!("{}/communications", pole.path);
    assert_eq!(torneria.get(&at).await.expect(200).body["items"].as_array().unwrap().len(), 1);
    let others = app.applicant_of("01234560173");
    assert_eq!(others.get(&at).await.expect(200).body["items"], json!([]));
    others.get(own.header("location")).await.expect_problem(404, "not-found");

    let merger = |successor: Value| {
        json!({"changes": {"remove": [pole.members[3]], "add": [successor]},
            "effective_on": TODAY, "source": "Atto di fusione, rep. 1208/2027"})
    };
    let mut successor = newcomer();
    let body = app.applicant_of(successor["tax_code"].as_str().unwrap());
    file(&body, &pole, &merger(successor.clone())).await.expect_problem(404, "not-found");
    successor["company"]["commitment"]["continues"] = json!({
        "organisation": {"kind": "company", "tax_code": "01234560173", "name": "Meccanica di precisione Esempio S.r.l."},
        "from": "2027-01-14",
        "act": {"kind": "other", "number": "1208", "date": TODAY},
    });
    let filed = file(&body, &pole, &merger(successor)).await.expect(201).body;
    assert_eq!((&filed["status"], &filed["in_effect"]), (&json!("filed"), &json!(false)));
    file(&app.applicant_of(OTHER), &pole, &communication(&pole.members[2]))
        .await
        .expect_problem(404, "not-found");
}

/// A firm that says that it continues a member of the pole.
fn successor_of(tax_code: &str) -> Value {
    let mut successor = newcomer();
    successor["company"]["commitment"]["continues"] = json!({
        "organisation": {"kind": "company", "tax_code": tax_code, "name": "Impresa incorporata S.r.l."},
        "from": "2027-01-14",
        "act": {"kind": "other", "number": "1208", "date": TODAY},
    });
    successor
}

fn merger(removed: &[&String], added: &[Value], on: &str) -> Value {
    json!({"changes": {"remove": removed, "add": added}, "effective_on": on,
        "source": "Atto di fusione, rep. 1208/2027"})
}

/// Joining takes a request, whoever else leaves: only a successor takes the place of whom it continues.
async fn nobody_joins_by_a_communication(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let (third, fourth) = (&pole.members[2], &pole.members[3]);
    let first = successor_of("01234560173");
    let other = with(company("Altra S.r.l.", "01234561213", "28.41"), &json!({"joined_on": null}));
    let again = with(other.clone(), &json!({"company": first["company"]}));
    let cases = [
        (merger(&[fourth], &[newcomer()], TODAY), "/changes/add/0", "not_a_fact"),
        // It continues another than who leaves.
        (merger(&[third], std::slice::from_ref(&first), TODAY), "/changes/add/0", "not_a_fact"),
        (merger(&[third, fourth], &[first.clone(), other], TODAY), "/changes/add/1", "not_a_fact"),
        (merger(&[fourth], &[first.clone(), again], TODAY), "/changes/add/1", "not_a_fact"),
        (merger(&[fourth, fourth], &[], TODAY), "/changes/remove/1", "id_repeated"),
    ];
    let office = format!("{}/office-acts", pole.path);
    for (body, pointer, code) in cases {
        let mut body = body;
        for member in body["changes"]["add"].as_array_mut().unwrap() {
            member.as_object_mut().unwrap().remove("joined_on");
        }
        let refused = file(&app.applicant(), &pole, &body).await;
        let of_office = with(body, &act(TODAY));
        let of_office = app.official().post(&office, &of_office).await;
        for refused in [refused, of_office] {
            let refused = refused.expect_problem(422, "invalid-body").body;
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
            assert_eq!(refused["errors"][0]["code"], code, "{refused}");
        }
    }
    let merged = merger(&[fourth], &[first], TODAY);
    let merged = file(&app.applicant(), &pole, &merged).await.expect(201).body;
    assert_eq!(merged["in_effect"], true, "the lead speaks for the network");
}

/// A membership that ended is not revived, nor taken for one that a successor continues.
async fn who_has_left_is_not_brought_back(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let leaves = json!({"changes": {"remove": [pole.members[3]]}, "effective_on": "2027-02-15",
        "source": "Registro delle imprese"});
    file(&app.applicant(), &pole, &leaves).await.expect(201);
    let left = |day: Value| {
        let update = json!({"member_id": pole.members[3], "member": {"left_on": day}});
        json!({"update": [update]})
    };
    let mut successor = successor_of("01234560173");
    successor.as_object_mut().unwrap().remove("joined_on");
    let cases = [
        (left(Value::Null), "/changes/update/0/member/left_on"),
        (left(json!("2027-03-01")), "/changes/update/0/member/left_on"),
        (json!({"remove": [pole.members[3]]}), "/changes/remove/0"),
        (json!({"remove": [pole.members[3]], "add": [successor]}), "/changes/remove/0"),
    ];
    for (changes, pointer) in cases {
        let fact = json!({"changes": changes, "effective_on": "2027-03-01", "source": "Registro"});
        let of_office = with(fact.clone(), &act("2027-03-01"));
        let request = json!({"changes": changes, "effective_on": "2027-03-01"});
        let refused = [
            file(&app.applicant(), &pole, &fact).await,
            app.official().post(&format!("{}/office-acts", pole.path), &of_office).await,
            app.applicant().post(&format!("{}/change-requests", pole.path), &request).await,
        ];
        for refused in refused {
            let refused = refused.expect_problem(422, "invalid-body").body;
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused}");
            assert_eq!(refused["errors"][0]["code"], "has_left", "{refused}");
        }
    }
    let gone = app.anonymous().get(&pole.member(3)).await.expect(200).body;
    assert_eq!(gone["left_on"], "2027-02-14");
    // Nor does it speak of itself any more.
    let itself = app.applicant_of("01234560173");
    let renamed = json!({"update": [{"member_id": pole.members[3], "member": {"name": "Altra"}}]});
    let fact = json!({"changes": renamed, "effective_on": "2027-02-01", "source": "Registro"});
    file(&itself, &pole, &fact).await.expect_problem(404, "not-found");
}

/// Its word alone ends no membership: the office takes note first, after a contestation too.
async fn a_successor_from_outside_waits_for_the_office(app: TestApp) {
    let pole = requested(&app).await;
    on_day(&app, "2027-03-01");
    let body = app.applicant_of(newcomer()["tax_code"].as_str().unwrap());
    let mut successor = successor_of("01234560173");
    successor.as_object_mut().unwrap().remove("joined_on");
    let fact = merger(&[&pole.members[3]], &[successor], "2027-02-15");
    let filed = file(&body, &pole, &fact).await.expect(201);
    let path = filed.header("location").to_owned();
    let stays = async || {
        let member = app.anonymous().get(&pole.member(3)).await.expect(200).body;
        assert!(member.get("left_on").is_none(), "{member}");
    };
    stays().await;
    let contested = step(&app.official(), &format!("{path}/contestation"), &reason("?")).await;
    assert_eq!(contested.expect(200).body["in_effect"], false);
    stays().await;
    let note = format!("{path}/acknowledgement");
    step(&body, &note, &json!({})).await.expect_problem(403, "forbidden");
    let noted = step(&app.official(), &note, &json!({})).await.expect(200).body;
    assert_eq!((&noted["status"], &noted["in_effect"]), (&json!("noted"), &json!(true)));
    let gone = app.anonymous().get(&pole.member(3)).await.expect(200).body;
    assert_eq!(gone["left_on"], "2027-02-14");
    let members = format!("{}/members?limit=100", pole.path);
    let members = app.anonymous().get(&members).await.expect(200).body;
    let joined = members["items"].as_array().unwrap().iter();
    let mut joined = joined.filter(|one| one["tax_code"] == newcomer()["tax_code"]);
    assert_eq!(joined.next().unwrap()["joined_on"], "2027-02-15");

    // What no longer fits is contested; the refusal says what may be done instead.
    let mut late = successor_of("01234560157");
    late["tax_code"] = json!(tax_code(5_000_000));
    late.as_object_mut().unwrap().remove("joined_on");
    let fact = merger(&[&pole.members[2]], &[late], "2027-02-15");
    let filed = file(&app.applicant_of(&tax_code(5_000_000)), &pole, &fact).await.expect(201);
    let path = filed.header("location").to_owned();
    let leaves = json!({"changes": {"remove": [pole.members[2]]}, "effective_on": "2027-02-01",
        "source": "Registro delle imprese"});
    file(&app.applicant(), &pole, &leaves).await.expect(201);
    let note = format!("{path}/acknowledgement");
    let refused = step(&app.official(), &note, &json!({})).await.expect_problem(409, "wrong-state");
    assert_eq!(refused.body["reason"], "overtaken");
    let instead = refused.body["allowed_actions"].as_array().unwrap();
    assert!(instead.contains(&json!("contest_communication")), "{instead:?}");
}

/// Whether a code is that of a person in the pole is told by no answer.
async fn persons_are_not_guessed(app: TestApp) {
    let person = "RSSMRA80A01F205X";
    let mut body = pole();
    let mut trader = company("Rossi Mario", person, "28.41");
    trader["company"]["rea"] = json!("MB-777777");
    body["members"].as_array_mut().unwrap().push(trader);
    let call = published(&app, &call_on_request()).await;
    let pole = recognised_under(&app, &call, &body).await;
    let outside = app.applicant_of(newcomer()["tax_code"].as_str().unwrap());
    for guess in [person, "VRDLGU75B02F205A"] {
        let fact = merger(&[&pole.members[5]], &[successor_of(guess)], "2028-01-01");
        file(&outside, &pole, &fact).await.expect_problem(404, "not-found");
    }
}
