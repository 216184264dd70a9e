//! A communication as it is filed, and as it stands in answers.

use chrono::NaiveDate;
use ptp_domain::communication::{self, Communication, CommunicationKind};
use ptp_domain::party;
use ptp_domain::policy::{Bearer, Scope};
use ptp_http::wire::{
    Coded, DateText, InstantText, Leaf as _, LongText, Read, Reading, ShortText, flattened,
};
use ptp_store::Stored;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::Act;
use crate::cases::stamp::Stamp;
use crate::cases::words::{CommunicationKindCode, CommunicationStatusCode};
use crate::resources::change_requests::document::{BeforeAndAfter, hide, with_ids};
use crate::resources::compliance::evaluation::Changes;
use crate::resources::events::document::EventActor;

/// What has changed, since when, and where that stands.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunicationInput {
    /// What has changed, as in an evaluation: facts of law or of public registers only. `left_on` is
    /// absent or the day of the fact; a member is added only in place of one that is removed.
    pub changes: Changes,
    /// The day of the fact, today at the latest: the first on which it is so. A member that is
    /// removed has left the day before.
    #[schema(value_type = DateText)]
    pub effective_on: NaiveDate,
    /// Where it stands: a register, a deed, a number.
    pub source: ShortText,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<LongText>,
}

/// What the Region's registers say, since when, and by which act.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeActInput {
    /// What has changed, as in an evaluation.
    pub changes: Changes,
    /// The day of the fact, today at the latest: the first on which it is so. A member that is
    /// removed has left the day before.
    #[schema(value_type = DateText)]
    pub effective_on: NaiveDate,
    /// Where it stands: the register, the number.
    pub source: ShortText,
    /// The act that records it.
    #[schema(value_type = Act)]
    pub act: party::Act,
    /// Why, if there is something to say.
    #[serde(default)]
    pub reason: Option<LongText>,
}

/// What is filed, by whomever.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) changes: Changes,
    pub(crate) effective_on: NaiveDate,
    pub(crate) source: String,
    pub(crate) act: Option<party::Act>,
    pub(crate) reason: Option<String>,
}

impl Fact {
    /// Reads a communication, or an act of office, which has an `act`.
    pub(crate) fn read(
        new_id: impl Fn() -> Uuid,
        kind: CommunicationKind,
        reading: &mut Reading<'_>,
    ) -> Read<Self> {
        let changes = reading.required("changes", Changes::read);
        let effective_on = reading.required("effective_on", NaiveDate::read);
        let source = reading.required("source", String::read);
        let act = match kind {
            CommunicationKind::OfficeAct => reading.required("act", Act::read).map(Some),
            CommunicationKind::Communication => Ok(None),
        };
        let reason = reading.optional("reason", String::read);
        Ok(Self {
            changes: with_ids(changes?, new_id),
            effective_on: effective_on?,
            source: source?,
            act: act?,
            reason: reason?,
        })
    }
}

/// What a communication says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommunicationHead {
    /// Its identifier.
    id: Uuid,
    /// Its number in the register of the year, which has those of applications too.
    #[schema(
        max_length = 30,
        pattern = "^PTP/[0-9]{4}/[0-9]{7,10}$",
        example = "PTP/2027/0000123"
    )]
    protocol: String,
    /// Whether the network communicated it, or the Region recorded it.
    kind: CommunicationKindCode,
    /// What the office makes of it: shown, and without a part in the report, also if contested.
    status: CommunicationStatusCode,
    /// Whether the network is so in the register: that of a body outside the network waits for the
    /// office to take note of it, others do not.
    in_effect: bool,
    /// Which pole.
    pole_id: Uuid,
    /// The instant of receipt.
    received_at: InstantText,
    /// The day of the fact.
    effective_on: DateText,
    /// Where it stands.
    source: ShortText,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// The act of an act of office.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Act>,
    /// What has changed. Absent once it was erased; a member that it is about sees no personal data
    /// of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Changes, required = false)]
    changes: Option<Value>,
    /// Who filed it; of officials others learn that it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    filed_by: Option<EventActor>,
    /// How the office answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<CommunicationAnswer>,
    /// The receipt of what was communicated: `/poles/{pole_id}/receipts/{receipt_id}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt_id: Option<Uuid>,
}

/// How the office answered a communication.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunicationAnswer {
    /// When.
    at: InstantText,
    /// Who; of officials others learn that it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<EventActor>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
}

/// A fact about a recognised network.
#[derive(Debug, Serialize)]
pub(crate) struct CommunicationView {
    #[serde(flatten)]
    head: CommunicationHead,
    #[serde(flatten)]
    reports: BeforeAndAfter,
    #[serde(flatten)]
    stamp: Stamp,
}
flattened!(CommunicationView as "Communication":
    "A fact about a recognised network: communicated by it, or recorded by the Region.",
    [CommunicationHead, BeforeAndAfter, Stamp]);

impl CommunicationView {
    /// Shows a communication, as far as the scope reaches.
    #[must_use]
    pub(crate) fn show(
        stored: &Stored<Communication>,
        scope: &Scope,
        is_in_full: bool,
        reports: BeforeAndAfter,
    ) -> Self {
        let it = &stored.value;
        let mut changes: Option<Value> = serde_json::from_str(&it.changes).ok();
        if !is_in_full {
            changes.iter_mut().for_each(hide);
        }
        let actor = |bearer: &Bearer| {
            EventActor::show(
                &bearer.roles,
                bearer.organisation.as_ref().filter(|code| !code.is_person()),
                // Empty if it was erased.
                Some(bearer.subject.as_str()).filter(|subject| !subject.is_empty()),
                bearer.client.as_deref(),
                scope,
            )
        };
        let answer = |answer: &communication::Answer| CommunicationAnswer {
            at: answer.at.into(),
            actor: answer.actor.as_ref().map(actor),
            reason: answer.reason.as_deref().map(Into::into),
        };
        Self {
            head: CommunicationHead {
                id: it.id.uuid(),
                protocol: it.protocol.to_string(),
                kind: Coded(it.kind),
                status: Coded(it.status),
                in_effect: it.in_effect,
                pole_id: it.pole.uuid(),
                received_at: it.received_at.into(),
                effective_on: it.effective_on.into(),
                source: it.source.as_str().into(),
                reason: it.reason.as_deref().map(Into::into),
                act: it.act.as_ref().map(Act::show),
                changes,
                filed_by: it.filed_by.as_ref().map(actor),
                answer: it.answer.as_ref().map(answer),
                receipt_id: (it.kind == CommunicationKind::Communication).then(|| it.id.uuid()),
            },
            reports,
            stamp: Stamp::of(stored),
        }
    }
}

/// A page of communications.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunicationPage {
    /// The communications.
    #[schema(max_items = 100)]
    pub items: Vec<CommunicationView>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
    /// How many there are on all pages, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    pub total: Option<u64>,
}
