//! `list_call_events`, `list_pole_events`, `list_application_events`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::plain;
use ptp_store::{Read, Subject, Tx};

use super::document::{EventPage, HistoryQuery, USUAL_EVENTS};
use super::place::Place;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The history of a call
///
/// What happened to it, in order, as far as the caller may see it.
#[utoipa::path(
    operation_id = Action::ListCallEvents.code(),
    tag = "events",
    params(("call_id" = Uuid, Path, description = "The identifier of the call."), HistoryQuery),
    responses((status = 200, description = "Its events.", body = EventPage)),
)]
#[get("/calls/{call_id}/events")]
pub(crate) async fn of_call(
    caller: Caller<op::ListCallEvents>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListCallEvents, HistoryQuery>,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let _ = tx.find_call(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    shown(&tx, &caller.scope, Subject::Call(ids.first()), query.into_inner()).await
}

/// The history of a pole
///
/// What happened to it and to its members, in order, as far as the caller may see it.
#[utoipa::path(
    operation_id = Action::ListPoleEvents.code(),
    tag = "events",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), HistoryQuery),
    responses((status = 200, description = "Its events.", body = EventPage)),
)]
#[get("/poles/{pole_id}/events")]
pub(crate) async fn of_pole(
    caller: Caller<op::ListPoleEvents>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListPoleEvents, HistoryQuery>,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let _ = tx.find_pole(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    shown(&tx, &caller.scope, Subject::Pole(ids.first()), query.into_inner()).await
}

/// The history of an application
///
/// What happened to it, in order.
#[utoipa::path(
    operation_id = Action::ListApplicationEvents.code(),
    tag = "events",
    params(
        ("application_id" = Uuid, Path, description = "The identifier of the application."),
        HistoryQuery,
    ),
    responses((status = 200, description = "Its events.", body = EventPage)),
)]
#[get("/applications/{application_id}/events")]
pub(crate) async fn of_application(
    caller: Caller<op::ListApplicationEvents>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ListApplicationEvents, HistoryQuery>,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let _ = tx.find_application(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    shown(&tx, &caller.scope, Subject::Application(ids.first()), query.into_inner()).await
}

async fn shown(
    tx: &Tx<Read>,
    scope: &Scope,
    subject: Subject,
    HistoryQuery { after, limit }: HistoryQuery,
) -> Result<HttpResponse, ApiError> {
    let limit = limit.unwrap_or(USUAL_EVENTS);
    let place = Place::of(tx, after.as_deref()).await?;
    let events = tx.history(scope, subject, place.after, limit).await?;
    Ok(plain(&EventPage::show(&events, place, limit, scope)))
}
