//! `list_communications`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::id::Id;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested};
use ptp_store::After;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::document::{CommunicationPage, CommunicationView};
use super::told_of;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::seen;
use crate::resources::change_requests::document::BeforeAndAfter;

/// Which page.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CommunicationQuery {
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Communications about a pole, and acts of office
///
/// In the order of receipt: for its owner and officials all, for others those about their body.
#[utoipa::path(
    operation_id = Action::ListCommunications.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        CommunicationQuery,
    ),
    responses((status = 200, description = "A page of communications.", body = CommunicationPage)),
)]
#[get("/poles/{pole_id}/communications")]
pub(crate) async fn handle(
    caller: Caller<op::ListCommunications>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListCommunications, CommunicationQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (pole, query) = (ids.outermost(), query.into_inner());
    let list = List::new(Action::ListCommunications.code(), &(pole, &query))?;
    let after = list.after(query.cursor.as_deref(), |after: &After| after.key.is_empty())?;
    let tx = service.store.read().await?;
    let shown = seen(&tx, &caller.scope, Id::new(pole)).await?;
    let about = told_of(&caller.scope, &shown.value)?;
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let page = tx.page_communications(Id::new(pole), about, after.as_ref(), limit).await?;
    let show = |one| {
        let reports = BeforeAndAfter::default();
        CommunicationView::show(one, &caller.scope, about.is_none(), reports)
    };
    let body = CommunicationPage {
        items: page.items.iter().map(show).collect(),
        next_cursor: list.next(page.next)?,
    };
    Ok(digested(&request, CachePolicy::NoStore, &body)?)
}
