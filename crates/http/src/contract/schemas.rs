//! Walking a document and the contract's schemas in parallel.

use std::fmt::Write as _;

use ptp_domain::fault::Fault;
use serde_json::Value;

use super::faults::{escaped, most_items, unescaped};
use crate::problem::MOST_FAULTS;

/// The prefix of references to the contract's schemas.
pub const REFERENCE: &str = "#/components/schemas/";

/// The example of the schema at a location.
pub(super) fn example_at<'a>(
    schemas: &'a Value,
    whole: &'a Value,
    pointer: &str,
) -> Option<&'a str> {
    let mut schema = resolved(schemas, whole);
    for token in pointer.split('/').skip(1).map(unescaped) {
        let inner = schema["properties"].get(&token).or_else(|| schema.get("items"))?;
        schema = resolved(schemas, inner);
    }
    schema["examples"][0].as_str()
}

/// Resolves a reference, and skips the null of a removable property.
fn resolved<'a>(schemas: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix(REFERENCE)) {
        return resolved(schemas, &schemas[name]);
    }
    match schema["oneOf"].get(0) {
        Some(first) => resolved(schemas, first),
        None => schema,
    }
}

/// So many items make a list long.
const LONG: u64 = 500;

/// The long lists of a schema by the names that lead to them, and where the contract keeps the schema
/// of their items. Those inside other lists are none of them.
pub(super) fn long_lists(schemas: &Value, schema: &Value) -> Vec<(Vec<String>, String)> {
    let schema = resolved(schemas, schema);
    let properties = schema["properties"].as_object().into_iter().flatten();
    let mut lists = Vec::new();
    for (name, schema) in properties {
        let schema = resolved(schemas, schema);
        let items = schema["items"]["$ref"].as_str();
        if let Some(items) = items.filter(|_| schema["maxItems"].as_u64() >= Some(LONG)) {
            lists.push((vec![name.clone()], items.to_owned()));
        } else {
            lists.extend(long_lists(schemas, schema).into_iter().map(|(mut path, items)| {
                path.insert(0, name.clone());
                (path, items)
            }));
        }
    }
    lists
}

/// Collects the arrays with too many items.
pub(super) fn too_long(
    schemas: &Value,
    schema: &Value,
    instance: &Value,
    at: &mut String,
    long: &mut Vec<Fault>,
) {
    if long.len() >= MOST_FAULTS {
        return;
    }
    let schema = resolved(schemas, schema);
    let length = at.len();
    match instance {
        Value::Array(items) => {
            let most = schema["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok());
            if let Some(most) = most.filter(|most| items.len() > *most) {
                return long.push(most_items(at.clone(), most));
            }
            for (index, item) in items.iter().enumerate() {
                let _ = write!(at, "/{index}");
                too_long(schemas, &schema["items"], item, at, long);
                at.truncate(length);
            }
        }
        Value::Object(object) => {
            for (name, value) in object.iter().filter(|(_, value)| holds_more(value)) {
                if let Some(schema) = schema["properties"].get(name) {
                    let _ = write!(at, "/{}", escaped(name));
                    too_long(schemas, schema, value, at, long);
                    at.truncate(length);
                }
            }
        }
        _ => {}
    }
}

fn holds_more(value: &Value) -> bool {
    value.is_array() || value.is_object()
}
