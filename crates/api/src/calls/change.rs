//! `change_call`

use actix_web::web::Data;
use actix_web::{HttpResponse, patch};
use ptp_domain::call::{CallStatus, Step};
use ptp_domain::event::EventKind;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{Stored, Subject};
use serde_json::{Value, json};

use super::actions::{attempt, facts};
use super::document::{CallInput, CallRevisionInput, CallView};
use super::tag_of;
use crate::auth::caller::{Caller, op};
use crate::http::body::Patch;
use crate::http::etag::IfMatch;
use crate::http::parameters::PathIds;
use crate::http::patch::patched;
use crate::http::show::changed;
use crate::http::versions::seen;
use crate::problem::ApiError;
use crate::service::Service;
use crate::wire::REQUIRED;

/// What may be corrected once a call is published.
const CORRECTABLE: [&str; 4] = ["title", "text", "act", "contacts"];

/// Change a call
///
/// A draft in everything; a published call only in title, text, act and contacts, with a `reason`.
/// Its window is extended by another step.
#[utoipa::path(
    operation_id = Action::ChangeCall.code(),
    tag = "call-management",
    params(("call_id" = Uuid, Path, description = "The identifier of the call.")),
    request_body(
        content = CallRevisionInput, content_type = "application/merge-patch+json",
        description = "The properties to change (RFC 7396), as application/merge-patch+json; null removes one.",
    ),
    responses((status = 200, description = "The call as it is now.", body = CallView)),
)]
#[patch("/calls/{call_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ChangeCall>,
    service: Data<Service>,
    ids: PathIds<1>,
    version: IfMatch,
    Patch(mut patch): Patch,
) -> Result<HttpResponse, ApiError> {
    let reason = take_reason(&service, &mut patch)?;
    let tx = service.store.write().await?;
    let id = ids.id(0);
    let stored = tx.find_call(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
    seen(&tx, Subject::Call(id), &stored, &version).await?;

    let now = service.clock.now();
    let revision = patched(&service, &CallInput::show(&stored.value.terms), &patch)?;
    let corrects = revision.changed.iter().all(|name| CORRECTABLE.contains(&name.as_str()));
    let step = if corrects { Step::Correct } else { Step::Change };
    let facts = facts(&tx, &stored.value, now).await?;
    let status = attempt(&stored.value, step, facts, &caller.actor)?;
    let (terms, _) = revision.body.read(|reading| {
        if status == CallStatus::Published && reason.is_none() {
            reading.refuse("reason", REQUIRED);
        }
        CallInput::read(reading)
    })?;
    if revision.changed.is_empty() {
        return Ok(changed(&tag_of(&stored, now), &CallView::show(&stored, now)));
    }
    let mut event = service.event(&caller.actor, EventKind::CallChanged);
    event.reason = reason;
    event.changed = revision.changed;
    let mut next: Stored<_> = stored;
    next.value.terms = terms;
    let saved = tx.save_call(next, &event).await?;
    tx.commit().await?;
    Ok(changed(&tag_of(&saved, now), &CallView::show(&saved, now)))
}

/// The reason is no property of the call: it goes to the event.
fn take_reason(service: &Service, patch: &mut Value) -> Result<Option<String>, ApiError> {
    let Some(reason) = patch.as_object_mut().and_then(|patch| patch.shift_remove("reason")) else {
        return Ok(None);
    };
    let faults = service
        .validators
        .body_faults("CallRevisionPatch", &json!({"reason": reason}))
        .map_err(ApiError::Internal)?;
    if faults.is_empty() {
        Ok(reason.as_str().map(ToOwned::to_owned))
    } else {
        Err(ApiError::InvalidBody(faults))
    }
}
