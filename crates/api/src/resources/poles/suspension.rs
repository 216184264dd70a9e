//! How long a recognition is suspended: `suspend_pole`, `extend_suspension`.

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::event::EventKind;
use ptp_domain::pole::Step;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{DateText, Leaf as _, LongText, Reading};
use utoipa::ToSchema;

use super::life::{Becomes, PoleChange};
use super::restriction::{SuspensionInput, grounds};
use super::view::PoleView;
use crate::cases::caller::op;
use crate::cases::party::Act;
use crate::cases::problems::ApiError;
use crate::cases::transition::Transition;

/// Until when, why, by which act.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct SuspensionExtensionInput {
    /// Why.
    reason: LongText,
    /// The official act.
    act: Act,
    /// The new last day, later than the present one.
    until: DateText,
}

/// Suspend a pole
///
/// From the day on which the act is communicated the pole is not recognised: until the day that the
/// act states, after which it is recognised again by itself, or until it is reinstated.
#[utoipa::path(
    operation_id = Action::SuspendPole.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = SuspensionInput, description = "Why, by which act, from when until when."),
    responses((status = 200, description = "The suspended pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/suspension")]
pub(crate) async fn suspend(
    transition: Transition<op::SuspendPole>,
    body: Body<SuspensionInput>,
) -> Result<HttpResponse, ApiError> {
    let suspension = |reading: &mut Reading<'_>| {
        let (grounds, restriction) = SuspensionInput::read(reading)?;
        let becomes = Becomes::Restricted(restriction);
        Ok(PoleChange::to(becomes, Step::Suspend, EventKind::PoleSuspended, grounds))
    };
    transition.make(body, suspension).await
}

/// Extend a suspension
///
/// Puts off the end of a suspension by the administration, once (L. 241/1990, art. 21-quater).
#[utoipa::path(
    operation_id = Action::ExtendSuspension.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(
        content = SuspensionExtensionInput, description = "Until when, why, by which act.",
    ),
    responses((status = 200, description = "The suspended pole.", body = PoleView)),
)]
#[post("/poles/{pole_id}/suspension-extension")]
pub(crate) async fn extend(
    transition: Transition<op::ExtendSuspension>,
    body: Body<SuspensionExtensionInput>,
) -> Result<HttpResponse, ApiError> {
    let extension = |reading: &mut Reading<'_>| {
        let grounds = grounds(reading);
        let until = reading.required("until", NaiveDate::read);
        let becomes = Becomes::SuspendedLonger(until?);
        let (step, kind) = (Step::ExtendSuspension, EventKind::SuspensionExtended);
        Ok(PoleChange::to(becomes, step, kind, grounds?))
    };
    transition.make(body, extension).await
}
