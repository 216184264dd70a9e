//! `file_communication`, `record_office_act`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::SubsecRound;
use ptp_domain::communication::CommunicationKind;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::state::HttpState;
use utoipa::ToSchema;

use super::document::{CommunicationInput, CommunicationView, Fact, OfficeActInput};
use super::filing::Filing;
use crate::cases::base::Base;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, idempotent_prepared};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Communicate a fact
///
/// Of law or of a public register: name, seat, contacts, codes, ATECO as registered, a member that
/// ceases or leaves, a merger. It takes effect at once, from its own day on; the office takes note of
/// it or contests it. For the owner of the pole, a member about itself, or its successor: that of a
/// successor from outside the network takes effect once the office has taken note of it.
#[utoipa::path(
    operation_id = Action::FileCommunication.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = CommunicationInput, description = "What has changed, since when, and where that stands."),
    responses((status = 201, description = "The communication.", body = CommunicationView)),
)]
#[post("/poles/{pole_id}/communications")]
#[expect(clippy::too_many_arguments, reason = "each is one thing of the request")]
pub(crate) async fn handle(
    caller: Caller<op::FileCommunication>,
    service: Data<Service>,
    http: Data<HttpState>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    language: Preferred,
    base: Base,
    body: Body<CommunicationInput>,
) -> Result<HttpResponse, ApiError> {
    let kind = CommunicationKind::Communication;
    filed(kind, &caller, (&service, &http), (&ids, key), (language, &base), body).await
}

/// Record an act of office
///
/// What the Region's own registers say of a recognised network: an accreditation was revoked, a
/// member ceased. It takes effect at once, from the day of the fact on.
#[utoipa::path(
    operation_id = Action::RecordOfficeAct.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = OfficeActInput, description = "What has changed, since when, by which act."),
    responses((status = 201, description = "The act of office, in effect.", body = CommunicationView)),
)]
#[post("/poles/{pole_id}/office-acts")]
#[expect(clippy::too_many_arguments, reason = "each is one thing of the request")]
pub(crate) async fn record(
    caller: Caller<op::RecordOfficeAct>,
    service: Data<Service>,
    http: Data<HttpState>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    language: Preferred,
    base: Base,
    body: Body<OfficeActInput>,
) -> Result<HttpResponse, ApiError> {
    let kind = CommunicationKind::OfficeAct;
    filed(kind, &caller, (&service, &http), (&ids, key), (language, &base), body).await
}

async fn filed<O, T: ToSchema + Send + 'static>(
    kind: CommunicationKind,
    caller: &Caller<O>,
    (service, http): (&Data<Service>, &HttpState),
    (ids, key): (&PathIds<1>, IdempotencyKey),
    (Preferred(language), base): (Preferred, &Base),
    body: Body<T>,
) -> Result<HttpResponse, ApiError> {
    let received_at = service.clock.now().trunc_subsecs(6);
    let clock = service.clock.clone();
    let (fact, bytes) =
        body.read_by_size(move |reading| Fact::read(|| clock.new_id(), kind, reading)).await?;
    let filing = Filing {
        kind,
        service,
        validators: &http.contract.validators,
        actor: &caller.actor,
        scope: &caller.scope,
        pole: ids.first(),
        fact: &fact,
        received_at,
        language,
        base,
        body: &bytes,
    };
    idempotent_prepared(
        service,
        &caller.actor,
        key,
        (ids.outermost(), &bytes),
        async |tx| filing.judge(tx).await,
        async |tx, judged| filing.receive(tx, judged).await,
    )
    .await
}
