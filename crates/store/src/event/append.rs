//! Appends events to the log.

use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::event::Event;
use ptp_domain::policy::{Actor, Role};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::audience::Audiences;
use super::chain::{self, Head};
use crate::db::{PendingEvent, StoreError, insert_all};
use crate::entity::{event as table, event_audience, pole_version};
use crate::kept::digest_of;
use crate::record::{Recorded, records};

/// The subject of an event, with the version that the change produced.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    /// A call.
    Call(Uuid, i64),
    /// A pole.
    Pole(Uuid, i64),
    /// An application.
    Application(Uuid, i64),
    /// A member, and its pole.
    Member { pole: (Uuid, i64), member: (Uuid, i64) },
}

/// The time of an event, truncated to the precision of both databases (microseconds).
pub(crate) fn instant(event: &Event) -> DateTime<Utc> {
    event.at.trunc_subsecs(6)
}

impl PendingEvent {
    /// The event of a change, and who may see it besides officials.
    pub(crate) fn new(event: &Event, about: About, audiences: Audiences) -> Self {
        let (aggregate, (aggregate_id, aggregate_version), member) = match about {
            About::Call(id, version) => ("call", (id, version), None),
            About::Pole(id, version) => ("pole", (id, version), None),
            About::Application(id, version) => ("application", (id, version), None),
            About::Member { pole, member } => ("pole", pole, Some(member)),
        };
        let bearer = event.actor.bearer();
        let system = (event.actor == Actor::System).then_some(&Role::System);
        let roles = bearer.into_iter().flat_map(|bearer| &bearer.roles).chain(system);
        // A natural person's tax code is personal data and must not enter rows that never change;
        // issuer and subject identify the person.
        let organisation = bearer
            .and_then(|bearer| bearer.organisation.as_ref())
            .filter(|organisation| !organisation.is_person());
        let row = table::Model {
            position: 0,
            id: event.id,
            kind: event.kind.code().to_owned(),
            at: instant(event),
            roles: Recorded::new(records(roles)),
            issuer: bearer.map(|bearer| bearer.issuer.clone()),
            subject: bearer.map(|bearer| bearer.subject.clone()),
            client: bearer.and_then(|bearer| bearer.client.clone()),
            organisation: organisation.map(|organisation| organisation.as_str().to_owned()),
            aggregate: aggregate.to_owned(),
            aggregate_id,
            aggregate_version,
            member_id: member.map(|(id, _)| id),
            member_version: member.map(|(_, version)| version),
            changed: Recorded::new(event.changed.clone()),
            reason: event.reason.clone(),
            content_sha256: None,
            previous: None,
            hash: String::new(),
        };
        Self { row, audiences: audiences.into_keys(), note: event.note.clone(), version: None }
    }

    /// Keeps the version that the change made.
    pub(crate) fn keeping(mut self, version: Option<pole_version::Model>) -> Self {
        self.row.content_sha256 = version.as_ref().map(|version| digest_of(&version.content));
        self.version = version;
        self
    }

    /// Adds a property that the store changed in addition.
    pub(crate) fn and_changed(mut self, name: &str) -> Self {
        self.row.changed.push(name.to_owned());
        self
    }
}

/// Appends events at the end of the log.
///
/// Whoever calls this holds the log until the end of the transaction (on SQLite as every writer does),
/// so positions have no gaps and events become visible in order of position.
pub(crate) async fn append(
    db: &impl ConnectionTrait,
    pending: Vec<PendingEvent>,
) -> Result<(), StoreError> {
    if pending.is_empty() {
        return Ok(());
    }
    let (mut position, mut previous) = match chain::head(db).await? {
        Some(Head { position, hash }) => (position, Some(hash)),
        None => (0, None),
    };
    let mut rows = Vec::with_capacity(pending.len());
    let mut audience_rows = Vec::new();
    let mut versions = Vec::new();
    for PendingEvent { row: mut event, audiences, note: _, version } in pending {
        position += 1;
        event.position = position;
        event.previous = previous;
        event.hash = chain::hash(&event)?;
        previous = Some(event.hash.clone());
        versions.extend(version.map(pole_version::ActiveModel::from));
        rows.push(to_row(event));
        audience_rows.extend(audiences.into_iter().map(|audience| event_audience::ActiveModel {
            audience: Set(audience),
            position: Set(position),
        }));
    }
    insert_all(db, versions).await?;
    insert_all(db, rows).await?;
    insert_all(db, audience_rows).await
}

fn to_row(event: table::Model) -> table::ActiveModel {
    table::ActiveModel {
        position: Set(event.position),
        id: Set(event.id),
        kind: Set(event.kind),
        at: Set(event.at),
        roles: Set(event.roles),
        issuer: Set(event.issuer),
        subject: Set(event.subject),
        client: Set(event.client),
        organisation: Set(event.organisation),
        aggregate: Set(event.aggregate),
        aggregate_id: Set(event.aggregate_id),
        aggregate_version: Set(event.aggregate_version),
        member_id: Set(event.member_id),
        member_version: Set(event.member_version),
        changed: Set(event.changed),
        reason: Set(event.reason),
        content_sha256: Set(event.content_sha256),
        previous: Set(event.previous),
        hash: Set(event.hash),
    }
}

/// The property of a pole that changes when its lead member is removed.
pub(crate) const LEAD_MEMBER_ID: &str = "lead_member_id";
