//! `read_recognition`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::problem::own::malformed;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{DateText, civil_day};
use ptp_store::{Read, Tx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::document::RecognitionOnDate;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// On which date.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecognitionQuery {
    /// The civil date in Europe/Rome; today unless given.
    as_of: Option<DateText>,
}

/// Whether a pole is recognised
///
/// On a date: recognised or not, since when, for which area, by which act, compliant or not. For
/// every pole ever recognised; also after its recognition was annulled, when nothing else of the
/// pole is public.
#[utoipa::path(
    operation_id = Action::ReadRecognition.code(),
    tag = "recognitions",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), RecognitionQuery),
    responses((status = 200, description = "Its recognition on the date.", body = RecognitionOnDate)),
)]
#[get("/poles/{pole_id}/recognition")]
pub(crate) async fn handle(
    caller: Caller<op::ReadRecognition>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ReadRecognition, RecognitionQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let as_of = query.into_inner().as_of.map(|day| civil_day(&day.0)).transpose();
    let on = as_of
        .map_err(|invalid| malformed("as_of", invalid))?
        .unwrap_or_else(|| civil_date(service.clock.now()));
    let tx = service.store.read().await?;
    let stored = tx.find_pole(&caller.scope, ids.first()).await?;
    let body = match stored.filter(|stored| stored.pole.value.recognition.is_some()) {
        Some(stored) => RecognitionOnDate::of(&tx, &stored, on).await?,
        None => not_recognised(&tx, &caller.scope, ids.first(), on).await?,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}

/// The recognition of a pole that is not recognised: an annulled one is public; that there never
/// was one is told only to callers that may see the pole.
async fn not_recognised(
    tx: &Tx<Read>,
    scope: &Scope,
    id: Id<Pole>,
    on: NaiveDate,
) -> Result<RecognitionOnDate, ApiError> {
    if let Some(annulled) = tx.find_annulled(id).await? {
        return Ok(RecognitionOnDate::annulled(id.uuid(), &annulled, on));
    }
    let stored = tx.find_pole(scope, id).await?.ok_or(ApiError::NotFound)?;
    RecognitionOnDate::of(tx, &stored, on).await
}
