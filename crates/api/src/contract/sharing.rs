//! What several operations say alike, said once among the components and referred to.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Inline schemas that come up again and again, by the name under which they are shared.
fn schemas() -> [(&'static str, Value); 17] {
    let list = |of: &str, most: u32| {
        let items = json!({"$ref": format!("#/components/schemas/{of}")});
        json!({"type": "array", "items": items, "minItems": 0, "maxItems": most})
    };
    let text =
        |most: u32, pattern: &str| json!({"type": "string", "maxLength": most, "pattern": pattern});
    let number = |least: u32| {
        json!({
            "type": "integer", "format": "int64",
            "minimum": least, "maximum": 9_007_199_254_740_991_i64,
        })
    };
    [
        (
            "Uuid",
            json!({
                "type": "string", "format": "uuid", "maxLength": 36,
                "pattern": "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
            }),
        ),
        ("Ordinal", number(1)),
        ("Count", number(0)),
        ("Cursor", text(2_000, "^[A-Za-z0-9_-]+$")),
        ("Line", text(255, "^[^\\u0000-\\u001F]+$")),
        ("RegistrationNumber", text(30, "^PTP/[0-9]{4}/[0-9]{7,10}$")),
        ("PoleCode", text(30, "^PTP-[0-9]{4}-[0-9]{4,10}$")),
        ("CallCode", text(30, "^BANDO-[0-9]{4}-[0-9]{3,10}$")),
        (
            "Sha256",
            json!({
                "type": "string", "minLength": 64, "maxLength": 64, "pattern": "^[0-9a-f]{64}$",
            }),
        ),
        ("ProtocolReferences", list("ProtocolReference", 20)),
        ("Contacts", list("Contact", 10)),
        ("OperatingSites", list("OperatingSite", 20)),
        ("SeveralAreas", list("Area", 7)),
        ("Accreditations", list("Accreditation", 50)),
        ("StudyTracks", list("StudyTrack", 100)),
        ("SchoolCodes", list("SchoolCode", 50)),
        ("LongTexts", list("LongText", 50)),
    ]
}

/// Said beside a reference, since it differs from place to place.
const BESIDE: [&str; 3] = ["description", "default", "examples"];

/// Shares what is alike.
pub(super) fn shared(mut document: Value) -> Value {
    share_security(&mut document);
    share_refusals(&mut document);
    share_schemas(&mut document);
    share(&mut document, "parameters", places_of_parameters, parameter_name);
    share(&mut document, "examples", places_of_examples, answer_name);
    share(&mut document, "responses", places_of_responses, answer_name);
    document
}

/// Refusals that say nothing of an operation: any one may give them.
const EVERYWHERE: [&str; 7] = ["406", "408", "413", "414", "415", "431", "500"];

/// What most operations ask of a token is said for all of them.
fn share_security(document: &mut Value) {
    let optional = json!([{}, {"bearer": []}]);
    for operation in each_operation(document) {
        if let Some(object) = operation.as_object_mut()
            && object.get("security") == Some(&optional)
        {
            object.shift_remove("security");
        }
    }
    document["security"] = optional;
}

/// Puts the refusals that every operation may give into one, the default.
fn share_refusals(document: &mut Value) {
    const NAME: &str = "OtherRefusal";
    for operation in each_operation(document) {
        let Some(responses) = operation["responses"].as_object_mut() else { continue };
        let before = responses.len();
        responses.retain(|status, _| !EVERYWHERE.contains(&status.as_str()));
        if responses.len() < before {
            let reference = json!({"$ref": format!("#/components/responses/{NAME}")});
            responses.insert("default".to_owned(), reference);
        }
    }
    let Some(responses) = document["components"]["responses"].as_object_mut() else { return };
    let mut types = Vec::new();
    let mut other = Value::Null;
    responses.retain(|_, response| {
        let content = &response["content"]["application/problem+json"];
        let status = &content["examples"]["example"]["value"]["status"];
        let is_kept = !EVERYWHERE.contains(&status.to_string().as_str());
        if !is_kept {
            types.extend(response["x-problem-types"].as_array().into_iter().flatten().cloned());
            other = response.clone();
        }
        is_kept
    });
    other["description"] = json!(format!(
        "A refusal that any request may get, whatever it asks: {}.",
        EVERYWHERE.join(", ")
    ));
    other["x-problem-types"] = json!(types);
    responses.insert(NAME.to_owned(), other);
}

/// The operations.
fn each_operation(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document["paths"].as_object_mut().into_iter();
    let items = paths.flat_map(|paths| paths.values_mut()).filter_map(Value::as_object_mut);
    let all = items.flat_map(|item| item.values_mut());
    all.filter(|operation| operation["operationId"].is_string())
}

/// Where something stands in the document, and the operation that it belongs to.
struct Place {
    at: String,
    operation: String,
}

/// Moves what stands alike in several places to the components.
fn share(
    document: &mut Value,
    kind: &str,
    places: fn(&Value) -> Vec<Place>,
    name_of: fn(&Value, &Place) -> String,
) {
    let mut alike = BTreeMap::<String, Vec<Place>>::new();
    for place in places(document) {
        let Some(value) = document.pointer(&place.at) else { continue };
        if value.get("$ref").is_none() {
            // What a response is can be said beside the reference.
            let what = if kind == "responses" { without_description(value) } else { value.clone() };
            alike.entry(what.to_string()).or_default().push(place);
        }
    }
    let mut several: Vec<_> = alike.into_values().filter(|places| places.len() > 1).collect();
    // In the order of the document.
    let at = |places: &Vec<Place>| places.first().map(|place| place.at.clone());
    several.sort_by_key(at);
    for places in several {
        let Some(first) = places.first() else { continue };
        let Some(value) = document.pointer(&first.at).cloned() else { continue };
        let components = &document["components"][kind];
        let name = name_of(&value, first);
        let name = if components.get(&name).is_none() {
            name
        } else {
            format!("{name}{}", pascal(&first.operation))
        };
        if components.get(&name).is_some() {
            continue;
        }
        for place in &places {
            let Some(part) = document.pointer_mut(&place.at) else { continue };
            let own = part.get("description").filter(|own| value.get("description") != Some(own));
            let mut reference = json!({"$ref": format!("#/components/{kind}/{name}")});
            if let Some(own) = own {
                reference["description"] = own.clone();
            }
            *part = reference;
        }
        document["components"][kind][&name] = value;
    }
}

fn without_description(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(object) = value.as_object_mut() {
        object.shift_remove("description");
    }
    value
}

/// The operations, each with a pointer to it.
fn operations(document: &Value) -> impl Iterator<Item = (String, &Value, String)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(path, methods)| {
        let path = format!("/paths/{}", escaped(path));
        methods.as_object().into_iter().flatten().filter_map(move |(method, operation)| {
            let id = operation["operationId"].as_str()?.to_owned();
            Some((format!("{path}/{method}"), operation, id))
        })
    })
}

fn places_of_parameters(document: &Value) -> Vec<Place> {
    let operations = operations(document);
    let places = operations.flat_map(|(at, operation, id)| {
        let count = operation["parameters"].as_array().map_or(0, Vec::len);
        (0..count).map(move |index| Place {
            at: format!("{at}/parameters/{index}"),
            operation: id.clone(),
        })
    });
    places.collect()
}

fn places_of_responses(document: &Value) -> Vec<Place> {
    let operations = operations(document);
    let places = operations.flat_map(|(at, operation, id)| {
        let statuses = operation["responses"].as_object().into_iter().flatten();
        let statuses = statuses.filter(|(status, _)| status.as_str() < "400");
        statuses.map(move |(status, _)| Place {
            at: format!("{at}/responses/{status}"),
            operation: id.clone(),
        })
    });
    places.collect()
}

fn places_of_examples(document: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    for (at, operation, id) in operations(document) {
        let answers = operation["responses"].as_object().into_iter().flatten();
        let answers = answers.map(|(status, answer)| (format!("{at}/responses/{status}"), answer));
        let body = operation.get("requestBody").map(|body| (format!("{at}/requestBody"), body));
        for (at, holder) in answers.chain(body) {
            for (media_type, media) in holder["content"].as_object().into_iter().flatten() {
                let at = format!("{at}/content/{}/examples", escaped(media_type));
                let names = media["examples"].as_object().into_iter().flatten();
                places.extend(
                    names.filter(|(_, example)| is_large(example)).map(|(name, _)| Place {
                        at: format!("{at}/{name}"),
                        operation: id.clone(),
                    }),
                );
            }
        }
    }
    places
}

/// Whether an example is worth a reference.
fn is_large(example: &Value) -> bool {
    example["value"].to_string().len() > 80
}

fn parameter_name(parameter: &Value, _: &Place) -> String {
    pascal(parameter["name"].as_str().unwrap_or_default())
}

/// The name of a response, or of an example: that of its schema.
fn answer_name(answer: &Value, place: &Place) -> String {
    if place.at.ends_with("/304") {
        return "NotModified".to_owned();
    }
    if place.at.ends_with("/204") {
        return "NoContent".to_owned();
    }
    let content = answer["content"].as_object();
    let schemas = content.into_iter().flatten().map(|(_, media)| &media["schema"]["$ref"]);
    let named = schemas.filter_map(Value::as_str).find_map(|at| at.rsplit('/').next());
    let created = if place.at.ends_with("/201") { "Created" } else { "" };
    named.map_or_else(|| pascal(&place.operation), |name| format!("{name}{created}"))
}

fn pascal(name: &str) -> String {
    let words = name.split(['_', '-']).filter_map(|word| {
        let (first, rest) = word.split_at_checked(1)?;
        Some(first.to_uppercase() + rest)
    });
    words.collect()
}

/// A segment of a JSON pointer (RFC 6901).
fn escaped(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}

/// Refers to the schemas that are shared, and adds those that are used.
fn share_schemas(document: &mut Value) {
    let mut used = Map::new();
    for (name, schema) in schemas() {
        if document["components"]["schemas"].get(name).is_some() {
            continue;
        }
        let mut found = None;
        if let Some(all) = document["components"]["schemas"].as_object_mut() {
            for (_, one) in all {
                within(one, name, &schema, &mut found);
            }
        }
        refer(&mut document["paths"], name, &schema, &mut found);
        if let Some(example) = found {
            let mut schema = schema;
            if !example.is_null() {
                schema["examples"] = json!([example]);
            }
            used.insert(name.to_owned(), schema);
        }
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(used);
    }
}

/// Refers to a schema wherever it stands in a value.
fn refer(value: &mut Value, name: &str, schema: &Value, found: &mut Option<Value>) {
    if is_same(value, schema) {
        let mut reference = json!({"$ref": format!("#/components/schemas/{name}")});
        for beside in ["description", "default"] {
            if let Some(own) = value.get(beside) {
                reference[beside] = own.clone();
            }
        }
        let example = value["examples"].get(0).cloned().unwrap_or_default();
        let known = found.get_or_insert_with(|| example.clone());
        if known.is_null() {
            *known = example;
        }
        *value = reference;
    } else {
        within(value, name, schema, found);
    }
}

/// Refers to a schema wherever it stands below a value.
fn within(value: &mut Value, name: &str, schema: &Value, found: &mut Option<Value>) {
    match value {
        Value::Object(object) => {
            // Examples are no schemas.
            let inner = object.iter_mut().filter(|(name, _)| *name != "examples");
            inner.for_each(|(_, inner)| refer(inner, name, schema, found));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| refer(it, name, schema, found)),
        _ => {}
    }
}

/// Whether a value is this schema, apart from what is said beside it.
fn is_same(value: &Value, schema: &Value) -> bool {
    let (Some(value), Some(schema)) = (value.as_object(), schema.as_object()) else { return false };
    let mut own = value.iter().filter(|(name, _)| !BESIDE.contains(&name.as_str()));
    value.len() >= schema.len()
        && own.all(|(name, value)| schema.get(name) == Some(value))
        && schema.keys().all(|name| value.contains_key(name))
}
