//! Bodies that cannot be read, with the unreadable places filled in: so that the rest is read too,
//! and all that is wrong with a body comes at once.

use ptp_domain::fault::Fault;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::validators::{REFERENCE, UNKNOWN_PROPERTY};

/// How many ways places are filled: a word of a list can be any of so many.
const WAYS: usize = 8;

/// Whether what stands there cannot be read at all: other faults leave something to be read.
pub(crate) fn is_unreadable(fault: &Fault) -> bool {
    [UNKNOWN_PROPERTY, "type", "enum", "required", "minimum", "maximum"].contains(&fault.code)
}

/// Copies of `body` in which each place that cannot be read holds what the schema admits, in
/// every copy something else.
///
/// What is wrong with all of them is wrong with the body, whatever stands in those places.
pub(crate) fn filled(
    schemas: &Value,
    name: &str,
    body: &Value,
    faults: &[Fault],
) -> impl Iterator<Item = Value> {
    let whole = json!({"$ref": format!("{REFERENCE}{name}")});
    (0..WAYS).map(move |way| {
        let mut copy = body.clone();
        for fault in faults.iter().filter(|fault| is_unreadable(fault)) {
            if fault.code == UNKNOWN_PROPERTY {
                remove(&mut copy, &fault.pointer);
            } else if let Some(schema) = schema_at(schemas, &whole, &fault.pointer) {
                put(&mut copy, &fault.pointer, sample(schemas, schema, way));
            }
        }
        copy
    })
}

/// An example of what may stand in a place.
pub(crate) fn example_at<'a>(
    schemas: &'a Value,
    whole: &'a Value,
    pointer: &str,
) -> Option<&'a str> {
    schema_at(schemas, whole, pointer)?["examples"][0].as_str()
}

/// The schema with its reference followed, and without the null of what may be removed.
pub(crate) fn resolved<'a>(schemas: &'a Value, schema: &'a Value) -> &'a Value {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.strip_prefix(REFERENCE)) {
        return resolved(schemas, &schemas[name]);
    }
    match schema["oneOf"].get(0) {
        Some(first) => resolved(schemas, first),
        None => schema,
    }
}

fn schema_at<'a>(schemas: &'a Value, whole: &'a Value, pointer: &str) -> Option<&'a Value> {
    let mut schema = resolved(schemas, whole);
    for token in tokens(pointer) {
        let inner = schema["properties"].get(&token).or_else(|| schema.get("items"))?;
        schema = resolved(schemas, inner);
    }
    Some(schema)
}

/// Something that a schema admits.
fn sample(schemas: &Value, schema: &Value, way: usize) -> Value {
    let schema = resolved(schemas, schema);
    if let Some(words) = schema["enum"].as_array().filter(|words| !words.is_empty()) {
        return words[way % words.len()].clone();
    }
    match schema["type"].as_str() {
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(0)),
        Some("boolean") => json!(way % 2 == 1),
        Some("array") => json!([]),
        Some("object") => {
            let required = schema["required"].as_array().into_iter().flatten();
            let properties = required
                .filter_map(Value::as_str)
                .map(|name| (name.to_owned(), sample(schemas, &schema["properties"][name], way)));
            Value::Object(properties.collect::<Map<_, _>>())
        }
        _ if schema["format"] == "uuid" => json!(Uuid::nil()),
        _ => json!(in_another_year(schema["examples"][0].as_str().unwrap_or("x"), way)),
    }
}

/// A date or an instant long ago or far ahead, any other text as it is.
fn in_another_year(example: &str, way: usize) -> String {
    match example.split_once('-') {
        Some((year, rest)) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}-{rest}", if way.is_multiple_of(2) { 1950 } else { 2150 })
        }
        _ => example.to_owned(),
    }
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        *body = value;
        return;
    };
    match body.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.insert(unescaped(name), value);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = name.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                *item = value;
            }
        }
        _ => {}
    }
}

fn remove(body: &mut Value, pointer: &str) {
    if let Some((parent, name)) = pointer.rsplit_once('/')
        && let Some(Value::Object(object)) = body.pointer_mut(parent)
    {
        object.remove(&unescaped(name));
    }
}

fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(unescaped)
}

/// A token of a JSON pointer as the name it stands for (RFC 6901).
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
