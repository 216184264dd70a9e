//! What goes with every step that an official alone may take, in its body: what only officials may
//! read, and the Region's protocol numbers.

use std::collections::BTreeSet;

use ptp_domain::policy::{Action, Grant, Role, grant};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::contract::Kind;
use serde_json::{Value, json};

use crate::cases::caller::kind_of;
use crate::cases::transition::{NOTE, REFERENCES};

const SCHEMAS: &str = "#/components/schemas/";

/// Adds the note and the protocol numbers to the schemas of officials' bodies.
pub(super) fn add(document: &mut Value) {
    let (mut bodies, mut others) = (BTreeSet::new(), BTreeSet::new());
    let mut bare = BTreeSet::new();
    for (_, methods) in document["paths"].as_object().into_iter().flatten() {
        for (_, operation) in methods.as_object().into_iter().flatten() {
            let id = operation["operationId"].as_str().unwrap_or_default();
            let Ok(action) = Action::from_code(id) else { continue };
            let schema = operation.pointer("/requestBody/content/application~1json/schema/$ref");
            let name = schema.and_then(Value::as_str).and_then(|at| at.strip_prefix(SCHEMAS));
            let Some(name) = name.map(ToOwned::to_owned) else { continue };
            if !WITH_REFERENCES.contains(&action) {
                bare.insert(name.clone());
            }
            if is_of_officials(action) {
                bodies.insert(name)
            } else {
                others.insert(name)
            };
        }
    }
    // A body that others send too would have a note that nobody reads.
    for name in bodies.difference(&others) {
        let properties = &mut document["components"]["schemas"][name.as_str()]["properties"];
        if properties[NOTE].is_null() {
            properties[NOTE] = json!({
                "$ref": "#/components/schemas/LongText",
                "description": "What only officials may read, in the history; reasons are for everybody.",
            });
        }
        if properties[REFERENCES].is_null() && !bare.contains(name) {
            properties[REFERENCES] = json!({
                "type": "array",
                "minItems": 0,
                "maxItems": 20,
                "items": {"$ref": "#/components/schemas/ProtocolReference"},
                "description": "The Region's protocol numbers of the act, in and out.",
            });
        }
    }
}

/// The acts whose protocol numbers are kept: with a step of an application or a request, or a stage of a pole.
pub(super) const WITH_REFERENCES: [Action; 17] = [
    Action::ReviewApplication,
    Action::RequestIntegration,
    Action::NotifyRejection,
    Action::AdmitApplication,
    Action::RejectApplication,
    Action::AnnulDecision,
    Action::ReviewChangeRequest,
    Action::RequestChangeIntegration,
    Action::NotifyRefusal,
    Action::AcceptChangeRequest,
    Action::RefuseChangeRequest,
    Action::SuspendPole,
    Action::ExtendSuspension,
    Action::ReinstatePole,
    Action::RevokePole,
    Action::RecordCourtOrder,
    Action::RecordPoleDelivery,
];

fn is_of_officials(action: Action) -> bool {
    kind_of(action) == Kind::Step
        && grant(Role::Official, action) != Grant::Nothing
        && grant(Role::Applicant, action) == Grant::Nothing
}
