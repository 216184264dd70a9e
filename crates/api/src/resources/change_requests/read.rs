//! `read_change_request`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged, unchanged};
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
    let value = &stored.value;
    // With its reports, which rest on the pole.
    let is_judged = value.status.is_pending() && is_in_full(value, &caller.scope);
    let version = format!("p{}", pole.pole.version);
    let of: &[&str] = if is_judged { &[language.code(), &version] } else { &[language.code()] };
    let tag = tag_of(&stored, now, &caller.scope, of);
    if let Some(unchanged) = unchanged(&request, &tag, CachePolicy::NoStore) {
        return Ok(unchanged);
    }
    let mut view = ChangeRequestView::show(&stored, now, &caller.scope);
    if is_judged && let Some(changes) = received(&value.changes) {
        let on = value.effective_on.unwrap_or_else(|| civil_date(now));
        // A change that has been overtaken has no report.
        if let Ok(effect) = effect(&http.contract.validators, &pole, &changes, on) {
            let reports = Reports::of(&tx, &pole, &effect.next, on, language).await?;
            view = view.with(reports.shown);
        }
    }
    Ok(tagged(&request, &tag, CachePolicy::NoStore, &view))
}
