//! A stage in the life of a recognised pole as it is shown, with what courts decided of its act.

use chrono::NaiveDate;
use ptp_domain::pole;
use ptp_domain::sentence;
use ptp_http::wire::{Coded, DateText, LongText};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::delivery::Delivery;
use crate::cases::party::{Act, LocalizedText};
use crate::cases::reference::{CourtReference, Reference};
use crate::cases::words::{OrderEffectCode, PoleStatusCode, SuspensionKindCode};

/// A stage in the life of a recognised pole.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PoleStage)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageView {
    /// Where it stands from then on.
    status: PoleStatusCode,
    /// First day; while the act awaits its delivery, the day on which it was recorded.
    since: DateText,
    /// By which act.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Act>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// If the act has been taken and has no effect yet: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_effect_yet: Option<LocalizedText>,
    /// How the act reached its addressee; the last attempt. For its owner and for officials.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<Delivery>,
    /// Why it has effect from `since` on, whenever it is communicated (L. 241/1990, art. 21-bis).
    #[serde(skip_serializing_if = "Option::is_none")]
    effect_reason: Option<LongText>,
    /// Whose suspension it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<SuspensionKindCode>,
    /// The last day of a suspension: it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<DateText>,
    /// The act that put off the end of the suspension.
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<ExtensionView>,
    /// What courts decided of the act, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 100)]
    orders: Vec<CourtOrderView>,
    /// The Region's protocol numbers of the act, and of what became of it. For its owner and for
    /// officials.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    references: Vec<Reference>,
}

/// The act that put off the end of a suspension.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SuspensionExtension)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExtensionView {
    /// When it was recorded.
    on: DateText,
    /// The last day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<DateText>,
    /// By which act.
    act: Act,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
}

/// What a court decided of an act.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CourtOrder)]
#[serde(deny_unknown_fields)]
pub(crate) struct CourtOrderView {
    /// What becomes of the act.
    effect: OrderEffectCode,
    /// The decision of the court.
    order: CourtReference,
    /// What the office adds. For its owner and for officials.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
}

impl StageView {
    /// Shows a stage as it stands on a day; `personal` as to its owner and to officials.
    pub(super) fn show(stage: &pole::Stage, personal: bool, today: NaiveDate) -> Self {
        // With reserve it stands there provisionally, which the pole says.
        let pole::Stage {
            status,
            since,
            act,
            reason,
            effect,
            suspension,
            reserved: _,
            orders,
            references,
        } = stage;
        let no_effect_yet = if effect.awaits_delivery {
            Some(sentence::AWAITS_DELIVERY)
        } else {
            (*since > today).then(|| sentence::takes_effect(*since))
        };
        let stated = effect.stated.as_ref();
        Self {
            status: Coded(*status),
            since: (*since).into(),
            act: act.as_ref().map(Act::show),
            reason: reason.as_deref().map(Into::into),
            no_effect_yet: no_effect_yet.map(Into::into),
            delivery: effect.delivery.as_ref().filter(|_| personal).map(Delivery::show),
            effect_reason: stated.map(|stated| stated.reason.as_str().into()),
            kind: suspension.as_ref().map(|suspension| Coded(suspension.kind)),
            until: stage.last_day().map(Into::into),
            extension: suspension
                .as_ref()
                .and_then(|suspension| suspension.extension.as_ref())
                .map(ExtensionView::show),
            orders: orders.iter().map(|order| CourtOrderView::show(order, personal)).collect(),
            references: references.iter().filter(|_| personal).map(Reference::show).collect(),
        }
    }
}

impl ExtensionView {
    fn show(extension: &pole::Extension) -> Self {
        Self {
            on: extension.on.into(),
            before: extension.before.map(Into::into),
            act: Act::show(&extension.act),
            reason: extension.reason.as_deref().map(Into::into),
        }
    }
}

impl CourtOrderView {
    fn show(order: &pole::CourtOrder, personal: bool) -> Self {
        let pole::CourtOrder { effect, reference, reason } = order;
        Self {
            effect: Coded(*effect),
            order: CourtReference::show(reference),
            reason: reason.as_deref().filter(|_| personal).map(Into::into),
        }
    }
}
