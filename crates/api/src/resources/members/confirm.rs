//! `confirm_membership`

use actix_web::web::Data;
use actix_web::{HttpResponse, put};
use chrono::SubsecRound;
use ptp_domain::event::EventKind;
use ptp_domain::pole::Step;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_store::Subject;
use utoipa::ToSchema;

use super::find;
use super::view::MemberView;
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;

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
    let tx = service.store.write().await?;
    let pole = tx
        .find_membership(organisation, ids.first(), ids.second())
        .await?
        .ok_or(ApiError::NotFound)?;
    let stored = find(&pole, ids.second())?;
    check_precondition(&tx, Subject::Member(stored.value.id), stored, &version).await?;
    let now = service.clock.now();
    let standing = Standing::of(&tx, &pole, now).await?;
    standing.attempt(Step::Confirm, &caller.actor).await?;
    let personal = caller.scope.shows_personal_data_of(&pole.pole.value.owner);
    if stored.value.confirmed_at.is_some() {
        return Ok(changed(&tag_of(stored.version, personal), &MemberView::show(stored, personal)));
    }
    let mut next = stored.clone();
    next.value.confirmed_at = Some(now.trunc_subsecs(6));
    let mut event = service.event(&caller.actor, EventKind::MemberConfirmed);
    event.member = Some(next.value.id.uuid());
    event.changed = vec!["confirmed_at".to_owned()];
    let saved = tx.save_member(&pole.pole, next, &event).await?;
    tx.commit().await?;
    Ok(changed(&tag_of(saved.version, personal), &MemberView::show(&saved, personal)))
}

fn tag_of(version: i64, personal: bool) -> String {
    tag(version, &[crate::cases::visibility::view_of(personal)])
}
