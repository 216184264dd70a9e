//! `list_pole_receipts`, `list_application_receipts`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::id::Id;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::cursor::{List, USUAL_LIMIT};
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested};
use ptp_store::{After, Read, ReceiptsOf, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::answer::unreadable;
use super::document::{Receipt, ReceiptPage};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Which page.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReceiptQuery {
    /// How many items at most: a page of large ones has fewer.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Receipts about a pole
///
/// Of every act of its applicants, in order: applications and what followed them, change requests,
/// communications. For its owner and officials all, for others those of communications about their
/// body.
#[utoipa::path(
    operation_id = Action::ListPoleReceipts.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ReceiptQuery,
    ),
    responses((status = 200, description = "A page of receipts.", body = ReceiptPage)),
)]
#[get("/poles/{pole_id}/receipts")]
pub(crate) async fn of_pole(
    caller: Caller<op::ListPoleReceipts>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListPoleReceipts, ReceiptQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (pole, query) = (ids.outermost(), query.into_inner());
    let list = List::new(Action::ListPoleReceipts.code(), &(pole, &query))?;
    let tx = service.store.read().await?;
    tx.find_pole(&caller.scope, Id::new(pole)).await?.ok_or(ApiError::NotFound)?;
    page(&tx, &caller.scope, ReceiptsOf::Pole(Id::new(pole)), (list, query), &request).await
}

/// Receipts of an application
///
/// That of its submission, and those of everything that the applicant has presented since.
#[utoipa::path(
    operation_id = Action::ListApplicationReceipts.code(),
    tag = "applications",
    params(
        ("application_id" = Uuid, Path, description = "The identifier of the application."),
        ReceiptQuery,
    ),
    responses((status = 200, description = "A page of receipts.", body = ReceiptPage)),
)]
#[get("/applications/{application_id}/receipts")]
pub(crate) async fn of_application(
    caller: Caller<op::ListApplicationReceipts>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListApplicationReceipts, ReceiptQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let (application, query) = (ids.outermost(), query.into_inner());
    let list = List::new(Action::ListApplicationReceipts.code(), &(application, &query))?;
    let tx = service.store.read().await?;
    let id = Id::new(application);
    let _ = tx.find_application(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
    page(&tx, &caller.scope, ReceiptsOf::Application(id), (list, query), &request).await
}

async fn page(
    tx: &Tx<Read>,
    scope: &Scope,
    of: ReceiptsOf,
    (list, query): (List, ReceiptQuery),
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let after = list.after(query.cursor.as_deref(), |after: &After| after.key.is_empty())?;
    let limit = query.limit.unwrap_or(USUAL_LIMIT);
    let page = tx.page_receipts(scope, of, after.as_ref(), limit).await?;
    let items = page.items.into_iter().map(|one| Receipt::show(one).ok_or_else(unreadable));
    let body =
        ReceiptPage { items: items.collect::<Result<_, _>>()?, next_cursor: list.next(page.next)? };
    Ok(digested(request, CachePolicy::NoStore, &body)?)
}
