//! `confirm_membership`

use actix_web::web::Data;
use actix_web::{HttpResponse, put};
use chrono::SubsecRound;
use ptp_domain::event::EventKind;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_store::{Read, Stored, Subject, Tx};
use utoipa::ToSchema;

use super::find;
use super::view::MemberView;
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::view_of;

/// A confirmation needs nothing more.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmationInput {}

/// Confirm a membership
///
/// The member itself, through the body whose tax code it is (`org`), confirms its membership and
/// commitment as they stand. A later change of them by the owner takes the confirmation away.
#[utoipa::path(
    operation_id = Action::ConfirmMembership.code(),
    tag = "pole-management",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("member_id" = Uuid, Path, description = "The identifier of the member."),
    ),
    request_body(content = ConfirmationInput, description = "An empty object."),
    responses((status = 200, description = "The confirmed member.", body = MemberView)),
)]
#[put("/poles/{pole_id}/members/{member_id}/confirmation")]
pub(crate) async fn handle(
    caller: Caller<op::ConfirmMembership>,
    service: Data<Service>,
    ids: PathIds<2>,
    version: IfMatch,
    body: Body<ConfirmationInput>,
) -> Result<HttpResponse, ApiError> {
    let ((), _) = body.read(|_| Ok(()))?;
    let organisation = caller.scope.organisation().ok_or(ApiError::NotFound)?;
    let now = service.clock.now();
    let confirmation = async |tx: &Tx<Read>| {
        let pole = tx
            .find_membership(organisation, ids.first(), ids.second())
            .await?
            .ok_or(ApiError::NotFound)?;
        let stored = find(&pole, ids.second())?;
        check_precondition(tx, Subject::Member(ids.first(), ids.second()), stored, &version)
            .await?;
        let standing = Standing::of(tx, &pole, now).await?;
        standing.attempt(Step::Confirm, &caller.actor).await?;
        let personal = caller.scope.shows_personal_data_of(&pole.pole.value.owner);
        if stored.value.confirmed_at.is_some() {
            return Ok(Prepared::Answered(answer(stored, personal)));
        }
        let mut next = stored.clone();
        next.value.confirmed_at = Some(now.trunc_subsecs(6));
        let mut event = service.event(&caller.actor, EventKind::MemberConfirmed);
        event.member = Some(next.value.id.uuid());
        event.changed = vec!["confirmed_at".to_owned()];
        let foresight = standing.foresee(|| pole.clone().with(next.clone())).await?;
        Ok(Prepared::ToWrite((pole.pole.clone(), next, foresight, event, personal)))
    };
    prepared(
        &service,
        ids.first::<Pole>().uuid(),
        confirmation,
        async |tx, (pole, next, foresight, event, personal)| {
            let saved = tx.save_member(pole, next.clone(), event);
            Ok(answer(&foresight.written(tx, saved).await?, *personal))
        },
    )
    .await
}

fn answer(member: &Stored<Member>, personal: bool) -> HttpResponse {
    let tag = tag(member.version, &[view_of(personal)]);
    changed(&tag, &MemberView::show(member, personal))
}
