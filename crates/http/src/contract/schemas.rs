//! Looking a place of a document up in the contract's schemas.

use serde_json::Value;

/// Where the contract keeps its schemas.
pub const REFERENCE: &str = "#/components/schemas/";

/// An example of what may stand in a place.
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

/// The schema with its reference followed, and without the null of what may be removed.
pub(super) fn resolved<'a>(schemas: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix(REFERENCE)) {
        return resolved(schemas, &schemas[name]);
    }
    match schema["oneOf"].get(0) {
        Some(first) => resolved(schemas, first),
        None => schema,
    }
}

/// A token of a JSON pointer as the name it stands for (RFC 6901).
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
