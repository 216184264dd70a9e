//! The layers together, around handlers of their own.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use actix_web::web::{self, Data};
use actix_web::{App, HttpResponse};
use ptp_auth::signing::SigningKey;
use ptp_auth::{IssuerSettings, KeySource, Verifier};
use ptp_clock::Clock;
use serde_json::{Value, json};

use super::{bounds, deadline, head, headers, limit, problems, trace};
use crate::contract::{Contract, Source, Validators};
use crate::limits::{LimitSettings, Limits, charge};
use crate::state::HttpState;

async fn state() -> Data<HttpState> {
    let document = json!({"paths": {}, "components": {"schemas": {}}});
    let validators = Arc::new(Validators::new(&document, &[]).unwrap());
    let yaml = "paths: {}\n".to_owned();
    let (base, outside, digest) = ("/v1", &[][..], "abc123".to_owned());
    let source = Source { served: &document, yaml, base, outside, digest };
    let clock = Clock::fixed("2027-01-20T10:00:00Z".parse().unwrap());
    let keys = KeySource::Set(SigningKey::generate().unwrap().jwks());
    let issuer = IssuerSettings::new("https://login.example.it", vec!["ptp".to_owned()], keys);
    Data::new(HttpState {
        contract: Arc::new(Contract::new(validators, source).unwrap()),
        verifier: Verifier::open(vec![issuer], clock.clone()).await.unwrap(),
        limits: Limits::new(LimitSettings::default(), clock.clone()).unwrap(),
        clock,
        body_within: Duration::from_secs(20),
    })
}

/// An application with all layers.
macro_rules! app {
    ($($path:literal: $handler:expr),+) => {
        init_service(
            App::new()
                .app_data(state().await)
                $(.route($path, web::get().to($handler)))+
                .wrap(from_fn(deadline))
                .wrap(from_fn(head))
                .wrap(from_fn(bounds))
                .wrap(from_fn(problems))
                .wrap(from_fn(limit))
                .wrap(from_fn(headers))
                .wrap(from_fn(trace)),
        )
        .await
    };
}

fn header(response: &ServiceResponse<impl MessageBody>, name: &str) -> String {
    response.headers().get(name).unwrap().to_str().unwrap().to_owned()
}

/// Time is paused: it passes as soon as everybody waits.
#[tokio::test(start_paused = true)]
async fn what_takes_too_long_is_answered_with_the_headers_that_all_answers_have() {
    async fn never() -> HttpResponse {
        pending().await
    }
    async fn at_once() -> HttpResponse {
        HttpResponse::Ok().json(json!({}))
    }
    let app = app!("/v1/never": never, "/v1/at-once": at_once);
    let request = |path| TestRequest::get().uri(path).insert_header(("accept-language", "en"));

    let usual = call_service(&app, request("/v1/at-once").to_request()).await;
    let late = call_service(&app, request("/v1/never").to_request()).await;
    assert_eq!(late.status(), 503);
    for (name, _) in usual.headers() {
        assert!(late.headers().contains_key(name), "{name} is missing");
    }
    assert_eq!(header(&late, "content-type"), "application/problem+json");
    assert_eq!(header(&late, "content-language"), "en");
    assert_eq!(header(&late, "retry-after"), "2");
    let trace_id = header(&late, "x-correlation-id");
    let problem: Value = read_body_json(late).await;
    assert_eq!(problem["type"], "/problems/unavailable");
    assert_eq!(problem["instance"], "/v1/never");
    assert_eq!(problem["trace_id"], trace_id);
}

#[tokio::test]
async fn work_counts_like_requests_and_never_below_nothing() {
    async fn heavy() -> HttpResponse {
        charge(100);
        HttpResponse::Ok().json(json!({}))
    }
    let app = app!("/v1/heavy": heavy);
    let mut left = Vec::new();
    for _ in 0..4 {
        let response = call_service(&app, TestRequest::get().uri("/v1/heavy").to_request()).await;
        left.push((response.status().as_u16(), header(&response, "x-ratelimit-remaining")));
    }
    let left: Vec<_> = left.iter().map(|(status, left)| (*status, left.as_str())).collect();
    assert_eq!(left, [(200, "199"), (200, "98"), (200, "0"), (429, "0")]);
}

#[tokio::test]
async fn a_tag_is_one_of_a_version_of_the_contract() {
    async fn tagged() -> HttpResponse {
        HttpResponse::Ok().insert_header(("etag", "\"3-full\"")).finish()
    }
    let app = app!("/v1/tagged": tagged, "/tagged": tagged);
    let tag = async |path: &str| {
        let response = call_service(&app, TestRequest::get().uri(path).to_request()).await;
        header(&response, "etag")
    };
    assert_eq!(tag("/v1/tagged").await, "\"3-full-abc123\"");
    assert_eq!(tag("/tagged").await, "\"3-full\"", "outside the contract");
}
