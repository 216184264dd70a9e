//! `file_change_request`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::SubsecRound;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::state::HttpState;

use super::document::{ChangeRequestInput, ChangeRequestView};
use super::filing::Filing;
use crate::cases::base::Base;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, idempotent_prepared};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// File a change request
///
/// Asks for a change of a recognised network: a member joins, one replaces another, another lead,
/// another plan. It runs like an application and takes effect once it is accepted, never before the
/// day on which it is received. The answer has the report before and after.
#[utoipa::path(
    operation_id = Action::FileChangeRequest.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = ChangeRequestInput, description = "What would change, from when on, and why."),
    responses((status = 201, description = "The request.", body = ChangeRequestView)),
)]
#[post("/poles/{pole_id}/change-requests")]
#[expect(clippy::too_many_arguments, reason = "each is one thing of the request")]
pub(crate) async fn handle(
    caller: Caller<op::FileChangeRequest>,
    service: Data<Service>,
    http: Data<HttpState>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    Preferred(language): Preferred,
    base: Base,
    body: Body<ChangeRequestInput>,
) -> Result<HttpResponse, ApiError> {
    let received_at = service.clock.now().trunc_subsecs(6);
    let clock = service.clock.clone();
    let (input, bytes) = body
        .read_by_size(move |reading| ChangeRequestInput::read(|| clock.new_id(), reading))
        .await?;
    let filing = Filing {
        service: &service,
        validators: &http.contract.validators,
        actor: &caller.actor,
        scope: &caller.scope,
        pole: ids.first(),
        input: &input,
        received_at,
        language,
        base: &base,
        body: &bytes,
    };
    idempotent_prepared(
        &service,
        &caller.actor,
        key,
        (ids.outermost(), &bytes),
        async |tx| filing.judge(tx).await,
        async |tx, judged| filing.receive(tx, judged).await,
    )
    .await
}
