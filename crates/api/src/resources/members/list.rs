//! `list_members`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested};
use ptp_store::After;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::view::{MemberPage, MemberView};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::sees_personal_data;
use crate::cases::words::MemberKindCode;

/// What chooses members.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MemberQuery {
    /// Of this kind.
    kind: Option<MemberKindCode>,
    /// How many items.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// The members of a pole
///
/// Those who left too, in the order in which they were entered.
#[utoipa::path(
    operation_id = Action::ListMembers.code(),
    tag = "poles",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), MemberQuery),
    responses((status = 200, description = "A page of members.", body = MemberPage)),
)]
#[get("/poles/{pole_id}/members")]
pub(crate) async fn handle(
    caller: Caller<op::ListMembers>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListMembers, MemberQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let id = ids.first::<ptp_domain::pole::Pole>();
    let list = List::new(Action::ListMembers.code(), &(id.uuid(), &query))?;
    let after = list.after(query.cursor.as_deref(), |after: &After| after.key.is_empty())?;
    let pole = service.store.find_pole(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
    let personal = sees_personal_data(&caller.scope, &pole.pole.value);

    // A pole has at most 500 members, which are loaded with it.
    let limit = usize::try_from(query.limit.unwrap_or(USUAL_LIMIT)).unwrap_or(usize::MAX);
    let mut rest = pole.members.iter().filter(|member| {
        let id = member.value.id.uuid();
        after.as_ref().is_none_or(|after| id > after.id)
            && query.kind.is_none_or(|kind| member.value.kind() == kind.0)
    });
    let page: Vec<_> = rest.by_ref().take(limit).collect();
    let next = rest
        .next()
        .and(page.last())
        .map(|last| After { key: String::new(), id: last.value.id.uuid() });
    let body = MemberPage {
        items: page.into_iter().map(|member| MemberView::show(member, personal)).collect(),
        next_cursor: list.next(next)?,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}
