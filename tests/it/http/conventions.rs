//! HTTP conventions: limits, negotiation, compression, CORS, problem pages.

use std::num::NonZeroU32;
use std::time::Duration;

use chrono::TimeDelta;
use ptp_api::catalogue::PROBLEM_TYPES;
use ptp_api::{LimitSettings, Settings};
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::pole;
use reqwest::Method;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    a_client_over_its_limit_is_told_when_to_retry,
    responses_require_that_json_is_accepted,
    oversized_requests_are_refused_at_once,
    compressed_representations_have_their_own_tag,
    pages_of_configured_origins_may_call,
    each_type_of_problem_has_a_page,
    json_is_parsed_strictly,
);

pub(super) async fn limited(app: &TestApp, with_token: u32, anonymous: u32) -> TestApp {
    let limits = LimitSettings {
        with_token: NonZeroU32::new(with_token).unwrap(),
        anonymous: NonZeroU32::new(anonymous).unwrap(),
        address_header: Some("x-forwarded-for".to_owned()),
        body_within: Duration::from_millis(300),
    };
    let settings = Settings {
        limits,
        origins: vec!["https://portale.example.it".to_owned()],
        ..Settings::default()
    };
    TestApp::on(app.store.kind()).clock(app.clock.clone()).settings(settings).start().await
}

async fn a_client_over_its_limit_is_told_when_to_retry(app: TestApp) {
    let app = limited(&app, 3, 2).await;
    for left in ["2", "1", "0"] {
        let answer = app.official().get("/v1/areas").await.expect(200);
        assert_eq!(answer.header("x-ratelimit-limit"), "3");
        assert_eq!(answer.header("x-ratelimit-remaining"), left);
    }
    let refused = app.official().get("/v1/areas").await.expect_problem(429, "too-many-requests");
    assert_eq!(refused.header("x-ratelimit-remaining"), "0");
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    // Other clients are not affected; requests with rejected tokens count for their address.
    let me = app.applicant().get("/v1/me").await.expect(200);
    assert_eq!(me.body["rate_limit"], json!({"limit": 3, "remaining": 2, "reset": 20}));
    let from = |address: &'static str| [("x-forwarded-for", address)];
    let anonymous = app.anonymous();
    let ask =
        async |address| anonymous.send(Method::GET, "/v1/areas", None, &from(address)).await.status;
    assert_eq!(ask("192.0.2.1").await, 200);
    assert_eq!(ask("198.51.100.7, 192.0.2.1").await, 200);
    assert_eq!(ask("192.0.2.1").await, 429);
    // An IPv6 subscriber has a whole network; a proxy may append the port.
    assert_eq!(ask("2001:db8::1").await, 200);
    assert_eq!(ask("[2001:db8::2]:4711").await, 200);
    assert_eq!(ask("2001:db8::3").await, 429);
    assert_eq!(ask("192.0.2.1:4711").await, 429);
    let stranger = app.with_token("no".to_owned());
    let refused = stranger.send(Method::GET, "/v1/areas", None, &from("192.0.2.1")).await;
    refused.expect_problem(429, "too-many-requests");
    app.clock.advance(TimeDelta::seconds(wait));
    app.official().get("/v1/areas").await.expect(200);
}

async fn responses_require_that_json_is_accepted(app: TestApp) {
    let ask = async |accept: &str| {
        app.anonymous().send(Method::GET, "/v1/areas", None, &[("accept", accept)]).await
    };
    for accept in ["*/*", "application/*", "text/html, application/json;q=0.1", "application/json"]
    {
        ask(accept).await.expect(200);
    }
    for accept in
        ["text/html", "application/xml", "application/json;q=0, application/problem+json;q=0, */*"]
    {
        let refused = ask(accept).await;
        assert!(refused.status == 406 || accept.ends_with("*/*"), "{accept}: {}", refused.status);
    }
    ask("application/xml").await.expect_problem(406, "not-acceptable");
}

async fn oversized_requests_are_refused_at_once(app: TestApp) {
    let long = format!("/v1/poles?q={}", "a".repeat(9_000));
    app.anonymous().get(&long).await.expect_problem(414, "uri-too-long");
    let header = "a".repeat(40_000);
    let headers = [("x-trace", header.as_str())];
    let large = app.anonymous().send(Method::GET, "/v1/areas", None, &headers).await;
    large.expect_problem(431, "headers-too-large");
    let tag = format!("\"{}\"", "0".repeat(1_000));
    let headers = [("if-none-match", tag.as_str())];
    let tags = app.anonymous().send(Method::GET, "/v1/areas", None, &headers).await;
    let tags = tags.expect_problem(400, "malformed-parameter");
    assert_eq!(tags.faults(), ["/If-None-Match header"]);
}

async fn compressed_representations_have_their_own_tag(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let path = made.header("location");
    let ask = async |headers: &[(&str, &str)]| {
        app.applicant().send(Method::GET, path, None, headers).await
    };
    let plain = ask(&[]).await.expect(200);
    let gzip = ask(&[("accept-encoding", "gzip")]).await;
    assert_eq!((gzip.status.as_u16(), gzip.header("content-encoding")), (200, "gzip"));
    assert_ne!(gzip.etag(), plain.etag());
    let known = [("accept-encoding", "gzip"), ("if-none-match", gzip.etag())];
    ask(&known).await.expect(304);
    let edits = json!({"name": "Nuovo"});
    let headers = [("accept-encoding", "gzip")];
    let cached = app.anonymous().send(Method::GET, "/v1/areas", None, &headers).await.expect(200);
    assert_eq!(cached.header("content-encoding"), "gzip");
    assert!(cached.header("vary").contains("Accept-Encoding"), "{}", cached.header("vary"));
    let changed = app.applicant().patch(path, &edits, gzip.etag()).await.expect(200);
    assert_eq!(changed.body["version"], 2, "If-Match compares versions only");
}

async fn pages_of_configured_origins_may_call(app: TestApp) {
    let app = limited(&app, 100, 100).await;
    let preflight = async |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "PATCH"),
            ("access-control-request-headers", "authorization, if-match, content-type"),
        ];
        app.anonymous().send(Method::OPTIONS, "/v1/poles", None, &headers).await
    };
    let granted = preflight("https://portale.example.it").await;
    assert!(granted.status.is_success());
    assert_eq!(granted.header("access-control-allow-origin"), "https://portale.example.it");
    let refused = preflight("https://altrove.example.com").await.expect(204);
    assert_eq!(refused.header("access-control-allow-origin"), "");
    assert_eq!(refused.header("vary"), "Origin");
    let headers = [("origin", "https://portale.example.it")];
    let read = app.anonymous().send(Method::GET, "/v1/areas", None, &headers).await.expect(200);
    assert_eq!(read.header("access-control-allow-origin"), "https://portale.example.it");
    let exposed = read.header("access-control-expose-headers").to_lowercase();
    for header in ["accept-patch", "etag", "location", "retry-after", "www-authenticate"] {
        assert!(exposed.contains(header), "{header}");
    }
    // Browsers get a readable page of the problem too.
    for path in ["/v1/me", "/v1/nulla", "/v1/poles?limit=0"] {
        let refused = app.anonymous().send(Method::GET, path, None, &headers).await;
        assert!(refused.status.is_client_error());
        let granted = refused.header("access-control-allow-origin");
        assert_eq!(granted, "https://portale.example.it", "{path}");
    }
}

async fn each_type_of_problem_has_a_page(app: TestApp) {
    let browser = [("accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    for kind in PROBLEM_TYPES {
        let path = format!("/problems/{}", kind.slug());
        let told = app.anonymous().get(&path).await.expect(200);
        assert_eq!(told.body["status"], kind.status().as_u16());
        assert_eq!(told.body["title"], kind.title().it.as_ref());
        let page = app.anonymous().send(Method::GET, &path, None, &browser).await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.text.contains(kind.title().it.as_ref()));
    }
    let all = app.anonymous().get("/problems").await.expect(200);
    assert_eq!(all.body["items"].as_array().unwrap().len(), PROBLEM_TYPES.len());
    app.anonymous().get("/problems/none").await.expect_problem(404, "no-such-path");
}

async fn json_is_parsed_strictly(app: TestApp) {
    let post = async |text: &str| {
        app.applicant().send_raw(Method::POST, "/v1/poles", Some(text.into()), &[]).await
    };
    let whole = r#""area":"culture","province":"MI"}"#;
    let twice = post(&format!(r#"{{"name":"a","name":"b",{whole}"#)).await;
    let twice = twice.expect_problem(400, "malformed-json");
    assert!(twice.body["detail"].as_str().unwrap().contains("due volte"));
    let empty = post("").await.expect_problem(400, "malformed-json");
    assert!(empty.body["detail"].as_str().unwrap().contains("vuoto"));
    let deep = post(&"[".repeat(5_000)).await.expect_problem(400, "malformed-json");
    assert!(deep.body["detail"].as_str().unwrap().contains("Troppi"));
    let marked = post(&format!("\u{feff}{{\"name\":\"a\",{whole}")).await;
    marked.expect(201);
}
