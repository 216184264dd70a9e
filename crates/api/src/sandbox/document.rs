//! What the demo's document says beside the contract: how to log in with a click, and the sandbox.

use serde_json::{Value, json};

use super::documented;
use crate::openapi::{self, SERVERS};

const SCHEME: &str = "demo";

/// The contract, with the sandbox and a login of its own.
pub(crate) fn document() -> Value {
    let mut document = openapi::whole_with(|config| {
        let _ = config.configure(documented);
    });
    with_login(&mut document);
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
    document
}

/// Puts the demo's login as an alternative wherever a token is taken.
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
    if let Some(schemes) = document["components"]["securitySchemes"].as_object_mut() {
        // First, for it is what a newcomer needs.
        schemes.shift_insert(0, SCHEME.to_owned(), demo);
    }
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
