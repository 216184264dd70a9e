//! What a schema refuses in an instance, without looking for more faults than are told.

use jsonschema::Validator;
use ptp_domain::fault::Fault;
use ptp_domain::text::Text;
use serde_json::{Value, json};

use super::faults::{escaped, faults_from};
use super::schemas::{example_at, too_long};
use crate::problem::MOST_FAULTS;

/// A schema, ready to judge, and as it stands in the contract.
pub(super) struct Judge {
    pub(super) validator: Validator,
    /// The lists that are judged one item after the other.
    pub(super) lists: Vec<List>,
    pub(super) schema: Value,
}

/// A long list in a document.
pub(super) struct List {
    /// The names that lead to it from the root.
    pub(super) path: Vec<String>,
    /// Judges one of its items.
    pub(super) item: Validator,
}

impl Judge {
    /// What is wrong with an instance; what has the wrong form comes with an example.
    pub(super) fn faults(&self, schemas: &Value, instance: &Value) -> Vec<Fault> {
        // What is too long is said alone: of its items nothing more needs to be known.
        let mut long = Vec::new();
        too_long(schemas, &self.schema, instance, &mut String::new(), &mut long);
        if !long.is_empty() {
            return long;
        }
        let mut faults = self.found(instance);
        for fault in &mut faults {
            if fault.code == "pattern"
                && let Some(example) = example_at(schemas, &self.schema, &fault.pointer)
            {
                fault.message = Text::new(
                    format!("non ha la forma richiesta; per esempio: {example}"),
                    format!("not of the form that is asked for; for example: {example}"),
                );
            }
        }
        faults
    }

    /// The validator collects all errors before it gives the first one, hundreds of thousands in a
    /// body of a megabyte: so long lists are given to it item by item, until enough is known.
    fn found(&self, instance: &Value) -> Vec<Fault> {
        // Nearly every body is valid, and to know that costs a fraction of looking for errors.
        if self.validator.is_valid(instance) {
            return Vec::new();
        }
        let lists: Vec<_> =
            self.lists.iter().filter_map(|list| Some((list, list.items(instance)?))).collect();
        let paths: Vec<_> = lists.iter().map(|(list, _)| list.path.as_slice()).collect();
        let outline = if paths.is_empty() { None } else { Some(without(instance, &paths)) };
        let mut faults = told(&self.validator, outline.as_ref().unwrap_or(instance));
        for (list, items) in lists {
            for (index, item) in items.iter().enumerate() {
                if faults.len() >= MOST_FAULTS {
                    faults.truncate(MOST_FAULTS);
                    return faults;
                }
                let found = told(&list.item, item);
                if !found.is_empty() {
                    let at = list.pointer(index);
                    faults.extend(found.into_iter().map(|fault| fault.under(&at)));
                }
            }
        }
        faults.truncate(MOST_FAULTS);
        faults
    }
}

impl List {
    fn items<'a>(&self, instance: &'a Value) -> Option<&'a Vec<Value>> {
        self.path.iter().try_fold(instance, |value, name| value.get(name))?.as_array()
    }

    fn pointer(&self, index: usize) -> String {
        let names = self.path.iter().fold(String::new(), |at, name| at + "/" + &escaped(name));
        format!("{names}/{index}")
    }
}

/// What a validator finds, as far as it is told.
fn told(validator: &Validator, instance: &Value) -> Vec<Fault> {
    let errors = validator.iter_errors(instance);
    errors.flat_map(|error| faults_from(&error)).take(MOST_FAULTS).collect()
}

/// The instance with these lists empty.
fn without(instance: &Value, paths: &[&[String]]) -> Value {
    if paths.iter().any(|path| path.is_empty()) {
        return json!([]);
    }
    let Some(object) = instance.as_object() else { return instance.clone() };
    let inner = object.iter().map(|(name, value)| {
        let paths: Vec<_> = paths
            .iter()
            .filter_map(|path| path.split_first().filter(|(first, _)| *first == name))
            .map(|(_, rest)| rest)
            .collect();
        let value = if paths.is_empty() { value.clone() } else { without(value, &paths) };
        (name.clone(), value)
    });
    Value::Object(inner.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge() -> (Value, Judge) {
        let validator = |schema: &Value| jsonschema::validator_for(schema).unwrap();
        let item = json!({"type": "object", "required": ["a"]});
        let list = json!({"type": "array", "maxItems": 500, "items": item});
        let schema = json!({"type": "object", "required": ["x"], "properties": {"list": list}});
        let lists = vec![List { path: vec!["list".to_owned()], item: validator(&item) }];
        (json!({}), Judge { validator: validator(&schema), lists, schema })
    }

    #[test]
    fn the_faults_of_a_long_list_are_those_of_its_items_and_of_the_rest() {
        let (schemas, judge) = judge();
        let body = json!({"list": [{"a": 1}, {}, 7]});
        let faults = judge.faults(&schemas, &body);
        let told: Vec<_> =
            faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect();
        assert_eq!(told, ["/x required", "/list/1/a required", "/list/2 type"]);
        assert_eq!(judge.faults(&schemas, &json!({"x": 1, "list": 1})).len(), 1);
        assert_eq!(judge.faults(&schemas, &json!([])).len(), 1);
    }

    #[test]
    fn no_more_faults_are_looked_for_than_are_told() {
        let (schemas, judge) = judge();
        let faults = judge.faults(&schemas, &json!({"list": vec![json!({}); 500]}));
        assert_eq!(faults.len(), MOST_FAULTS);
    }
}
