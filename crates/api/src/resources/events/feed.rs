//! `list_events`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::Query;
use ptp_http::show::plain;

use super::document::{EventPage, FeedQuery, USUAL_EVENTS};
use super::place::Place;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The change feed
///
/// Everything that happened and the caller may see, in one order: ask again with `after` set to
/// `next_after`, and nothing is missed or seen twice. An event that is out is never overtaken by an
/// earlier one; what was deleted stands in it too. A position beyond the last event is refused, with
/// the `head` of the log.
#[utoipa::path(
    operation_id = Action::ListEvents.code(),
    tag = "events",
    params(FeedQuery),
    responses((status = 200, description = "The next events.", body = EventPage)),
)]
#[get("/events")]
pub(crate) async fn handle(
    caller: Caller<op::ListEvents>,
    service: Data<Service>,
    query: Query<op::ListEvents, FeedQuery>,
) -> Result<HttpResponse, ApiError> {
    let FeedQuery { after, limit, r#type } = query.into_inner();
    let limit = limit.unwrap_or(USUAL_EVENTS);
    let kinds: Vec<_> = r#type.into_iter().map(|code| code.0).collect();
    let tx = service.store.read().await?;
    let place = Place::of(&tx, after.as_deref()).await?;
    let events = tx.feed(&caller.scope, place.after, limit, &kinds).await?;
    Ok(plain(&EventPage::show(&events, place, limit, &caller.scope)))
}
