//! `read_change_request`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged};
use ptp_http::state::HttpState;

use super::document::{ChangeRequestView, received};
use super::effect::effect;
use super::reports::Reports;
use super::{is_in_full, tag_of};
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A change request
///
/// With the clock of its procedure and every step that was taken; while it waits for a decision also
/// with the report before and after, for the owner of the pole and for officials.
#[utoipa::path(
    operation_id = Action::ReadChangeRequest.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("request_id" = Uuid, Path, description = "The identifier of the request."),
    ),
    responses((status = 200, description = "The request.", body = ChangeRequestView)),
)]
#[get("/poles/{pole_id}/change-requests/{request_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadChangeRequest>,
    service: Data<Service>,
    http: Data<HttpState>,
    ids: PathIds<2>,
    Preferred(language): Preferred,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    // A pole that is not shown has no requests to show.
    let pole = tx.find_pole(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let stored = tx.find_change_request(&caller.scope, ids.first(), ids.second()).await?;
    let stored = stored.ok_or(ApiError::NotFound)?;
    let now = service.clock.now();
    let mut view = ChangeRequestView::show(&stored, now, &caller.scope);
    let value = &stored.value;
    let mut of = vec![language.code().to_owned()];
    if value.status.is_pending()
        && is_in_full(value, &caller.scope)
        && let Some(changes) = received(&value.changes)
    {
        let on = value.effective_on.unwrap_or_else(|| civil_date(now));
        of.push(format!("p{}", pole.pole.version));
        // A change that has been overtaken has no report.
        if let Ok(effect) = effect(&http.contract.validators, &pole, &changes, on) {
            view = view.with(&Reports::of(&tx, &pole, &effect.next, on, language).await?);
        }
    }
    let of: Vec<_> = of.iter().map(String::as_str).collect();
    Ok(tagged(&request, &tag_of(&stored, now, &caller.scope, &of), CachePolicy::NoStore, &view))
}
