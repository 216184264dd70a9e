//! Rules for the contract that linters do not check.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::{operations, resolved};

fn document() -> Value {
    ptp_api::contract::whole().expect("the contract")
}

#[test]
fn the_preamble_names_owner_and_licence() {
    let document = document();
    let info = &document["info"];
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")));
    let version: Vec<_> = info["version"].as_str().expect("a version").split('.').collect();
    assert!(version.len() == 3 && version.iter().all(|part| part.parse::<u32>().is_ok()));
    for text in ["title", "description", "summary", "x-summary", "termsOfService"] {
        assert!(info[text].as_str().is_some_and(|text| !text.is_empty()), "{text}");
    }
    for text in ["name", "url", "email"] {
        assert!(info["contact"][text].is_string(), "{text}");
    }
    assert_eq!(info["license"]["name"], "EUPL-1.2");
    // Must never change: catalogues identify the API by it.
    assert_eq!(info["x-api-id"], "3f0a1d52-8f5e-4c1b-9a53-6f1f6c0b7e21");
    let servers = document["servers"].as_array().expect("servers");
    for server in servers {
        let url = server["url"].as_str().expect("an address");
        assert!(url.ends_with("/v1") && server["description"].is_string(), "{url}");
        let local = url.starts_with("http://127.0.0.1:");
        assert!(url.starts_with("https://") || local && server["x-sandbox"] == true, "{url}");
    }
    assert!(servers.len() >= 3);
}

fn is_made_of(word: &str, joint: char) -> bool {
    let letters = |part: &str| {
        !part.is_empty() && part.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    word.split(joint).all(letters)
}

#[test]
fn names_follow_their_conventions() {
    let document = document();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for segment in path.trim_start_matches('/').split('/') {
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => assert!(is_made_of(name, '_'), "{path}"),
                None => assert!(is_made_of(segment, '-'), "{path}"),
            }
        }
        for operation in item.as_object().expect("operations").values() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let parameter = resolved(&document, parameter);
                let name = parameter["name"].as_str().expect("a name");
                match parameter["in"].as_str() {
                    Some("header") => {
                        let kept = ["authorization", "accept", "content-type"];
                        assert!(!kept.contains(&name.to_lowercase().as_str()), "{path}: {name}");
                    }
                    _ => assert!(is_made_of(name, '_'), "{path}: {name}"),
                }
            }
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        for property in schema["properties"].as_object().into_iter().flatten() {
            assert!(is_made_of(property.0, '_'), "{name}: {}", property.0);
        }
    }
}

/// The names of an operation's error responses.
fn refusals(operation: &Value) -> BTreeSet<&str> {
    let answers = operation["responses"].as_object().expect("answers").keys();
    answers.map(String::as_str).filter(|status| *status >= "400").collect()
}

#[test]
fn possible_errors_are_documented() {
    let document = document();
    for (name, operation) in operations(&document) {
        let (method, path) = name.split_once(' ').expect("a method and a path");
        let refusals = refusals(operation);
        let open =
            operation["security"].as_array().expect("security").contains(&serde_json::json!({}));
        let mut due = vec!["400", "401", "406", "414", "429", "431", "500", "503"];
        let body = operation.get("requestBody").is_some();
        let created = operation["responses"].get("201").is_some();
        let step = method == "post" && !created && path.contains('{');
        if path.contains('{') {
            due.push("404");
        }
        if body {
            due.extend(["408", "413", "415", "422"]);
        }
        if ["patch", "put", "delete"].contains(&method) || step {
            due.extend(["409", "412", "428"]);
        }
        if created {
            due.push("409");
        }
        for status in due {
            assert!(refusals.contains(status), "{name}: {status}");
        }
        assert!(!(open && refusals.contains("403")), "{name}: open to all, but documents 403");
    }
}

#[test]
fn responses_document_their_headers() {
    let document = document();
    for (name, operation) in operations(&document) {
        for (status, answer) in operation["responses"].as_object().expect("answers") {
            let answer = resolved(&document, answer);
            let mut due = vec![
                "Cache-Control",
                "X-Correlation-ID",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset",
            ];
            match status.as_str() {
                "201" => due.extend(["Location", "ETag"]),
                "304" => due.push("ETag"),
                "401" => due.push("WWW-Authenticate"),
                "429" | "503" => due.push("Retry-After"),
                _ => {}
            }
            // A response to a conditional request has a tag, and so has one after a change.
            let tagged = operation["responses"].get("304").is_some();
            let changed = operation["responses"].get("412").is_some();
            if status == "200" && (tagged || changed) {
                due.push("ETag");
            }
            for header in due {
                let header_of = &answer["headers"][header];
                let header_of = resolved(&document, header_of);
                assert!(header_of["schema"].is_object(), "{name} {status}: {header}");
                assert!(header_of["description"].is_string(), "{name} {status}: {header}");
            }
        }
    }
}
