//! `change_pole`

use actix_web::web::Data;
use actix_web::{HttpResponse, patch};
use chrono::NaiveDate;
use ptp_domain::calendar::civil_date;
use ptp_domain::event::EventKind;
use ptp_domain::pole::Step;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Patch;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_store::{Read, StoredPole, Subject, Tx};

use super::creation::compare_lead;
use super::document::PoleInput;
use super::view::{PoleView, tag_of};
use crate::cases::caller::{Caller, op};
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;

/// What changes directly once a pole is recognised.
const FREE: [&str; 3] = ["contacts", "description", "production_chain"];

/// Change a pole
///
/// What its owner says of it; its members have their own addresses. The area changes in a draft
/// only. Of a recognised pole only contacts, description and production chain change directly,
/// unless its call lets changes be recorded.
#[utoipa::path(
    operation_id = Action::ChangePole.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(
        content = PoleInput, content_type = "application/merge-patch+json",
        description = "The properties to change (RFC 7396), as application/merge-patch+json; null removes one, arrays are replaced.",
    ),
    responses((status = 200, description = "The pole as it is now.", body = PoleView)),
)]
#[patch("/poles/{pole_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ChangePole>,
    service: Data<Service>,
    ids: PathIds<1>,
    version: IfMatch,
    patch: Patch,
) -> Result<HttpResponse, ApiError> {
    let id = ids.first();
    let change = async |tx: &Tx<Read>| {
        let whole = own(tx, &caller.scope, id).await?;
        check_precondition(tx, Subject::Pole(id), &whole.pole, &version).await?;
        let shown = PoleView::show(&whole, true, civil_date(service.clock.now()));
        let current = PoleInput::show(&whole.pole.value.description, true);
        let revision = patch.applied_to(&current, &shown)?;
        let standing = Standing::of(tx, &whole, service.clock.now()).await?;
        standing.attempt(Step::Change, &caller.actor).await?;
        if revision.changed.iter().any(|name| name == "area") {
            standing.attempt(Step::Redefine, &caller.actor).await?;
        }
        if standing.is_recognised() {
            standing.attempt_changes(&revision.changed, &FREE, &caller.actor).await?;
        }
        let (description, _) = revision.body.read(|reading| {
            let description = PoleInput::read(reading);
            if !reading.refused("") {
                let members = &whole.members;
                compare_lead(reading, |lead| Ok(members.iter().any(|one| one.value.id == lead)));
            }
            description
        })?;
        if description == whole.pole.value.description {
            return Ok(Prepared::Answered(answer(&whole, civil_date(service.clock.now()))));
        }
        let mut event = service.event(&caller.actor, EventKind::PoleChanged);
        event.changed = revision.changed;
        let mut next = whole.clone();
        next.pole.value.description = description;
        let foresight = standing.foresee(|| &next).await?;
        Ok(Prepared::ToWrite((next, foresight, event)))
    };
    prepared(&service, id.uuid(), change, async |tx, (next, foresight, event)| {
        let StoredPole { pole, members } = next.clone();
        let pole = foresight.written(tx, tx.save_pole(pole, event)).await?;
        let today = civil_date(service.clock.now());
        Ok(answer(&StoredPole { pole, members }, today))
    })
    .await
}

fn answer(pole: &StoredPole, today: NaiveDate) -> HttpResponse {
    changed(&tag_of(&pole.pole, true, today), &PoleView::show(pole, true, today))
}
