//! Events as they are read from the log.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::Member;
use ptp_domain::policy::Role;
use uuid::Uuid;

use crate::db::StoreError;
use crate::entity::event as table;

/// The kind of entity an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// A call.
    Call,
    /// A pole or one of its members.
    Pole,
    /// An application.
    Application,
}

/// An event of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastEvent {
    /// Its place in the log; none while it waits for one.
    pub place: Option<Place>,
    /// Its identifier.
    pub id: Uuid,
    /// What happened: the code of an [`EventKind`](ptp_domain::event::EventKind), or of one that
    /// only a newer release knows.
    pub kind: String,
    /// When it happened (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The roles of the actor.
    pub roles: BTreeSet<Role>,
    /// The issuer of the actor's token.
    pub issuer: Option<String>,
    /// The subject of the actor's token; may have been erased.
    pub subject: Option<String>,
    /// The client that sent the request.
    pub client: Option<String>,
    /// The organisation that the actor acted for.
    pub organisation: Option<TaxCode>,
    /// The kind of entity it is about.
    pub aggregate: Aggregate,
    /// The entity's identifier.
    pub aggregate_id: Uuid,
    /// The entity's version after the event.
    pub aggregate_version: i64,
    /// The member it is about, if any.
    pub member_id: Option<Id<Member>>,
    /// The member's version after the event.
    pub member_version: Option<i64>,
    /// The properties that changed.
    pub changed: Vec<String>,
    /// The reason given.
    pub reason: Option<String>,
    /// What only officials may read; read for them only.
    pub note: Option<String>,
    /// The digest of the version that it made, if that is kept.
    pub content_sha256: Option<String>,
}

/// The place of an event in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its position, from 1, without gaps.
    pub position: i64,
    /// The hash of the preceding event.
    pub previous: Option<String>,
    /// Its hash.
    pub hash: String,
}

impl PastEvent {
    /// The position in the log, if it has one.
    #[must_use]
    pub fn position(&self) -> Option<i64> {
        self.place.as_ref().map(|place| place.position)
    }

    /// An event that has no place yet.
    pub(super) fn pending(row: table::Model) -> Result<Self, StoreError> {
        Ok(Self { place: None, ..Self::try_from(row)? })
    }
}

impl TryFrom<table::Model> for PastEvent {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
        let id = row.id;
        restore(row).map_err(|error| error.in_row("event", id))
    }
}

fn restore(row: table::Model) -> Result<PastEvent, StoreError> {
    let aggregate = match row.aggregate.as_str() {
        "call" => Aggregate::Call,
        "pole" => Aggregate::Pole,
        "application" => Aggregate::Application,
        _ => return Err(StoreError::Corrupt("unknown aggregate".to_owned())),
    };
    Ok(PastEvent {
        place: Some(Place { position: row.position, previous: row.previous, hash: row.hash }),
        id: row.id,
        kind: row.kind,
        at: row.at,
        roles: row.roles.into_known().into_iter().map(|role| role.0).collect(),
        issuer: row.issuer,
        subject: row.subject,
        client: row.client,
        organisation: row.organisation.as_deref().map(TaxCode::parse).transpose()?,
        aggregate,
        aggregate_id: row.aggregate_id,
        aggregate_version: row.aggregate_version,
        member_id: row.member_id.map(Id::new),
        member_version: row.member_version,
        changed: row.changed.into_known(),
        reason: row.reason,
        note: None,
        content_sha256: row.content_sha256,
    })
}
