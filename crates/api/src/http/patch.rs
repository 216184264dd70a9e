//! JSON merge-patch (RFC 7396) on what a client wrote.

use ptp_domain::fault::Fault;
use ptp_domain::text::Text;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::body::{Body, Raw, judged};
use super::validation::{UNKNOWN_PROPERTY, Validators, escaped};
use crate::problem::ApiError;
use crate::service::Service;

/// What comes of applying a patch to a document.
pub(crate) struct Patched<T> {
    /// The whole document, judged like one that a client had sent.
    pub(crate) body: Body<T>,
    /// The top-level properties that are not as they were.
    pub(crate) changed: Vec<String>,
}

/// Applies `patch` to `current`.
///
/// # Errors
///
/// `invalid-body` if the patch is no object, or would remove what the contract does not know.
pub(crate) fn patched<T: Serialize + DeserializeOwned + ToSchema>(
    service: &Service,
    current: &T,
    patch: &Value,
) -> Result<Patched<T>, ApiError> {
    let before =
        serde_json::to_value(current).map_err(|error| ApiError::Internal(error.to_string()))?;
    if !patch.is_object() {
        return Err(ApiError::InvalidBody(vec![NOT_AN_OBJECT.clone().at(String::new())]));
    }
    let unknown = unknown_removals(&service.validators, &T::name(), patch, "");
    if !unknown.is_empty() {
        return Err(ApiError::InvalidBody(unknown));
    }
    let mut after = before.clone();
    json_patch::merge(&mut after, patch);
    let changed = changed_properties(&before, &after);
    // A patch carries no key and is not replayed, so its bytes are of no use.
    let raw = Raw { bytes: actix_web::web::Bytes::new(), value: after };
    Ok(Patched { body: judged(service, raw)?, changed })
}

const NOT_AN_OBJECT: ptp_domain::fault::Invalid = ptp_domain::fault::Invalid::fixed(
    "type",
    "una modifica parziale è un oggetto JSON con le sole proprietà da cambiare",
    "a merge-patch is a JSON object with just the properties to change",
);

/// The removals of properties that no schema has: the merge would swallow them.
fn unknown_removals(validators: &Validators, schema: &str, patch: &Value, at: &str) -> Vec<Fault> {
    let properties = &validators.schemas()[schema]["properties"];
    let mut faults = Vec::new();
    for (name, value) in patch.as_object().into_iter().flatten() {
        let pointer = format!("{at}/{}", escaped(name));
        match properties.get(name) {
            None if value.is_null() => faults.push(Fault {
                pointer,
                code: UNKNOWN_PROPERTY,
                message: Text::fixed("proprietà sconosciuta", "unknown property"),
            }),
            Some(property) if value.is_object() => {
                let inner = property["$ref"].as_str().and_then(|name| name.rsplit('/').next());
                if let Some(inner) = inner {
                    faults.extend(unknown_removals(validators, inner, value, &pointer));
                }
            }
            _ => {}
        }
    }
    faults
}

fn changed_properties(before: &Value, after: &Value) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    };
    let mut changed: Vec<_> = names(before)
        .into_iter()
        .chain(names(after))
        .filter(|name| before.get(name) != after.get(name))
        .collect();
    changed.sort();
    changed.dedup();
    changed
}
