//! What is read leniently, as the guide lists it: what default serialisers, generated clients and
//! spreadsheets send.

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call, newcomer, pole};
use ptp_tests::fixtures::steps::step;
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    null_for_an_optional_property_is_absent,
    null_for_a_required_property_is_missing,
    what_was_read_can_be_sent_back,
    what_is_only_shown_does_not_change,
    texts_lose_white_space_at_both_ends,
    an_invisible_character_is_named,
    a_reason_is_read_like_any_text,
    codes_are_read_in_any_case,
    phones_lose_what_is_written_around_them,
    a_weak_tag_counts_as_the_tag_it_wraps,
);

/// Sets every optional property that is absent to null, as serialisers with typed classes do.
fn with_nulls(body: &mut Value, names: &[&str]) {
    for name in names {
        if body.get(name).is_none() {
            body[*name] = Value::Null;
        }
    }
}

async fn null_for_an_optional_property_is_absent(app: TestApp) {
    let plain = app.applicant().post("/v1/poles", &pole()).await.expect(201).body;
    let mut body = pole();
    with_nulls(&mut body, &["lead_member_id", "contacts"]);
    with_nulls(&mut body["activity_plan"], &["summary"]);
    for member in body["members"].as_array_mut().unwrap() {
        let names = [
            "id",
            "vat_number",
            "municipality",
            "operating_sites",
            "left_on",
            "school",
            "company",
            "its",
            "other_kind",
            "study_tracks",
            "accreditations",
            "contacts",
        ];
        with_nulls(member, &names);
        if !member["company"].is_null() {
            with_nulls(&mut member["company"], &["rea", "registered", "commitment"]);
            let ateco = &mut member["company"]["ateco"][0];
            with_nulls(ateco, &["starts_on", "ends_on"]);
        }
    }
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    for name in ["name", "activity_plan", "contacts"] {
        assert_eq!(made.body[name], plain[name], "{name}");
    }
    assert!(!made.text.contains("null"), "{}", made.text);
    let no_members = json!({"name": "Polo", "area": "mechanics", "province": "MB",
        "description": null, "members": null});
    let made = app.applicant().post("/v1/poles", &no_members).await.expect(201).body;
    assert_eq!(made["members"], json!([]));
    let mut terms = call();
    with_nulls(&mut terms, &["text", "silence_basis", "procedure_from", "silence", "ruleset"]);
    app.official().post("/v1/calls", &terms).await.expect(201);
    let evaluated = json!({"pole": body, "ruleset": null, "as_of": null, "call_id": null});
    app.anonymous().post("/v1/compliance/evaluations", &evaluated).await.expect(200);
    // Also where a list that a patch replaces has objects.
    let contacts = json!({"contacts": [{"role": "information", "name": "A", "email": null}],
        "network_agreement": {"reference": null}});
    let at = format!("/v1/poles/{}", made["id"].as_str().unwrap());
    app.applicant().patch(&at, &contacts, "*").await.expect(200);
}

async fn null_for_a_required_property_is_missing(app: TestApp) {
    let mut body = pole();
    body["area"] = Value::Null;
    body["members"][0]["tax_code"] = Value::Null;
    body["wrong"] = Value::Null;
    let refused = app.applicant().post("/v1/poles", &body).await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(
        faults,
        ["/area required", "/members/0/tax_code required", "/wrong unknown_property"]
    );
}

async fn what_was_read_can_be_sent_back(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let of_pole = format!("/v1/poles/{}", made.id());
    let member = made.body["members"][0]["id"].as_str().unwrap();
    let call = app.official().post("/v1/calls", &call()).await.expect(201);
    let json = [("content-type", "application/json")];
    for (caller, path, absent) in [
        (app.applicant(), of_pole.clone(), ["recognition", "warning"]),
        (app.applicant(), format!("{of_pole}/members/{member}"), ["confirmed_at", "left_on"]),
        (app.official(), format!("/v1/calls/{}", call.id()), ["phase", "text"]),
    ] {
        let read = caller.get(&path).await.expect(200);
        let same = caller.patch(&path, &read.body, read.etag()).await.expect(200);
        assert_eq!(same.body, read.body, "{path}");
        let headers = [("if-match", read.etag()), json[0]];
        let same = caller.send(Method::PATCH, &path, Some(&read.body), &headers).await;
        assert_eq!(same.expect(200).body["version"], read.body["version"], "{path}");
        // Typed clients also send what is absent.
        let mut edited = read.body.clone();
        with_nulls(&mut edited, &absent);
        let name = if path.contains("calls") { "contacts" } else { "name" };
        edited[name] = if name == "name" { json!("Altro nome") } else { json!([]) };
        let changed = caller.patch(&path, &edited, read.etag()).await.expect(200).body;
        assert_eq!(changed[name], edited[name]);
    }
}

async fn what_is_only_shown_does_not_change(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let member = format!("{path}/members/{}", made.body["members"][0]["id"].as_str().unwrap());
    let edits = json!({"code": "PTP-2027-9999", "owner": null, "members": [], "version": 7,
        "recognition": {"recognised_on": "2027-01-01"}, "area": "chemistry", "colour": "red"});
    let refused = app.applicant().patch(&path, &edits, "*").await;
    let refused = refused.expect_problem(422, "invalid-body");
    assert_eq!(
        refused.faults(),
        [
            "/area enum",
            "/code read_only",
            "/colour unknown_property",
            "/members read_only",
            "/owner read_only",
            "/recognition read_only",
            "/version read_only",
        ]
    );
    let messages = refused.body["errors"].to_string();
    assert!(messages.contains("sola lettura"), "{messages}");
    let edits = json!({"id": made.id(), "confirmed_at": "2027-01-01T00:00:00Z"});
    let refused = app.applicant().patch(&member, &edits, "*").await;
    let faults = refused.expect_problem(422, "invalid-body").faults();
    assert_eq!(faults, ["/confirmed_at read_only", "/id read_only"]);
    let same = app.applicant().get(&path).await.expect(200).body;
    assert_eq!(same, made.body);
}

async fn texts_lose_white_space_at_both_ends(app: TestApp) {
    let mut body = pole();
    body["name"] = json!(" \u{a0}Polo\u{a0}meccatronico\t\r\n");
    body["description"] = json!("\u{2003}Prima riga.\n\nSeconda riga. \n");
    body["members"][0]["name"] = json!("\tIstituto ");
    body["members"][0]["tax_code"] = json!(" 94004480151\u{a0}");
    body["members"][0]["joined_on"] = json!("2027-01-11 ");
    body["members"][0]["municipality"] = json!("Milano\n");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201).body;
    assert_eq!(made["name"], "Polo\u{a0}meccatronico");
    assert_eq!(made["description"], "Prima riga.\n\nSeconda riga.");
    let member = &made["members"][0];
    for (name, read) in [
        ("name", "Istituto"),
        ("tax_code", "94004480151"),
        ("joined_on", "2027-01-11"),
        ("municipality", "Milano"),
    ] {
        assert_eq!(member[name], read);
    }
    // The same by a patch, where it changes nothing, and in a query.
    let path = format!("/v1/poles/{}", made["id"].as_str().unwrap());
    let same = json!({"name": "Polo\u{a0}meccatronico \n"});
    let answer = app.applicant().patch(&path, &same, "*").await.expect(200).body;
    assert_eq!(answer["version"], made["version"]);
    let found =
        app.applicant().get("/v1/poles?area=%20Mechanics&province=mb%20&q=%20polo%0A").await;
    assert_eq!(found.expect(200).body["items"].as_array().unwrap().len(), 1);
    let blank = app.applicant().patch(&path, &json!({"name": " \u{a0}\t"}), "*").await;
    assert_eq!(blank.expect_problem(422, "invalid-body").faults(), ["/name min_length"]);
}

async fn an_invisible_character_is_named(app: TestApp) {
    for (name, text, said) in [
        ("/name", "Polo\u{200b} meccatronico", "U+200B) in posizione 5"),
        ("/name", "Polo\tmeccatronico", "una tabulazione (U+0009)"),
        ("/name", "Polo\nmeccatronico", "un ritorno a capo (U+000A)"),
        ("/name", "Polo\u{0}", "U+0000"),
        ("/name", "\u{feff}Polo", "U+FEFF) in posizione 1"),
        ("/name", "Polo \u{202e}oip", "U+202E"),
        ("/description", "Una rete\u{ad}", "trattino facoltativo"),
        ("/area", "mecha\u{200b}nics", "U+200B"),
        ("/province", "M\u{200b}", "U+200B"),
        ("/members/0/tax_code", "940\u{a0}04480151", "uno spazio unificatore"),
        ("/members/0/tax_code", "94004480151\u{200b}", "U+200B) in posizione 12"),
        ("/members/2/company/ateco/0/code", "28\u{a0}41", "U+00A0"),
    ] {
        let mut body = pole();
        *body.pointer_mut(name).unwrap() = json!(text);
        let refused = app.applicant().post("/v1/poles", &body).await;
        let refused = refused.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), [format!("{name} invisible_character")], "{text:?}");
        let message = refused.body["errors"][0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{message}");
        assert!(!message.contains(text), "the value is not repeated: {message}");
    }
}

/// Also what is said beside a patch.
async fn a_reason_is_read_like_any_text(app: TestApp) {
    let made = app.official().post("/v1/calls", &call()).await.expect(201);
    let path = made.header("location").to_owned();
    step(&app.official(), &format!("{path}/publication"), &json!({})).await.expect(200);
    let told = |reason: &str| json!({"reason": reason, "title": {"it": "Bando corretto"}});
    let hidden = app.official().patch(&path, &told("\u{2800}"), "*").await;
    let hidden = hidden.expect_problem(422, "invalid-body");
    assert_eq!(hidden.faults(), ["/reason invisible_character"]);
    app.official().patch(&path, &told("  errore materiale \u{a0}"), "*").await.expect(200);
    let events = app.anonymous().get(&format!("{path}/events")).await.expect(200).body;
    let last = events["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["reason"], "errore materiale", "{events}");
}

async fn codes_are_read_in_any_case(app: TestApp) {
    let mut body = pole();
    body["area"] = json!("Mechanics");
    body["province"] = json!("mb");
    body["members"][0]["kind"] = json!("TECHNICAL INSTITUTE");
    body["members"][0]["study_tracks"][0]["code"] = json!("it-mme");
    body["members"][1]["study_tracks"][0]["code"] = json!(" ip d ");
    body["members"][0]["school"] = json!({"institution_code": "miis 08900v", "status": "State"});
    body["members"][2]["company"]["ateco"][0]["code"] = json!("28 41");
    body["members"][3]["company"]["ateco"][0]["code"] = json!("25 . 62");
    body["members"][4]["accreditations"][0]["section"] = json!("A");
    let made = app.applicant().post("/v1/poles", &body).await.expect(201).body;
    let shown = app.applicant().post("/v1/poles", &pole()).await.expect(201).body;
    assert_eq!(made["area"], "mechanics");
    for index in 0..5 {
        for name in ["kind", "school", "company", "study_tracks", "accreditations"] {
            let (made, shown) = (&made["members"][index], &shown["members"][index]);
            assert_eq!(made.get(name), shown.get(name), "{index} {name}");
        }
    }
    for path in
        ["/v1/areas/MECHANICS", "/v1/rulesets/Regione%20Lombardia", "/v1/ateco/2025/28%2041"]
    {
        app.anonymous().get(path).await.expect(200);
    }
    for path in ["/v1/poles?status=Draft&sort=-CODE", "/v1/calls?area=Agri-Food"] {
        app.applicant().get(path).await.expect(200);
    }
    let mut wrong = pole();
    wrong["members"][0]["study_tracks"][0]["code"] = json!("it-mm");
    wrong["members"][2]["company"]["ateco"][0]["code"] = json!("28-41");
    let refused = app.applicant().post("/v1/poles", &wrong).await;
    assert_eq!(
        refused.expect_problem(422, "invalid-body").faults(),
        [
            "/members/0/study_tracks/0/code study_track_unknown",
            "/members/2/company/ateco/0/code ateco_format",
        ]
    );
}

async fn phones_lose_what_is_written_around_them(app: TestApp) {
    let with = |phone: &str| {
        let mut member = newcomer();
        member["contacts"] = json!([{"role": "information", "name": "Segreteria", "phone": phone}]);
        member
    };
    for (sent, shown) in [
        ("(02) 555-0100", "02 555-0100"),
        ("tel. 02/5550100", "02/5550100"),
        ("Tel: +39 02 5550100", "+39 02 5550100"),
    ] {
        let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
        let at = format!("/v1/poles/{}/members", made.id());
        let added = app.applicant().post(&at, &with(sent)).await.expect(201).body;
        assert_eq!(added["contacts"][0]["phone"], shown);
    }
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let at = format!("/v1/poles/{}/members", made.id());
    let refused = app.applicant().post(&at, &with("chiamare la segreteria")).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/contacts/0/phone pattern"]);
}

async fn a_weak_tag_counts_as_the_tag_it_wraps(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = format!("/v1/poles/{}", made.id());
    let tag = app.applicant().get(&path).await.expect(200).etag().to_owned();
    let known = [format!("W/{tag}"), format!("W/{}-gzip\"", tag.trim_end_matches('"'))];
    for known in &known {
        let headers = [("if-none-match", known.as_str())];
        app.applicant().send(Method::GET, &path, None, &headers).await.expect(304);
    }
    app.applicant().patch(&path, &json!({"name": "Polo"}), &known[0]).await.expect(200);
    app.applicant()
        .patch(&path, &json!({"name": "Altro"}), &known[1])
        .await
        .expect_problem(412, "stale");
}
