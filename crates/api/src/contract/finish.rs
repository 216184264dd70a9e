//! Additions to the contract that apply to every operation.

use std::collections::BTreeSet;

use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::contract::{Kind, REFERENCE};
use serde_json::{Map, Value, json};

use super::{examples, patch_schema, responses};
use crate::cases::caller::kind_of;

/// The constant identifier of the API (`x-api-id`).
const API_ID: &str = "3f0a1d52-8f5e-4c1b-9a53-6f1f6c0b7e21";

/// Operations whose successful responses depend on the caller's language.
const SPOKEN: [Action; 6] = [
    Action::ReadCompliance,
    Action::EvaluateNetwork,
    Action::SubmitApplication,
    Action::ListCallActions,
    Action::ListPoleActions,
    Action::ListApplicationActions,
];

/// Finishes a document; returns the names of the schemas that validate the results of patches.
pub(super) fn finished(mut document: Value) -> (Value, Vec<String>) {
    without_nulls(&mut document);
    tidy(&mut document);
    let patched = patch_schema::add(&mut document);
    document["info"] = info();
    document["servers"] = servers();
    document["tags"] = tags();
    let components = &mut document["components"];
    components["responses"] = responses::problems();
    components["headers"] = responses::headers();
    components["parameters"] = responses::parameters();
    components["securitySchemes"] = json!({"bearer": {
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "A JWT of an issuer that the service trusts, checked as RFC 8725 asks (JSON Web Token Best Current Practices [RFC8725]): the key chooses the algorithm (RS256, PS256, ES256, EdDSA); iss, aud, exp, nbf and sub are verified. The claim roles holds applicant, official or both; org is the tax code of the body that the caller acts for.",
    }});
    for (path, methods) in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in methods.as_object_mut().into_iter().flatten() {
            complete(path, operation);
        }
    }
    (document, patched)
}

fn complete(path: &str, operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let Ok(action) = Action::from_code(&id) else { return };
    let kind = kind_of(action);
    let has_path_parameters = path.contains('{');
    let has_body = operation.get("requestBody").is_some();

    let mut parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let mut shared = |name: &str| {
        parameters.push(json!({"$ref": format!("#/components/parameters/{name}")}));
    };
    if kind.needs_version() {
        shared("IfMatch");
    }
    if kind == Kind::Read {
        shared("IfNoneMatch");
    }
    if kind.takes_key() {
        shared("IdempotencyKey");
    }
    if SPOKEN.contains(&action) {
        shared("AcceptLanguage");
    }
    if !parameters.is_empty() {
        operation["parameters"] = json!(parameters);
    }
    if has_body {
        operation["requestBody"]["required"] = json!(true);
    }

    let open = grant(Role::Anyone, action) != Grant::Nothing;
    operation["security"] =
        if open { json!([{}, {"bearer": []}]) } else { json!([{"bearer": []}]) };

    succeed(operation, kind);
    let mut refusals = vec!["400", "401", "406", "429", "500", "503"];
    if grant(Role::Holder, action) == Grant::Nothing {
        refusals.push("403");
    }
    if has_path_parameters {
        refusals.push("404");
    }
    if kind.writes() {
        refusals.push("409");
    }
    if kind.needs_version() {
        refusals.extend(["412", "428"]);
    }
    if has_body {
        refusals.extend(["408", "413", "415", "422"]);
    }
    refusals.sort_unstable();
    for (name, status, _) in responses::PROBLEMS {
        if refusals.contains(&status) {
            operation["responses"][status] =
                json!({"$ref": format!("#/components/responses/{name}")});
        }
    }
    examples::add(operation, action);
}

/// What all successful responses have in common.
fn succeed(operation: &mut Value, kind: Kind) {
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        let mut headers = responses::shared_headers();
        if kind == Kind::Read || (kind.writes() && status != "204") {
            headers["ETag"] = responses::header("ETag");
        }
        if status == "201" {
            headers["Location"] = responses::header("Location");
        }
        if kind.takes_key() {
            headers["Idempotency-Replayed"] = responses::header("IdempotencyReplayed");
        }
        response["headers"] = headers;
    }
    if kind == Kind::Read {
        let mut headers = responses::shared_headers();
        headers["ETag"] = responses::header("ETag");
        operation["responses"]["304"] = json!({
            "description": "The caller has this representation already.",
            "headers": headers,
        });
    }
}

/// Removes null from schemas, where absent means not given: only patches accept null, and their
/// schemas are added later.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(kinds) = object.get("type").and_then(Value::as_array) {
                let kept: Vec<_> = kinds.iter().filter(|kind| *kind != "null").cloned().collect();
                if let [one] = kept.as_slice() {
                    object.insert("type".to_owned(), one.clone());
                }
            }
            if let Some(choices) = object.get("oneOf").and_then(Value::as_array) {
                let kept: Vec<_> =
                    choices.iter().filter(|choice| choice["type"] != "null").cloned().collect();
                if let [Value::Object(one)] = kept.as_slice() {
                    let one = one.clone();
                    object.shift_remove("oneOf");
                    for (name, inner) in one {
                        object.entry(name).or_insert(inner);
                    }
                }
            }
            object.iter_mut().for_each(|(_, inner)| without_nulls(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// Adds `x-enum-varnames` where a word, such as `-closes_at`, is not a valid identifier.
fn name_words(schema: &mut Map<String, Value>) {
    let words = schema.get("enum").and_then(Value::as_array);
    let names: Vec<_> = words
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|word| match word.strip_prefix('-') {
            Some(word) => format!("{word}_descending"),
            None => word.to_owned(),
        })
        .collect();
    if names.iter().any(|name| name.ends_with("_descending")) {
        schema.insert("x-enum-varnames".to_owned(), json!(names));
    }
}

/// Removes unreferenced schemas.
pub(super) fn pruned(mut document: Value) -> Value {
    let mut used = BTreeSet::new();
    for (name, part) in document.as_object().into_iter().flatten() {
        if name != "components" {
            refer(&document, part, &mut used);
        }
    }
    for kind in ["responses", "parameters", "headers"] {
        refer(&document, &document["components"][kind], &mut used);
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
    document
}

/// Collects the schemas referenced by a part of the document, transitively.
fn refer(document: &Value, part: &Value, used: &mut BTreeSet<String>) {
    match part {
        Value::Object(object) => {
            let name = object.get("$ref").and_then(Value::as_str);
            if let Some(name) = name.and_then(|name| name.strip_prefix(REFERENCE))
                && used.insert(name.to_owned())
            {
                refer(document, &document["components"]["schemas"][name], used);
            }
            object.values().for_each(|inner| refer(document, inner, used));
        }
        Value::Array(items) => items.iter().for_each(|inner| refer(document, inner, used)),
        _ => {}
    }
}

/// Formats and bounds implied by the type; `example` becomes `examples` (JSON Schema 2020).
fn tidy(document: &mut Value) {
    for (_, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        tidy_schema(schema);
    }
    for (_, path) in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in path.as_object_mut().into_iter().flatten() {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for schema in parameters.into_iter().flatten().filter_map(|one| one.get_mut("schema")) {
                tidy_schema(schema);
            }
        }
    }
}

fn tidy_schema(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(example) = object.shift_remove("example") {
        object.insert("examples".to_owned(), json!([example]));
    }
    match object.get("type").and_then(Value::as_str) {
        Some("array") => {
            object.entry("minItems").or_insert(json!(0));
            if let Some(items) = object.get_mut("items") {
                tidy_schema(items);
            }
        }
        Some("object") => {
            object.entry("additionalProperties").or_insert(json!(false));
            for (_, property) in
                object.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
            {
                tidy_schema(property);
            }
        }
        Some("string") => {
            name_words(object);
            if object.get("format").is_some_and(|format| format == "uuid") {
                object.insert("maxLength".to_owned(), json!(36));
                object.insert(
                    "pattern".to_owned(),
                    json!("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
                );
            }
            let bounded = ["enum", "maxLength"].iter().any(|bound| object.contains_key(*bound));
            if !bounded {
                object.insert("maxLength".to_owned(), json!(200));
                object.entry("pattern").or_insert(json!("^[^\\u0000-\\u001F]*$"));
            }
        }
        _ => {}
    }
}

fn info() -> Value {
    json!({
        "title": "PTP – Poli Tecnici Professionali",
        "summary": "Poles, members, calls and their compliance over time",
        "x-summary": "Poles, members, calls and their compliance over time",
        "description": "The *Poli Tecnici Professionali* of Regione Lombardia: networks of schools, companies and accredited bodies in one of seven economic areas, constituted under regional calls. This API says whether a network is compliant on a date, who counts, what is missing and when that changes. Sentences are Italian or English by `Accept-Language`; dates are civil dates in Europe/Rome, instants are UTC.",
        "version": "1.0.0",
        "termsOfService": "https://ptp.example.it/condizioni-d-uso",
        "contact": {
            "name": "Sportello PTP",
            "url": "https://ptp.example.it/assistenza",
            "email": "ptp@example.it",
        },
        "license": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"},
        "x-api-id": API_ID,
    })
}

fn servers() -> Value {
    json!([
        {"url": "https://ptp.example.it/v1", "description": "Produzione"},
        {"url": "https://ptp-test.example.it/v1", "description": "Collaudo", "x-sandbox": true},
        {"url": "http://127.0.0.1:8080/v1", "description": "Dimostrazione locale (ptp demo)", "x-sandbox": true},
    ])
}

/// The tags, grouped by audience in reading order.
fn tags() -> Value {
    json!([
        {"name": "reference", "description": "For portals: the programme, areas, study tracks, rulesets"},
        {"name": "calls", "description": "For portals: the calls (bandi), what is open and until when"},
        {"name": "poles", "description": "For portals: poles and their members, public once recognised"},
        {"name": "recognitions", "description": "For portals and other offices: recognised or not, on a date"},
        {"name": "compliance", "description": "For portals and applicants: who counts, what is missing, when it changes"},
        {"name": "pole-management", "description": "For applicants: their own poles, members and confirmations"},
        {"name": "applications", "description": "For applicants: submitting a pole under a call, answering, the receipt"},
        {"name": "call-management", "description": "For officials: drafting, publishing, extending and withdrawing calls"},
        {"name": "procedure", "description": "For officials: review, findings, integration, notice, decision"},
        {"name": "register", "description": "For officials: what becomes of a recognised pole, and where a body takes part"},
        {"name": "events", "description": "For all: what happened, in order: the history of one thing, the feed of all"},
        {"name": "service", "description": "For all: the service itself, and what it makes of a token"},
    ])
}
