//! Pages for people: what the service is, the guide, the types of problems, the receipt.

use std::collections::BTreeSet;

use ptp_api::catalogue::PROBLEM_TYPES;
use ptp_api::{Notices, Settings};
use ptp_tests::fixtures::json::pole;
use ptp_tests::{Answer, TestApp};
use reqwest::Method;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    pages_are_in_both_languages,
    pages_are_well_formed_and_without_scripts,
    no_frame_shows_a_page,
    a_page_that_is_known_is_not_sent_again,
    what_a_page_links_to_answers,
    the_page_links_to_what_the_operator_publishes,
    the_demo_says_that_it_is_one,
    each_type_of_problem_has_an_example_and_its_codes,
    programs_get_the_types_of_problems_as_json,
);

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Every page, with whether it is in both languages.
fn pages() -> Vec<(String, bool)> {
    let of_problems = PROBLEM_TYPES.iter().map(|kind| (format!("/problems/{}", kind.slug()), true));
    let others = [("/", true), ("/problems", true), ("/guide", false)];
    others.into_iter().map(|(path, both)| (path.to_owned(), both)).chain(of_problems).collect()
}

async fn page_in(app: &TestApp, path: &str, language: &str) -> Answer {
    let headers = [("accept", BROWSER), ("accept-language", language)];
    let page = app.anonymous().send(Method::GET, path, None, &headers).await.expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
    page
}

async fn pages_are_in_both_languages(app: TestApp) {
    for (path, in_both) in pages() {
        let (italian, english) =
            (page_in(&app, &path, "it").await, page_in(&app, &path, "en").await);
        for (page, language) in [(&italian, if in_both { "it" } else { "en" }), (&english, "en")] {
            assert_eq!(page.header("content-language"), language, "{path}");
            assert!(page.text.contains(&format!("<html lang=\"{language}\">")), "{path}");
        }
        assert_eq!(italian.text != english.text, in_both, "{path}");
        assert_eq!(italian.header("vary").contains("Accept-Language"), in_both, "{path}");
    }
    assert!(page_in(&app, "/", "fr").await.text.contains("lang=\"it\""), "Italian by default");
}

/// The elements of a page, opened and closed in order.
fn faults_of(html: &str) -> Vec<String> {
    const VOID: [&str; 3] = ["meta", "br", "!DOCTYPE"];
    let (mut open, mut faults) = (Vec::new(), Vec::new());
    for piece in html.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else {
            faults.push(format!("<{piece}"));
            continue;
        };
        if text.contains('>') {
            faults.push(format!("a > in {text}"));
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                faults.push(format!("</{name}>"));
            }
        } else {
            let name = tag.split([' ', '\n']).next().unwrap();
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
    }
    faults.extend(open.into_iter().map(ToOwned::to_owned));
    faults
}

async fn pages_are_well_formed_and_without_scripts(app: TestApp) {
    for (path, _) in pages() {
        for language in ["it", "en"] {
            let html = page_in(&app, &path, language).await.text;
            assert!(html.starts_with("<!DOCTYPE html>"), "{path}");
            assert_eq!(faults_of(&html), [""; 0], "{path}");
            for forbidden in ["<script", " style=", " onclick", "javascript:", "{{", "<h4"] {
                assert!(!html.contains(forbidden), "{path} has {forbidden}");
            }
            assert_eq!(html.matches("<h1>").count(), 1, "{path}");
            assert_eq!(html.matches("<main>").count(), 1, "{path}");
        }
    }
}

async fn no_frame_shows_a_page(app: TestApp) {
    let mut answers = Vec::new();
    for (path, _) in pages() {
        answers.push((path.clone(), page_in(&app, &path, "it").await));
    }
    for path in ["/swagger-ui/", "/v1/areas", "/readyz", "/nowhere", "/openapi.json"] {
        answers.push((path.to_owned(), app.anonymous().get(path).await));
    }
    for (path, answer) in answers {
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        if path != "/swagger-ui/" {
            assert!(!policy.contains("unsafe") && !policy.contains("script"), "{path}: {policy}");
        }
    }
}

async fn a_page_that_is_known_is_not_sent_again(app: TestApp) {
    for (path, _) in pages() {
        let page = page_in(&app, &path, "en").await;
        assert_eq!(page.header("cache-control"), "public, max-age=3600", "{path}");
        let again =
            [("accept", BROWSER), ("accept-language", "en"), ("if-none-match", page.etag())];
        let known = app.anonymous().send(Method::GET, &path, None, &again).await.expect(304);
        assert_eq!((known.etag(), known.text.as_str()), (page.etag(), ""), "{path}");
        let head = app.anonymous().send(Method::HEAD, &path, None, &again[..2]).await.expect(200);
        assert_eq!((head.etag(), head.text.as_str()), (page.etag(), ""), "{path}");
        let italian =
            [("accept", BROWSER), ("accept-language", "it"), ("if-none-match", page.etag())];
        let other = app.anonymous().send(Method::GET, &path, None, &italian).await;
        assert_eq!(other.status.as_u16(), if path == "/guide" { 304 } else { 200 }, "{path}");
    }
    let refused =
        app.anonymous().post("/", &json!({})).await.expect_problem(405, "method-not-allowed");
    assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS");
}

/// The addresses that a page links to.
fn links(html: &str) -> BTreeSet<&str> {
    html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

async fn what_a_page_links_to_answers(app: TestApp) {
    let demo = TestApp::on(app.store.kind()).seeded().sandbox().start().await;
    let mut seen = BTreeSet::new();
    for (path, _) in pages() {
        let html = page_in(&demo, &path, "it").await.text;
        for link in links(&html) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            if target.is_empty() {
                assert!(html.contains(&format!("id=\"{anchor}\"")), "{path}: {link}");
            } else if target.starts_with('/') && seen.insert(target.to_owned()) {
                demo.anonymous().get(target).await.expect(200);
            }
        }
    }
    let demo_links = page_in(&demo, "/", "en").await.text;
    let document = demo.anonymous().get("/openapi.json").await.expect(200).text;
    let operations = links(&demo_links).into_iter().filter_map(|link| link.split_once("/#/"));
    let mut count = 0;
    for (_, operation) in operations {
        let (tag, id) = operation.split_once('/').unwrap();
        assert!(document.contains(&format!("\"operationId\":\"{id}\"")), "{id}");
        assert!(document.contains(&format!("\"tags\":[\"{tag}\"]")), "{tag}");
        count += 1;
    }
    assert_eq!(count, 8, "eight steps");
    for target in
        ["/swagger-ui/", "/openapi.json", "/openapi.yaml", "/guide", "/problems", "/readyz"]
    {
        assert!(seen.contains(target), "/ does not link to {target}");
    }
    let header = page_in(&demo, "/", "it").await;
    assert!(header.header("link").contains("rel=\"service-doc\""));
}

async fn the_page_links_to_what_the_operator_publishes(app: TestApp) {
    let none = page_in(&app, "/", "it").await.text;
    assert!(
        !none.contains("privacy") && !none.contains("Informazioni legali"),
        "no address, no link"
    );
    let notices = Notices {
        privacy: Some("https://example.org/privacy?a=1&b=\"".to_owned()),
        legal: None,
        accessibility: Some("https://form.example.org/1".to_owned()),
    };
    let settings = Settings { notices, ..Settings::default() };
    let app = app.replica().settings(settings).start().await;
    let page = page_in(&app, "/", "it").await.text;
    assert!(page.contains(
        "<a href=\"https://example.org/privacy?a=1&amp;b=&quot;\">Informativa sulla privacy</a>"
    ));
    assert!(
        page.contains("<a href=\"https://form.example.org/1\">Dichiarazione di accessibilità</a>")
    );
    assert!(!page.contains("Note legali"));
    assert!(page_in(&app, "/", "en").await.text.contains(">Accessibility statement</a>"));
}

async fn the_demo_says_that_it_is_one(app: TestApp) {
    let served = page_in(&app, "/", "en").await.text;
    assert!(!served.contains("demo") && !served.contains("Log in as"), "{served}");
    let demo = TestApp::on(app.store.kind()).sandbox().start().await;
    for (language, said) in [("it", "sono inventati"), ("en", "are made up")] {
        let page = page_in(&demo, "/", language).await.text;
        for text in [said, "Log in as its applicant", "Log in as official", "privacy"] {
            assert!(page.contains(text), "{text}");
        }
    }
}

async fn each_type_of_problem_has_an_example_and_its_codes(app: TestApp) {
    for kind in PROBLEM_TYPES {
        let path = format!("/problems/{}", kind.slug());
        for (language, title) in [("it", &kind.title().it), ("en", &kind.title().en)] {
            let page = page_in(&app, &path, language).await.text;
            assert!(page.contains(&format!("<h1>{title}</h1>")), "{path}");
            assert!(page.contains(&format!("HTTP/1.1 {}", kind.status())), "{path}");
            let example = page.split("\n\n{").nth(1).unwrap().split("</code>").next().unwrap();
            let example = format!("{{{example}").replace("&quot;", "\"");
            let example = example.replace("&lt;", "<").replace("&gt;", ">");
            let example: serde_json::Value = serde_json::from_str(&example).unwrap();
            assert_eq!(example["type"], path.as_str());
            assert_eq!(example["title"], title.as_ref(), "{path}");
        }
    }
    // A code that is said stands on the page of the type that says it.
    let is_on = async |answer: Answer, code: &str| {
        let path = answer.body["type"].as_str().unwrap().to_owned();
        let page = page_in(&app, &path, "en").await.text;
        assert!(answer.text.contains(&format!("\"{code}\"")), "{}", answer.text);
        assert!(page.contains(&format!("<td><code>{code}</code></td>")), "{path}: {code}");
    };
    is_on(app.anonymous().get("/v1/poles?colour=red").await, "unknown_property").await;
    is_on(app.anonymous().get("/v1/poles?cursor=AAAA").await, "cursor").await;
    is_on(app.official().post("/v1/calls", &json!({"colour": 1})).await, "unknown_property").await;
    let mut twice = pole();
    twice["members"][1] = twice["members"][0].clone();
    is_on(app.applicant().post("/v1/poles", &twice).await, "duplicate_member").await;
    let index = page_in(&app, "/problems", "it").await.text;
    assert_eq!(links(&index).len(), PROBLEM_TYPES.len() + 1, "all, and /");
}

async fn programs_get_the_types_of_problems_as_json(app: TestApp) {
    for accept in
        ["application/json", "*/*", "application/json, text/html", "application/problem+json"]
    {
        let headers = [("accept", accept)];
        for path in ["/problems", "/problems/stale"] {
            let told = app.anonymous().send(Method::GET, path, None, &headers).await.expect(200);
            assert_eq!(told.header("content-type"), "application/json", "{accept} {path}");
        }
    }
    let html = [("accept", "text/html")];
    for path in ["/problems/none", "/problems/stale/more", "/guide/more"] {
        let unknown = app.anonymous().send(Method::GET, path, None, &html).await;
        unknown.expect_problem(404, "no-such-path");
    }
}
