//! The codes that answers may have, in the descriptions of where they stand.

use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary as _;
use serde_json::{Value, json};

use crate::cases::codes::{CodeKind, known};

/// Where the codes of a kind stand: the property `code` of a schema.
const PLACES: [(&str, CodeKind); 3] = [
    ("ProblemFault", CodeKind::Fault),
    ("Finding", CodeKind::Finding),
    ("IdentifierWarning", CodeKind::Warning),
];

/// Lists the known codes. Actions are not listed: they are the operations themselves.
pub(super) fn add(document: &mut Value) {
    if let Some(action) = document.pointer_mut("/components/schemas/Action") {
        *action = json!({
            "type": "string",
            "description": "An operation, by its `operationId`. Later releases may have more.",
            "maxLength": 64,
            "pattern": "^[a-z]+(_[a-z]+)*$",
            "example": Action::SubmitApplication.code(),
        });
    }
    for (schema, kind) in PLACES {
        let place = format!("/components/schemas/{schema}/properties/code");
        let Some(code) = document.pointer_mut(&place) else { continue };
        let what = code["description"].as_str().unwrap_or_default().trim_end_matches('.');
        let known = known(kind);
        code["description"] = json!(format!(
            "{what}. `GET /codes` explains them; later releases may add some. So far {known}."
        ));
    }
}
