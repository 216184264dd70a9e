//! Examples of reorganisations.

use ptp_domain::policy::Action;
use serde_json::{Value, json};

use super::example_things::{MEMBER_ID, POLE_ID};

/// The request body of an operation.
pub(super) fn request(action: Action) -> Option<Value> {
    let is_asked = matches!(action, Action::RecordReorganisation | Action::PreviewReorganisation);
    is_asked.then(|| {
        json!({
            "act": act(),
            "effective_on": "2027-09-01",
            "reason": "Piano regionale di dimensionamento 2027/2028.",
            "transfers": [{
                "predecessor": predecessor(),
                "successor": {
                    "kind": "vocational_institute",
                    "name": "Istituto di istruzione superiore di esempio",
                    "tax_code": "01234561221",
                    "province": "BG",
                    "municipality": "Bergamo",
                    "school": {"institution_code": "BGIS02900A", "status": "state"},
                },
            }],
        })
    })
}

/// The response of an operation.
pub(super) fn success(action: Action) -> Option<Value> {
    Some(match action {
        Action::RecordReorganisation | Action::ReadReorganisation => reorganisation(),
        Action::PreviewReorganisation => {
            let mut preview = reorganisation();
            preview.as_object_mut()?.retain(|name, _| name != "id" && name != "recorded_at");
            preview
        }
        Action::ListReorganisations => json!({"items": [reorganisation()]}),
        _ => return None,
    })
}

fn act() -> Value {
    json!({"kind": "resolution", "number": "412", "date": "2026-11-16"})
}

fn predecessor() -> Value {
    json!({
        "kind": "vocational_institute",
        "tax_code": "01234560165",
        "name": "Istituto professionale di esempio",
    })
}

fn reorganisation() -> Value {
    json!({
        "id": "01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d70",
        "act": act(),
        "effective_on": "2027-09-01",
        "reason": "Piano regionale di dimensionamento 2027/2028.",
        "recorded_at": "2027-01-20T09:00:00Z",
        "transfers": [{
            "predecessor": predecessor(),
            "successor": {
                "kind": "vocational_institute",
                "tax_code": "01234561221",
                "name": "Istituto di istruzione superiore di esempio",
            },
            "site_codes": [],
        }],
        "poles": [{
            "pole_id": POLE_ID,
            "left": [MEMBER_ID],
            "joined": ["01936b2e-7d4c-7c3a-9c58-5f1f0a6b2d71"],
            "changed": [],
            "as_of": "2027-09-01",
            "outcome_before": "compliant",
            "outcome_after": "compliant",
        }],
    })
}
