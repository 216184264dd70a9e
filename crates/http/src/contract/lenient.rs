//! What is taken as it was meant: the one list of what clients may write otherwise than the contract.
//!
//! The guide (`docs/integrating.md`, "What is read leniently") names them all. A document is brought
//! into the contract's form before it is judged and read, so nothing else knows of them. Identifiers
//! have their forms in the domain, where they are parsed.

use serde_json::Value;

use super::schemas::REFERENCE;
use crate::wire::is_word;

/// What null means in an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// The same as if the property were absent.
    Absent,
    /// The removal of the property (RFC 7396). Not inside arrays, which a patch replaces as a whole.
    Removal,
}

/// Brings what was sent into the form that its schema describes, as far as the meaning is certain.
///
/// - A property that is null is absent, unless it is unknown or removed by a patch.
/// - White space at both ends of a text is dropped, also no-break spaces, tabs and line breaks.
/// - Words of a vocabulary are taken as [`is_word`] says.
/// - Phone numbers lose parentheses and a `tel.` before them.
pub(super) fn put_right(schemas: &Value, schema: &Value, value: &mut Value, nulls: Nulls) {
    let (name, schema) = named(schemas, schema);
    match value {
        Value::String(text) => {
            if let Some(meant) = meant(name, schema, text) {
                *text = meant;
            }
        }
        Value::Array(items) => {
            let schema = &schema["items"];
            for item in items {
                put_right(schemas, schema, item, Nulls::Absent);
            }
        }
        Value::Object(object) => {
            let properties = &schema["properties"];
            if nulls == Nulls::Absent {
                object.retain(|name, value| !value.is_null() || properties.get(name).is_none());
            }
            for (name, value) in object.iter_mut() {
                if let Some(schema) = properties.get(name) {
                    put_right(schemas, schema, value, nulls);
                }
            }
        }
        _ => {}
    }
}

/// The schema that a reference leads to, past the null of a removable property, and its name.
fn named<'a>(schemas: &'a Value, mut schema: &'a Value) -> (&'a str, &'a Value) {
    let mut name = "";
    loop {
        if let Some(referred) =
            schema["$ref"].as_str().and_then(|reference| reference.strip_prefix(REFERENCE))
        {
            (name, schema) = (referred, &schemas[referred]);
        } else if let Some(first) = schema["oneOf"].get(0) {
            schema = first;
        } else {
            return (name, schema);
        }
    }
}

/// What a text means, if that is written otherwise.
fn meant(name: &str, schema: &Value, text: &str) -> Option<String> {
    let trimmed = text.trim();
    let meant = match schema["enum"].as_array() {
        Some(words) => {
            let mut words = words.iter().filter_map(Value::as_str);
            words.find(|word| is_word(word, trimmed))?.to_owned()
        }
        None if name == "Phone" => phone(trimmed),
        None => trimmed.to_owned(),
    };
    (meant != text).then_some(meant)
}

/// A phone number without what is only written around it; as it stands if that is not certain.
fn phone(text: &str) -> String {
    let label = |label: &str| {
        let start = text.get(..label.len())?;
        start.eq_ignore_ascii_case(label).then(|| text.get(label.len()..)).flatten()
    };
    let number = ["telefono", "tel"].into_iter().find_map(label).unwrap_or(text);
    let number = number.trim_start_matches(['.', ':', ' ']);
    // The zero that is dialled in the country only: Italy's is dialled from abroad too.
    if number.contains("(0)") && !number.starts_with("+39") {
        return text.to_owned();
    }
    let number = number.replace("(0)", "0").replace(['(', ')'], " ");
    number.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schemas() -> Value {
        json!({
            "Phone": {"type": "string"},
            "Area": {"type": "string", "enum": ["mechanics", "agri_food", "2007"]},
            "Inner": {"properties": {"text": {"type": "string"}, "phone": {"$ref": "#/components/schemas/Phone"}}},
            "Outer": {"properties": {
                "text": {"type": "string"},
                "area": {"$ref": "#/components/schemas/Area"},
                "areas": {"type": "array", "items": {"$ref": "#/components/schemas/Area"}},
                "inner": {"oneOf": [{"$ref": "#/components/schemas/Inner"}, {"type": "null"}]},
                "many": {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}},
            }},
        })
    }

    fn right(mut value: Value, nulls: Nulls) -> Value {
        let schema = json!({"$ref": "#/components/schemas/Outer"});
        put_right(&schemas(), &schema, &mut value, nulls);
        value
    }

    #[test]
    fn null_is_absent_wherever_the_property_is_known() {
        let sent = json!({
            "text": null, "unknown": null, "inner": {"text": null}, "many": [{"phone": null}, null],
        });
        let read = json!({"unknown": null, "inner": {}, "many": [{}, null]});
        assert_eq!(right(sent, Nulls::Absent), read);
    }

    #[test]
    fn a_patch_keeps_its_removals() {
        let sent = json!({"text": null, "inner": {"text": null}, "many": [{"phone": null}]});
        let read = json!({"text": null, "inner": {"text": null}, "many": [{}]});
        assert_eq!(right(sent, Nulls::Removal), read);
    }

    #[test]
    fn white_space_at_both_ends_is_dropped() {
        let sent = json!({"text": "\u{a0}\t a \u{a0}b\r\n\u{3000}", "inner": {"text": " \n "}});
        let read = json!({"text": "a \u{a0}b", "inner": {"text": ""}});
        assert_eq!(right(sent, Nulls::Absent), read);
        // What is invisible and no space is left to be named.
        assert_eq!(right(json!({"text": "a\u{200b}"}), Nulls::Absent)["text"], "a\u{200b}");
    }

    #[test]
    fn words_are_taken_in_any_case() {
        let sent = json!({"area": " Agri Food", "areas": ["MECHANICS", "agri-food", "agri_FOOD"]});
        let read = json!({"area": "agri_food", "areas": ["mechanics", "agri_food", "agri_food"]});
        assert_eq!(right(sent, Nulls::Absent), read);
    }

    #[test]
    fn phones_lose_what_is_written_around_them() {
        for (sent, read) in [
            ("(02) 555-0100", "02 555-0100"),
            ("tel. 02/5550100", "02/5550100"),
            ("Tel: +39 (0)2 5550100", "+39 02 5550100"),
            ("TELEFONO 02 5550100", "02 5550100"),
            ("+39 02 5550100", "+39 02 5550100"),
            ("02 (555) 0100", "02 555 0100"),
            // Which zero is dialled is not certain.
            ("+44 (0)20 7946 0000", "+44 (0)20 7946 0000"),
            ("02 5550100(0)", "02 5550100(0)"),
            ("tè", "tè"),
            ("tel.", ""),
        ] {
            let value = json!({"inner": {"phone": sent}});
            assert_eq!(right(value, Nulls::Absent)["inner"]["phone"], read, "{sent}");
        }
    }
}
