//! What may be wrong with the form of a request: one fault of each kind.

use ptp_domain::fault::Fault;
use serde_json::{Value, json};

use super::faults::faults_from;

/// One fault of each kind that a schema can find, with the sentence that an example of it has.
#[must_use]
pub fn faults_of_form() -> Vec<Fault> {
    let tried: [(Value, Value); 13] = [
        (json!({"properties": {}, "additionalProperties": false}), json!({"name": 1})),
        (json!({"required": ["name"]}), json!({})),
        (json!({"type": "string"}), json!(1)),
        (json!({"enum": ["mechanics", "tourism"]}), json!("chemistry")),
        (json!({"pattern": "^[a-z]+$"}), json!("7")),
        (json!({"pattern": "^[a-z]+$"}), json!("a\u{200b}")),
        (json!({"maxLength": 200}), json!("a".repeat(201))),
        (json!({"minLength": 1}), json!("")),
        (json!({"maximum": 100}), json!(101)),
        (json!({"minimum": 1}), json!(0)),
        (json!({"maxItems": 100}), json!(vec![1; 101])),
        (json!({"minItems": 1}), json!([])),
        (json!({"uniqueItems": true}), json!([1, 1])),
    ];
    let found = tried.iter().filter_map(|(schema, instance)| {
        let validator = jsonschema::validator_for(schema).ok()?;
        let faults = validator.iter_errors(instance).flat_map(|error| faults_from(&error));
        faults.collect::<Vec<_>>().into_iter().next()
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_keyword_has_its_code() {
        let codes: BTreeSet<_> = faults_of_form().iter().map(|fault| fault.code).collect();
        assert_eq!(codes.len(), 13, "{codes:?}");
    }
}
