//! Events as they are read: all of them one after another, or those of one thing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::Member;
use ptp_domain::policy::{Owner, Role, Scope};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, Select,
};
use uuid::Uuid;

use super::Audiences;
use crate::entity::{event as table, event_audience};
use crate::error::StoreError;
use crate::stored::Subject;
use crate::tx::Tx;

/// What an event tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// A call.
    Call,
    /// A pole, or a member of it.
    Pole,
    /// An application.
    Application,
}

/// An event that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastEvent {
    /// Its place among all events, from 1, without gaps.
    pub position: i64,
    /// Its identifier.
    pub id: Uuid,
    /// What happened.
    pub kind: EventKind,
    /// When (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The roles of whoever did it.
    pub roles: BTreeSet<Role>,
    /// Who issued the token.
    pub issuer: Option<String>,
    /// Whom it named; may be erased.
    pub subject: Option<String>,
    /// The software that called.
    pub client: Option<String>,
    /// The body that the caller acted for.
    pub organisation: Option<TaxCode>,
    /// What it tells of.
    pub aggregate: Aggregate,
    /// Which one.
    pub aggregate_id: Uuid,
    /// In which version.
    pub aggregate_version: i64,
    /// The member it was about.
    pub member_id: Option<Id<Member>>,
    /// In which version.
    pub member_version: Option<i64>,
    /// The properties that changed.
    pub changed: Vec<String>,
    /// Why.
    pub reason: Option<String>,
    /// The hash of the event before it.
    pub previous: Option<String>,
    /// Its hash.
    pub hash: String,
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
        _ => return Err(StoreError::Corrupt("no such thing".to_owned())),
    };
    Ok(PastEvent {
        position: row.position,
        id: row.id,
        kind: EventKind::from_code(&row.kind)?,
        at: row.at,
        roles: row.roles.0.into_iter().map(|role| role.0).collect(),
        issuer: row.issuer,
        subject: row.subject,
        client: row.client,
        organisation: row.organisation.as_deref().map(TaxCode::parse).transpose()?,
        aggregate,
        aggregate_id: row.aggregate_id,
        aggregate_version: row.aggregate_version,
        member_id: row.member_id.map(Id::new),
        member_version: row.member_version,
        changed: row.changed.0,
        reason: row.reason,
        previous: row.previous,
        hash: row.hash,
    })
}

impl<M> Tx<M> {
    /// What happened after a place, in order, as far as the caller may know of it: officials
    /// everything, others what concerned them or was public when it happened.
    ///
    /// With kinds, of these alone; without any, of all.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn feed(
        &self,
        scope: &Scope,
        after: i64,
        limit: u64,
        kinds: &[EventKind],
    ) -> Result<Vec<PastEvent>, StoreError> {
        let of_kinds = (!kinds.is_empty())
            .then(|| table::COLUMN.kind.is_in(kinds.iter().map(|kind| kind.code())));
        let condition = Condition::all().add_option(of_kinds);
        let audiences = (!scope.is_everything()).then(|| Audiences::with(scope));
        self.happened(condition, audiences, after, limit).await
    }

    /// What happened to a thing after a place, in order: to officials and its present owner all
    /// of it, to others what concerned them or was public when it happened.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn history(
        &self,
        scope: &Scope,
        subject: Subject,
        after: i64,
        limit: u64,
    ) -> Result<Vec<PastEvent>, StoreError> {
        let of_aggregate = |aggregate: &str, id: Uuid| {
            Condition::all()
                .add(table::COLUMN.aggregate_id.eq(id))
                .add(table::COLUMN.aggregate.eq(aggregate))
        };
        let condition = match subject {
            Subject::Call(id) => of_aggregate("call", id.uuid()),
            Subject::Pole(id) => of_aggregate("pole", id.uuid()),
            Subject::Application(id) => of_aggregate("application", id.uuid()),
            Subject::Member(id) => Condition::all().add(table::COLUMN.member_id.eq(id.uuid())),
        };
        let sees_all = scope.is_everything()
            || match scope.own() {
                Some(own) => self.owner_of(subject).await?.as_ref() == Some(own),
                None => false,
            };
        let audiences = (!sees_all).then(|| Audiences::with(scope));
        self.happened(condition, audiences, after, limit).await
    }

    /// Whose a thing is; nobody's if it is a call or gone.
    async fn owner_of(&self, subject: Subject) -> Result<Option<Owner>, StoreError> {
        match subject {
            Subject::Call(_) => Ok(None),
            Subject::Pole(id) => self.owner_of_pole(id).await,
            Subject::Application(id) => self.owner_of_application(id).await,
            Subject::Member(id) => {
                // Its pole is known even if it was struck out.
                let pole: Option<Uuid> = table::Entity::find()
                    .select_only()
                    .column(table::Column::AggregateId)
                    .filter(table::COLUMN.member_id.eq(id.uuid()))
                    .limit(1)
                    .into_tuple()
                    .one(&self.db)
                    .await?;
                match pole {
                    Some(pole) => self.owner_of_pole(Id::new(pole)).await,
                    None => Ok(None),
                }
            }
        }
    }

    /// Events that pass a condition, of some audiences or of all.
    async fn happened(
        &self,
        condition: Condition,
        audiences: Option<Audiences>,
        after: i64,
        limit: u64,
    ) -> Result<Vec<PastEvent>, StoreError> {
        let events = table::Entity::find().filter(condition).limit(limit);
        let Some(audiences) = audiences else {
            let events = events
                .filter(table::COLUMN.position.gt(after))
                .order_by_asc(table::Column::Position)
                .all(&self.db)
                .await?;
            return events.into_iter().map(PastEvent::try_from).collect();
        };
        // One query an audience, each along the index of the audiences and no further than the
        // page: together they would first have to be gathered and sorted.
        let mut merged = BTreeMap::new();
        for audience in audiences {
            for event in seen_by(events.clone(), &audience, after).all(&self.db).await? {
                merged.insert(event.position, event);
            }
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        merged.into_values().take(limit).map(PastEvent::try_from).collect()
    }
}

fn seen_by(events: Select<table::Entity>, audience: &str, after: i64) -> Select<table::Entity> {
    let listed: RelationDef = table::Entity::belongs_to(event_audience::Entity)
        .from(table::Column::Position)
        .to(event_audience::Column::Position)
        .into();
    events
        .join(JoinType::InnerJoin, listed)
        .filter(event_audience::COLUMN.audience.eq(audience))
        .filter(event_audience::Column::Position.gt(after))
        // The same once more, from which PostgreSQL knows where to begin in both.
        .filter(table::COLUMN.position.gt(after))
        .order_by_asc(event_audience::Column::Position)
}
