//! What was known when: versions of poles, asked for by an instant and compared.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{
    body_of, call, company, decided, determination, doubtful, newcomer, pole, tax_code,
};
use ptp_tests::fixtures::steps::{
    admit, candidacy, drafted, id_of, on_day, published, recognised, recognised_under, step,
    submit, submitted,
};
use ptp_tests::{Answer, Caller, TestApp};
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    case_10_a_report_as_it_was_known_is_not_rewritten,
    what_was_so_and_what_was_known_are_two_questions,
    before_the_first_application_nothing_is_on_record,
    the_public_is_told_what_was_public_then,
    an_annulled_recognition_was_known_until_then,
    findings_count_from_when_they_were_settled,
    versions_are_listed_and_compared,
    contacts_and_signatories_are_not_kept,
    a_person_is_forgotten_in_all_versions,
    a_withdrawn_call_makes_a_version_of_each_pole,
    a_member_that_leaves_or_joins_is_in_its_versions,
);

/// What a caller is told of a pole at an instant: the pole, its report, timeline and recognition.
const VIEWS: [&str; 4] = ["", "/compliance", "/compliance/timeline", "/recognition"];

async fn known(caller: &Caller<'_>, path: &str, at: &str) -> Answer {
    let mark = if path.contains('?') { '&' } else { '?' };
    caller.get(&format!("{path}{mark}known_at={at}")).await
}

/// Of a network with only the two companies that it needs, one turns to another business.
async fn rewrites_a_member(app: &TestApp) -> String {
    let pole = recognised(app).await;
    on_day(app, "2028-03-01");
    let ateco = json!({"company": {"ateco": [
        {"code": "56.10", "classification": "2007", "primary": true},
    ]}});
    pole.change(&app.applicant(), 3, &ateco).await;
    pole.path
}

async fn case_10_a_report_as_it_was_known_is_not_rewritten(app: TestApp) {
    let path = rewrites_a_member(&app).await;
    let on = format!("{path}/compliance?as_of=2027-06-01");
    for caller in [app.anonymous(), app.applicant(), app.official()] {
        assert_eq!(caller.get(&on).await.expect(200).body["outcome"], "non_compliant");
        let then = known(&caller, &on, "2028-02-01T10:00:00Z").await.expect(200).body;
        assert_eq!(then["outcome"], "compliant", "{then}");
        let basis = &then["known"];
        assert_eq!(basis["known_at"], "2028-02-01T10:00:00Z");
        assert_eq!(basis["recorded_at"], "2027-01-20T10:00:00Z");
        assert!(basis["note"]["it"].as_str().unwrap().contains("oggi"), "{basis}");
        let now = known(&caller, &on, "2028-03-01T11:00:00Z").await.expect(200).body;
        assert_eq!(
            (&now["outcome"], &now["known"]["version"]),
            (&json!("non_compliant"), &json!(4))
        );
        let recognition = format!("{path}/recognition");
        let then = known(&caller, &recognition, "2028-02-01T10:00:00Z").await.expect(200).body;
        assert_eq!(
            (&then["compliance"], &then["as_of"]),
            (&json!("compliant"), &json!("2028-02-01"))
        );
        let timeline = format!("{path}/compliance/timeline?from=2027-02-01");
        let then = known(&caller, &timeline, "2028-02-01T10:00:00Z").await.expect(200).body;
        assert_eq!((&then["outcome"], &then["known"]["version"]), (&json!("compliant"), &json!(3)));
    }
    let plain = app.official().get(&on).await.expect(200).body;
    assert!(plain.get("known").is_none());
}

async fn what_was_so_and_what_was_known_are_two_questions(app: TestApp) {
    let pole = recognised(&app).await;
    on_day(&app, "2027-05-03");
    let left = json!({"left_on": "2027-08-31"});
    pole.change(&app.applicant(), 3, &left).await;
    let report = format!("{}/compliance", pole.path);
    for (as_of, known_at, outcome) in [
        // Before it was recorded nobody knew that the company would leave.
        ("2027-10-01", "2027-05-03T10:59:59Z", "compliant"),
        ("2027-10-01", "2027-05-03T11:00:00Z", "non_compliant"),
        ("2027-08-01", "2027-05-03T11:00:00Z", "compliant"),
    ] {
        let asked = format!("{report}?as_of={as_of}");
        let said = known(&app.anonymous(), &asked, known_at).await.expect(200).body;
        assert_eq!(said["outcome"], outcome, "{as_of} {known_at}");
        assert_eq!(said["as_of"], as_of);
    }
    // Unless given, the day is that of the instant, in Rome.
    let late = known(&app.official(), &report, "2027-03-01T23:30:00Z").await.expect(200).body;
    assert_eq!(late["as_of"], "2027-03-02");
    let local = known(&app.official(), &report, "2027-03-01T23:30:00").await.expect(200).body;
    assert_eq!(
        (&local["as_of"], &local["known"]["known_at"]),
        (&json!("2027-03-01"), &json!("2027-03-01T22:30:00Z"))
    );
}

async fn before_the_first_application_nothing_is_on_record(app: TestApp) {
    let draft = drafted(&app, &pole()).await;
    let now = "2027-01-20T10:00:00Z";
    for view in VIEWS {
        let path = format!("{draft}{view}");
        for caller in [app.applicant(), app.official()] {
            let answer = known(&caller, &path, now).await.expect_problem(409, "not-recorded");
            assert!(answer.body.get("earliest").is_none());
            known(&caller, &path, "2027-01-20T10:00:01Z")
                .await
                .expect_problem(400, "malformed-parameter");
            known(&caller, &path, "yesterday").await.expect_problem(400, "malformed-parameter");
        }
        for stranger in [app.anonymous(), app.applicant_of(OTHER)] {
            known(&stranger, &path, now).await.expect_problem(404, "not-found");
        }
    }
    let call = published(&app, &call()).await;
    on_day(&app, "2027-02-01");
    submit(&app.applicant(), &call, &draft).await.expect(201);
    let early = known(&app.official(), &draft, "2027-01-31T10:00:00Z").await;
    let early = early.expect_problem(409, "not-recorded");
    assert_eq!(early.body["earliest"], "2027-02-01T11:00:00Z");
    assert!(early.body["detail"].as_str().unwrap().contains("1º febbraio 2027 alle ore 12.00"));
    let first = known(&app.official(), &draft, "2027-02-01T11:00:00Z").await.expect(200);
    assert_eq!((&first.body["status"], &first.body["version"]), (&json!("candidate"), &json!(2)));
}

async fn the_public_is_told_what_was_public_then(app: TestApp) {
    let case = candidacy(&app, &call(), &pole()).await;
    on_day(&app, "2027-02-01");
    admit(&app, id_of(&case.path), "2027-02-01").await.expect(200);
    on_day(&app, "2027-03-01");
    let (candidate, recognised) = ("2027-01-25T10:00:00Z", "2027-02-10T10:00:00Z");
    for view in VIEWS {
        let path = format!("{}{view}", case.pole);
        for stranger in [app.anonymous(), app.applicant_of(OTHER)] {
            known(&stranger, &path, "2026-01-01T10:00:00Z").await.expect_problem(404, "not-found");
            known(&stranger, &path, candidate).await.expect_problem(404, "not-found");
            known(&stranger, &path, recognised).await.expect(200);
        }
        for insider in [app.applicant(), app.official()] {
            known(&insider, &path, "2026-01-01T10:00:00Z")
                .await
                .expect_problem(409, "not-recorded");
            known(&insider, &path, candidate).await.expect(200);
        }
    }
    let then = known(&app.official(), &case.pole, candidate).await.expect(200).body;
    assert_eq!(then["status"], "candidate");
    assert_eq!(then["members"].as_array().unwrap().len(), 5);
    // The owner of then is not the owner of now.
    step(&app.official(), &format!("{}/transfer", case.pole), &body_of("transfer"))
        .await
        .expect(200);
    known(&app.applicant(), &case.pole, candidate).await.expect_problem(404, "not-found");
    let then = known(&app.applicant_of(OTHER), &case.pole, candidate).await.expect(200).body;
    assert_eq!(then["owner"], ptp_tests::fixtures::ORGANISATION);
}

async fn an_annulled_recognition_was_known_until_then(app: TestApp) {
    let pole = recognised(&app).await;
    on_day(&app, "2027-04-01");
    let at = format!("/v1/applications/{}/annulment", pole.application);
    step(&app.official(), &at, &body_of("annulment")).await.expect(200);
    let recognition = format!("{}/recognition", pole.path);
    for caller in [app.anonymous(), app.applicant(), app.official()] {
        let before = known(&caller, &recognition, "2027-03-31T10:00:00Z").await.expect(200).body;
        assert_eq!((&before["recognised"], before.get("annulled_on")), (&json!(true), None));
        known(&caller, &pole.path, "2027-03-31T10:00:00Z").await.expect(200);
        let after = known(&caller, &recognition, "2027-04-01T11:00:00Z").await.expect(200).body;
        assert_eq!(
            (&after["recognised"], &after["annulled_on"]),
            (&json!(false), &json!("2027-04-01"))
        );
        assert!(after.get("status").is_none(), "{after}");
    }
    known(&app.anonymous(), &pole.path, "2027-04-01T11:00:00Z")
        .await
        .expect_problem(404, "not-found");
    let own = known(&app.applicant(), &pole.path, "2027-04-01T11:00:00Z").await.expect(200).body;
    assert_eq!(own["status"], "candidate");
}

async fn findings_count_from_when_they_were_settled(app: TestApp) {
    let case = candidacy(&app, &call(), &doubtful()).await;
    on_day(&app, "2027-05-03");
    let settle = format!("{}/determinations", case.pole);
    step(&app.official(), &settle, &determination(true)).await.expect(200);
    let report = format!("{}/compliance?as_of=2027-04-01", case.pole);
    for (at, outcome, version) in
        [("2027-05-03T10:59:59Z", "needs_review", 2), ("2027-05-03T11:00:00Z", "compliant", 3)]
    {
        let said = known(&app.applicant(), &report, at).await.expect(200).body;
        assert_eq!(said["outcome"], outcome);
        assert_eq!(said["known"]["version"], version);
    }
}

async fn versions_are_listed_and_compared(app: TestApp) {
    let pole = recognised(&app).await;
    on_day(&app, "2027-05-03");
    app.applicant().patch(&pole.path, &json!({"name": "Polo del Lambro"}), "*").await.expect(200);
    on_day(&app, "2027-05-04");
    pole.change(&app.applicant(), 3, &json!({"name": "Officine del Lambro S.r.l."})).await;
    let list = format!("{}/versions", pole.path);
    let numbers = |answer: &Answer| -> Vec<i64> {
        let items = answer.body["items"].as_array().unwrap().iter();
        items.map(|item| item["version"].as_i64().unwrap()).collect()
    };
    let all = app.official().get(&list).await.expect(200);
    assert_eq!(numbers(&all), [2, 3, 4, 5]);
    assert_eq!(
        (&all.body["items"][0]["public"], &all.body["next_after"]),
        (&json!(false), &json!(5))
    );
    assert_eq!(all.body["items"][3]["recorded_at"], "2027-05-04T11:00:00Z");
    assert_eq!(numbers(&app.applicant().get(&list).await.expect(200)), [2, 3, 4, 5]);
    assert_eq!(numbers(&app.anonymous().get(&list).await.expect(200)), [3, 4, 5]);
    let page = app.official().get(&format!("{list}?after=2&limit=2")).await.expect(200);
    assert_eq!(numbers(&page), [3, 4]);

    let compared = async |caller: &Caller<'_>, from: u32, to: u32| {
        caller.get(&format!("{list}/comparison?from={from}&to={to}")).await
    };
    let both = compared(&app.anonymous(), 3, 5).await.expect(200).body;
    assert_eq!(both["changed"], json!(["name"]));
    assert_eq!(
        (&both["before"]["name"], &both["after"]["name"]),
        (&json!("Polo meccatronico della Brianza"), &json!("Polo del Lambro"))
    );
    assert_eq!(both["members"].as_array().unwrap().len(), 1);
    let member = &both["members"][0];
    assert_eq!(
        (&member["member_id"], &member["changed"]),
        (&json!(pole.members[3]), &json!(["name"]))
    );
    assert_eq!(member["after"]["name"], "Officine del Lambro S.r.l.");
    let none = compared(&app.anonymous(), 4, 4).await.expect(200).body;
    assert_eq!(
        (&none["changed"], &none["members"], none.get("before")),
        (&json!([]), &json!([]), None)
    );
    let recognition = compared(&app.official(), 2, 3).await.expect(200).body;
    assert_eq!(recognition["changed"], json!(["life", "recognition", "status"]));

    compared(&app.anonymous(), 2, 3).await.expect_problem(404, "not-found");
    compared(&app.official(), 1, 3).await.expect_problem(404, "not-found");
    compared(&app.official(), 5, 3).await.expect_problem(400, "malformed-parameter");
    // The last change, unless others are asked for.
    let latest = app.anonymous().get(&format!("{list}/comparison")).await.expect(200).body;
    assert_eq!((&latest["from"]["version"], &latest["to"]["version"]), (&json!(4), &json!(5)));
    let since = app.anonymous().get(&format!("{list}/comparison?from=3")).await.expect(200).body;
    assert_eq!((&since["from"]["version"], &since["to"]["version"]), (&json!(3), &json!(5)));
    app.official()
        .get(&format!("{list}/comparison?from=9"))
        .await
        .expect_problem(400, "malformed-parameter");
    let draft = drafted(&app, &ptp_tests::fixtures::json::pole()).await;
    for below in ["versions", "versions/comparison?from=1&to=1"] {
        app.anonymous().get(&format!("{draft}/{below}")).await.expect_problem(404, "not-found");
    }
    let own = app.applicant().get(&format!("{draft}/versions")).await.expect(200).body;
    assert_eq!(own, json!({"items": [], "next_after": 0}));
}

async fn contacts_and_signatories_are_not_kept(app: TestApp) {
    let call = published(&app, &call()).await;
    let mut body = pole();
    let ask = json!([{"role": "information", "name": "Ada Bianchi", "email": "ada@example.it"}]);
    body["contacts"] = ask.clone();
    body["members"][2]["contacts"] = ask;
    body["members"][2]["company"]["commitment"]["signatory"] = json!("Ugo Verdi");
    let pole = recognised_under(&app, &call, &body).await;
    let now = app.official().get(&pole.path).await.expect(200).text;
    assert!(now.contains("Ada Bianchi") && now.contains("Ugo Verdi"));
    let then = known(&app.official(), &pole.path, "2027-01-20T10:00:00Z").await.expect(200).text;
    assert!(
        !then.contains("Ada Bianchi")
            && !then.contains("Ugo Verdi")
            && !then.contains("\"contacts\"")
    );
}

/// A sole trader.
const PERSON: &str = "RSSMRA80A01F205X";

fn with_a_sole_trader() -> Value {
    let mut body = pole();
    let mut trader = company("Rossi Mario", PERSON, "28.41");
    trader["vat_number"] = json!(tax_code(7_654_321));
    trader["company"]["rea"] = json!("MB-777777");
    body["members"].as_array_mut().unwrap().push(trader);
    body
}

async fn a_person_is_forgotten_in_all_versions(app: TestApp) {
    let call = published(&app, &call()).await;
    let pole = recognised_under(&app, &call, &with_a_sole_trader()).await;
    on_day(&app, "2027-05-03");
    pole.change(&app.applicant(), 5, &json!({"name": "Rossi Mario e figli"})).await;
    let (first, second) = ("2027-01-20T10:00:00Z", "2027-05-03T11:00:00Z");
    let trader = async |caller: &Caller<'_>, at: &str| {
        let then = known(caller, &pole.path, at).await.expect(200).body;
        let mut members = then["members"].as_array().unwrap().iter();
        members.find(|member| member["id"] == pole.members[5].as_str()).unwrap().clone()
    };
    let (official, everybody) = (app.official(), app.anonymous());
    let then = trader(&official, first).await;
    assert_eq!((&then["name"], &then["tax_code"]), (&json!("Rossi Mario"), &json!(PERSON)));
    assert_eq!(
        (&then["vat_number"], &then["company"]["rea"]),
        (&json!(tax_code(7_654_321)), &json!("MB-777777"))
    );
    assert_eq!(trader(&official, second).await["name"], "Rossi Mario e figli");
    let public = trader(&everybody, first).await;
    assert_eq!((&public["name"], public.get("tax_code")), (&json!("Rossi Mario"), None));

    let outcome = async |at: &str| {
        let report = format!("{}/compliance", pole.path);
        known(&official, &report, at).await.expect(200).body["outcome"].clone()
    };
    let before = outcome(first).await;
    let tx = app.store.write().await.unwrap();
    tx.forget(&Owner::Organisation(TaxCode::parse(PERSON).unwrap())).await.unwrap();
    tx.commit().await.unwrap();
    for at in [first, second] {
        for caller in [&official, &everybody] {
            let then = trader(caller, at).await;
            assert_eq!(then["name"], "Nominativo cancellato");
            for absent in ["tax_code", "vat_number"] {
                assert!(then.get(absent).is_none(), "{then}");
            }
            assert!(then["company"].get("rea").is_none(), "{then}");
            assert!(!then.to_string().contains("Rossi"), "{then}");
        }
    }
    assert_eq!(outcome(first).await, before);
    let tx = app.store.read().await.unwrap();
    assert_eq!(tx.verify_events().await.unwrap().broken, None);
    let (versions, unkept) = tx.unkept_versions().await.unwrap();
    assert_eq!((versions, unkept), (3, Vec::new()));
}

async fn a_withdrawn_call_makes_a_version_of_each_pole(app: TestApp) {
    let case = submitted(&app).await;
    let other = drafted(&app, &pole()).await;
    submit(&app.applicant(), &case.call, &other).await.expect(201);
    on_day(&app, "2027-02-01");
    let path = format!("{}/withdrawal", case.call);
    step(&app.official(), &path, &decided("Errore.")).await.expect(200);
    for pole in [case.pole, other] {
        for (at, status) in
            [("2027-01-31T10:00:00Z", "candidate"), ("2027-02-01T11:00:00Z", "draft")]
        {
            let then = known(&app.official(), &pole, at).await.expect(200).body;
            assert_eq!(then["status"], status);
        }
        // A draft again, its versions are still kept.
        on_day(&app, "2027-02-02");
        app.applicant().patch(&pole, &json!({"name": "Altro nome"}), "*").await.expect(200);
        let then = known(&app.applicant(), &pole, "2027-02-02T10:00:00Z").await.expect(200).body;
        assert_ne!(then["name"], "Altro nome");
        let then = known(&app.applicant(), &pole, "2027-02-02T11:00:00Z").await.expect(200).body;
        assert_eq!(then["name"], "Altro nome");
        on_day(&app, "2027-02-01");
    }
}

async fn a_member_that_leaves_or_joins_is_in_its_versions(app: TestApp) {
    let case = submitted(&app).await;
    on_day(&app, "2027-02-01");
    let withdrawal = format!("{}/withdrawal", case.path);
    step(&app.applicant(), &withdrawal, &body_of("withdrawal")).await.expect(200);
    let members = format!("{}/members", case.pole);
    on_day(&app, "2027-02-02");
    app.applicant().post(&members, &newcomer()).await.expect(201);
    on_day(&app, "2027-02-03");
    let all = app.applicant().get(&members).await.expect(200).body["items"].clone();
    let gone = all.as_array().unwrap().iter().find(|one| one["tax_code"] == "01234560157").unwrap();
    app.applicant()
        .delete(&format!("{members}/{}", gone["id"].as_str().unwrap()), "*")
        .await
        .expect(204);
    let names = async |at: &str| -> Vec<String> {
        let then = known(&app.official(), &case.pole, at).await.expect(200).body;
        let members = then["members"].as_array().unwrap().iter();
        members.map(|member| member["tax_code"].as_str().unwrap().to_owned()).collect()
    };
    for (at, count, has_newcomer, has_gone) in [
        ("2027-02-01T11:00:00Z", 5, false, true),
        ("2027-02-02T11:00:00Z", 6, true, true),
        ("2027-02-03T11:00:00Z", 5, true, false),
    ] {
        let names = names(at).await;
        assert_eq!(names.len(), count, "{at}");
        assert_eq!(names.contains(&"01234561205".to_owned()), has_newcomer, "{at}");
        assert_eq!(names.contains(&"01234560157".to_owned()), has_gone, "{at}");
    }
}
