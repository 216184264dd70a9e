//! Events on the wire.

use std::collections::BTreeSet;

use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::{Role, Scope};
use ptp_http::wire::{Coded, InstantText, LongText, open_code};
use ptp_store::{Aggregate, Head, PastEvent};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::place::Place;
use crate::cases::words::{EventKindCode, RoleCode};

/// What happened: who, when, what, and why where a reason is due.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventView {
    /// Its place in the one list of events, from 1, without gaps. What the caller may not see is
    /// left out, so positions may jump; none is ever filled in later. Absent in a history while the
    /// event waits for its place, for a moment: then it is shown again with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 42)]
    position: Option<i64>,
    /// Its identifier.
    id: Uuid,
    /// What happened.
    #[schema(schema_with = open_code::<EventKind>)]
    r#type: String,
    /// When.
    at: InstantText,
    /// Who did it.
    actor: EventActor,
    /// What it happened to.
    subject: EventSubject,
    /// The top-level properties that changed.
    #[schema(max_items = 200)]
    changed: Vec<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// What an official wrote for officials; shown to them only.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<LongText>,
    /// SHA-256 of the version of the pole that it made, part of the hash; absent where none is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    content_sha256: Option<String>,
    /// SHA-256 of the event as canonical JSON, chained to the one before; absent while it has no
    /// place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    hash: Option<String>,
    /// The hash of the event before; absent for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    previous: Option<String>,
}

/// Who did it. Of officials others learn that it was one, and no more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventActor {
    /// The roles of the token; `system` for the service itself, none for an act without a token.
    #[schema(max_items = 10)]
    roles: Vec<RoleCode>,
    /// The body that it acted for; an official's is shown to officials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 11, pattern = "^[0-9]{11}$", example = "94004480151")]
    organisation: Option<String>,
    /// Whom the token named; shown to officials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "0b8f6c2e")]
    subject: Option<String>,
    /// The software that called; shown to officials only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "portale-scuole")]
    client: Option<String>,
}

impl EventActor {
    /// The service itself.
    pub(crate) fn system() -> Self {
        let roles = vec![Coded(Role::System)];
        Self { roles, organisation: None, subject: None, client: None }
    }

    /// Shows the actor, as far as the scope allows.
    pub(crate) fn show(
        roles: &BTreeSet<Role>,
        organisation: Option<&TaxCode>,
        subject: Option<&str>,
        client: Option<&str>,
        scope: &Scope,
    ) -> Self {
        let to_officials = scope.is_everything();
        // Whose roles only a newer release knows may be an official of some kind.
        let shows_body = to_officials || !(roles.is_empty() || roles.contains(&Role::Official));
        Self {
            roles: roles.iter().copied().map(Coded).collect(),
            organisation: organisation.filter(|_| shows_body).map(|code| code.as_str().to_owned()),
            subject: subject.filter(|_| to_officials).map(str::to_owned),
            client: client.filter(|_| to_officials).map(str::to_owned),
        }
    }
}

/// What it happened to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventSubject {
    /// A call, a pole (its members too) or an application.
    kind: EventSubjectKind,
    /// Which.
    id: Uuid,
    /// The version that it made.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 3)]
    version: i64,
    /// The member of the pole, if it was about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<Uuid>,
}

/// What has a history.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EventSubjectKind {
    /// A call.
    Call,
    /// A pole.
    Pole,
    /// An application.
    Application,
}

impl EventView {
    fn show(event: &PastEvent, scope: &Scope) -> Self {
        let place = event.place.as_ref();
        Self {
            position: place.map(|place| place.position),
            id: event.id,
            r#type: event.kind.clone(),
            at: event.at.into(),
            actor: EventActor::show(
                &event.roles,
                event.organisation.as_ref(),
                event.subject.as_deref(),
                event.client.as_deref(),
                scope,
            ),
            subject: EventSubject {
                kind: match event.aggregate {
                    Aggregate::Call => EventSubjectKind::Call,
                    Aggregate::Pole => EventSubjectKind::Pole,
                    Aggregate::Application => EventSubjectKind::Application,
                },
                id: event.aggregate_id,
                version: event.aggregate_version,
                member_id: event.member_id.map(Id::uuid),
            },
            changed: event.changed.clone(),
            reason: event.reason.as_deref().map(Into::into),
            note: event.note.as_deref().filter(|_| scope.is_everything()).map(Into::into),
            content_sha256: event.content_sha256.clone(),
            hash: place.map(|place| place.hash.clone()),
            previous: place.and_then(|place| place.previous.clone()),
        }
    }
}

/// Events in their order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventPage {
    /// The events.
    #[schema(max_items = 1000)]
    items: Vec<EventView>,
    /// What to ask `after` next: the last position here, or the end of the log if all was read.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 42)]
    next_after: i64,
    /// The hash of the event at `next_after`, whether or not it is here; absent for 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    next_hash: Option<String>,
}

impl EventPage {
    /// Shows the events after a place, of which at most so many were asked for.
    pub(super) fn show(events: &[PastEvent], place: Place, limit: u64, scope: &Scope) -> Self {
        let placed: Vec<_> = events.iter().filter_map(|event| event.place.as_ref()).collect();
        let last = placed.last().map(|it| Head { position: it.position, hash: it.hash.clone() });
        let next = place.next(last, placed.len() as u64 >= limit);
        Self {
            items: events.iter().map(|event| EventView::show(event, scope)).collect(),
            next_after: next.as_ref().map_or(0, |next| next.position),
            next_hash: next.map(|next| next.hash),
        }
    }
}

/// From where on, and how many.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// Only events after this position: `next_after` of the answer before. With a colon and its
    /// `next_hash` after it, another event in that place is refused, as after a restore.
    #[param(max_length = 80, pattern = "^(0|[1-9][0-9]{0,14}(:[0-9a-f]{64})?)$", example = "0")]
    pub(super) after: Option<String>,
    /// How many items.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub(super) limit: Option<u64>,
}

/// From where on, how many, and of which type.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct FeedQuery {
    /// Only events after this position: `next_after` of the answer before. With a colon and its
    /// `next_hash` after it, another event in that place is refused, as after a restore.
    #[param(max_length = 80, pattern = "^(0|[1-9][0-9]{0,14}(:[0-9a-f]{64})?)$", example = "0")]
    pub(super) after: Option<String>,
    /// How many items.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    pub(super) limit: Option<u64>,
    /// Only events of this type.
    pub(super) r#type: Option<EventKindCode>,
}

/// The default page size.
pub(super) const USUAL_EVENTS: u64 = 100;
