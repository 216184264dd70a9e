//! `change_call`

use actix_web::web::Data;
use actix_web::{HttpResponse, patch};
use ptp_domain::call::{CallStatus, Step};
use ptp_domain::event::EventKind;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Patch;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_http::wire::LongText;
use ptp_http::wire::REQUIRED;
use ptp_store::{Stored, Subject};

use super::actions::{attempt, facts};
use super::document::{CallInput, CallRevisionInput, CallView};
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The properties that can be corrected after publication.
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
    mut patch: Patch,
) -> Result<HttpResponse, ApiError> {
    // Not a property of the call: it belongs to the event.
    let reason = patch.take::<LongText>("reason")?;
    let tx = service.store.write().await?;
    let id = ids.first();
    let stored = tx.find_call(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
    check_precondition(&tx, Subject::Call(id), &stored, &version).await?;

    let now = service.clock.now();
    let revision = patch.applied_to(&CallInput::show(&stored.value.terms))?;
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
