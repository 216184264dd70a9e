//! `change_member`

use actix_web::web::Data;
use actix_web::{HttpResponse, patch};
use chrono::NaiveDate;
use ptp_domain::change_request::SUPERSEDED;
use ptp_domain::event::EventKind;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, REQUEST_NEEDED, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Patch;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_store::{Read, Stored, Subject, Tx};

use super::document::MemberInput;
use super::view::MemberView;
use super::{CONFIRMED, IDENTITY, faults_beside, find};
use crate::cases::caller::{Caller, op};
use crate::cases::ending::Ending;
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;

/// Change a member
///
/// Of a recognised pole only its contacts, and `left_on` of today or later, unless its call lets
/// changes be recorded; kind, tax code and `joined_on` change in a draft only.
#[utoipa::path(
    operation_id = Action::ChangeMember.code(),
    tag = "pole-management",
    params(
        ("pole_id" = Uuid, Path, description = "The identifier of the pole."),
        ("member_id" = Uuid, Path, description = "The identifier of the member."),
    ),
    request_body(
        content = MemberInput, content_type = "application/merge-patch+json",
        description = "The properties to change (RFC 7396), as application/merge-patch+json; null removes one, arrays are replaced.",
    ),
    responses((status = 200, description = "The member as it is now.", body = MemberView)),
)]
#[patch("/poles/{pole_id}/members/{member_id}")]
pub(crate) async fn handle(
    caller: Caller<op::ChangeMember>,
    service: Data<Service>,
    ids: PathIds<2>,
    version: IfMatch,
    patch: Patch,
) -> Result<HttpResponse, ApiError> {
    let change = async |tx: &Tx<Read>| {
        let pole = own(tx, &caller.scope, ids.first()).await?;
        let stored = find(&pole, ids.second())?;
        check_precondition(tx, Subject::Member(ids.first(), ids.second()), stored, &version)
            .await?;
        let shown = MemberView::show(stored, true);
        let revision = patch.applied_to(&MemberInput::show(&stored.value, true), &shown)?;
        let standing = Standing::of(tx, &pole, service.clock.now()).await?;
        standing.attempt(Step::ChangeMembers, &caller.actor).await?;
        if revision.changed.iter().any(|name| IDENTITY.contains(&name.as_str())) {
            standing.attempt(Step::Redefine, &caller.actor).await?;
        }
        if standing.is_recognised() {
            let leaves_on = revision.body.raw.value["left_on"].as_str();
            let leaves_on = leaves_on.and_then(|day| day.parse::<NaiveDate>().ok());
            let days = [leaves_on, stored.value.membership.until()];
            let is_past = days.iter().flatten().any(|day| *day < standing.today());
            if is_past && revision.changed.iter().any(|name| name == "left_on") {
                return Err(standing.blocked(REQUEST_NEEDED, &caller.actor).await);
            }
            let free: &[&str] =
                if leaves_on.is_some() { &["contacts", "left_on"] } else { &["contacts"] };
            standing.attempt_changes(&revision.changed, free, &caller.actor).await?;
        }
        let stays = !revision.changed.iter().any(|name| CONFIRMED.contains(&name.as_str()));
        let (member, _) = revision.body.read(|reading| {
            let id = stored.value.id;
            let member = MemberInput::read(id, reading);
            if !reading.refused("") {
                let outline = member.clone().or_else(|_| MemberInput::outline(id, reading));
                let beside = outline.iter().flat_map(|outline| faults_beside(&pole, outline));
                reading.refuse_all(beside);
            }
            let mut member = member?;
            member.confirmed_at = stored.value.confirmed_at.filter(|_| stays);
            Ok(member)
        })?;
        if member == stored.value {
            return Ok(Prepared::Answered(answer(stored)));
        }
        let mut event = service.event(&caller.actor, EventKind::MemberChanged);
        event.member = Some(member.id.uuid());
        event.changed = revision.changed;
        let mut next = stored.clone();
        next.value = member;
        let foresight = standing.foresee(|| pole.clone().with(next.clone())).await?;
        Ok(Prepared::ToWrite((pole.pole.clone(), next, foresight, event)))
    };
    prepared(
        &service,
        ids.first::<Pole>().uuid(),
        change,
        async |tx, (pole, next, foresight, event)| {
            let saved = tx.save_member(pole, next.clone(), event);
            let saved = foresight.written(tx, saved).await?;
            if event.changed.iter().any(|name| name == "left_on") {
                let about = [saved.value.tax_code.clone()];
                let ending = Ending::of(&service, &caller.actor, SUPERSEDED);
                ending.lapse(tx, (pole, pole.version.saturating_add(1)), Some(&about)).await?;
            }
            Ok(answer(&saved))
        },
    )
    .await
}

fn answer(member: &Stored<Member>) -> HttpResponse {
    changed(&tag(member.version, &["full"]), &MemberView::show(member, true))
}
