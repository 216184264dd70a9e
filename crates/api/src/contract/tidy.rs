//! Schemas as they are collected from the types, made fit for the contract.

use std::collections::BTreeSet;

use ptp_http::contract::REFERENCE;
use serde_json::{Map, Value, json};

/// Removes null from schemas, where absent means not given: only patches accept null, and their
/// schemas are added later.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if let Some(kinds) = object.get("type").and_then(Value::as_array) {
                let kept: Vec<_> = kinds.iter().filter(|kind| *kind != "null").cloned().collect();
                if let [one] = kept.as_slice() {
                    object.insert("type".to_owned(), one.clone());
                }
            }
            if let Some(choices) = object.get("oneOf").and_then(Value::as_array) {
                let kept: Vec<_> =
                    choices.iter().filter(|choice| choice["type"] != "null").cloned().collect();
                if let [Value::Object(one)] = kept.as_slice() {
                    let one = one.clone();
                    object.shift_remove("oneOf");
                    for (name, inner) in one {
                        object.entry(name).or_insert(inner);
                    }
                }
            }
            object.iter_mut().for_each(|(_, inner)| without_nulls(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(without_nulls),
        _ => {}
    }
}

/// Adds `x-enum-varnames` where a word, such as `-closes_at`, is not a valid identifier.
fn name_words(schema: &mut Map<String, Value>) {
    let words = schema.get("enum").and_then(Value::as_array);
    let names: Vec<_> = words
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|word| match word.strip_prefix('-') {
            Some(word) => format!("{word}_descending"),
            None => word.to_owned(),
        })
        .collect();
    if names.iter().any(|name| name.ends_with("_descending")) {
        schema.insert("x-enum-varnames".to_owned(), json!(names));
    }
}

/// Removes unreferenced schemas.
pub(super) fn pruned(mut document: Value) -> Value {
    let mut used = BTreeSet::new();
    for (name, part) in document.as_object().into_iter().flatten() {
        if name != "components" {
            refer(&document, part, &mut used);
        }
    }
    for kind in ["responses", "parameters", "headers"] {
        refer(&document, &document["components"][kind], &mut used);
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
    document
}

/// Collects the schemas referenced by a part of the document, transitively.
fn refer(document: &Value, part: &Value, used: &mut BTreeSet<String>) {
    match part {
        Value::Object(object) => {
            let name = object.get("$ref").and_then(Value::as_str);
            if let Some(name) = name.and_then(|name| name.strip_prefix(REFERENCE))
                && used.insert(name.to_owned())
            {
                refer(document, &document["components"]["schemas"][name], used);
            }
            object.values().for_each(|inner| refer(document, inner, used));
        }
        Value::Array(items) => items.iter().for_each(|inner| refer(document, inner, used)),
        _ => {}
    }
}

/// Removes nulls, and adds formats and bounds implied by the type; `example` becomes `examples`
/// (JSON Schema 2020).
pub(super) fn tidy(document: &mut Value) {
    without_nulls(document);
    unwrap_texts(document);
    for (_, schema) in document["components"]["schemas"].as_object_mut().into_iter().flatten() {
        tidy_schema(schema);
    }
    for (_, path) in document["paths"].as_object_mut().into_iter().flatten() {
        for (_, operation) in path.as_object_mut().into_iter().flatten() {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for schema in parameters.into_iter().flatten().filter_map(|one| one.get_mut("schema")) {
                tidy_schema(schema);
            }
        }
    }
}

/// Makes one line of each paragraph: the sources wrap theirs.
fn unwrap_texts(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                match inner {
                    Value::String(text) if name == "description" => {
                        let paragraphs = text.split("\n\n");
                        let lines = paragraphs.map(|paragraph| paragraph.replace('\n', " "));
                        *text = lines.collect::<Vec<_>>().join("\n\n");
                    }
                    _ => unwrap_texts(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(unwrap_texts),
        _ => {}
    }
}

fn tidy_schema(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(example) = object.shift_remove("example") {
        object.insert("examples".to_owned(), json!([example]));
    }
    match object.get("type").and_then(Value::as_str) {
        Some("array") => {
            object.entry("minItems").or_insert(json!(0));
            if let Some(items) = object.get_mut("items") {
                tidy_schema(items);
            }
        }
        Some("object") => {
            object.entry("additionalProperties").or_insert(json!(false));
            for (_, property) in
                object.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
            {
                tidy_schema(property);
            }
        }
        Some("string") => {
            name_words(object);
            if object.get("format").is_some_and(|format| format == "uuid") {
                object.insert("maxLength".to_owned(), json!(36));
                object.insert(
                    "pattern".to_owned(),
                    json!("^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"),
                );
            }
            let bounded = ["enum", "maxLength"].iter().any(|bound| object.contains_key(*bound));
            if !bounded {
                object.insert("maxLength".to_owned(), json!(200));
                object.entry("pattern").or_insert(json!("^[^\\u0000-\\u001F]*$"));
            }
        }
        _ => {}
    }
}
