//! Hostile and broken clients.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call, pole};
use ptp_tests::fixtures::steps::recognised;
use reqwest::Method;
use serde_json::{Value, json};

use super::on_both_databases;

on_both_databases!(
    arrays_with_too_many_items_are_refused_unread,
    persons_tax_codes_cannot_be_guessed,
    paths_with_an_empty_segment_do_not_exist,
    numbers_without_a_fraction_are_integers,
    compressed_bodies_are_refused,
    invisible_names_are_refused,
    instants_and_dates_stay_in_the_calendar,
    several_field_lines_are_one_list,
    a_stalled_body_times_out,
);

async fn arrays_with_too_many_items_are_refused_unread(app: TestApp) {
    let codes = json!({"tax_codes": vec![""; 100_000]});
    let refused = app.anonymous().post("/v1/recognitions/search", &codes).await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/tax_codes max_items"]);
    let evaluated = |members: Value| json!({"pole": {"name": "x", "area": "mechanics", "province": "MI", "members": members}});
    let evaluate = async |members| {
        let refused = app.anonymous().post("/v1/compliance/evaluations", &evaluated(members)).await;
        refused.expect_problem(422, "invalid-body").faults()
    };
    assert_eq!(evaluate(json!(vec![1; 100_000])).await, ["/pole/members max_items"]);
    assert_eq!(evaluate(json!(vec![1; 500])).await.len(), 100);
    let tracks = json!({"study_tracks": vec![1; 100]});
    assert_eq!(evaluate(json!(vec![tracks; 500])).await.len(), 100);
}

async fn persons_tax_codes_cannot_be_guessed(app: TestApp) {
    const PERSON: &str = "RSSMRA80A01F205X";
    let pole = recognised(&app).await;
    let member = json!({
        "kind": "university", "name": "x", "province": "MI", "joined_on": "2026-11-01",
    });
    let with = |changes: Value| {
        let mut member = member.clone();
        member.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        member
    };
    let founded = json!({"kind": "its_academy", "tax_code": "80050050154",
        "its": {"founders": [PERSON]}});
    for (changes, at) in [
        (json!({"add": [with(json!({"tax_code": PERSON}))]}), "/changes/add/0"),
        (json!({"add": [with(founded)]}), "/changes/add/0"),
        (
            json!({"update": [{"member_id": pole.members[0], "member": {"tax_code": PERSON}}]}),
            "/changes/update/0/member",
        ),
        (
            json!({"update": [{"member_id": pole.members[0],
                "member": {"its": {"founders": [PERSON]}}}]}),
            "/changes/update/0/member",
        ),
    ] {
        let body = json!({"pole_id": pole.id, "changes": changes});
        let refused = app.anonymous().post("/v1/compliance/evaluations", &body).await;
        let refused = refused.expect_problem(422, "invalid-body");
        assert_eq!(refused.faults(), [format!("{at} person_hidden")]);
    }
    let body = json!({"pole_id": pole.id, "changes": {"add": [with(json!({"tax_code": PERSON}))]}});
    app.official().post("/v1/compliance/evaluations", &body).await.expect(200);
    app.applicant().post("/v1/compliance/evaluations", &body).await.expect(200);
}

async fn paths_with_an_empty_segment_do_not_exist(app: TestApp) {
    for path in ["/v1/poles/", "//v1/poles", "/v1/poles//members", "/v1/areas/", "/problems/"] {
        app.anonymous().get(path).await.expect_problem(404, "no-such-path");
    }
    let made = app.official().post("/v1/calls", &call()).await.expect(201);
    let path = format!("{}/publication", made.header("location"));
    let refused = app.official().post_seen(&path, &json!({"x/y": 1}), "*").await;
    assert_eq!(refused.expect_problem(422, "invalid-body").faults(), ["/x~1y unknown_property"]);
}

async fn numbers_without_a_fraction_are_integers(app: TestApp) {
    let mut body = pole();
    body["activity_plan"]["actions"][0]["hours"] = json!(120.0);
    let made = app.applicant().post("/v1/poles", &body).await.expect(201);
    assert_eq!(made.body["activity_plan"]["actions"][0]["hours"], json!(120));
    body["activity_plan"]["actions"][0]["hours"] = json!(120.5);
    let refused = app.applicant().post("/v1/poles", &body).await;
    let refused = refused.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/activity_plan/actions/0/hours type"]);
}

async fn compressed_bodies_are_refused(app: TestApp) {
    for coding in ["gzip", "br", "zzz"] {
        let headers = [("content-encoding", coding)];
        let sent = app.applicant().send(Method::POST, "/v1/poles", Some(&pole()), &headers).await;
        let refused = sent.expect_problem(415, "unsupported-media-type");
        assert_eq!(refused.header("accept-encoding"), "identity");
    }
    let headers = [("content-encoding", "identity")];
    let sent = app.applicant().send(Method::POST, "/v1/poles", Some(&pole()), &headers).await;
    sent.expect(201);
}

async fn invisible_names_are_refused(app: TestApp) {
    for name in ["\u{85}", "\u{a0}", " "] {
        let mut body = pole();
        body["name"] = json!(name);
        let refused = app.applicant().post("/v1/poles", &body).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/name min_length"], "{name:?}");
    }
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    for name in [
        "\u{202e}oloP",
        "\u{200b}",
        "Po\u{ad}lo",
        "\u{feff}",
        // Fillers, tags, private use, no character at all.
        "Polo\u{3164}",
        "Polo\u{34f}",
        "Po\u{180e}lo",
        "\u{2800}",
        "Polo\u{e000}",
        "Polo\u{ffff}",
        "Polo\u{e0041}",
        "Polo\u{10fffd}",
    ] {
        let mut body = pole();
        body["name"] = json!(name);
        let refused = app.applicant().post("/v1/poles", &body).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/name invisible_character"], "{name:?}");
        let patch = json!({ "name": name });
        let refused = app.applicant().patch(made.header("location"), &patch, "*").await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert_eq!(faults, ["/name invisible_character"], "{name:?}");
    }
    let refused = app.anonymous().get("/v1/poles?q=%20").await;
    assert_eq!(
        refused.expect_problem(400, "malformed-parameter").faults(),
        ["/q min_length", "/q pattern"]
    );
    let patch = json!({"a/b\u{0}": null});
    let refused = app.applicant().patch(made.header("location"), &patch, "*").await;
    let refused = refused.expect_problem(422, "invalid-body");
    assert_eq!(refused.faults(), ["/a~1b\u{fffd} unknown_property"]);
}

async fn instants_and_dates_stay_in_the_calendar(app: TestApp) {
    for second in ["2027-06-30T23:59:60Z", "2027-06-30T23:59:60.5Z", "2027-06-30T12:00:60"] {
        let mut body = call();
        body["opens_at"] = json!(second);
        body["closes_at"] = json!("2027-07-30T12:00+02:00");
        let refused = app.official().post("/v1/calls", &body).await;
        let faults = refused.expect_problem(422, "invalid-body").faults();
        assert!(faults[0].starts_with("/opens_at "), "{faults:?}");
    }
    let mut body = call();
    body["closes_at"] = json!("2027-07-30T12:00+02:00");
    let made = app.official().post("/v1/calls", &body).await.expect(201);
    assert_eq!(made.body["closes_at"], "2027-07-30T10:00:00Z");

    let mut judged = pole();
    judged["recognition"] = json!({"recognised_on": "2199-12-31"});
    judged["activity_plan"]["until"] = json!("2200-12-31");
    let body = json!({"pole": judged, "as_of": "2200-12-31"});
    let report = app.anonymous().post("/v1/compliance/evaluations", &body).await.expect(200);
    let its = report.body["rules"].as_array().unwrap().iter().find(|one| one["rule"] == "min_its");
    assert_eq!(its.unwrap()["binding_from"], "2202-12-31");
}

async fn several_field_lines_are_one_list(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    let headers = [("if-match", "\"7\""), ("if-match", made.etag())];
    let edit = Some(json!({"name": "Nuovo"}).to_string().into_bytes());
    let mut all = vec![("content-type", "application/merge-patch+json")];
    all.extend(headers);
    app.applicant().send_raw(Method::PATCH, path, edit, &all).await.expect(200);
    let spoken = [("accept-language", "en;q=0, *")];
    let none = app.anonymous().send(Method::GET, "/v1/nulla", None, &spoken).await;
    assert_eq!(none.header("content-language"), "it");
}

async fn a_stalled_body_times_out(app: TestApp) {
    let app = super::conventions::limited(&app, 100, 100).await;
    let token = app.keys.token(&ptp_tests::applicant(&app.clock)).unwrap();
    let address = app.base().trim_start_matches("http://").to_owned();
    let answer = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "POST /v1/poles HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok();
        answer
    });
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("request-timeout"), "{answer}");
}
