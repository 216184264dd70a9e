//! What becomes of a pole: `warn_pole`, `reinstate_pole`, `revoke_pole`, `dissolve_pole`,
//! `transfer_pole`, and what these have in common with its suspension, what courts decide of an act
//! and its delivery.

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::calendar::{civil_date, last_day};
use ptp_domain::change_request::POLE_ENDED;
use ptp_domain::delivery::Delivery;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::fault::Fault;
use ptp_domain::party::Act;
use ptp_domain::pole::{
    Contested, CourtOrder, Extension, FormalWarning, Pole, Stage, Step, Transfer,
};
use ptp_domain::policy::{Action, Owner};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::parameters::PathIds;
use ptp_http::wire::{Read, Reading};
use ptp_store::{StoredPole, Subject, Tx, Write};

use super::life_input::{Grounds, ReinstatementInput, TransferInput, WarningInput};
use super::restriction::{Restriction, RevocationInput};
use super::view::{PoleView, tag_of};
use crate::cases::caller::op;
use crate::cases::ending::Ending;
use crate::cases::foresight::Foresight;
use crate::cases::idempotent::Written;
use crate::cases::party::{OptionalReasonInput, dated};
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::transition::{Asked, StateChange, Transition};
use crate::cases::visibility::{own, sees_personal_data};

/// A change of a pole's state.
pub(super) struct PoleChange {
    step: Step,
    kind: EventKind,
    grounds: Grounds,
    becomes: Becomes,
}

/// What a pole is after the change.
pub(super) enum Becomes {
    /// At the next stage of its life.
    AtStage,
    /// The same, once the act takes effect.
    Restricted(Restriction),
    /// Suspended until a later day.
    SuspendedLonger(NaiveDate),
    /// As a court leaves it.
    Ordered(Contested, CourtOrder),
    /// As the act leaves it that was delivered, or was not.
    Delivered(Delivery),
    /// At the stage of the recognised again, and its warning is settled.
    Reinstated,
    /// Warned: what is amiss, and for how many days from today.
    Warned { findings: Vec<String>, days: u32 },
    /// Another's.
    Transferred(Owner),
}

impl Becomes {
    /// The pole after the change, which begins a stage today.
    fn of(&self, pole: Pole, stage: Stage) -> Result<Pole, Vec<Fault>> {
        let today = stage.since;
        let references = stage.references.clone();
        Ok(match self {
            Self::AtStage => pole.at(stage),
            Self::Restricted(restriction) => pole.at(restriction.of(stage)?).as_of(today),
            Self::SuspendedLonger(until) => {
                let Stage { act, reason, .. } = stage;
                let Some(act) = act else { return Ok(pole) };
                let extension = Extension { on: today, before: None, act, reason };
                pole.with_extension(extension, *until, references)?
            }
            Self::Ordered(contested, order) => {
                pole.ordered(contested, order.clone(), references, today)?
            }
            Self::Delivered(delivery) => pole.delivered(delivery.clone(), references, today)?,
            Self::Reinstated => Pole { warning: None, ..pole.at(stage) },
            Self::Warned { findings, days } => {
                let (findings, given_on) = (findings.clone(), stage.since);
                let due_on = last_day(given_on, *days);
                Pole { warning: Some(FormalWarning { findings, given_on, due_on }), ..pole }
            }
            Self::Transferred(owner) => {
                let Stage { since: on, act, reason, .. } = stage;
                let mut transfers = pole.transfers;
                transfers.extend(act.map(|act| Transfer { on, act, reason }));
                Pole { owner: owner.clone(), transfers, ..pole }
            }
        })
    }

    /// Checks the day of an act beside what it changes.
    fn dates(&self, pole: &Pole, act: &Act, today: NaiveDate) -> Result<(), Fault> {
        match self {
            Self::AtStage | Self::Restricted(_) => pole.bears(act, false, today),
            Self::SuspendedLonger(_) | Self::Reinstated => pole.bears(act, true, today),
            Self::Ordered(..) | Self::Delivered(_) | Self::Warned { .. } | Self::Transferred(_) => {
                Ok(())
            }
        }
    }

    /// The properties that change.
    const fn changed(&self) -> &'static [&'static str] {
        match self {
            Self::AtStage => &["status"],
            // The status, or nothing yet.
            Self::Restricted(_) => &[],
            Self::SuspendedLonger(_) | Self::Ordered(..) | Self::Delivered(_) => &["life"],
            Self::Reinstated => &["status", "warning"],
            Self::Warned { .. } => &["warning"],
            Self::Transferred(_) => &["owner", "transfers"],
        }
    }
}

impl PoleChange {
    const fn of(step: Step, kind: EventKind, grounds: Grounds) -> Self {
        Self { step, kind, grounds, becomes: Becomes::AtStage }
    }

    /// A change to something else than the next stage.
    pub(super) const fn to(
        becomes: Becomes,
        step: Step,
        kind: EventKind,
        grounds: Grounds,
    ) -> Self {
        Self { step, kind, grounds, becomes }
    }
}

/// A pole as it will be.
pub(super) struct PreparedChange {
    next: StoredPole,
    is_transferred: bool,
    foresight: Foresight,
    event: Event,
}

impl StateChange for PoleChange {
    type Prepared = PreparedChange;

    async fn prepare(
        &self,
        tx: &Tx<ptp_store::Read>,
        asked: &Asked,
        ids: &PathIds<1>,
    ) -> Result<PreparedChange, ApiError> {
        let Asked { service, actor, scope, version, .. } = asked;
        let id = ids.first();
        let whole = if scope.is_everything() {
            tx.find_pole(scope, id).await?.ok_or(ApiError::NotFound)?
        } else {
            own(tx, scope, id).await?
        };
        check_precondition(tx, Subject::Pole(id), &whole.pole, version).await?;
        let now = service.clock.now();
        let standing = Standing::of(tx, &whole, now).await?;
        let status = standing.attempt(self.step, actor).await?;
        let Grounds { reason, act } = self.grounds.clone();
        if let Some(act) = &act {
            dated(act, civil_date(now))?;
        }
        let mut event = asked.event(self.kind, reason.as_deref(), self.becomes.changed());
        let today = civil_date(now);
        let references = asked.references.clone();
        let dated = act.as_ref().map(|act| self.becomes.dates(&whole.pole.value, act, today));
        let early = dated.and_then(Result::err);
        let stage = Stage { act, reason, references, ..Stage::of(status, today) };
        let mut next = whole.clone();
        next.pole.value = match (self.becomes.of(next.pole.value, stage), early) {
            // What has changed by itself is written with it.
            (Ok(becomes), None) => becomes.as_of(today),
            (becomes, early) => {
                let faults = early.into_iter().chain(becomes.err().into_iter().flatten());
                return Err(ApiError::InvalidBody(faults.collect()));
            }
        };
        let is_moved = next.pole.value.status != whole.pole.value.status_on(today);
        if is_moved && !event.changed.iter().any(|name| name == "status") {
            event.changed.push("status".to_owned());
        } else if event.changed.is_empty() {
            event.changed.push("life".to_owned());
        }
        let is_transferred = next.pole.value.owner != whole.pole.value.owner;
        let foresight = standing.foresee(|| &next).await?;
        Ok(PreparedChange { next, is_transferred, foresight, event })
    }

    async fn make(
        &self,
        prepared: &PreparedChange,
        tx: &Tx<Write>,
        asked: &Asked,
    ) -> Result<Written, ApiError> {
        let PreparedChange { next, is_transferred, foresight, event } = prepared;
        let StoredPole { pole, members } = next.clone();
        let pole = foresight.written(tx, tx.save_pole(pole, event)).await?;
        if *is_transferred {
            tx.pass_on(pole.value.id, &pole.value.owner).await?;
        }
        // Also if the act has effect on a later day: nothing is written when it comes.
        if pole.value.ended_on().is_some() {
            let ending = Ending::of(&asked.service, &asked.actor, POLE_ENDED);
            ending.lapse(tx, (&pole, pole.version), None).await?;
        }
        let personal = sees_personal_data(&asked.scope, &pole.value);
        let today = civil_date(event.at);
        let tag = tag_of(&pole, personal, today);
        Written::changed(tag, &PoleView::show(&StoredPole { pole, members }, personal, today))
    }
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
    transition: Transition<op::WarnPole>,
    body: Body<WarningInput>,
) -> Result<HttpResponse, ApiError> {
    let warning = |reading: &mut Reading<'_>| {
        let WarningInput { findings, days } = WarningInput::read(reading)?;
        let findings: Vec<_> = findings.into_iter().map(|text| text.0).collect();
        let grounds = Grounds { reason: Some(findings.join("\n")), act: None };
        Ok(PoleChange {
            becomes: Becomes::Warned { findings, days },
            ..PoleChange::of(Step::Warn, EventKind::PoleWarned, grounds)
        })
    };
    transition.make(body, warning).await
}

/// Reinstate a pole
///
/// A suspended pole is recognised again from today on; a warning is settled by it.
#[utoipa::path(
    operation_id = Action::ReinstatePole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = ReinstatementInput, description = "By which act."),
    responses((status = 200, description = "The reinstated pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/reinstatement")]
pub(crate) async fn reinstate(
    transition: Transition<op::ReinstatePole>,
    body: Body<ReinstatementInput>,
) -> Result<HttpResponse, ApiError> {
    let reinstatement = |reading: &mut Reading<'_>| {
        let ReinstatementInput { act, reason } = ReinstatementInput::read(reading)?;
        let grounds = Grounds { reason: reason.map(|reason| reason.0), act: Some(act) };
        Ok(PoleChange {
            becomes: Becomes::Reinstated,
            ..PoleChange::of(Step::Reinstate, EventKind::PoleReinstated, grounds)
        })
    };
    transition.make(body, reinstatement).await
}

/// Revoke a pole
///
/// Its recognition ends when the act is communicated: today, unless the act says otherwise or has
/// yet to be delivered. For lost requirements only after a formal warning whose term has ended.
#[utoipa::path(
    operation_id = Action::RevokePole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = RevocationInput, description = "Why, by which act, from when on."),
    responses((status = 200, description = "The revoked pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/revocation")]
pub(crate) async fn revoke(
    transition: Transition<op::RevokePole>,
    body: Body<RevocationInput>,
) -> Result<HttpResponse, ApiError> {
    let revocation = |reading: &mut Reading<'_>| {
        let (grounds, restriction) = RevocationInput::read(reading)?;
        let becomes = Becomes::Restricted(restriction);
        Ok(PoleChange::to(becomes, Step::Revoke, EventKind::PoleRevoked, grounds))
    };
    transition.make(body, revocation).await
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
    transition: Transition<op::DissolvePole>,
    body: Body<OptionalReasonInput>,
) -> Result<HttpResponse, ApiError> {
    let dissolution = |reading: &mut Reading<'_>| {
        let grounds = optionally_reasoned(reading)?;
        Ok(PoleChange::of(Step::Dissolve, EventKind::PoleDissolved, grounds))
    };
    transition.make(body, dissolution).await
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
    transition: Transition<op::TransferPole>,
    body: Body<TransferInput>,
) -> Result<HttpResponse, ApiError> {
    let transfer = |reading: &mut Reading<'_>| {
        let TransferInput { owner, reason, act } = TransferInput::read(reading)?;
        let grounds = Grounds { reason: Some(reason.0), act: Some(act) };
        Ok(PoleChange {
            becomes: Becomes::Transferred(Owner::Organisation(owner)),
            ..PoleChange::of(Step::Transfer, EventKind::PoleTransferred, grounds)
        })
    };
    transition.make(body, transfer).await
}
