//! `read_recognition`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Scope};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::problem::own::malformed;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{DateText, InstantInput, civil_day};
use ptp_store::{Read, Tx};
use serde::Deserialize;
use utoipa::IntoParams;

use super::document::RecognitionOnDate;
use crate::cases::caller::{Caller, op};
use crate::cases::known::{Knowledge, Told, known_at, told_at};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// On which date.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecognitionQuery {
    /// The civil date in Europe/Rome; today unless given.
    as_of: Option<DateText>,
    /// What was known at this instant, rather than what is: another question than what was so on
    /// `as_of`, which is then the civil date of this instant unless given.
    known_at: Option<InstantInput>,
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
    let query = query.into_inner();
    let now = service.clock.now();
    let known_at = known_at(query.known_at.as_ref(), now)?;
    let as_of = query.as_of.map(|day| civil_day(&day.0)).transpose();
    let on = as_of
        .map_err(|invalid| malformed("as_of", invalid))?
        .unwrap_or_else(|| civil_date(known_at.unwrap_or(now)));
    let tx = service.store.read().await?;
    if let Some(at) = known_at {
        let body = known(&tx, &caller.scope, ids.first(), at, on).await?;
        return Ok(digested(&request, CachePolicy::register(&request), &body)?);
    }
    let stored = tx.find_pole(&caller.scope, ids.first()).await?;
    let body = match stored.filter(|stored| stored.pole.value.recognition.is_some()) {
        Some(stored) => RecognitionOnDate::of(&tx, &stored, on).await?,
        None => not_recognised(&tx, &caller.scope, ids.first(), on).await?,
    };
    Ok(digested(&request, CachePolicy::register(&request), &body)?)
}

/// The recognition of a pole as it was known.
async fn known(
    tx: &Tx<Read>,
    scope: &Scope,
    id: Id<Pole>,
    at: DateTime<Utc>,
    on: NaiveDate,
) -> Result<RecognitionOnDate, ApiError> {
    let seen = match told_at(tx, scope, id, at).await? {
        Told::Seen(seen) => seen,
        Told::Annulled(annulled, knowledge) => {
            return Ok(RecognitionOnDate::annulled(id.uuid(), &annulled, on).with(knowledge));
        }
    };
    // Whoever sees all of the pole is told of the annulment too.
    if seen.pole.pole.value.recognition.is_none()
        && let Some(annulled) = tx.annulled_known_at(id, at).await?
    {
        let told = RecognitionOnDate::annulled(id.uuid(), &annulled, on);
        return Ok(told.with(Knowledge::of(at, &seen.pole)));
    }
    RecognitionOnDate::of_known(&seen, on).await
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
