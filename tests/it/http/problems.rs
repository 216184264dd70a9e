//! Problems: every type that can be provoked, in both languages; methods; trace ids.

use std::collections::BTreeSet;

use ptp_tests::fixtures::json::{call, newcomer, pole};
use ptp_tests::{Caller, TestApp};
use reqwest::Method;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    each_problem_type_is_explained_in_both_languages,
    a_wrong_method_lists_the_right_ones,
    head_is_get_without_a_body,
    the_caller_s_trace_is_honoured,
);

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
const MERGE_PATCH: (&str, &str) = ("content-type", "application/merge-patch+json");

/// A request, and the problem it results in.
struct Case<'a> {
    problem: (u16, &'a str, &'a str, &'a str),
    caller: Caller<'a>,
    request: (Method, &'a str),
    body: Option<Vec<u8>>,
    headers: Vec<(&'a str, &'a str)>,
}

#[expect(clippy::too_many_lines, reason = "a table with one row per problem type")]
async fn each_problem_type_is_explained_in_both_languages(app: TestApp) {
    let made = app.applicant().post("/v1/poles", &pole()).await.expect(201);
    let own = format!("/v1/poles/{}", made.id());
    app.applicant().patch(&own, &json!({"name": "Nuovo"}), "*").await.expect(200);
    let members = format!("{own}/members");
    let mut taken = newcomer();
    taken["id"] = made.body["members"][0]["id"].clone();
    let draft = app.official().post("/v1/calls", &call()).await.expect(201);
    let publication = format!("{}/publication", draft.header("location"));
    app.official().post_seen(&publication, &json!({}), "*").await.expect(200);
    let key = [("idempotency-key", "uno")];
    app.applicant().send(Method::POST, "/v1/poles", Some(&pole()), &key).await.expect(201);

    let nobody = format!("/v1/poles/{NOBODY}");
    let (get, post, change) = (Method::GET, Method::POST, Method::PATCH);
    let text = |body: serde_json::Value| Some(body.to_string().into_bytes());
    let applicant = || app.applicant();
    let case = |problem, caller, request, body, headers: &[(&'static str, &'static str)]| Case {
        problem,
        caller,
        request,
        body,
        headers: headers.to_vec(),
    };
    let cases = [
        case(
            (401, "unauthenticated", "Token mancante", "Token missing"),
            app.anonymous(),
            (post.clone(), "/v1/poles"),
            text(pole()),
            &[],
        ),
        case(
            (401, "invalid-token", "Token rifiutato", "Token refused"),
            app.with_token("no".to_owned()),
            (get.clone(), "/v1/areas"),
            None,
            &[],
        ),
        case(
            (403, "forbidden", "Operazione non permessa", "Not allowed"),
            applicant(),
            (post.clone(), "/v1/calls"),
            text(call()),
            &[],
        ),
        case(
            (404, "not-found", "Non trovato", "Not found"),
            applicant(),
            (get.clone(), &nobody),
            None,
            &[],
        ),
        case(
            (404, "no-such-path", "Percorso inesistente", "No such path"),
            applicant(),
            (get.clone(), "/v1/nulla"),
            None,
            &[],
        ),
        case(
            (404, "no-such-path", "Percorso inesistente", "No such path"),
            applicant(),
            (get.clone(), "/nulla"),
            None,
            &[],
        ),
        case(
            (405, "method-not-allowed", "Metodo non ammesso", "Method not allowed"),
            applicant(),
            (Method::PUT, "/v1/poles"),
            None,
            &[],
        ),
        case(
            (400, "malformed-json", "JSON malformato", "Malformed JSON"),
            applicant(),
            (post.clone(), "/v1/poles"),
            Some(b"{".to_vec()),
            &[],
        ),
        case(
            (400, "malformed-parameter", "Parametri non validi", "Malformed parameters"),
            applicant(),
            (get, "/v1/poles?limit=0"),
            None,
            &[],
        ),
        case(
            (413, "too-large", "Richiesta troppo grande", "Request too large"),
            applicant(),
            (post.clone(), "/v1/poles"),
            Some(vec![b' '; 2_000_000]),
            &[],
        ),
        case(
            (
                415,
                "unsupported-media-type",
                "Tipo di contenuto non ammesso",
                "Unsupported media type",
            ),
            applicant(),
            (post.clone(), "/v1/poles"),
            text(pole()),
            &[("content-type", "text/plain")],
        ),
        case(
            (422, "invalid-body", "Contenuto non accettabile", "Unacceptable content"),
            applicant(),
            (post.clone(), "/v1/poles"),
            text(json!({})),
            &[],
        ),
        case(
            (409, "wrong-state", "Stato non compatibile", "Wrong state"),
            app.official(),
            (post.clone(), &publication),
            text(json!({})),
            &[("if-match", "*")],
        ),
        case(
            (412, "stale", "Modificato nel frattempo", "Changed in the meantime"),
            applicant(),
            (change.clone(), &own),
            text(json!({})),
            &[MERGE_PATCH, ("if-match", "\"1\"")],
        ),
        case(
            (428, "precondition-required", "Manca If-Match", "If-Match missing"),
            applicant(),
            (change, &own),
            text(json!({})),
            &[MERGE_PATCH],
        ),
        case(
            (409, "already-exists", "Esiste già", "Already exists"),
            applicant(),
            (post.clone(), &members),
            text(taken),
            &[],
        ),
        case(
            (
                422,
                "idempotency-key-reused",
                "Idempotency-Key già usata",
                "Idempotency-Key used before",
            ),
            applicant(),
            (post, "/v1/poles"),
            text(json!({"name": "x", "area": "culture", "province": "MI"})),
            &[("idempotency-key", "uno")],
        ),
    ];
    for Case { problem: (status, slug, it, en), caller, request: (method, path), body, headers } in
        cases
    {
        let mut details = BTreeSet::new();
        for (accepted, language, title) in [(None, "it", it), (Some("en-GB, it;q=0.5"), "en", en)] {
            let mut headers = headers.clone();
            headers.extend(accepted.map(|accepted| ("accept-language", accepted)));
            let answer = caller.send_raw(method.clone(), path, body.clone(), &headers).await;
            let answer = answer.expect_problem(status, slug);
            let problem = &answer.body;
            assert_eq!(problem["title"], title);
            assert_eq!(problem["status"], status);
            assert_eq!(problem["instance"], path.split('?').next().unwrap());
            assert_eq!(problem["trace_id"], answer.header("x-correlation-id"));
            assert_eq!(answer.header("content-language"), language);
            assert_eq!(answer.header("cache-control"), "no-store");
            details.insert(problem["detail"].as_str().unwrap().to_owned());
        }
        assert_eq!(details.len(), 2, "{slug}: {details:?}");
    }
}

async fn a_wrong_method_lists_the_right_ones(app: TestApp) {
    let contract = ptp_api::contract::whole().unwrap();
    for (template, operations) in contract["paths"].as_object().unwrap() {
        let mut allowed: BTreeSet<_> =
            operations.as_object().unwrap().keys().map(|name| name.to_uppercase()).collect();
        if allowed.contains("GET") {
            allowed.insert("HEAD".to_owned());
        }
        allowed.insert("OPTIONS".to_owned());
        let path = format!("/v1{}", template.replace(['{', '}'], ""));
        for name in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            if allowed.contains(name) && name != "OPTIONS" {
                continue;
            }
            let method = Method::from_bytes(name.as_bytes()).unwrap();
            let answer = app.anonymous().send(method, &path, None, &[]).await;
            let answer = if name == "OPTIONS" {
                answer.expect(204)
            } else {
                answer.expect_problem(405, "method-not-allowed")
            };
            let told = answer.header("allow").split(", ").map(ToOwned::to_owned);
            assert_eq!(told.collect::<BTreeSet<_>>(), allowed, "{name} {path}");
        }
    }
}

async fn head_is_get_without_a_body(app: TestApp) {
    let nobody = format!("/v1/poles/{NOBODY}");
    for path in ["/v1/areas", "/v1/programme", "/v1/poles", "/v1/status", "/livez", &nobody] {
        let get = app.anonymous().get(path).await;
        let head = app.anonymous().send(Method::HEAD, path, None, &[]).await;
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        for name in ["content-type", "content-length", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
        assert!(!get.text.is_empty(), "{path}");
    }
}

async fn the_caller_s_trace_is_honoured(app: TestApp) {
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let asked = async |traceparent: &str| {
        let headers = [("traceparent", traceparent)];
        app.anonymous().send(Method::GET, "/v1/nulla", None, &headers).await
    };
    let answer = asked(&format!("00-{trace}-00f067aa0ba902b7-01")).await;
    assert_eq!(answer.header("x-correlation-id"), trace);
    assert_eq!(answer.body["trace_id"], trace);
    let zeros = format!("00-{}-00f067aa0ba902b7-01", "0".repeat(32));
    for wrong in ["", "nonsense", &zeros, "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]
    {
        let own = asked(wrong).await;
        let own = own.header("x-correlation-id");
        assert!(own.len() == 32 && own != trace && own != "0".repeat(32), "{wrong}: {own}");
    }
}
