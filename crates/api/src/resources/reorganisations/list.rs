//! `list_reorganisations`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::Query;
use ptp_http::show::{CachePolicy, digested};
use ptp_store::After;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::document::{ReorganisationPage, ReorganisationView};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// How many, and from where on.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReorganisationQuery {
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Reorganisations
///
/// The last recorded ones first: for officials all, for others those that touched a pole which they
/// may see.
#[utoipa::path(
    operation_id = Action::ListReorganisations.code(),
    tag = "recognitions",
    params(ReorganisationQuery),
    responses((status = 200, description = "A page of reorganisations.", body = ReorganisationPage)),
)]
#[get("/reorganisations")]
pub(crate) async fn handle(
    caller: Caller<op::ListReorganisations>,
    service: Data<Service>,
    query: Query<op::ListReorganisations, ReorganisationQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let list = List::new(Action::ListReorganisations.code(), &query)?;
    let after = list.after(query.cursor.as_deref(), |after: &After| after.key.is_empty())?;
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let tx = service.store.read().await?;
    let page = tx.page_reorganisations(&caller.scope, after.as_ref(), limit).await?;
    let show = |past| ReorganisationView::show(past, &caller.scope);
    let body = ReorganisationPage {
        items: page.items.iter().map(show).collect(),
        next_cursor: list.next(page.next)?,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}
