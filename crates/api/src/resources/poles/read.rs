//! `read_pole`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::show::{CachePolicy, tagged};

use super::view::PoleView;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::cases::visibility::{sees_personal_data, view_of};

/// A pole
///
/// With its members. Poles that were ever recognised are public; others are seen by their owner
/// and by officials.
#[utoipa::path(
    operation_id = Action::ReadPole.code(),
    tag = "poles",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    responses((status = 200, description = "The pole with its members.", body = PoleView)),
)]
#[get("/poles/{pole_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ReadPole>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let stored = service.store.find_pole(&caller.scope, ids.first()).await?;
    let stored = stored.ok_or(ApiError::NotFound)?;
    let personal = sees_personal_data(&caller.scope, &stored.pole.value);
    let tag = tag(stored.pole.version, &[view_of(personal)]);
    Ok(tagged(&request, &tag, CachePolicy::register(&request), &PoleView::show(&stored, personal)))
}
