//! `list_memberships`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::Query;
use ptp_http::show::{CachePolicy, digested};
use ptp_store::{After, MembershipFilter};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::document::{FoundMembership, FoundPage, StateCode};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// What chooses memberships.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MembershipQuery {
    /// Where they stand.
    #[param(max_items = 3)]
    state: Option<Vec<StateCode>>,
    /// Whether `total` says how many there are on all pages.
    with_total: Option<bool>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Memberships of one's own body
///
/// Wherever a pole, a draft too, names the body that the caller acts for (`org`): what it is asked to
/// confirm, what it has confirmed and what is over, with the plan that it commits to.
#[utoipa::path(
    operation_id = Action::ListMemberships.code(),
    tag = "poles",
    params(MembershipQuery),
    responses((status = 200, description = "A page of memberships.", body = FoundPage)),
)]
#[get("/memberships")]
pub(crate) async fn handle(
    caller: Caller<op::ListMemberships>,
    service: Data<Service>,
    query: Query<op::ListMemberships, MembershipQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListMemberships.code(), &query)?;
    let after = list.after(query.cursor.as_deref(), After::is_within_a_pole)?;
    let today = civil_date(service.clock.now());
    let Some(organisation) = caller.scope.organisation() else {
        // Who acts for no body is a member of nothing.
        let total = query.with_total.filter(|with| *with).map(|_| 0);
        let none = FoundPage { items: Vec::new(), next_cursor: None, total };
        return Ok(digested(&request, CachePolicy::NoStore, &none)?);
    };
    let filter = MembershipFilter {
        organisation: organisation.clone(),
        states: query.state.into_iter().flatten().map(StateCode::state).collect(),
        today,
    };
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let tx = service.store.read().await?;
    let page = tx.page_memberships(&filter, after.as_ref(), limit).await?;
    let total = match query.with_total {
        Some(true) => Some(tx.count_memberships(&filter).await?),
        _ => None,
    };
    let show = |found| FoundMembership::show(found, &caller.scope, today);
    let items = page.items.iter().map(show).collect();
    let body = FoundPage { items, next_cursor: list.next(page.next)?, total };
    Ok(digested(&request, CachePolicy::NoStore, &body)?)
}
