//! `replace_members`

use actix_web::web::Data;
use actix_web::{HttpResponse, put};
use ptp_domain::calendar::civil_date;
use ptp_domain::fault::Fault;
use ptp_domain::pole::{Pole, Step, faults_of_change};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::{PathIds, Query};
use ptp_http::precondition::IfMatch;
use ptp_http::show::changed;
use ptp_store::{Read, Stored, StoredPole, Subject, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::creation::read_members;
use super::replacement::{MemberResult, Replaced, Replacement};
use super::view::tag_of;
use crate::cases::caller::{Caller, op};
use crate::cases::network::with_events;
use crate::cases::precondition::check_precondition;
use crate::cases::prepared::{Prepared, prepared};
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::own;
use crate::resources::members::view::MemberCreation;

/// All members of a draft.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct MemberSet {
    /// The members that it has afterwards.
    #[schema(max_items = 500)]
    members: Vec<MemberCreation>,
}

/// Whether to write.
#[derive(Debug, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReplacementQuery {
    /// Whether only to say what would be done: nothing is stored then.
    dry_run: Option<bool>,
}

/// Replace the members of a draft
///
/// As whoever imports a list again needs it: a member is known by the `id` that is sent, else by its
/// tax code. Who is in the list only joins, who is in both is changed as far as it differs, who is in
/// the draft only leaves it. All of it or, if anything is wrong, nothing: each fault says which item
/// it is about. The answer has a result for each item and for each member that leaves.
#[utoipa::path(
    operation_id = Action::ReplaceMembers.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole."), ReplacementQuery),
    request_body(content = MemberSet, description = "All members that the draft has afterwards."),
    responses((status = 200, description = "What was done, or would be.", body = Replaced)),
)]
#[put("/poles/{pole_id}/members")]
pub(crate) async fn handle(
    caller: Caller<op::ReplaceMembers>,
    service: Data<Service>,
    ids: PathIds<1>,
    version: IfMatch,
    query: Query<op::ReplaceMembers, ReplacementQuery>,
    body: Body<MemberSet>,
) -> Result<HttpResponse, ApiError> {
    let (id, clock) = (ids.first::<Pole>(), service.clock.clone());
    let (members, _) =
        body.read_by_size(move |reading| read_members(|| clock.new_id(), reading)).await?;
    let dry_run = query.into_inner().dry_run == Some(true);
    let now = service.clock.now();
    let replacement = async |tx: &Tx<Read>| {
        let pole = own(tx, &caller.scope, id).await?;
        check_precondition(tx, Subject::Pole(id), &pole.pole, &version).await?;
        let standing = Standing::of(tx, &pole, now).await?;
        standing.attempt(Step::Redefine, &caller.actor).await?;
        let replacement = Replacement::of(&pole, &members);
        let faults = faults(&pole, &replacement);
        if !faults.is_empty() {
            return Err(ApiError::InvalidBody(faults));
        }
        let results = replacement.results(dry_run);
        if dry_run || results.iter().all(MemberResult::is_unchanged) {
            return Ok(Prepared::Answered(answer(&pole.pole, dry_run, results, &service)));
        }
        let writes = with_events(&service, &caller.actor, &replacement.writes());
        let foresight = standing.foresee(|| pole.clone()).await?;
        Ok(Prepared::ToWrite((pole, writes, foresight, results)))
    };
    prepared(&service, id.uuid(), replacement, async |tx, (pole, writes, foresight, results)| {
        let network = foresight.written_network(tx, pole, writes).await?;
        Ok(answer(&network.pole, false, results.clone(), &service))
    })
    .await
}

/// The faults of the members as a whole.
fn faults(pole: &StoredPole, replacement: &Replacement<'_>) -> Vec<Fault> {
    let before: Vec<_> = pole.members.iter().map(|stored| &stored.value).collect();
    let faults = faults_of_change(&before, &replacement.members().collect::<Vec<_>>());
    faults.into_iter().map(|fault| fault.under("/members")).collect()
}

fn answer(
    pole: &Stored<Pole>,
    dry_run: bool,
    items: Vec<MemberResult>,
    service: &Service,
) -> HttpResponse {
    let tag = tag_of(pole, true, civil_date(service.clock.now()));
    changed(&tag, &Replaced::of(dry_run, items))
}
