//! `list_change_requests`, `list_pole_change_requests`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::Days;
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested};
use ptp_store::{ChangeRequestFilter, Read, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::document::{ChangeRequestPage, ChangeRequestView};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::words::{ChangeRequestStatusCode, words_of};
use crate::resources::applications::order::ApplicationOrder;

/// What chooses and orders requests.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangeRequestQuery {
    /// Where they stand.
    #[param(max_items = 7)]
    status: Option<Vec<ChangeRequestStatusCode>>,
    /// To be decided within so many days from today; overdue ones too.
    #[param(minimum = 0, maximum = 365)]
    due_within_days: Option<u64>,
    /// Whether the last day to decide is over. Only those that wait for a decision.
    overdue: Option<bool>,
    /// The order; a minus sign turns it round. By `due_on`, only those that wait for a decision.
    sort: Option<ApplicationOrder>,
    /// Whether `total` says how many there are on all pages.
    with_total: Option<bool>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Change requests
///
/// Across poles: those of the caller's own poles, and those that name the caller's body; for
/// officials all.
#[utoipa::path(
    operation_id = Action::ListChangeRequests.code(),
    tag = "poles",
    params(ChangeRequestQuery),
    responses((status = 200, description = "A page of requests.", body = ChangeRequestPage)),
)]
#[get("/change-requests")]
pub(crate) async fn across_poles(
    caller: Caller<op::ListChangeRequests>,
    service: Data<Service>,
    query: Query<op::ListChangeRequests, ChangeRequestQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListChangeRequests.code(), &query)?;
    let tx = service.store.read().await?;
    page(&tx, &service, &caller.scope, None, (list, query), &request).await
}

/// Change requests of a pole
///
/// For its owner and officials all, for others those that name their body.
#[utoipa::path(
    operation_id = Action::ListPoleChangeRequests.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ChangeRequestQuery,
    ),
    responses((status = 200, description = "A page of requests.", body = ChangeRequestPage)),
)]
#[get("/poles/{pole_id}/change-requests")]
pub(crate) async fn of_pole(
    caller: Caller<op::ListPoleChangeRequests>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListPoleChangeRequests, ChangeRequestQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (pole, query) = (ids.outermost(), query.into_inner());
    let list = List::new(Action::ListPoleChangeRequests.code(), &(pole, &query))?;
    let tx = service.store.read().await?;
    tx.find_pole(&caller.scope, Id::new(pole)).await?.ok_or(ApiError::NotFound)?;
    page(&tx, &service, &caller.scope, Some(pole), (list, query), &request).await
}

async fn page(
    tx: &Tx<Read>,
    service: &Service,
    scope: &Scope,
    pole: Option<Uuid>,
    (list, query): (List, ChangeRequestQuery),
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let order = query.sort.unwrap_or_default().order();
    let after = list.after(query.cursor.as_deref(), |after| order.by.accepts(after))?;
    let now = service.clock.now();
    let today = civil_date(now);
    let filter = ChangeRequestFilter {
        statuses: words_of(query.status),
        pole: pole.map(Id::new),
        overdue: query.overdue,
        due_by: query.due_within_days.and_then(|days| today.checked_add_days(Days::new(days))),
        waiting_since: None,
        today,
    };
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let page = tx.page_change_requests(scope, &filter, order, after.as_ref(), limit).await?;
    let total = match query.with_total {
        Some(true) => Some(tx.count_change_requests(scope, &filter).await?),
        _ => None,
    };
    let body = ChangeRequestPage {
        items: page.items.iter().map(|one| ChangeRequestView::show(one, now, scope)).collect(),
        next_cursor: list.next(page.next)?,
        total,
    };
    Ok(digested(request, CachePolicy::NoStore, &body)?)
}
