//! `add_member`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::pole::{Pole, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_store::{Read, Stored, Tx};

use super::view::{MemberCreation, MemberView};
use super::{ID_TAKEN, faults_beside, find};
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, Written, idempotent_prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;

const JOINED_IN_THE_PAST: Invalid = Invalid::fixed(
    "joined_on_in_the_past",
    "in una rete riconosciuta l'adesione decorre dal giorno della registrazione o da un giorno successivo",
    "in a recognised network a membership begins on the day of recording, or later",
);

/// Add a member
///
/// To a draft; to a recognised pole by a change request, unless its call lets changes be recorded:
/// then from that day on.
#[utoipa::path(
    operation_id = Action::AddMember.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = MemberCreation, description = "The member."),
    responses((status = 201, description = "The member.", body = MemberView)),
)]
#[post("/poles/{pole_id}/members")]
pub(crate) async fn handle(
    caller: Caller<op::AddMember>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    body: Body<MemberCreation>,
) -> Result<HttpResponse, ApiError> {
    let (member, bytes) =
        body.read(|reading| MemberCreation::read(|| service.clock.new_id(), reading))?;
    let id = ids.first::<Pole>();
    let addition = async |tx: &Tx<Read>| {
        let pole = own(tx, &caller.scope, id).await?;
        let now = service.clock.now();
        let standing = Standing::of(tx, &pole, now).await?;
        standing.attempt(Step::ChangeNetwork, &caller.actor).await?;
        let joined_on = member.membership.from();
        if standing.is_recognised() && joined_on < standing.today() {
            return Err(ApiError::InvalidBody(vec![JOINED_IN_THE_PAST.at("/joined_on")]));
        }
        let faults = faults_beside(&pole, &member);
        if !faults.is_empty() {
            return Err(ApiError::InvalidBody(faults));
        }
        if find(&pole, member.id).is_ok() {
            return Err(ApiError::AlreadyExists(ID_TAKEN.at("/id")));
        }
        let mut event = service.event(&caller.actor, EventKind::MemberAdded);
        event.member = Some(member.id.uuid());
        event.changed = vec!["members".to_owned()];
        let new = Stored::new(member.clone(), 0, now, now);
        let foresight = standing.foresee(|| pole.clone().with(new)).await?;
        Ok((pole.pole, foresight, event))
    };
    idempotent_prepared(
        &service,
        &caller.actor,
        key,
        (id.uuid(), &bytes),
        addition,
        async |tx, (pole, foresight, event)| {
            let added = tx.add_member(pole, member.clone(), event);
            let stored = foresight.written(tx, added).await?;
            Written::created(
                format!("/v1/poles/{id}/members/{}", stored.value.id),
                tag(stored.version, &["full"]),
                &MemberView::show(&stored, true),
            )
        },
    )
    .await
}
