//! `read_timeline`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::Months;
use ptp_domain::calendar::{Period, civil_date};
use ptp_domain::policy::Action;
use ptp_domain::rules::timeline;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::problem::own::malformed;
use ptp_http::show::plain;
use ptp_http::wire::{DateText, InstantInput, civil_day};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::question::Question;
use super::timeline_document::ComplianceTimeline;
use crate::cases::caller::{Caller, op};
use crate::cases::judging::{judged, network, no_such_call, ruleset_of};
use crate::cases::known::{Seen, known_at};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// The default length of a timeline.
const USUAL_YEARS: u32 = 5;

/// From when until when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TimelineQuery {
    /// The first day; today unless given.
    from: Option<DateText>,
    /// The last day; five years after the first unless given.
    until: Option<DateText>,
    /// A call, to be judged by its rules instead of those that recognised the pole.
    call_id: Option<Uuid>,
    /// What was known at this instant, rather than what is; its civil date is then the first day
    /// unless one is given.
    known_at: Option<InstantInput>,
}

/// When the report of a pole changes
///
/// The dates on which it changes by itself: a grace that ends, an accreditation that expires, an
/// anniversary that is reached, a member that joins or leaves. Beside them, where the pole stands
/// meanwhile: recognised, suspended until a day, revived by a court.
#[utoipa::path(
    operation_id = Action::ReadTimeline.code(),
    tag = "compliance",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), TimelineQuery),
    responses((status = 200, description = "The dates.", body = ComplianceTimeline)),
)]
#[get("/poles/{pole_id}/compliance/timeline")]
pub(crate) async fn handle(
    caller: Caller<op::ReadTimeline>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ReadTimeline, TimelineQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let day = |name, day: Option<DateText>| {
        day.map(|day| civil_day(&day.0)).transpose().map_err(|invalid| malformed(name, invalid))
    };
    let now = service.clock.now();
    let known_at = known_at(query.known_at.as_ref(), now)?;
    let from = day("from", query.from)?.unwrap_or_else(|| civil_date(known_at.unwrap_or(now)));
    let until = day("until", query.until)?
        .unwrap_or_else(|| from.checked_add_months(Months::new(12 * USUAL_YEARS)).unwrap_or(from));
    Period::new(from, Some(until)).map_err(|invalid| malformed("until", invalid))?;

    let tx = service.store.read().await?;
    let Seen { pole: stored, determinations, knowledge } =
        Seen::of(&tx, &caller.scope, ids.first(), known_at).await?;
    let calls = caller.actor.scope(Action::ReadCall).map_err(|_| ApiError::NotFound)?;
    let usual = ruleset_of(&stored.pole.value);
    let asked = Question::asked(&tx, &calls, query.call_id, usual, Some(from), now, no_such_call);
    let ruleset = asked.await?.ruleset;
    let given = (&stored, &ruleset, determinations.as_slice());
    let (outcome, entries) = judged(given, move |(stored, ruleset, determinations), budget| {
        timeline(&network(stored), ruleset, from, until, determinations, budget)
    })
    .await?;
    let id = stored.pole.value.id.uuid();
    let shown = ComplianceTimeline::show(id, (from, until), &ruleset, outcome, &entries);
    Ok(plain(&shown.standing(&stored.pole.value, from, until).known(knowledge)))
}
