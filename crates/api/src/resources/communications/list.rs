//! `list_communications`, `list_pole_communications`

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested};
use ptp_store::{After, CommunicationFilter, Read, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::document::{CommunicationPage, CommunicationView};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::{seen, sees_personal_data};
use crate::cases::words::{CommunicationKindCode, CommunicationStatusCode, words_of};
use crate::resources::change_requests::document::BeforeAndAfter;

/// What chooses communications.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommunicationQuery {
    /// Whether the network communicated it, or the Region recorded it.
    #[param(max_items = 2)]
    kind: Option<Vec<CommunicationKindCode>>,
    /// What the office made of it: `filed` are those that wait for it.
    #[param(max_items = 3)]
    status: Option<Vec<CommunicationStatusCode>>,
    /// Whether `total` says how many there are on all pages.
    with_total: Option<bool>,
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Communications, and acts of office
///
/// Across poles, in the order of receipt: those about the caller's own poles, and those about the
/// caller's body; for officials all.
#[utoipa::path(
    operation_id = Action::ListCommunications.code(),
    tag = "poles",
    params(CommunicationQuery),
    responses((status = 200, description = "A page of communications.", body = CommunicationPage)),
)]
#[get("/communications")]
pub(crate) async fn across_poles(
    caller: Caller<op::ListCommunications>,
    service: Data<Service>,
    query: Query<op::ListCommunications, CommunicationQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListCommunications.code(), &query)?;
    let tx = service.store.read().await?;
    page(&tx, &caller.scope, None, (list, query), &request).await
}

/// Communications about a pole, and acts of office
///
/// In the order of receipt: for its owner and officials all, for others those about their body.
#[utoipa::path(
    operation_id = Action::ListPoleCommunications.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        CommunicationQuery,
    ),
    responses((status = 200, description = "A page of communications.", body = CommunicationPage)),
)]
#[get("/poles/{pole_id}/communications")]
pub(crate) async fn of_pole(
    caller: Caller<op::ListPoleCommunications>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListPoleCommunications, CommunicationQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (pole, query) = (ids.outermost(), query.into_inner());
    let list = List::new(Action::ListPoleCommunications.code(), &(pole, &query))?;
    let tx = service.store.read().await?;
    seen(&tx, &caller.scope, Id::new(pole)).await?;
    page(&tx, &caller.scope, Some(pole), (list, query), &request).await
}

async fn page(
    tx: &Tx<Read>,
    scope: &Scope,
    pole: Option<Uuid>,
    (list, query): (List, CommunicationQuery),
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let after = list.after(query.cursor.as_deref(), |after: &After| after.key.is_empty())?;
    let filter = CommunicationFilter {
        kinds: words_of(query.kind),
        statuses: words_of(query.status),
        pole: pole.map(Id::new),
    };
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let page = tx.page_communications(scope, &filter, after.as_ref(), limit).await?;
    let total = match query.with_total {
        Some(true) => Some(tx.count_communications(scope, &filter).await?),
        _ => None,
    };
    let poles: Vec<Id<Pole>> = page.items.iter().map(|one| one.value.pole).collect();
    let poles = tx.find_poles(scope, &poles).await?.into_iter().map(|pole| pole.value);
    let in_full: BTreeSet<Id<Pole>> =
        poles.filter(|pole| sees_personal_data(scope, pole)).map(|pole| pole.id).collect();
    let items = page.items.iter().map(|one| {
        let is_in_full = in_full.contains(&one.value.pole);
        CommunicationView::show(one, scope, is_in_full, BeforeAndAfter::default())
    });
    let body =
        CommunicationPage { items: items.collect(), next_cursor: list.next(page.next)?, total };
    Ok(digested(request, CachePolicy::NoStore, &body)?)
}
