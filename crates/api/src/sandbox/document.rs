//! What the demo's document says beside the contract: how to log in with a click, and the sandbox.

use serde_json::{Value, json};

const SCHEME: &str = "demo";

/// The document with the demo's login as an alternative wherever a token is taken.
pub(crate) fn with_demo_login(mut document: Value) -> Value {
    document["components"]["securitySchemes"][SCHEME] = json!({
        "type": "oauth2",
        "description": "The demo's login: tick a role and authorise; client id and secret are filled in.",
        "flows": {"clientCredentials": {
            "tokenUrl": "/sandbox/token",
            "scopes": {
                "applicant": "Proponente: un istituto che candida i propri poli",
                "official": "Funzionario regionale",
            },
        }},
    });
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
    document
}
