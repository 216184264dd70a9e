//! The committed contract is generated from the routes.

use std::{env, fs};

use jsonschema::{Registry, RegistryBuilder};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use serde_json::{Value, json};

/// The contract's name among schemas.
const CONTRACT: &str = "urn:ptp:contract";
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/ptp.v1.yaml");

/// After an intended change: `cargo xtask contract`, then review the diff.
#[test]
fn the_committed_contract_is_up_to_date() {
    let generated = ptp_api::contract::yaml().unwrap();
    if env::var_os("UPDATE_CONTRACT").is_some() {
        fs::write(COMMITTED, &generated).expect("the contract is written");
    }
    let committed = fs::read_to_string(COMMITTED).expect("the contract is there");
    assert!(committed == generated, "out of date: run `cargo xtask contract`");
}

/// The goal is 150 lines an operation, all components counted. What is above it are the examples of
/// answers, of which each step has its own, and the headers of each of them.
#[test]
fn the_contract_stays_short() {
    const MOST_LINES: usize = 161;
    let lines = ptp_api::contract::yaml().unwrap().lines().count();
    let count = Action::ALL.len();
    assert!(lines <= MOST_LINES * count, "{} lines an operation", lines.div_ceil(count));
}

#[test]
fn no_reference_dangles() {
    let document = ptp_api::contract::generated().unwrap();
    let text = document.to_string();
    let mut count = 0;
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().expect("an end");
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        count += 1;
    }
    assert!(count > 100, "too few references found");
}

/// The policy's actions and the contract's operations are the same, by name.
#[test]
fn operations_match_the_actions_of_the_policy() {
    let document = ptp_api::contract::whole().unwrap();
    let paths = document["paths"].as_object().expect("paths");
    let mut named: Vec<_> = paths
        .values()
        .filter_map(Value::as_object)
        .flat_map(|methods| methods.values())
        .map(|operation| operation["operationId"].as_str().expect("a name"))
        .collect();
    let mut actions: Vec<_> = Action::ALL.iter().map(|action| action.code()).collect();
    named.sort_unstable();
    actions.sort_unstable();
    assert_eq!(named, actions);
}

#[test]
fn only_patches_accept_null() {
    let document = ptp_api::contract::whole().unwrap();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (name, schema) in schemas.iter().filter(|(name, _)| !name.ends_with("Patch")) {
        assert!(!schema.to_string().contains("\"null\""), "{name}");
    }
}

/// All operations with method and path, `get /poles`.
pub(crate) fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods").iter();
            methods.map(move |(method, operation)| (format!("{method} {path}"), operation))
        })
        .collect()
}

/// The target of a reference, or the value itself.
pub(crate) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).expect("a referent"),
        None => value,
    }
}

#[test]
fn each_operation_is_documented() {
    let document = ptp_api::contract::whole().unwrap();
    let declared: Vec<_> = document["tags"].as_array().expect("tags").iter().collect();
    assert!(declared.iter().all(|tag| tag["description"].is_string()));
    for (name, operation) in operations(&document) {
        let id = operation["operationId"].as_str().expect("an id");
        for verb in ["get_", "post_", "put_", "patch_", "delete_"] {
            assert!(!id.starts_with(verb), "{id}");
        }
        for text in ["summary", "description"] {
            assert!(
                operation[text].as_str().is_some_and(|text| !text.is_empty()),
                "{name}: {text}"
            );
        }
        let [tag] = operation["tags"].as_array().expect("tags").as_slice() else {
            panic!("{name} does not have exactly one tag")
        };
        assert!(declared.iter().any(|declared| declared["name"] == *tag), "{name}: {tag}");
        let security = operation["security"].as_array().expect("security");
        assert!(security.contains(&serde_json::json!({"bearer": []})), "{name}");
        if name.starts_with("patch ") {
            assert_eq!(operation["requestBody"]["required"], true, "{name}");
        }
    }
    let bearer = &document["components"]["securitySchemes"]["bearer"]["description"];
    assert!(bearer.as_str().is_some_and(|text| text.contains("RFC 8725")));
}

#[test]
fn responses_are_described_and_errors_are_problems() {
    let document = ptp_api::contract::whole().unwrap();
    for (name, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let response = resolved(&document, response);
            assert!(response["description"].is_string(), "{name} {status}");
            match status.as_bytes()[0] {
                b'4' | b'5' => {
                    let content = response["content"].as_object().expect("content");
                    assert_eq!(content.len(), 1, "{name} {status}");
                    let schema = &content["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(schema, "#/components/schemas/Problem", "{name} {status}");
                }
                _ if ["204", "304"].contains(&status.as_str()) => {
                    assert!(response.get("content").is_none(), "{name} {status}");
                }
                _ => assert!(response["content"].is_object(), "{name} {status}"),
            }
        }
    }
}

/// Every example is valid against its schema.
#[test]
fn each_example_is_valid() {
    let document = ptp_api::contract::whole().unwrap();
    // Registered once: each schema would compile all the others anew.
    let registry = Registry::new().add(CONTRACT, &document).and_then(RegistryBuilder::prepare);
    let registry = registry.expect("a registry");
    let mut count = 0;
    for (name, operation) in operations(&document) {
        let responses = operation["responses"].as_object().expect("responses").values();
        for holder in responses.chain(operation.get("requestBody")) {
            let contents = resolved(&document, holder)["content"].as_object();
            for media in contents.into_iter().flat_map(|content| content.values()) {
                let schema = media["schema"].to_string();
                let schema = schema.replace("\"#/components", &format!("\"{CONTRACT}#/components"));
                let schema: Value = serde_json::from_str(&schema).expect("JSON");
                let validator = jsonschema::draft202012::options()
                    .should_validate_formats(true)
                    .with_registry(&registry)
                    .build(&schema)
                    .expect("a schema");
                let examples = media["examples"].as_object();
                let examples = examples.unwrap_or_else(|| panic!("{name}: no example"));
                for example in examples.values() {
                    let faults: Vec<_> = validator
                        .iter_errors(&example["value"])
                        .map(|fault| format!("{} {fault}", fault.instance_path()))
                        .collect();
                    assert!(faults.is_empty(), "{name}: {faults:?}");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 100, "too few examples found");
}

/// Blanks at both ends of a text are dropped: what the contract allows with them, it allows without.
#[test]
fn no_text_is_made_wrong_by_dropping_its_blanks() {
    let document = ptp_api::contract::whole().unwrap();
    let components = &document["components"];
    let schemas = components["schemas"].as_object().expect("schemas").iter();
    let parameters = components["parameters"].as_object().expect("parameters").iter();
    let parameters = parameters.filter(|(_, parameter)| parameter["in"] == "query");
    let parameters = parameters.map(|(name, parameter)| (name, &parameter["schema"]));
    let mut count = 0;
    for (name, schema) in schemas.chain(parameters).filter(|(_, it)| it["pattern"].is_string()) {
        let validator = jsonschema::validator_for(schema).expect("a schema");
        let example = schema["examples"][0].as_str().unwrap_or("a-b.c d");
        let cuts = || example.char_indices().map(|(at, _)| example.split_at(at));
        for blank in
            ['\u{20}', '\u{a0}', '\u{1680}', '\u{2003}', '\u{202f}', '\u{205f}', '\u{3000}']
        {
            let texts = cuts().flat_map(|(before, after)| {
                [format!("{before}{blank}"), format!("{blank}{after}"), format!("{blank}{blank}")]
            });
            for text in texts.filter(|text| validator.is_valid(&json!(text))) {
                assert!(validator.is_valid(&json!(text.trim())), "{name}: {text:?}");
                count += 1;
            }
        }
    }
    assert!(count > 100, "too few texts were tried");
}

#[test]
fn everything_is_bounded() {
    let document = ptp_api::contract::whole().unwrap();
    let mut faults = Vec::new();
    let components = &document["components"];
    for kind in ["schemas", "headers", "parameters"] {
        for (name, value) in components[kind].as_object().expect("components") {
            assert!(!name.ends_with("View"), "{name} is an internal name");
            let schema = if kind == "schemas" { value } else { &value["schema"] };
            unbounded(&format!("{kind}/{name}"), schema, &mut faults);
        }
    }
    for (name, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = resolved(&document, parameter);
            assert!(parameter["description"].is_string(), "{name}: {parameter}");
            unbounded(&name, &parameter["schema"], &mut faults);
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Collects schemas without bounds.
fn unbounded(at: &str, schema: &Value, faults: &mut Vec<String>) {
    let has = |name: &str| schema.get(name).is_some();
    let bounded = match &schema["type"] {
        Value::String(kind) => match kind.as_str() {
            "string" => has("enum") || has("maxLength") && (has("pattern") || has("format")),
            "integer" | "number" => has("format") && has("minimum") && has("maximum"),
            "array" => has("minItems") && has("maxItems") && has("items"),
            "object" => schema["additionalProperties"] == false,
            _ => true,
        },
        Value::Null => has("$ref") || has("oneOf") || has("allOf") || has("anyOf"),
        _ => false,
    };
    if !bounded {
        faults.push(format!("{at}: {schema}"));
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        unbounded(&format!("{at}/{name}"), inner, faults);
    }
    if let Some(inner) = schema.get("items") {
        unbounded(&format!("{at}/items"), inner, faults);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        for inner in schema[choice].as_array().into_iter().flatten() {
            unbounded(&format!("{at}/{choice}"), inner, faults);
        }
    }
}
