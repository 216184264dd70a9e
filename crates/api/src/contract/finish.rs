//! Additions to the contract that apply to every operation.

use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::contract::Kind;
use serde_json::{Value, json};

use super::refusals::{Traits, refusals_of};
use super::tidy::tidy;
use super::{examples, known_codes, note, patch_schema, preamble, responses};
use crate::cases::caller::kind_of;

/// Finishes a document; returns the names of the schemas that validate the results of patches.
pub(super) fn finished(mut document: Value) -> (Value, Vec<String>) {
    tidy(&mut document);
    note::add(&mut document);
    known_codes::add(&mut document);
    let patched = patch_schema::add(&mut document);
    preamble::add(&mut document);
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
    shared("AcceptLanguage");
    if !parameters.is_empty() {
        operation["parameters"] = json!(parameters);
    }
    if has_body {
        operation["requestBody"]["required"] = json!(true);
    }

    let open = grant(Role::Anyone, action) != Grant::Nothing;
    operation["security"] =
        if open { json!([{}, {"bearer": []}]) } else { json!([{"bearer": []}]) };

    operation["x-roles"] = json!(called_by(action));

    succeed(operation, kind);
    let looks_back = takes(operation, "known_at");
    let traits = Traits { action, kind, has_path_parameters, has_body, looks_back };
    for refusal in refusals_of(&traits) {
        operation["responses"][refusal.status()] =
            json!({"$ref": format!("#/components/responses/{}", refusal.name)});
    }
    examples::add(operation, action);
}

/// Who may call an operation; whoever else may by one of these roles is not named.
fn called_by(action: Action) -> Vec<&'static str> {
    let may = |role: &Role| grant(*role, action) != Grant::Nothing;
    match [Role::Anyone, Role::Holder].into_iter().find(may) {
        Some(role) => vec![role.code()],
        None => [Role::Applicant, Role::Official].into_iter().filter(may).map(Role::id).collect(),
    }
}

/// Whether an operation has a parameter.
fn takes(operation: &Value, name: &str) -> bool {
    let mut parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters.any(|parameter| parameter["name"] == name)
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
