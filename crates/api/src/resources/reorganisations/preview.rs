//! `preview_reorganisation`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::show::plain;

use super::document::ReorganisationView;
use super::input::{Asked, ReorganisationInput};
use super::plan::Plan;
use crate::cases::caller::{Caller, op};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Preview a reorganisation
///
/// What recording it would do to each pole, with the same faults; nothing is stored.
#[utoipa::path(
    operation_id = Action::PreviewReorganisation.code(),
    tag = "register",
    request_body(content = ReorganisationInput, description = "The act, its effective date, who hands over what to whom."),
    responses((status = 200, description = "What it would do to each pole.", body = ReorganisationView)),
)]
#[post("/reorganisation-previews")]
pub(crate) async fn handle(
    caller: Caller<op::PreviewReorganisation>,
    service: Data<Service>,
    body: Body<ReorganisationInput>,
) -> Result<HttpResponse, ApiError> {
    let clock = service.clock.clone();
    let (Asked { reorganisation, .. }, _) = body
        .read_by_size(move |reading| ReorganisationInput::read(|| clock.new_id(), reading))
        .await?;
    let tx = service.store.read().await?;
    let now = service.clock.now();
    let plan = Plan::of(&tx, &caller.scope, &service, &reorganisation, now).await?;
    Ok(plain(&ReorganisationView::show(&plan.past, &caller.scope).previewed()))
}
