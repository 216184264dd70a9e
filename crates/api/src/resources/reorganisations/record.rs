//! `record_reorganisation`

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::SubsecRound;
use ptp_domain::change_request::SUPERSEDED;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::policy::{Action, Actor};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::etag::tag;
use ptp_store::{Read, Tx, Write};
use uuid::Uuid;

use super::document::ReorganisationView;
use super::input::{Asked, ReorganisationInput};
use super::plan::{Plan, PlannedPole};
use crate::cases::caller::{Caller, op};
use crate::cases::ending::Ending;
use crate::cases::idempotent::{IdempotencyKey, Written, idempotent_prepared};
use crate::cases::interest::interest;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// Record a reorganisation
///
/// One act for all poles and drafts that it concerns, recorded for all of them or for none (school
/// mergers: *dimensionamento*). A member all of whose tracks go over leaves the day before the
/// effective date, and its successor joins on it; of other members only the tracks named go over.
/// The years of a track pass with it, and need no official's determination. A successor leads, and
/// answers for the pole, where its predecessor did: that holds at once, what is judged follows the
/// days. What was received with an application stays as it was.
#[utoipa::path(
    operation_id = Action::RecordReorganisation.code(),
    tag = "register",
    request_body(content = ReorganisationInput, description = "The act, its effective date, who hands over what to whom."),
    responses((status = 201, description = "Recorded, with what it does to each pole.", body = ReorganisationView)),
)]
#[post("/reorganisations")]
pub(crate) async fn handle(
    caller: Caller<op::RecordReorganisation>,
    service: Data<Service>,
    key: IdempotencyKey,
    body: Body<ReorganisationInput>,
) -> Result<HttpResponse, ApiError> {
    let clock = service.clock.clone();
    let (Asked { reorganisation, note }, bytes) = body
        .read_by_size(move |reading| ReorganisationInput::read(|| clock.new_id(), reading))
        .await?;
    let prepare = async |tx: &Tx<Read>| {
        let now = service.clock.now().trunc_subsecs(6);
        let plan = Plan::of(tx, &caller.scope, &service, &reorganisation, now).await?;
        own_matter(&plan, &caller.actor)?;
        let event = |kind| Event {
            reason: reorganisation.reason.clone(),
            ..service.event(&caller.actor, kind)
        };
        let events = plan.poles.iter().map(|pole| {
            let of_pole = Event {
                note: note.clone(),
                changed: changed(pole, reorganisation.id.uuid()),
                ..event(EventKind::PoleReorganised)
            };
            let of_members = told(pole).map(|(kind, member, changed)| Event {
                member: Some(member.uuid()),
                changed,
                ..event(kind)
            });
            (of_pole, of_members.collect::<Vec<_>>())
        });
        let events: Vec<_> = events.collect();
        Ok((plan, events))
    };
    let write = async |tx: &Tx<Write>, (plan, events): &(Plan, Vec<(Event, Vec<Event>)>)| {
        for (pole, (event, of_members)) in plan.poles.iter().zip(events) {
            let PlannedPole { read, next, foresight, effects } = pole;
            let saved = tx.reorganise_pole(read, next.clone(), (event, of_members));
            let saved = foresight.written(tx, saved).await?;
            let pole = &saved.pole;
            if effects.owner.is_some() {
                tx.pass_on(pole.value.id, &pole.value.owner).await?;
            }
            let left = read.members.iter().filter(|one| effects.left.contains(&one.value.id));
            let left: Vec<_> = left.map(|one| one.value.tax_code.clone()).collect();
            let ending = Ending::of(&service, &caller.actor, SUPERSEDED);
            ending.lapse(tx, (pole, pole.version), Some(&left)).await?;
        }
        tx.insert_reorganisation(&plan.past).await?;
        let view = ReorganisationView::show(&plan.past, &caller.scope);
        let location = format!("/v1/reorganisations/{}", plan.past.id);
        Written::created(location, tag(1, &["full"]), &view)
    };
    // Reorganisations take turns: two of them may touch the same poles.
    let subject = (Uuid::nil(), &bytes);
    idempotent_prepared(&service, &caller.actor, key, subject, prepare, write).await
}

/// Nobody records an act on a pole of a body that they act for.
fn own_matter(plan: &Plan, actor: &Actor) -> Result<(), ApiError> {
    let poles = plan.poles.iter().map(|one| &one.read.pole.value);
    for pole in poles {
        if let Some(reason) = interest(Action::RecordReorganisation, &pole.owner, actor) {
            let status = pole.status.code();
            return Err(ApiError::WrongState { status, reason, allowed: Vec::new() });
        }
    }
    Ok(())
}

/// What happens to each member that is concerned.
fn told(pole: &PlannedPole) -> impl Iterator<Item = (EventKind, Id<Member>, Vec<String>)> {
    let (_, members) = &pole.next;
    let before = pole.read.members.iter().map(|stored| &stored.value);
    let written = members.iter().filter_map(|member| {
        let old = pole.read.members.iter().find(|old| old.value.id == member.id);
        let Some(old) = old.map(|old| &old.value) else {
            return Some((EventKind::MemberAdded, member.id, vec!["members".to_owned()]));
        };
        let properties = [
            ("joined_on", old.membership.from() != member.membership.from()),
            ("left_on", old.membership.until() != member.membership.until()),
            ("company", old.profile != member.profile),
            ("study_tracks", old.study_tracks != member.study_tracks),
        ];
        let changed = properties.into_iter().filter(|(_, is_changed)| *is_changed);
        let changed = changed.map(|(name, _)| name.to_owned()).collect();
        (old != member).then_some((EventKind::MemberChanged, member.id, changed))
    });
    let removed = before.filter(|old| members.iter().all(|member| member.id != old.id));
    let removed = removed.map(|old| (EventKind::MemberRemoved, old.id, vec!["members".to_owned()]));
    written.chain(removed)
}

/// The properties of a pole that change, and by which reorganisation.
fn changed(pole: &PlannedPole, reorganisation: Uuid) -> Vec<String> {
    let effects = &pole.effects;
    let members = [&effects.left, &effects.joined, &effects.changed];
    let properties = [
        ("members", members.iter().any(|members| !members.is_empty())),
        ("lead_member_id", effects.lead.is_some()),
        ("owner", effects.owner.is_some()),
        ("transfers", effects.owner.is_some()),
    ];
    let changed = properties.into_iter().filter(|(_, is_changed)| *is_changed);
    let names = changed.map(|(name, _)| name.to_owned());
    names.chain([format!("reorganisations/{reorganisation}")]).collect()
}
