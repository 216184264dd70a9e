//! When a restrictive act takes effect, and for how long: what a suspension and a revocation state.

use chrono::NaiveDate;
use ptp_domain::delivery::Delivery;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::party;
use ptp_domain::pole::{Effect, Stage, Stated, Suspension, SuspensionKind};
use ptp_http::wire::{DateText, Leaf as _, LongText, Read, Reading, word};
use utoipa::ToSchema;

use super::life_input::Grounds;
use crate::cases::delivery;
use crate::cases::party::Act;
use crate::cases::words::SuspensionKindCode;

/// When a restrictive act takes effect, and for how long.
pub(super) struct Restriction {
    delivery: Option<Delivery>,
    stated: Option<Stated>,
    awaits_delivery: bool,
    /// Of a suspension.
    suspension: Option<(Option<SuspensionKind>, Option<NaiveDate>)>,
}

impl Restriction {
    /// The stage that an act recorded today begins.
    pub(super) fn of(&self, stage: Stage) -> Result<Stage, Vec<Fault>> {
        let today = stage.since;
        let act = stage.act.as_ref().map_or(today, |act| act.date);
        let (delivery, stated) = (self.delivery.clone(), self.stated.clone());
        let effect = Effect::new(delivery, stated, self.awaits_delivery, act, today);
        let since = effect.as_ref().map_or(today, |effect| effect.since(today));
        let suspension = self
            .suspension
            .map(|(kind, until)| Suspension::new(kind, stage.act.as_ref(), until, since))
            .transpose();
        match (effect, suspension) {
            (Ok(effect), Ok(suspension)) => Ok(Stage { since, effect, suspension, ..stage }),
            (effect, suspension) => {
                let faults = effect.err().into_iter().flatten();
                Err(faults.chain(suspension.err().into_iter().flatten()).collect())
            }
        }
    }

    /// Reads when the act takes effect.
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let delivery = reading.optional("delivery", delivery::Delivery::read);
        let awaits_delivery = reading.defaulted("awaits_delivery", bool::read);
        let on = reading.optional("effective_on", NaiveDate::read);
        let reason = reading.optional("effect_reason", LongText::read);
        let stated = match (on?, reason?) {
            (Some(on), Some(reason)) => Some(Stated { on, reason: reason.0 }),
            (Some(_), None) => {
                reading.refuse("effect_reason", REASON_REQUIRED);
                None
            }
            (None, Some(_)) => {
                reading.refuse("effective_on", DAY_REQUIRED);
                None
            }
            (None, None) => None,
        };
        let (delivery, awaits_delivery) = (delivery?, awaits_delivery?);
        Ok(Self { delivery, stated, awaits_delivery, suspension: None })
    }
}

/// Why, by which act, and when it takes effect.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct RevocationInput {
    /// Why.
    reason: LongText,
    /// The official act, or the judgment.
    act: Act,
    /// How the act reached its addressee: it has effect from that day on (L. 241/1990, art. 21-bis).
    /// Without it, the act is communicated on the day on which it is recorded.
    #[serde(default)]
    delivery: Option<delivery::Delivery>,
    /// Whether the act has yet to be delivered: it has no effect until its delivery is recorded.
    #[serde(default)]
    awaits_delivery: bool,
    /// The day from which the act says that it has effect, whenever it is communicated.
    #[serde(default)]
    effective_on: Option<DateText>,
    /// Why it does so; required with `effective_on`.
    #[serde(default)]
    effect_reason: Option<LongText>,
}

/// Why, by which act, until when, and when it takes effect.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct SuspensionInput {
    /// Why.
    reason: LongText,
    /// The official act, or the order of the court.
    act: Act,
    /// By whom: by a court if the act is a judgment, else by the administration, unless given.
    #[serde(default)]
    kind: Option<SuspensionKindCode>,
    /// The last day: the suspension ends by itself. Required of the administration (L. 241/1990, art.
    /// 21-quater); one by a court lasts until its order falls, when the pole is reinstated.
    #[serde(default)]
    until: Option<DateText>,
    /// How the act reached its addressee: it has effect from that day on (L. 241/1990, art. 21-bis).
    /// Without it, the act is communicated on the day on which it is recorded.
    #[serde(default)]
    delivery: Option<delivery::Delivery>,
    /// Whether the act has yet to be delivered: it has no effect until its delivery is recorded.
    #[serde(default)]
    awaits_delivery: bool,
    /// The day from which the act says that it has effect, whenever it is communicated.
    #[serde(default)]
    effective_on: Option<DateText>,
    /// Why it does so; required with `effective_on`.
    #[serde(default)]
    effect_reason: Option<LongText>,
}

impl RevocationInput {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<(Grounds, Restriction)> {
        let grounds = grounds(reading);
        let restriction = Restriction::read(reading);
        Ok((grounds?, restriction?))
    }
}

impl SuspensionInput {
    pub(super) fn read(reading: &mut Reading<'_>) -> Read<(Grounds, Restriction)> {
        let grounds = grounds(reading);
        let restriction = Restriction::read(reading);
        let kind = reading.optional("kind", word::<SuspensionKind>);
        let until = reading.optional("until", NaiveDate::read);
        let suspension = Some((kind?, until?));
        Ok((grounds?, Restriction { suspension, ..restriction? }))
    }
}

/// Why, and by which act.
pub(super) fn grounds(reading: &mut Reading<'_>) -> Read<Grounds> {
    let reason = reading.required("reason", LongText::read);
    let act: Read<party::Act> = reading.required("act", Act::read);
    Ok(Grounds { reason: Some(reason?.0), act: Some(act?) })
}

const REASON_REQUIRED: Invalid = Invalid::fixed(
    "effect_reason_required",
    "l'atto ha effetto quando è comunicato: se stabilisce un altro giorno, occorre indicarne la ragione \
     (art. 21-bis L. 241/1990)",
    "an act takes effect when it is communicated: if it states another day, say why (art. 21-bis L. \
     241/1990)",
);
const DAY_REQUIRED: Invalid = Invalid::fixed(
    "effective_on_required",
    "la ragione riguarda il giorno da cui l'atto ha effetto, che non è indicato",
    "this is the reason for the day from which the act has effect, which is missing",
);
