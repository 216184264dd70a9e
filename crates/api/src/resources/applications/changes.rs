//! `read_application_changes`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use jsonptr::Token;
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, digested};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::snapshot::digests;
use crate::cases::caller::{Caller, op};
use crate::cases::case::Case;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::poles::view::PoleView;

/// What differs from the snapshot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnapshotChanges {
    /// The SHA-256 of the snapshot.
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub snapshot_sha256: String,
    /// Each difference.
    #[schema(max_items = 100_000)]
    pub changes: Vec<SnapshotChange>,
}

/// A difference between the pole as it was received and as it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SnapshotChange {
    /// Where, as a JSON pointer into the pole; members by their identifier instead of their place.
    #[schema(
        max_length = 1000,
        pattern = r"^(/[^\u0000-\u001F]*)*$",
        example = "/activity_plan/actions"
    )]
    pub pointer: String,
    /// What it was, as JSON text; absent if there was nothing. For a person's tax code stands its
    /// digest, `hmac-sha256:` and 64 hexadecimal digits, under the key of this application.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        max_length = 1_000_000,
        pattern = r"^[^\u0000-\u001F]*$",
        example = "\"Polo meccatronico\""
    )]
    pub before: Option<String>,
    /// What it is, as JSON text; absent if there is nothing any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        max_length = 1_000_000,
        pattern = r"^[^\u0000-\u001F]*$",
        example = "\"Polo della meccatronica\""
    )]
    pub after: Option<String>,
}

/// What changed since an application
///
/// How the pole differs from the snapshot: while an integration is open its owner may change it.
#[utoipa::path(
    operation_id = Action::ReadApplicationChanges.code(),
    tag = "applications",
    params(("application_id" = Uuid, Path, description = "The identifier of the application.")),
    responses((status = 200, description = "The differences.", body = SnapshotChanges)),
)]
#[get("/applications/{application_id}/changes")]
pub(crate) async fn handle(
    caller: Caller<op::ReadApplicationChanges>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let case = Case::find(&tx, &caller.scope, ids.first()).await?;
    let frozen = tx.find_frozen(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let internal = |error: serde_json::Error| ApiError::Internal(error.to_string());
    let snapshot: Value = serde_json::from_str(&frozen.snapshot).map_err(internal)?;
    let mut before = json!({"pole": snapshot["pole"]});
    let today = civil_date(service.clock.now());
    let mut after = json!({"pole": PoleView::show(&case.pole, false, today)});
    // Without the key nobody can tell whether the digests are of the same codes.
    if let Some(key) = frozen.salt {
        let digests = serde_json::to_value(digests(&case.pole, &key)).map_err(internal)?;
        fill_in(&mut before, &snapshot["digests"]);
        fill_in(&mut after, &digests);
    }
    let mut changes = Vec::new();
    let side = |whole: &mut Value| comparable(whole["pole"].take());
    compare("", &side(&mut before), &side(&mut after), &mut changes);
    let body = SnapshotChanges { snapshot_sha256: frozen.sha256, changes };
    Ok(digested(&request, CachePolicy::NoStore, &body)?)
}

/// What the service says by itself, which differs with every change.
const OWN: [&str; 10] = [
    "status",
    "provisional",
    "recognition",
    "life",
    "warning",
    "transfers",
    "reorganisations",
    "version",
    "updated_at",
    "warnings",
];

/// Puts the digests of persons' tax codes where the codes would stand, in the order of both: so
/// that a change of a code is told, and the code is not.
fn fill_in(whole: &mut Value, digests: &Value) {
    for digest in digests.as_array().into_iter().flatten() {
        let (Some(pointer), Some(hmac)) =
            (digest["pointer"].as_str(), digest["hmac_sha256"].as_str())
        else {
            continue;
        };
        let Some((parent, name)) = pointer.rsplit_once('/') else { continue };
        let code = json!(format!("hmac-sha256:{hmac}"));
        match whole.pointer_mut(parent) {
            Some(Value::Object(object)) => drop(object.insert(name.to_owned(), code)),
            Some(Value::Array(array)) => {
                let index = name.parse().unwrap_or(array.len());
                array.insert(index.min(array.len()), code);
            }
            _ => {}
        }
    }
}

/// The pole without what the service says by itself, its members by identifier.
fn comparable(mut pole: Value) -> Value {
    let members: Map<_, _> = pole["members"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|member| Some((member["id"].as_str()?.to_owned(), without_own(member.clone()))))
        .collect();
    pole["members"] = json!(members);
    without_own(pole)
}

fn without_own(mut value: Value) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.retain(|name, _| !OWN.contains(&name.as_str()));
    }
    value
}

/// Notes the differences, objects by property, anything else as a whole.
fn compare(at: &str, before: &Value, after: &Value, changes: &mut Vec<SnapshotChange>) {
    if before == after {
        return;
    }
    if let (Value::Object(old), Value::Object(new)) = (before, after) {
        let added = new.keys().filter(|name| !old.contains_key(*name));
        for name in old.keys().chain(added) {
            let at = format!("{at}/{}", Token::new(name).encoded());
            let side = |object: &Map<String, Value>| object.get(name).cloned().unwrap_or_default();
            compare(&at, &side(old), &side(new), changes);
        }
        return;
    }
    let text = |value: &Value| (!value.is_null()).then(|| value.to_string());
    changes.push(SnapshotChange {
        pointer: at.to_owned(),
        before: text(before),
        after: text(after),
    });
}
