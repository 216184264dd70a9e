//! Schemas of merge patches, derived from those of the patched documents.

use serde_json::{Map, Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// Adds a schema for each `PATCH`, in which everything is optional and optional properties are
/// nullable; returns the names of the schemas that validate the results.
pub(super) fn add(document: &mut Value) -> Vec<String> {
    let mut made = Map::new();
    let mut patched = vec!["MemberInput".to_owned(), "LongText".to_owned()];
    let schemas = document["components"]["schemas"].clone();
    for operation in operations(document) {
        let Some(media) =
            operation.pointer_mut("/requestBody/content/application~1merge-patch+json/schema/$ref")
        else {
            continue;
        };
        let name = media.as_str().and_then(|reference| reference.strip_prefix(SCHEMAS));
        if let Some(name) = name.map(ToOwned::to_owned) {
            *media = json!(format!("{SCHEMAS}{}", patch_of(&schemas, &name, &mut made)));
            patched.push(name);
        }
    }
    let member = patch_of(&schemas, "MemberInput", &mut made);
    let pole = patch_of(&schemas, "PoleInput", &mut made);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        // An evaluation, or a request, changes members and the pole in the same way as `PATCH`.
        schemas["MemberUpdate"]["properties"]["member"]["$ref"] =
            json!(format!("{SCHEMAS}{member}"));
        schemas["Changes"]["properties"]["pole"]["$ref"] = json!(format!("{SCHEMAS}{pole}"));
        // The reason is a property of the patch only.
        schemas.remove("CallRevisionInput");
        schemas.extend(made);
        patched.retain(|name| schemas.contains_key(name));
    }
    patched
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    document["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.iter_mut().map(|(_, path)| path))
        .filter_map(Value::as_object_mut)
        .flat_map(|methods| methods.iter_mut().map(|(_, operation)| operation))
}

/// Derives the patch schema of a named schema, and of the objects in it; returns its name.
fn patch_of(schemas: &Value, name: &str, made: &mut Map<String, Value>) -> String {
    let patch_name = format!("{}Patch", name.trim_end_matches("Input"));
    if made.contains_key(&patch_name) {
        return patch_name;
    }
    // Inserted before it is complete, so that recursion terminates.
    made.insert(patch_name.clone(), Value::Null);
    let mut schema = schemas[name].clone();
    let required: Vec<String> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(ToOwned::to_owned))
        .collect();
    if let Some(object) = schema.as_object_mut() {
        object.shift_remove("required");
        object.shift_remove("examples");
        object.shift_remove("example");
    }
    schema["minProperties"] = json!(0);
    for (property, value) in schema["properties"].as_object_mut().into_iter().flatten() {
        let inner = value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix(SCHEMAS))
            .filter(|name| schemas[*name]["type"] == "object")
            .map(ToOwned::to_owned);
        if let Some(inner) = inner {
            value["$ref"] = json!(format!("{SCHEMAS}{}", patch_of(schemas, &inner, made)));
        }
        if !required.contains(property) {
            let description =
                value.as_object_mut().and_then(|value| value.shift_remove("description"));
            let mut nullable = json!({"oneOf": [value.clone(), {"type": "null"}]});
            if let Some(description) = description {
                nullable["description"] = description;
            }
            *value = nullable;
        }
    }
    made.insert(patch_name.clone(), schema);
    patch_name
}
