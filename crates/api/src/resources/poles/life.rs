//! What becomes of a pole: `warn_pole`, `suspend_pole`, `reinstate_pole`, `revoke_pole`,
//! `dissolve_pole`, `transfer_pole`.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::calendar::{civil_date, last_day};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::party;
use ptp_domain::pole::{FormalWarning, Pole, Stage, Step};
use ptp_domain::policy::{Action, Owner};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::contract::Operation;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::wire::{Leaf as _, LongText, Read, Reading, TaxCodeText};
use ptp_store::{StoredPole, Subject};
use utoipa::ToSchema;

use super::document::PoleView;
use crate::cases::caller::{Caller, op};
use crate::cases::idempotent::{IdempotencyKey, Written, once};
use crate::cases::party::OptionalReasonInput;
use crate::cases::party::{Act, ReasonedInput};
use crate::cases::precondition::seen;
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::visibility::{own, sees_personal_data, view_of};

/// What is amiss, and how long there is to mend it.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WarningInput {
    /// Each requirement that was lost.
    #[schema(min_items = 1, max_items = 50)]
    pub findings: Vec<LongText>,
    /// How many days there are to mend it.
    #[schema(minimum = 1, maximum = 365, example = 60)]
    pub days: u32,
}

/// To whom, why, by which act.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TransferInput {
    /// The tax code of the body that answers for the pole from now on.
    #[schema(value_type = TaxCodeText)]
    pub owner: TaxCode,
    /// Why.
    pub reason: LongText,
    /// The official act, if there is one.
    #[schema(value_type = Option<Act>)]
    pub act: Option<party::Act>,
}

impl WarningInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let findings = reading.each("findings", LongText::read);
        let days = reading.required("days", u32::read);
        Ok(Self { findings: findings?, days: days? })
    }
}

impl TransferInput {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let owner = reading.required("owner", TaxCode::read);
        let reason = reading.required("reason", LongText::read);
        let act = reading.optional("act", Act::read);
        Ok(Self { owner: owner?, reason: reason?, act: act? })
    }
}

/// A step as it was asked for.
struct Asked<O> {
    caller: Caller<O>,
    service: Data<Service>,
    id: Id<Pole>,
    key: IdempotencyKey,
    version: IfMatch,
    bytes: Bytes,
}

/// Why, and by which act.
#[derive(Clone, Default)]
struct Grounds {
    reason: Option<String>,
    act: Option<party::Act>,
}

impl<O: Operation> Asked<O> {
    /// Takes the step: `become_of` says what the pole is afterwards, given today.
    async fn take(
        self,
        step: Step,
        kind: EventKind,
        grounds: Grounds,
        changed: &[&str],
        become_of: impl Fn(Pole, Stage, NaiveDate) -> Pole,
    ) -> Result<HttpResponse, ApiError> {
        let Self { caller, service, id, key, version, bytes } = self;
        once(&service, &caller.actor, key, &bytes, async |tx| {
            let StoredPole { pole: mut stored, members } = if caller.scope.is_everything() {
                tx.find_pole(&caller.scope, id).await?.ok_or(ApiError::NotFound)?
            } else {
                own(tx, &caller.scope, id).await?
            };
            seen(tx, Subject::Pole(id), &stored, &version).await?;
            let now = service.clock.now();
            let whole = StoredPole { pole: stored.clone(), members };
            let standing = Standing::of(tx, &whole, now).await?;
            let status = standing.attempt(step, &caller.actor).await?;
            let since = civil_date(now);
            let Grounds { reason, act } = grounds.clone();
            let mut event = service.event(&caller.actor, kind);
            event.reason.clone_from(&reason);
            event.changed = changed.iter().map(|name| (*name).to_owned()).collect();
            let former = stored.value.owner.clone();
            stored.value = become_of(stored.value, Stage { status, since, act, reason }, since);
            if stored.value.owner != former {
                tx.pass_on_applications(id, &stored.value.owner).await?;
            }
            let saved = tx.save_pole(stored, &event).await?;
            let personal = sees_personal_data(&caller.scope, &saved.value);
            let tag = tag(saved.version, &[view_of(personal)]);
            let shown = StoredPole { pole: saved, members: whole.members };
            Written::changed(tag, &PoleView::show(&shown, personal))
        })
        .await
    }
}

fn at_stage(pole: Pole, stage: Stage, _: NaiveDate) -> Pole {
    pole.at(stage)
}

fn reasoned(reading: &mut Reading<'_>) -> Read<Grounds> {
    let ReasonedInput { reason, act } = ReasonedInput::read(reading)?;
    Ok(Grounds { reason: Some(reason.0), act })
}

fn optionally_reasoned(reading: &mut Reading<'_>) -> Read<Grounds> {
    let OptionalReasonInput { reason } = OptionalReasonInput::read(reading)?;
    Ok(Grounds { reason: reason.map(|reason| reason.0), act: None })
}

/// Warn a pole
///
/// A formal warning: what is amiss, and until when it has to be mended. It comes before a
/// revocation for lost requirements.
#[utoipa::path(
    operation_id = Action::WarnPole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = WarningInput, description = "What is amiss, and for how long."),
    responses((status = 200, description = "The warned pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/warning")]
pub(crate) async fn warn(
    caller: Caller<op::WarnPole>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<WarningInput>,
) -> Result<HttpResponse, ApiError> {
    let (WarningInput { findings, days }, bytes) = body.read(WarningInput::read)?;
    let findings: Vec<_> = findings.into_iter().map(|text| text.0).collect();
    let grounds = Grounds { reason: Some(findings.join("\n")), act: None };
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Warn, EventKind::PoleWarned, grounds, &["warning"], |mut pole, _, today| {
            let due_on = last_day(today, days);
            pole.warning =
                Some(FormalWarning { findings: findings.clone(), given_on: today, due_on });
            pole
        })
        .await
}

/// Suspend a pole
///
/// From today on it is not recognised, until it is reinstated.
#[utoipa::path(
    operation_id = Action::SuspendPole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = ReasonedInput, description = "Why, and the act if there is one."),
    responses((status = 200, description = "The suspended pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/suspension")]
pub(crate) async fn suspend(
    caller: Caller<op::SuspendPole>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<ReasonedInput>,
) -> Result<HttpResponse, ApiError> {
    let (grounds, bytes) = body.read(reasoned)?;
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Suspend, EventKind::PoleSuspended, grounds, &["status"], at_stage)
        .await
}

/// Reinstate a pole
///
/// A suspended pole is recognised again from today on; a warning is settled by it.
#[utoipa::path(
    operation_id = Action::ReinstatePole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = OptionalReasonInput, description = "Why, if there is something to say."),
    responses((status = 200, description = "The reinstated pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/reinstatement")]
pub(crate) async fn reinstate(
    caller: Caller<op::ReinstatePole>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<OptionalReasonInput>,
) -> Result<HttpResponse, ApiError> {
    let (grounds, bytes) = body.read(optionally_reasoned)?;
    let changed = ["status", "warning"];
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Reinstate, EventKind::PoleReinstated, grounds, &changed, |pole, stage, _| {
            Pole { warning: None, ..pole.at(stage) }
        })
        .await
}

/// Revoke a pole
///
/// Its recognition ends today. For lost requirements only after a formal warning whose term has
/// ended.
#[utoipa::path(
    operation_id = Action::RevokePole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = ReasonedInput, description = "Why, and the act if there is one."),
    responses((status = 200, description = "The revoked pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/revocation")]
pub(crate) async fn revoke(
    caller: Caller<op::RevokePole>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<ReasonedInput>,
) -> Result<HttpResponse, ApiError> {
    let (grounds, bytes) = body.read(reasoned)?;
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Revoke, EventKind::PoleRevoked, grounds, &["status"], at_stage)
        .await
}

/// Dissolve a pole
///
/// Its owner ends it today.
#[utoipa::path(
    operation_id = Action::DissolvePole.code(),
    tag = "pole-management",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = OptionalReasonInput, description = "Why, if there is something to say."),
    responses((status = 200, description = "The dissolved pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/dissolution")]
pub(crate) async fn dissolve(
    caller: Caller<op::DissolvePole>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<OptionalReasonInput>,
) -> Result<HttpResponse, ApiError> {
    let (grounds, bytes) = body.read(optionally_reasoned)?;
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Dissolve, EventKind::PoleDissolved, grounds, &["status"], at_stage)
        .await
}

/// Transfer a pole
///
/// Another body answers for it from now on (school mergers); its applications follow.
#[utoipa::path(
    operation_id = Action::TransferPole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = TransferInput, description = "To whom, why, by which act."),
    responses((status = 200, description = "The pole of its new owner.", body = PoleView)),
)]
#[post("/poles/{pole_id}/transfer")]
pub(crate) async fn transfer(
    caller: Caller<op::TransferPole>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<TransferInput>,
) -> Result<HttpResponse, ApiError> {
    let (TransferInput { owner, reason, act }, bytes) = body.read(TransferInput::read)?;
    let grounds = Grounds { reason: Some(reason.0), act };
    Asked { caller, service, id: ids.first(), key, version, bytes }
        .take(Step::Transfer, EventKind::PoleTransferred, grounds, &["owner"], |pole, _, _| Pole {
            owner: Owner::Organisation(owner.clone()),
            ..pole
        })
        .await
}
