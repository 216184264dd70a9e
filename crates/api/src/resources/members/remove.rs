//! `remove_member`

use actix_web::web::Data;
use actix_web::{HttpResponse, delete};
use ptp_domain::event::EventKind;
use ptp_domain::pole::{Pole, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_store::{Read, Subject, Tx};

use super::find;
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;

/// Strike a member out
///
/// Of a draft, as if it had never been there; leaving a recognised pole is `left_on`.
#[utoipa::path(
    operation_id = Action::RemoveMember.code(),
    tag = "pole-management",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("member_id" = Uuid, Path, description = "The identifier of the member."),
    ),
    responses((status = 204, description = "Struck out.")),
)]
#[delete("/poles/{pole_id}/members/{member_id}")]
pub(crate) async fn handle(
    caller: Caller<op::RemoveMember>,
    service: Data<Service>,
    ids: PathIds<2>,
    version: IfMatch,
) -> Result<HttpResponse, ApiError> {
    let removal = async |tx: &Tx<Read>| {
        let pole = own(tx, &caller.scope, ids.first()).await?;
        let stored = find(&pole, ids.second())?;
        check_precondition(tx, Subject::Member(ids.first(), ids.second()), stored, &version)
            .await?;
        let standing = Standing::of(tx, &pole, service.clock.now()).await?;
        standing.attempt(Step::StrikeMember, &caller.actor).await?;
        let mut event = service.event(&caller.actor, EventKind::MemberRemoved);
        event.member = Some(stored.value.id.uuid());
        event.changed = vec!["members".to_owned()];
        let foresight = standing.foresee(|| pole.clone().without(stored.value.id)).await?;
        Ok(Prepared::ToWrite((pole.pole.clone(), stored.clone(), foresight, event)))
    };
    prepared(
        &service,
        ids.first::<Pole>().uuid(),
        removal,
        async |tx, (pole, member, foresight, event)| {
            foresight.written(tx, tx.remove_member(pole, member, event)).await?;
            Ok(HttpResponse::NoContent().finish())
        },
    )
    .await
}
