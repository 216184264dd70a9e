//! Additions to the contract that apply to every operation.

use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::contract::Kind;
use serde_json::{Value, json};

use super::tidy::tidy;
use super::{examples, note, patch_schema, preamble, responses};
use crate::cases::caller::kind_of;

/// Operations whose successful responses depend on the caller's language.
const SPOKEN: [Action; 11] = [
    Action::ReadCompliance,
    Action::EvaluateNetwork,
    Action::SubmitApplication,
    Action::ListCallActions,
    Action::ListPoleActions,
    Action::ListApplicationActions,
    Action::FileChangeRequest,
    Action::FileCommunication,
    Action::RecordOfficeAct,
    Action::ReadChangeRequest,
    Action::ListChangeRequestActions,
];

/// Finishes a document; returns the names of the schemas that validate the results of patches.
pub(super) fn finished(mut document: Value) -> (Value, Vec<String>) {
    tidy(&mut document);
    note::add(&mut document);
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

    let called_by = Role::ALL.iter().filter(|role| grant(**role, action) != Grant::Nothing);
    let called_by: Vec<_> =
        called_by.filter(|role| **role != Role::System).map(|role| role.code()).collect();
    operation["x-roles"] = json!(called_by);

    succeed(operation, kind);
    let mut refusals = vec!["400", "401", "406", "429", "500", "503"];
    if grant(Role::Holder, action) == Grant::Nothing {
        refusals.push("403");
    }
    if has_path_parameters {
        refusals.push("404");
    }
    if kind.writes() || takes(operation, "known_at") {
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
