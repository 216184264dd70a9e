//! `create_call`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::call::{Call, CallStatus};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;

use super::document::{CallInput, CallView, acts_to_come};
use super::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, Written, idempotent};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Create a call
///
/// It begins as a draft that only officials see; publishing it is another step.
#[utoipa::path(
    operation_id = Action::CreateCall.code(),
    tag = "call-management",
    request_body(content = CallInput, description = "What the call says."),
    responses((status = 201, description = "Created, as a draft.", body = CallView)),
)]
#[post("/calls")]
pub(crate) async fn handle(
    caller: Caller<op::CreateCall>,
    service: Data<Service>,
    key: IdempotencyKey,
    body: Body<CallInput>,
) -> Result<HttpResponse, ApiError> {
    let (terms, bytes) = body.read(CallInput::read)?;
    idempotent(&service, &caller.actor, key, &bytes, async |tx| {
        let now = service.clock.now();
        let to_come = acts_to_come(&terms, civil_date(now));
        if !to_come.is_empty() {
            return Err(ApiError::InvalidBody(to_come));
        }
        let call = Call {
            id: Id::new(service.clock.new_id()),
            code: tx.next_call_code(civil_year(now)).await?,
            status: CallStatus::Draft,
            terms: terms.clone(),
            later_acts: Vec::new(),
        };
        let event = service.event(&caller.actor, EventKind::CallCreated);
        let stored = tx.insert_call(call, &event).await?;
        Written::created(
            format!("/v1/calls/{}", stored.value.id),
            tag_of(&stored, now),
            &CallView::show(&stored, now),
        )
    })
    .await
}
