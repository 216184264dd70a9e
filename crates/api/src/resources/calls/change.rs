//! `change_call`

use actix_web::web::Data;
use actix_web::{HttpResponse, patch};
use chrono::{DateTime, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::{Call, CallStatus, Step};
use ptp_domain::event::EventKind;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Patch;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_http::wire::LongText;
use ptp_http::wire::REQUIRED;
use ptp_store::{Read, Stored, Subject, Tx};

use super::actions::{attempt, facts};
use super::document::{CallInput, CallRevisionInput, CallView, acts_to_come};
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
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
    let id = ids.first();
    let now = service.clock.now();
    let change = async |tx: &Tx<Read>| {
        let stored = tx.find_call(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
        check_precondition(tx, Subject::Call(id), &stored, &version).await?;
        let terms = &stored.value.terms;
        // Whoever restates what is shown changes nothing.
        let restates_start = patch.names("procedure_from");
        let before =
            if restates_start { CallInput::show(terms) } else { CallInput::to_patch(terms) };
        let revision = patch.applied_to(&before, &CallView::show(&stored, now))?;
        let corrects = revision.changed.iter().all(|name| CORRECTABLE.contains(&name.as_str()));
        let step = if corrects { Step::Correct } else { Step::Change };
        let facts = facts(tx, &stored.value, now).await?;
        let status = attempt(&stored.value, step, &facts, &caller.actor)?;
        let changes = |name: &str| revision.changed.iter().any(|changed| changed == name);
        let restates = changes("ruleset");
        let (terms, _) = revision.body.read(|reading| {
            let published = status == CallStatus::Published;
            if published && reason.is_none() {
                reading.refuse("reason", REQUIRED);
            }
            let terms =
                if restates { CallInput::read(reading) } else { CallInput::read_again(reading) }?;
            // What a publication needs stays there.
            if published && changes("act") && terms.act.is_none() {
                reading.refuse("act", REQUIRED);
            }
            if published && changes("contacts") {
                let _ = reading.take("contacts", terms.names_an_officer());
            }
            Ok(terms)
        })?;
        let to_come = acts_to_come(&terms, civil_date(now));
        if !to_come.is_empty() && (restates || changes("act")) {
            return Err(ApiError::InvalidBody(to_come));
        }
        if revision.changed.is_empty() {
            return Ok(Prepared::Answered(answer(&stored, now)));
        }
        let mut event = service.event(&caller.actor, EventKind::CallChanged);
        event.reason.clone_from(&reason);
        event.changed = revision.changed;
        let mut next = stored;
        next.value.terms = terms;
        Ok(Prepared::ToWrite((next, event)))
    };
    prepared(&service, id.uuid(), change, async |tx, (next, event)| {
        Ok(answer(&tx.save_call(next.clone(), event).await?, now))
    })
    .await
}

fn answer(call: &Stored<Call>, now: DateTime<Utc>) -> HttpResponse {
    changed(&tag_of(call, now), &CallView::show(call, now))
}
