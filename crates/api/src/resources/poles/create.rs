//! `create_pole`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use ptp_domain::calendar::{civil_date, civil_year};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::etag::tag;

use super::creation::PoleCreation;
use super::view::PoleView;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, Written, idempotent};
use crate::cases::problems::ApiError;
use crate::cases::state::{MostDrafts, Service};

/// Create a pole
///
/// A draft, with its members in one go or without any yet. It belongs to the body that the caller
/// acts for (`org`), or to the caller. A draft may be incomplete: the report says what is missing.
#[utoipa::path(
    operation_id = Action::CreatePole.code(),
    tag = "pole-management",
    request_body(content = PoleCreation, description = "The pole, with its members if wanted."),
    responses((status = 201, description = "Created, as a draft.", body = PoleView)),
)]
#[post("/poles")]
pub(crate) async fn handle(
    caller: Caller<op::CreatePole>,
    service: Data<Service>,
    key: IdempotencyKey,
    body: Body<PoleCreation>,
) -> Result<HttpResponse, ApiError> {
    let clock = service.clock.clone();
    let ((description, members), bytes) =
        body.read_by_size(move |reading| PoleCreation::read(|| clock.new_id(), reading)).await?;
    let Actor::Bearer(bearer) = &caller.actor else { return Err(ApiError::Unauthenticated) };
    let MostDrafts(most) = service.settings.most_drafts;
    idempotent(&service, &caller.actor, key, &bytes, async |tx| {
        if tx.count_drafts(&bearer.owner()).await? >= most {
            return Err(ApiError::TooManyDrafts(most));
        }
        let pole = Pole {
            id: Id::new(service.clock.new_id()),
            code: tx.next_pole_code(civil_year(service.clock.now())).await?,
            status: PoleStatus::Draft,
            owner: bearer.owner(),
            recognition: None,
            life: Vec::new(),
            warning: None,
            transfers: Vec::new(),
            successions: Vec::new(),
            description: description.clone(),
        };
        let event = service.event(&caller.actor, EventKind::PoleCreated);
        let stored = tx.insert_pole(pole, members.clone(), &event).await?;
        Written::created(
            format!("/v1/poles/{}", stored.pole.value.id),
            tag(stored.pole.version, &["full"]),
            &PoleView::show(&stored, true, civil_date(event.at)),
        )
    })
    .await
}
