//! `read_pole`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::calendar::civil_date;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::show::{CachePolicy, digested, tagged};
use ptp_http::wire::InstantInput;
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::{PoleView, tag_of};
use crate::cases::caller::{Caller, op};
use crate::cases::known::{Seen, known_at};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::{is_shown_in_full, sees_personal_data};

/// As it was known when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PoleKnownQuery {
    /// As it was recorded at this instant, rather than as it is.
    known_at: Option<InstantInput>,
}

/// A pole
///
/// With its members. Poles that were ever recognised are public; others are seen by their owner
/// and by officials. With `known_at`, as it was recorded then: for officials and its owner in full,
/// for everybody what was public then, without contacts and signatories.
#[utoipa::path(
    operation_id = Action::ReadPole.code(),
    tag = "poles",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        PoleKnownQuery,
    ),
    responses((status = 200, description = "The pole with its members.", body = PoleView)),
)]
#[get("/poles/{pole_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadPole>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ReadPole, PoleKnownQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let now = service.clock.now();
    if let Some(at) = known_at(query.into_inner().known_at.as_ref(), now)? {
        let tx = service.store.read().await?;
        let Seen { pole, knowledge, .. } =
            Seen::of(&tx, &caller.scope, ids.first(), Some(at)).await?;
        let personal = is_shown_in_full(&tx, &caller.scope, ids.first()).await?;
        let body = PoleView::known(&pole, personal, civil_date(at), knowledge);
        return Ok(digested(&request, CachePolicy::register(&request), &body)?);
    }
    let stored = service.store.find_pole(&caller.scope, ids.first()).await?;
    let stored = stored.ok_or(ApiError::NotFound)?;
    let personal = sees_personal_data(&caller.scope, &stored.pole.value);
    let today = civil_date(now);
    let tag = tag_of(&stored.pole, personal, today);
    let view = PoleView::show(&stored, personal, today);
    Ok(tagged(&request, &tag, CachePolicy::register(&request), &view))
}
