//! The demo's additions to the contract: its login and the sandbox.

use std::sync::Arc;

use ptp_http::contract::{Contract, SERVERS};
use serde_json::{Value, json};

use super::demo::Sandbox;
use super::documented;
use crate::contract;

const SCHEME: &str = "demo";

/// The contract with the sandbox and the demo's login.
///
/// # Errors
///
/// A schema is invalid (a bug).
pub(crate) fn contract(
    sandbox: &Sandbox,
    public_url: Option<&str>,
) -> Result<Arc<Contract>, String> {
    let mut finished = contract::finished(|config| {
        let _ = config.configure(documented);
    })?;
    let document = &mut finished.document;
    with_login(document);
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.push(json!({
            "name": "sandbox",
            "description": "Only in this demo: a clock that can be moved, situations made at once",
        }));
    }
    for (path, item) in document["paths"].as_object_mut().into_iter().flatten() {
        if path.starts_with("/sandbox/") {
            item[SERVERS] = json!([{"url": "/", "description": "Questa demo, fuori da /v1"}]);
        }
    }
    for (name, id) in &sandbox.examples {
        begin_with(document, name, &json!(id));
    }
    contract::contract(finished, public_url)
}

/// Fills a parameter in, and the property of that name in the example of a submission.
fn begin_with(document: &mut Value, name: &str, id: &Value) {
    let example = "/requestBody/content/application~1json/examples/esempio/value";
    let operations = document["paths"].as_object_mut().into_iter();
    let operations = operations.flat_map(|paths| paths.iter_mut());
    for (path, item) in operations {
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for parameter in parameters.into_iter().flatten() {
                if parameter["name"] == name && parameter["in"] == "path" {
                    parameter["example"] = id.clone();
                }
            }
            let example = operation.pointer_mut(example).filter(|_| path == "/applications");
            if let Some(property) = example.and_then(|example| example.get_mut(name)) {
                *property = id.clone();
            }
        }
    }
}

/// Adds the demo's login as an alternative wherever a token is accepted.
fn with_login(document: &mut Value) {
    let demo = json!({
        "type": "oauth2",
        "description": "The demo's login: tick a role and authorise; client id and secret are filled in. Its tokens are checked like all others [RFC8725].",
        "flows": {"clientCredentials": {
            "tokenUrl": "/sandbox/token",
            "scopes": {
                "applicant": "Proponente: un istituto che candida i propri poli",
                "official": "Funzionario regionale",
            },
        }},
    });
    document["components"]["securitySchemes"][SCHEME] = demo;
    let operations = document["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|methods| methods.values_mut());
    for operation in operations {
        let security = operation.get_mut("security").and_then(Value::as_array_mut);
        if let Some(security) = security
            && security.iter().any(|one| one.get("bearer").is_some())
        {
            security.push(json!({SCHEME: []}));
        }
    }
}
