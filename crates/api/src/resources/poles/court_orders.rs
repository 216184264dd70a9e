//! What courts decide of acts on a pole, and how these reach it: `record_court_order`,
//! `record_pole_delivery`.

use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use ptp_domain::event::EventKind;
use ptp_domain::pole::{Contested, CourtOrder, OrderEffect, Step};
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::wire::{DateText, Leaf as _, LongText, Read, Reading, ShortText, word};
use utoipa::ToSchema;

use super::life::{Becomes, PoleChange};
use super::life_input::Grounds;
use super::view::PoleView;
use crate::cases::caller::op;
use crate::cases::delivery::Delivery;
use crate::cases::problems::ApiError;
use crate::cases::reference::CourtReference;
use crate::cases::transition::Transition;
use crate::cases::words::OrderEffectCode;

/// What a court decided, and of which act.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtOrderInput {
    /// What becomes of the act.
    effect: OrderEffectCode,
    /// The act, one of those in the `life` of the pole after its recognition.
    act: ContestedAct,
    /// The decision of the court.
    order: CourtReference,
    /// What the office adds.
    #[serde(default)]
    reason: Option<LongText>,
}

/// An act, by its number and date.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct ContestedAct {
    /// Its number.
    number: ShortText,
    /// Its date.
    date: DateText,
}

/// How an act reached its addressee.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct PoleDeliveryInput {
    /// The delivery of the act that awaits it.
    delivery: Delivery,
}

fn contested(reading: &mut Reading<'_>) -> Read<Contested> {
    let number = reading.required("number", String::read);
    let date = reading.required("date", NaiveDate::read);
    Ok(Contested { number: number?, date: date? })
}

/// Record a court's decision
///
/// On an act that suspended, reinstated or revoked a pole: the court suspends it, annuls it, or what it
/// had decided holds no more. The pole then stands where the acts that are left in force put it: a
/// revocation that is suspended revives the recognition, provisionally from the day of the order on;
/// one that is annulled is as if it had never been. If a court suspends the recognition itself, suspend
/// the pole; if it annuls it, annul the admission.
#[utoipa::path(
    operation_id = Action::RecordCourtOrder.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = CourtOrderInput, description = "What was decided, of which act."),
    responses((status = 200, description = "The pole as the court leaves it.", body = PoleView)),
)]
#[post("/poles/{pole_id}/court-orders")]
pub(crate) async fn order(
    transition: Transition<op::RecordCourtOrder>,
    body: Body<CourtOrderInput>,
) -> Result<HttpResponse, ApiError> {
    let order = |reading: &mut Reading<'_>| {
        let effect = reading.required("effect", word::<OrderEffect>);
        let contested = reading.required("act", contested);
        let reference = reading.required("order", CourtReference::read);
        let reason = reading.optional("reason", LongText::read);
        let (effect, reference) = (effect?, reference?);
        let reason = reason?.map(|reason| reason.0);
        // What the office adds is not for everybody: events are.
        let grounds = Grounds::default();
        let order = CourtOrder { effect, reference, reason };
        let becomes = Becomes::Ordered(contested?, order);
        Ok(PoleChange::to(becomes, Step::RecordOrder, EventKind::CourtOrderRecorded, grounds))
    };
    transition.make(body, order).await
}

/// Record a delivery
///
/// Of the act on a pole that was taken and awaits it. A delivery that failed leaves the act without
/// effect; with any other it has effect from the day of the delivery on (L. 241/1990, art. 21-bis).
#[utoipa::path(
    operation_id = Action::RecordPoleDelivery.code(),
    tag = "register",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = PoleDeliveryInput, description = "How the act reached its addressee."),
    responses((status = 200, description = "The pole as it stands now.", body = PoleView)),
)]
#[post("/poles/{pole_id}/deliveries")]
pub(crate) async fn deliver(
    transition: Transition<op::RecordPoleDelivery>,
    body: Body<PoleDeliveryInput>,
) -> Result<HttpResponse, ApiError> {
    let delivery = |reading: &mut Reading<'_>| {
        let becomes = Becomes::Delivered(reading.required("delivery", Delivery::read)?);
        let kind = EventKind::PoleActDelivered;
        Ok(PoleChange::to(becomes, Step::Deliver, kind, Grounds::default()))
    };
    transition.make(body, delivery).await
}
