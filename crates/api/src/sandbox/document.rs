//! The demo's additions to the contract: its login, the sandbox, what operations begin with.

use std::sync::Arc;

use ptp_http::contract::{Contract, SERVERS};
use serde_json::{Value, json};

use super::demo::{Beginning, Sandbox};
use super::documented;
use crate::contract;

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
    document["x-sandbox-identities"] = identities(sandbox);
    // Whatever version there is: whoever explores has not read one.
    document["components"]["parameters"]["IfMatch"]["example"] = json!("*");
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
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            let id = operation["operationId"].as_str();
            if let Some(beginning) = id.and_then(|id| sandbox.beginnings.get(id)) {
                begin_with(operation, beginning);
            }
        }
    }
    contract::contract(finished, public_url)
}

/// Fills the path and the body of an operation in; a filter of the same name would hold back the rest.
fn begin_with(operation: &mut Value, beginning: &Beginning) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    let parameters = parameters.into_iter().flatten();
    for parameter in parameters.filter(|parameter| parameter["in"] == "path") {
        let name = parameter["name"].as_str();
        if let Some(value) = name.and_then(|name| beginning.parameters.get(name)) {
            parameter["example"] = json!(value);
        }
    }
    let Some(body) = &beginning.body else { return };
    let content = operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut);
    for (_, media) in content.into_iter().flatten() {
        for (_, example) in media["examples"].as_object_mut().into_iter().flatten() {
            *example = json!({"value": body});
        }
    }
}

/// Who can log in: an applicant of each body, and an official.
fn identities(sandbox: &Sandbox) -> Value {
    let applicants = sandbox
        .bodies
        .iter()
        .map(|body| json!({"role": "applicant", "org": body.tax_code.as_str(), "name": body.name}));
    applicants.chain([json!({"role": "official"})]).collect()
}
