//! The feed of events.

use std::collections::BTreeMap;

use ptp_domain::event::EventKind;
use ptp_domain::policy::Scope;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};

use super::audience::Audiences;
use super::past::PastEvent;
use crate::db::{StoreError, Tx};
use crate::entity::{event as table, event_audience, event_note};

/// An event with its note.
#[derive(FromQueryResult)]
struct Noted {
    #[sea_orm(nested)]
    event: table::Model,
    note: Option<String>,
}

impl Noted {
    fn restored(self) -> Result<PastEvent, StoreError> {
        Ok(PastEvent { note: self.note, ..PastEvent::try_from(self.event)? })
    }
}

impl<M> Tx<M> {
    /// Events after a position, in order, that the caller may see: officials see all, others what
    /// concerned them or was public at the time.
    ///
    /// Only of these kinds; of all if there are none.
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
        let audiences = (!scope.is_everything()).then(|| Audiences::of_caller(scope));
        self.events_for(condition, audiences, after, limit).await
    }

    /// Events that match a condition, for some audiences, or all with what officials noted.
    pub(super) async fn events_for(
        &self,
        condition: Condition,
        audiences: Option<Audiences>,
        after: i64,
        limit: u64,
    ) -> Result<Vec<PastEvent>, StoreError> {
        let events = table::Entity::find().filter(condition).limit(limit);
        let Some(audiences) = audiences else {
            let noted: RelationDef = table::Entity::belongs_to(event_note::Entity)
                .from(table::Column::Id)
                .to(event_note::Column::EventId)
                .into();
            let events = events
                .join(JoinType::LeftJoin, noted)
                .column(event_note::Column::Note)
                .filter(table::COLUMN.position.gt(after))
                .order_by_asc(table::Column::Position)
                .into_model::<Noted>()
                .all(&self.db)
                .await?;
            return events.into_iter().map(Noted::restored).collect();
        };
        // One query per audience, each reading no more of the audience index than a page. A single
        // query would have to collect and sort all matching events first.
        let mut merged = BTreeMap::new();
        for audience in audiences.into_keys() {
            for event in visible_to(events.clone(), &audience, after).all(&self.db).await? {
                merged.insert(event.position, event);
            }
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        merged.into_values().take(limit).map(PastEvent::try_from).collect()
    }
}

fn visible_to(events: Select<table::Entity>, audience: &str, after: i64) -> Select<table::Entity> {
    let listed: RelationDef = table::Entity::belongs_to(event_audience::Entity)
        .from(table::Column::Position)
        .to(event_audience::Column::Position)
        .into();
    events
        .join(JoinType::InnerJoin, listed)
        .filter(event_audience::COLUMN.audience.eq(audience))
        .filter(event_audience::Column::Position.gt(after))
        // Redundant, but lets PostgreSQL start both index scans at the position.
        .filter(table::COLUMN.position.gt(after))
        .order_by_asc(event_audience::Column::Position)
}
