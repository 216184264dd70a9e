//! `read_compliance`

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::language::Preferred;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::problem::own::malformed;
use ptp_http::show::plain;
use ptp_http::wire::{DateText, InstantInput, civil_day};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::question::Question;
use super::report::ComplianceReport;
use crate::cases::caller::{Caller, op};
use crate::cases::judging::{no_such_call, report, ruleset_of};
use crate::cases::known::{Seen, known_at};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::compliance::stored::shown;

/// On which date, by whose rules.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ComplianceQuery {
    /// The civil date in Europe/Rome; today, or the reference date of the call.
    as_of: Option<DateText>,
    /// A call, to be judged by its rules instead of the page's.
    call_id: Option<Uuid>,
    /// What was known at this instant, rather than what is: another question than what was so on
    /// `as_of`, which is then the civil date of this instant unless given.
    known_at: Option<InstantInput>,
}

/// The report of a pole
///
/// Whether it is compliant on a date, who counts for which slot and who not and why, what is
/// missing, what would mend it, and when it will change by itself.
#[utoipa::path(
    operation_id = Action::ReadCompliance.code(),
    tag = "compliance",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), ComplianceQuery),
    responses((status = 200, description = "The report.", body = ComplianceReport)),
)]
#[get("/poles/{pole_id}/compliance")]
pub(crate) async fn handle(
    caller: Caller<op::ReadCompliance>,
    service: Data<Service>,
    ids: PathIds<1>,
    query: Query<op::ReadCompliance, ComplianceQuery>,
    Preferred(language): Preferred,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let as_of = query
        .as_of
        .map(|day| civil_day(&day.0))
        .transpose()
        .map_err(|invalid| malformed("as_of", invalid))?;
    let tx = service.store.read().await?;
    let now = service.clock.now();
    let known_at = known_at(query.known_at.as_ref(), now)?;
    let Seen { pole: stored, determinations, knowledge } =
        Seen::of(&tx, &caller.scope, ids.first(), known_at).await?;
    let calls = caller.actor.scope(Action::ReadCall).map_err(|_| ApiError::NotFound)?;
    let usual = ruleset_of(&stored.pole.value);
    let asked = Question::asked(
        &tx,
        &calls,
        query.call_id,
        usual,
        as_of,
        known_at.unwrap_or(now),
        no_such_call,
    );
    let Question { ruleset, as_of, joined_by } = asked.await?;

    let report = report(&stored, joined_by, &ruleset, as_of, &determinations).await?;
    Ok(plain(&shown(&stored, &ruleset, &report, language).known(knowledge)))
}
