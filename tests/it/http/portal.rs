//! What portals ask for: their memberships, lists as they need them, members imported again, codes.

use std::collections::BTreeSet;

use ptp_tests::TestApp;
use ptp_tests::fixtures::OTHER;
use ptp_tests::fixtures::json::{call, newcomer, pole, with};
use ptp_tests::fixtures::steps::{drafted, members_of, on_day, recognised, submit, submitted};
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    a_body_finds_where_it_is_asked_to_confirm,
    filters_take_several_values,
    lists_say_how_many_there_are,
    poles_are_listed_with_their_members,
    a_page_with_many_members_ends_early,
    applications_are_found_by_their_last_change,
    a_query_about_an_unknown_call_is_not_found,
    members_are_imported_again_by_tax_code,
    an_import_is_all_or_nothing,
    a_dry_run_stores_nothing,
    only_a_draft_is_imported_anew,
    words_are_found_by_their_beginning,
    every_code_is_explained,
);

fn items(body: &Value) -> &Vec<Value> {
    body["items"].as_array().unwrap()
}

fn ids(body: &Value) -> Vec<&str> {
    items(body).iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// The second member of the base pole, a body of its own.
const SCHOOL: &str = "01234560165";

async fn a_body_finds_where_it_is_asked_to_confirm(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let left = with(pole(), &json!({"name": "Polo lasciato"}));
    let mut left = left;
    left["members"][1]["left_on"] = json!("2027-01-15");
    app.applicant().post("/v1/poles", &left).await.expect(201);
    let school = app.applicant_of(SCHOOL);
    let all = school.get("/v1/memberships?with_total=true").await.expect(200).body;
    assert_eq!(all["total"], 2);
    let states: Vec<_> = items(&all).iter().map(|item| item["state"].clone()).collect();
    assert_eq!(states, ["to_confirm", "former"]);
    let one = &items(&all)[0];
    assert_eq!(one["pole"]["id"], made.body["id"]);
    assert_eq!(one["pole"]["activity_plan"], made.body["activity_plan"]);
    assert_eq!(one["member"]["id"], made.body["members"][1]["id"]);
    assert!(one["pole"].get("contacts").is_none());
    let at = format!(
        "/v1/poles/{}/members/{}/confirmation",
        made.id(),
        one["member"]["id"].as_str().unwrap()
    );
    let headers = [("if-match", "*")];
    school.send(Method::PUT, &at, Some(&json!({})), &headers).await.expect(200);
    for (query, found) in [
        ("state=to_confirm", 0),
        ("state=confirmed", 1),
        ("state=former", 1),
        ("state=to_confirm,former", 1),
        ("state=confirmed&state=former", 2),
    ] {
        let page = school.get(&format!("/v1/memberships?{query}&with_total=true")).await;
        let page = page.expect(200).body;
        assert_eq!((items(&page).len(), &page["total"]), (found, &json!(found)), "{query}");
    }
    let first = school.get("/v1/memberships?limit=1").await.expect(200).body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = school.get(&format!("/v1/memberships?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(items(&next.body)[0]["state"], "former");
    // Who leads the pole speaks for itself.
    let own = app.applicant().get("/v1/memberships?state=to_confirm").await.expect(200).body;
    assert_eq!(own, json!({"items": []}));
    let own = app.applicant().get("/v1/memberships?state=confirmed").await.expect(200).body;
    let states: Vec<_> = items(&own).iter().map(|item| item["state"].clone()).collect();
    assert_eq!(states, ["confirmed", "confirmed"]);
    // Nobody else's, and none without a body.
    let other = app.applicant_of(OTHER).get("/v1/memberships").await.expect(200).body;
    assert_eq!(other, json!({"items": []}));
    app.anonymous().get("/v1/memberships").await.expect_problem(401, "unauthenticated");
    app.official().get("/v1/memberships").await.expect_problem(403, "forbidden");
}

async fn filters_take_several_values(app: TestApp) {
    let poles = [
        json!({"name": "Uno", "area": "mechanics", "province": "MB"}),
        json!({"name": "Due", "area": "tourism", "province": "SO"}),
        json!({"name": "Tre", "area": "culture", "province": "MI"}),
    ];
    let mut made = Vec::new();
    for body in &poles {
        made.push(app.applicant().post("/v1/poles", body).await.expect(201).body);
    }
    let cantu = with(newcomer(), &json!({"province": "CO", "municipality": "Cantù"}));
    let at = format!("/v1/poles/{}/members", made[1]["id"].as_str().unwrap());
    app.applicant().post(&at, &cantu).await.expect(201);
    let code = |index: usize| made[index]["code"].as_str().unwrap().to_owned();
    for (query, found) in [
        ("area=mechanics,tourism".to_owned(), vec![0, 1]),
        ("area=mechanics&area=culture".to_owned(), vec![0, 2]),
        ("province=mb,SO&area=tourism".to_owned(), vec![1]),
        ("status=draft,recognised".to_owned(), vec![0, 1, 2]),
        ("status=recognised,candidate".to_owned(), vec![]),
        (format!("code={}", code(2)), vec![2]),
        (format!("code={},{}", code(0).to_lowercase(), code(1)), vec![0, 1]),
        ("code=PTP-1999-0001".to_owned(), vec![]),
        ("municipality=CANTU%27".to_owned(), vec![1]),
        ("municipality=Milano,cant%C3%B9".to_owned(), vec![1]),
        ("municipality=Milano".to_owned(), vec![]),
        ("member_kind=company,university".to_owned(), vec![1]),
    ] {
        let page = app.applicant().get(&format!("/v1/poles?{query}")).await.expect(200).body;
        let expected: Vec<_> =
            found.iter().map(|index| made[*index]["id"].as_str().unwrap()).collect();
        assert_eq!(ids(&page), expected, "{query}");
    }
    for (query, fault) in [
        ("area=mechanics,chemistry", "/area enum"),
        ("area=chemistry&area=alchemy", "/area enum"),
        ("province=XX,MI", "/province province_unknown"),
        ("code=12", "/code pattern"),
        ("area=mechanics,", "/area enum"),
    ] {
        let refused = app.applicant().get(&format!("/v1/poles?{query}")).await;
        assert_eq!(refused.expect_problem(400, "malformed-parameter").faults(), [fault], "{query}");
    }
    let one = app.official().post("/v1/calls", &call()).await.expect(201).body;
    app.official().post("/v1/calls", &call()).await.expect(201);
    let query = format!("/v1/calls?code={}", one["code"].as_str().unwrap());
    assert_eq!(
        ids(&app.official().get(&query).await.expect(200).body),
        [one["id"].as_str().unwrap()]
    );
}

async fn lists_say_how_many_there_are(app: TestApp) {
    submitted(&app).await;
    for _ in 0..3 {
        drafted(&app, &pole()).await;
    }
    for (path, total) in [
        ("/v1/poles?limit=2", 4),
        ("/v1/poles?limit=2&status=draft", 3),
        ("/v1/poles?limit=1&q=meccatronico", 4),
        ("/v1/poles?compliance=compliant", 0),
        ("/v1/calls?limit=1", 1),
        ("/v1/applications?limit=1", 1),
        ("/v1/applications?status=admitted", 0),
        ("/v1/change-requests", 0),
    ] {
        let page = app.applicant().get(&with_total(path)).await.expect(200).body;
        assert_eq!(page["total"], total, "{path}");
        let page = app.applicant().get(path).await.expect(200).body;
        assert!(page.get("total").is_none(), "{path}");
    }
    // The next page may ask for it or not.
    let page = app.applicant().get("/v1/poles?limit=2&with_total=true").await.expect(200).body;
    let cursor = page["next_cursor"].as_str().unwrap();
    app.applicant().get(&format!("/v1/poles?limit=2&cursor={cursor}")).await.expect(200);
}

fn with_total(path: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}with_total=true")
}

async fn poles_are_listed_with_their_members(app: TestApp) {
    let register = recognised(&app).await;
    drafted(&app, &json!({"name": "Vuoto", "area": "tourism", "province": "SO"})).await;
    for caller in [app.anonymous(), app.applicant(), app.official()] {
        let page = caller.get("/v1/poles?include=members").await.expect(200).body;
        for listed in items(&page) {
            let path = format!("/v1/poles/{}", listed["id"].as_str().unwrap());
            let read = caller.get(&path).await.expect(200).body;
            assert_eq!(listed["members"], read["members"]);
        }
        assert_eq!(items(&page)[0]["id"], register.id.as_str());
        let without = caller.get("/v1/poles").await.expect(200).body;
        assert!(items(&without).iter().all(|pole| pole.get("members").is_none()));
    }
    let refused = app.anonymous().get("/v1/poles?include=applications").await;
    let refused = refused.expect_problem(400, "malformed-parameter");
    assert_eq!(refused.faults(), ["/include enum"]);
}

/// A page shows 500 members in all, and one pole at least.
async fn a_page_with_many_members_ends_early(app: TestApp) {
    let mut large = pole();
    let plain = json!({"kind": "university", "province": "MI", "joined_on": "2027-01-11"});
    let university = |number: usize| {
        let code = ptp_tests::fixtures::json::tax_code(1_000 + number);
        with(plain.clone(), &json!({"name": format!("Università {number}"), "tax_code": code}))
    };
    large["members"] = (0..300).map(university).collect();
    for _ in 0..3 {
        app.applicant().post("/v1/poles", &large).await.expect(201);
    }
    let (mut seen, mut next) = (Vec::new(), String::new());
    for sort in ["code", "-name", "updated_at"] {
        seen.clear();
        next.clear();
        loop {
            let path = format!("/v1/poles?include=members&sort={sort}{next}");
            let page = app.applicant().get(&path).await.expect(200).body;
            assert_eq!(items(&page).len(), 1);
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            match page["next_cursor"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 3, "{sort}");
        assert_eq!(seen.len(), 3, "{sort}");
    }
}

async fn applications_are_found_by_their_last_change(app: TestApp) {
    let old = submitted(&app).await;
    on_day(&app, "2027-01-22");
    let call = old.call.clone();
    let pole = drafted(&app, &pole()).await;
    let new = submit(&app.applicant(), &call, &pole).await.expect(201);
    let list = "/v1/applications?updated_since=2027-01-22T12:00:00%2B01:00";
    let found = app.official().get(list).await.expect(200).body;
    assert_eq!(ids(&found), [new.id()]);
    on_day(&app, "2027-01-23");
    app.official().post_seen(&format!("{}/review", old.path), &json!({}), "*").await.expect(200);
    let path = format!("{list}&sort=-updated_at");
    let found = app.official().get(&path).await.expect(200).body;
    assert_eq!(ids(&found), [old.path.rsplit('/').next().unwrap(), &new.id()]);
    let query = format!("/v1/applications?protocol={}", new.body["protocol"].as_str().unwrap());
    assert_eq!(ids(&app.official().get(&query).await.expect(200).body), [new.id()]);
    let status = "/v1/applications?status=submitted,under_review&sort=updated_at&limit=1";
    let first = app.official().get(status).await.expect(200).body;
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = app.official().get(&format!("{status}&cursor={cursor}")).await.expect(200).body;
    assert_eq!(
        [ids(&first), ids(&next)].concat(),
        [&new.id(), old.path.rsplit('/').next().unwrap()]
    );
}

async fn a_query_about_an_unknown_call_is_not_found(app: TestApp) {
    let pole = drafted(&app, &pole()).await;
    let draft = app.official().post("/v1/calls", &call()).await.expect(201).id();
    for call in ["01930000-0000-7000-8000-000000000000", &draft] {
        for noun in ["compliance", "compliance/timeline"] {
            let path = format!("{pole}/{noun}?call_id={call}");
            let refused = app.applicant().get(&path).await.expect_problem(404, "not-found");
            assert_eq!(refused.faults(), ["/call_id no_such_call"]);
        }
    }
}

async fn import(app: &TestApp, path: &str, tag: &str, members: &Value) -> ptp_tests::Answer {
    let headers = [("if-match", tag)];
    let body = json!({ "members": members });
    app.applicant().send(Method::PUT, path, Some(&body), &headers).await
}

async fn members_are_imported_again_by_tax_code(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let (path, known) = (format!("/v1/poles/{}", made.id()), members_of(&made));
    let lead = json!({"lead_member_id": known[4]});
    let read = app.applicant().patch(&path, &lead, "*").await.expect(200);
    let school = format!("{path}/members/{}/confirmation", known[1]);
    let confirmed = app.applicant_of(SCHOOL);
    let headers = [("if-match", "*")];
    confirmed.send(Method::PUT, &school, Some(&json!({})), &headers).await.expect(200);
    // As it was; renamed; a track more, which needs no new confirmation; gone: two; new: one.
    let mut members = pole()["members"].as_array().unwrap()[..3].to_vec();
    members[0]["name"] = json!("Istituto rinominato");
    members[1]["province"] = json!("BG");
    members.insert(0, newcomer());
    members[3]["tax_code"] = json!(" IT 01234560157");
    let at = format!("{path}/members");
    import(&app, &at, read.etag(), &json!(members)).await.expect_problem(412, "stale");
    let tag = app.applicant().get(&path).await.expect(200).etag().to_owned();
    let answer = import(&app, &at, &tag, &json!(members)).await.expect(200);
    let said: Vec<_> = items(&answer.body)
        .iter()
        .map(|item| {
            let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            (text("outcome"), text("tax_code"))
        })
        .collect();
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(
        said[..4],
        [
            pair("added", "01234561205"),
            pair("changed", "94004480151"),
            pair("unchanged", SCHOOL),
            pair("unchanged", "01234560157"),
        ]
    );
    assert!(said[4..].iter().all(|(outcome, _)| outcome == "removed") && said.len() == 6);
    assert_eq!(items(&answer.body)[1]["changed"], json!(["name"]));
    let counts = ["added", "changed", "unchanged", "removed"].map(|name| answer.body[name].clone());
    assert_eq!(counts, [1, 1, 2, 2]);
    let now = app.applicant().get(&path).await.expect(200);
    assert_eq!(now.etag(), answer.etag());
    let of = |code: &str| {
        let mut members = now.body["members"].as_array().unwrap().iter();
        members.find(|member| member["tax_code"] == code).cloned()
    };
    assert_eq!(of("94004480151").unwrap()["id"], known[0].as_str());
    assert_eq!(of("94004480151").unwrap()["name"], "Istituto rinominato");
    assert!(of(SCHOOL).unwrap().get("confirmed_at").is_some());
    assert!(of("01234561205").is_some() && of("01234560173").is_none());
    assert!(now.body.get("lead_member_id").is_none(), "the lead has left");
    let events = app.applicant().get(&format!("{path}/events")).await.expect(200).body;
    let types: Vec<_> =
        items(&events).iter().map(|event| event["type"].as_str().unwrap()).collect();
    for (kind, count) in [("member_removed", 2), ("member_added", 1), ("member_changed", 1)] {
        assert_eq!(types.iter().filter(|it| **it == kind).count(), count, "{kind}");
    }
    // Again: nothing changes.
    let same = import(&app, &at, now.etag(), &json!(members)).await.expect(200);
    assert_eq!((same.etag(), &same.body["unchanged"]), (now.etag(), &json!(4)));
    // As they were read, with their identifiers.
    let sent: Vec<_> = members.iter().zip(1..).map(|(member, _)| member.clone()).collect();
    let none = import(&app, &at, "*", &json!([])).await.expect(200).body;
    assert_eq!(none["removed"], sent.len());
}

async fn an_import_is_all_or_nothing(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let at = format!("{path}/members");
    let mut members = pole()["members"].as_array().unwrap().clone();
    members.push(newcomer());
    members[1]["tax_code"] = json!("94004480152");
    members[2]["company"]["ateco"][0]["code"] = json!("28.4");
    members[4]["colour"] = json!("red");
    members[5]["joined_on"] = Value::Null;
    let refused = import(&app, &at, "*", &json!(members)).await;
    assert_eq!(
        refused.expect_problem(422, "invalid-body").faults(),
        [
            "/members/1/tax_code tax_code_check",
            "/members/2/company/ateco/0/code ateco_too_general",
            "/members/4/colour unknown_property",
            "/members/5/joined_on required",
        ]
    );
    let twice = json!([newcomer(), newcomer()]);
    let refused = import(&app, &at, "*", &twice).await.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/members/1/tax_code duplicate_member"]);
    assert_eq!(app.applicant().get(&path).await.expect(200).body, made.body);
    let headers: [(&str, &str); 0] = [];
    let body = json!({"members": []});
    let refused = app.applicant().send(Method::PUT, &at, Some(&body), &headers).await;
    refused.expect_problem(428, "precondition-required");
    let headers = [("if-match", "*")];
    let theirs = app.applicant_of(OTHER).send(Method::PUT, &at, Some(&body), &headers).await;
    theirs.expect_problem(404, "not-found");
}

async fn a_dry_run_stores_nothing(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let at = format!("{path}/members?dry_run=true");
    let answer = import(&app, &at, made.etag(), &json!([newcomer()])).await.expect(200);
    let counts = ["added", "changed", "unchanged", "removed"].map(|name| answer.body[name].clone());
    assert_eq!(counts, [1, 0, 0, 5]);
    assert_eq!((&answer.body["dry_run"], answer.etag()), (&json!(true), made.etag()));
    assert!(items(&answer.body)[0].get("member_id").is_none());
    assert_eq!(app.applicant().get(&path).await.expect(200).body, made.body);
    let wrong = with(newcomer(), &json!({"tax_code": "1"}));
    let refused = import(&app, &at, made.etag(), &json!([wrong])).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/members/0/tax_code tax_code_length"]);
}

async fn only_a_draft_is_imported_anew(app: TestApp) {
    let register = recognised(&app).await;
    let at = format!("{}/members", register.path);
    for path in [at.clone(), format!("{at}?dry_run=true")] {
        let refused = import(&app, &path, "*", &json!([newcomer()])).await;
        refused.expect_problem(409, "wrong-state");
    }
    let draft = drafted(&app, &pole()).await;
    for (path, allowed) in [(&register.path, false), (&draft, true)] {
        let actions = app.applicant().get(&format!("{path}/actions")).await.expect(200).body;
        let mut offers = items(&actions).iter();
        let offer = offers.find(|offer| offer["action"] == "replace_members").unwrap();
        assert_eq!((&offer["allowed"], &offer["method"]), (&json!(allowed), &json!("PUT")));
    }
}

async fn words_are_found_by_their_beginning(app: TestApp) {
    let mut made = Vec::new();
    for name in ["I.T.I.S. Paleocapa", "Rete S.p.A. della Città", "L'Élite"] {
        let body = json!({"name": name, "area": "mechanics", "province": "BG"});
        made.push(app.applicant().post("/v1/poles", &body).await.expect(201).id());
    }
    for (q, found) in [
        ("itis", vec![0]),
        ("ITIS%20paleo", vec![0]),
        ("i.t.i.s.", vec![0]),
        ("spa", vec![1]),
        ("citta%20rete", vec![1]),
        ("elite", vec![2]),
        ("lite", vec![]),
        ("ptp", vec![0, 1, 2]),
        ("ptp%20itis", vec![0]),
        ("!", vec![]),
    ] {
        let page = app.applicant().get(&format!("/v1/poles?q={q}")).await.expect(200).body;
        let expected: Vec<_> = found.iter().map(|index: &usize| made[*index].as_str()).collect();
        assert_eq!(ids(&page), expected, "{q}");
    }
    // The words follow the name, and go with the pole.
    let path = format!("/v1/poles/{}", made[0]);
    app.applicant().patch(&path, &json!({"name": "I.I.S. Natta"}), "*").await.expect(200);
    for (q, found) in [("itis", 0), ("iis", 1), ("natta", 1)] {
        let page = app.applicant().get(&format!("/v1/poles?q={q}")).await.expect(200).body;
        assert_eq!(items(&page).len(), found, "{q}");
    }
    app.applicant().delete(&path, "*").await.expect(204);
    let page = app.applicant().get("/v1/poles?q=natta&with_total=true").await.expect(200).body;
    assert_eq!(page, json!({"items": [], "total": 0}));
}

async fn every_code_is_explained(app: TestApp) {
    let all = app.anonymous().get("/v1/codes").await.expect(200).body;
    let known: BTreeSet<(&str, &str)> = items(&all)
        .iter()
        .map(|item| (item["kind"].as_str().unwrap(), item["code"].as_str().unwrap()))
        .collect();
    assert_eq!(known.len(), items(&all).len(), "each once");
    for (kind, code) in [
        ("problem_type", "invalid-body"),
        ("fault", "duplicate_member"),
        ("fault", "application_pending"),
        ("fault", "cursor_of_another_list"),
        ("fault", "unknown_property"),
        ("fault", "read_only"),
        ("fault", "invisible_character"),
        ("fault", "beyond_the_head"),
        ("finding", "ateco_unmapped"),
        ("finding", "track_uncatalogued"),
        ("warning", "school_code_check"),
        ("warning", "municipality_unknown"),
        ("event", "pole_recognised"),
    ] {
        assert!(known.contains(&(kind, code)), "{kind} {code}");
    }
    for item in items(&all) {
        assert!(item["text"]["it"] != "" && item["text"]["en"] != "", "{item}");
    }
    for kind in ["problem_type", "fault", "finding", "warning", "event"] {
        let some = app.anonymous().get(&format!("/v1/codes?kind={kind}")).await.expect(200).body;
        assert!(!items(&some).is_empty() && items(&some).iter().all(|item| item["kind"] == kind));
    }
    // What the contract lists where codes stand is the same.
    let contract = app.anonymous().get("/openapi.json").await.expect(200).body;
    let place = "/components/schemas/ProblemFault/properties/code/description";
    let listed = contract.pointer(place).unwrap().as_str().unwrap();
    let faults = known.iter().filter(|(kind, _)| *kind == "fault");
    assert!(faults.clone().count() > 100);
    for (_, code) in faults {
        assert!(listed.contains(&format!("`{code}`")), "{code}");
    }
}
