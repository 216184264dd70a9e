//! JSON merge patch (RFC 7396) on documents written by clients.

use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::text::Text;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::body::{Body, Patch, Raw, judged};
use crate::contract::{Nulls, UNKNOWN_PROPERTY, Validators, escaped};
use crate::problem::Problem;
use crate::problem::own::{internal, invalid_body};

/// The result of applying a patch to a document.
pub struct Patched<T> {
    /// The whole document, validated like one sent by a client.
    pub body: Body<T>,
    /// The top-level properties that changed.
    pub changed: Vec<String>,
}

impl Patch {
    /// Removes a property that is not part of the document itself, as a string of the contract.
    ///
    /// # Errors
    ///
    /// `invalid-body` if it is not a `T`.
    pub fn take<T: ToSchema>(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let taken = self.patch.as_object_mut().and_then(|patch| patch.shift_remove(name));
        let Some(mut value) = taken.filter(|value| !value.is_null()) else { return Ok(None) };
        self.validators.put_right(&T::name(), &mut value, Nulls::Absent);
        let mut faults = self.validators.body_faults(&T::name(), &value).map_err(internal)?;
        if faults.is_empty() {
            faults = Validators::unseen(&value);
        }
        if faults.is_empty() {
            return Ok(value.as_str().map(ToOwned::to_owned));
        }
        let at = format!("/{}", escaped(name));
        Err(invalid_body(faults.into_iter().map(|fault| fault.under(&at)).collect()))
    }

    /// Whether the patch names a property.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        self.patch.get(name).is_some()
    }

    /// Applies the patch to `current`, of a resource that is shown as `shown`: a property that is only
    /// shown may be repeated as it is.
    ///
    /// # Errors
    ///
    /// `invalid-body` if the patch is not an object, removes an unknown property, or changes one that
    /// is only shown.
    pub fn applied_to<T: Serialize + ToSchema, V: Serialize + ToSchema>(
        &self,
        current: &T,
        shown: &V,
    ) -> Result<Patched<T>, Problem> {
        let mut patch = self.patch.clone();
        let read_only = without_read_only::<T, V>(&self.validators, &mut patch, shown)?;
        let patched = patched(&self.validators, current, &patch)?;
        Ok(Patched { body: patched.body.with_faults(read_only), ..patched })
    }
}

/// Applies `patch` to `current`.
///
/// # Errors
///
/// `invalid-body` if the patch is not an object, or removes an unknown property.
pub fn patched<T: Serialize + ToSchema>(
    validators: &Validators,
    current: &T,
    patch: &Value,
) -> Result<Patched<T>, Problem> {
    let before = serde_json::to_value(current).map_err(|error| internal(error.to_string()))?;
    if !patch.is_object() {
        return Err(invalid_body(vec![NOT_AN_OBJECT.clone().at(String::new())]));
    }
    let mut patch = patch.clone();
    validators.put_right(&T::name(), &mut patch, Nulls::Removal);
    let unknown = unknown_removals(validators, &T::name(), &patch, "");
    if !unknown.is_empty() {
        return Err(invalid_body(unknown));
    }
    let mut after = before.clone();
    json_patch::merge(&mut after, &patch);
    let changed = changed_properties(&before, &after);
    // A patch has no idempotency key and is not replayed, so its bytes are not needed.
    let raw = Raw { bytes: actix_web::web::Bytes::new(), value: after };
    let body = judged(validators, raw)?.with_faults(Validators::unseen(&patch));
    Ok(Patched { body: body.changing(before), changed })
}

const NOT_AN_OBJECT: Invalid = Invalid::fixed(
    "type",
    "una modifica parziale è un oggetto JSON con le sole proprietà da cambiare",
    "a merge-patch is a JSON object with just the properties to change",
);

/// Takes out of a patch what the resource only shows; what is not as it is shown is a fault.
fn without_read_only<T: ToSchema, V: Serialize + ToSchema>(
    validators: &Validators,
    patch: &mut Value,
    shown: &V,
) -> Result<Vec<Fault>, Problem> {
    let schemas = validators.schemas();
    let properties = |schema: &str| &schemas[schema]["properties"];
    let (own, all) = (properties(&T::name()), properties(&V::name()));
    let mut faults = Vec::new();
    let Some(object) = patch.as_object_mut() else { return Ok(faults) };
    let is_only_shown = |name: &str| own.get(name).is_none() && all.get(name).is_some();
    if !object.keys().any(|name| is_only_shown(name)) {
        return Ok(faults);
    }
    let shown = serde_json::to_value(shown).map_err(|error| internal(error.to_string()))?;
    object.retain(|name, value| {
        if !is_only_shown(name) {
            return true;
        }
        validators.put_right_at(&all[name], value);
        if *value != shown[name] {
            faults.push(READ_ONLY.at(format!("/{}", escaped(name))));
        }
        false
    });
    Ok(faults)
}

const READ_ONLY: Invalid = Invalid::fixed(
    "read_only",
    "proprietà di sola lettura: non si modifica qui; ometterla o ripeterla com'è",
    "read-only property: it does not change here; leave it out or repeat it as it is",
);

/// The removals of unknown properties, which the merge would silently ignore.
fn unknown_removals(validators: &Validators, schema: &str, patch: &Value, at: &str) -> Vec<Fault> {
    let properties = &validators.schemas()[schema]["properties"];
    let mut faults = Vec::new();
    for (name, value) in patch.as_object().into_iter().flatten() {
        let pointer = format!("{at}/{}", escaped(name));
        match properties.get(name) {
            None if value.is_null() => faults.push(Fault {
                pointer,
                code: UNKNOWN_PROPERTY,
                message: Text::fixed("proprietà sconosciuta", "unknown property"),
            }),
            Some(property) if value.is_object() => {
                let inner = property["$ref"].as_str().and_then(|name| name.rsplit('/').next());
                if let Some(inner) = inner {
                    faults.extend(unknown_removals(validators, inner, value, &pointer));
                }
            }
            _ => {}
        }
    }
    faults
}

fn changed_properties(before: &Value, after: &Value) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    };
    let mut changed: Vec<_> = names(before)
        .into_iter()
        .chain(names(after))
        .filter(|name| before.get(name) != after.get(name))
        .collect();
    changed.sort();
    changed.dedup();
    changed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// The examples of RFC 7396, appendix A: original, patch, result.
    #[test]
    fn the_examples_of_rfc_7396_pass() {
        for (original, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            let mut merged = original.clone();
            json_patch::merge(&mut merged, &patch);
            assert_eq!(merged, result, "{original} with {patch}");
        }
    }

    fn name() -> impl Strategy<Value = String> {
        prop::sample::select(vec!["a", "b", "c"]).prop_map(str::to_owned)
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|it| json!(it)),
            (0..3).prop_map(|it| json!(it)),
            Just(json!([1, null]))
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop::collection::btree_map(name(), inner, 0..3).prop_map(|object| json!(object))
        })
    }

    fn document() -> impl Strategy<Value = Value> {
        prop::collection::btree_map(name(), anything(), 0..3).prop_map(|object| json!(object))
    }

    proptest! {
        /// Exactly the changed properties are reported.
        #[test]
        fn changed_properties_are_reported(before in document(), patch in document()) {
            let mut after = before.clone();
            json_patch::merge(&mut after, &patch);
            let changed = changed_properties(&before, &after);
            for name in ["a", "b", "c"] {
                let differs = before.get(name) != after.get(name);
                prop_assert_eq!(changed.iter().any(|it| it == name), differs);
                if patch.get(name).is_none() {
                    prop_assert!(!differs, "properties not in the patch are unchanged");
                }
            }
        }

        /// Applying a patch twice has the same effect as once.
        #[test]
        fn a_patch_is_idempotent(before in document(), patch in document()) {
            let mut once = before;
            json_patch::merge(&mut once, &patch);
            let mut twice = once.clone();
            json_patch::merge(&mut twice, &patch);
            prop_assert!(changed_properties(&once, &twice).is_empty());
            prop_assert_eq!(once, twice);
        }

        /// Null removes, at every depth: the result contains null only inside arrays.
        #[test]
        fn null_removes(patch in document()) {
            let mut made = json!({});
            json_patch::merge(&mut made, &patch);
            prop_assert!(!holds_null(&made), "{made}");
        }
    }

    fn holds_null(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Object(object) => object.values().any(holds_null),
            _ => false,
        }
    }
}
