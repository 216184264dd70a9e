//! `read_member`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged};

use super::find;
use super::view::MemberView;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::{sees_personal_data, view_of};

/// A member
///
/// Of a pole that the caller may see; a membership of the caller's own body also in others' drafts.
#[utoipa::path(
    operation_id = Action::ReadMember.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("member_id" = Uuid, Path, description = "The identifier of the member."),
    ),
    responses((status = 200, description = "The member.", body = MemberView)),
)]
#[get("/poles/{pole_id}/members/{member_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadMember>,
    service: Data<Service>,
    ids: PathIds<2>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let pole = match (tx.find_pole(&caller.scope, ids.first()).await?, caller.scope.organisation())
    {
        (Some(pole), _) => pole,
        // The caller's own membership, in a pole that it could not see otherwise.
        (None, Some(organisation)) => tx
            .find_membership(organisation, ids.first(), ids.second())
            .await?
            .ok_or(ApiError::NotFound)?,
        (None, None) => return Err(ApiError::NotFound),
    };
    let member = find(&pole, ids.second())?;
    let personal = sees_personal_data(&caller.scope, &pole.pole.value);
    let tag = tag(member.version, &[view_of(personal)]);
    Ok(tagged(&request, &tag, CachePolicy::register(&request), &MemberView::show(member, personal)))
}
