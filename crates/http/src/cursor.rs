//! Keyset cursors, each bound to one list with its filters and order.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ptp_domain::fault::Invalid;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::digest::sha256;
use crate::problem::Problem;
use crate::problem::own::{internal, malformed};

/// The default page size.
pub const USUAL_LIMIT: u64 = 20;

#[derive(Serialize, Deserialize)]
struct Cursor {
    /// A digest of the list with its filters and order.
    #[serde(rename = "l")]
    list: String,
    #[serde(rename = "k")]
    key: String,
    #[serde(rename = "i")]
    id: Uuid,
}

/// A list with its filters and order; it rejects the cursors of any other.
pub struct List(String);

impl List {
    /// Identifies the list by the operation and the parameters that filter or order it.
    ///
    /// # Errors
    ///
    /// They cannot be written as JSON (a bug).
    pub fn new(operation: &str, parameters: &impl Serialize) -> Result<Self, Problem> {
        let mut parameters =
            serde_json::to_value(parameters).map_err(|error| internal(error.to_string()))?;
        without_place(&mut parameters);
        let digest = sha256(format!("{operation}?{parameters}").as_bytes());
        Ok(Self(URL_SAFE_NO_PAD.encode(digest.get(..9).unwrap_or_default())))
    }

    /// Decodes a cursor: the key and the identifier of the previous page's last item.
    ///
    /// # Errors
    ///
    /// Malformed, or from another list.
    pub fn after<A: From<(String, Uuid)>>(
        &self,
        cursor: Option<&str>,
        accepts: impl FnOnce(&A) -> bool,
    ) -> Result<Option<A>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        let cursor: Cursor = URL_SAFE_NO_PAD
            .decode(cursor)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or_else(|| malformed("cursor", NO_CURSOR))?;
        if cursor.list != self.0 {
            return Err(malformed("cursor", OTHER_LIST));
        }
        let after = A::from((cursor.key, cursor.id));
        if accepts(&after) { Ok(Some(after)) } else { Err(malformed("cursor", NO_CURSOR)) }
    }

    /// Encodes the cursor of the next page.
    ///
    /// # Errors
    ///
    /// They cannot be written as JSON (a bug).
    pub fn next(
        &self,
        after: Option<impl Into<(String, Uuid)>>,
    ) -> Result<Option<String>, Problem> {
        let Some((key, id)) = after.map(Into::into) else { return Ok(None) };
        let cursor = serde_json::to_vec(&Cursor { list: self.0.clone(), key, id })
            .map_err(|error| internal(error.to_string()))?;
        Ok(Some(URL_SAFE_NO_PAD.encode(cursor)))
    }
}

/// Removes the parameters of the page and of what is shown of it, which do not identify the list.
fn without_place(parameters: &mut Value) {
    match parameters {
        Value::Object(object) => object.retain(|name, _| !PLACE.contains(&name.as_str())),
        Value::Array(items) => items.iter_mut().for_each(without_place),
        _ => {}
    }
}

const PLACE: [&str; 4] = ["limit", "cursor", "with_total", "include"];

const NO_CURSOR: Invalid = Invalid::fixed(
    "cursor",
    "non è un cursore di questo servizio: usare next_cursor così com'è",
    "not a cursor of this service: use next_cursor as it is",
);
const OTHER_LIST: Invalid = Invalid::fixed(
    "cursor_of_another_list",
    "il cursore appartiene a un altro elenco, filtro o ordinamento: ripartire senza cursore",
    "the cursor belongs to another list, filter or order: begin again without one",
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    type Key = (String, Uuid);

    fn list(filter: &str) -> List {
        List::new("list_poles", &json!({"q": filter, "limit": 3, "cursor": "x"})).unwrap()
    }

    proptest! {
        /// A cursor decodes to what was encoded, whatever the key.
        #[test]
        fn a_cursor_round_trips(key in any::<String>(), id in any::<u128>(), filter in "[a-c]{0,2}") {
            let after = (key, Uuid::from_u128(id));
            let cursor = list(&filter).next(Some(after.clone())).unwrap().unwrap();
            prop_assert!(cursor.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it)));
            let again = list(&filter).after(Some(&cursor), |_| true).unwrap();
            prop_assert_eq!(again, Some(after));
        }

        /// A cursor is rejected by other lists, and by an order whose key has another type.
        #[test]
        fn a_cursor_belongs_to_its_list(key in any::<String>(), other in "[a-c]{1,2}") {
            let after = (key, Uuid::nil());
            let cursor = list("").next(Some(after)).unwrap().unwrap();
            prop_assert!(list(&other).after::<Key>(Some(&cursor), |_| true).is_err());
            prop_assert!(list("").after::<Key>(Some(&cursor), |_| false).is_err());
        }

        /// Any other text is rejected, never decoded.
        #[test]
        fn an_invalid_cursor_is_refused(text in any::<String>(), at in any::<prop::sample::Index>()) {
            prop_assert!(list("").after::<Key>(Some(&text), |_| true).is_err());
            let after = ("2027".to_owned(), Uuid::nil());
            let cursor = list("").next(Some(after)).unwrap().unwrap();
            let cut = cursor.get(..at.index(cursor.len())).unwrap();
            prop_assert!(list("").after::<Key>(Some(cut), |_| true).is_err());
        }
    }
}
