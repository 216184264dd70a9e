//! Events between the commit of their transaction and their place in the log.
//!
//! On PostgreSQL only, see docs/adr/0012: with the log locked until the end of a commit, no two
//! commits could share a flush to disk. SQLite has one writer, which appends to the log itself.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{CommonTableExpression, WithClause};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::append::append;
use super::audience::Audiences;
use super::past::PastEvent;
use crate::db::postgres::{Exclusive, lock_exclusively};
use crate::db::{PendingEvent, Store, StoreError, Tx, insert_all};
use crate::entity::{event, event_pending as table, pole_version};
use crate::record::Recorded;

/// Events given their place in one transaction.
const BATCH: u64 = 500;

/// Events and versions that are written in one statement.
const AT_ONCE: usize = 500;

/// Writes the events of a transaction, without a place, and the versions that they made.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn hold(
    db: &impl ConnectionTrait,
    mut events: Vec<PendingEvent>,
) -> Result<(), StoreError> {
    let versions: Vec<_> = events.iter_mut().filter_map(|event| event.version.take()).collect();
    let versions: Vec<_> = versions.into_iter().map(pole_version::ActiveModel::from).collect();
    let events: Vec<_> = events.into_iter().map(to_row).collect();
    if versions.is_empty() || events.len() > AT_ONCE {
        insert_all(db, versions).await?;
        return insert_all(db, events).await;
    }
    // One round trip for both.
    let versions = pole_version::Entity::insert_many(versions).into_query();
    let kept = CommonTableExpression::new().table_name("kept").query(versions).to_owned();
    let events = table::Entity::insert_many(events).into_query();
    db.execute(&events.with(WithClause::new().cte(kept).to_owned())).await?;
    Ok(())
}

/// Moves the oldest pending events to the log; whether there may be more.
///
/// Of two changes of one thing the second waits for the commit of the first, so it has the higher
/// number, and is never seen without the first. One transaction does this at a time, so positions
/// have no gap and become visible in order.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn seal(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    if db.get_database_backend() != DbBackend::Postgres {
        return Ok(false);
    }
    lock_exclusively(db, Exclusive::AppendEvents).await?;
    let oldest = table::Entity::find()
        .select_only()
        .column(table::Column::Number)
        .order_by_asc(table::Column::Number)
        .limit(BATCH)
        .into_query();
    let mut rows = table::Entity::delete_many()
        .filter(table::Column::Number.in_subquery(oldest))
        .exec_with_returning(db)
        .await?;
    rows.sort_by_key(|row| row.number);
    let more = u64::try_from(rows.len()).unwrap_or(u64::MAX) == BATCH;
    append(db, rows.into_iter().map(from_row).collect()).await?;
    Ok(more)
}

impl Store {
    /// Gives every pending event its place in the log. Commits do so by themselves; this is for
    /// those of a process that ended before.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn seal_events(&self) -> Result<(), StoreError> {
        match self.sealer() {
            Some(sealer) => sealer.run(seal).await,
            None => Ok(()),
        }
    }
}

impl<M> Tx<M> {
    /// Whether events wait for their place in a table of their own.
    pub(super) fn holds_events(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    /// Pending events that match a condition, in order, for some audiences or for all.
    pub(super) async fn pending_events(
        &self,
        condition: Condition,
        audiences: Option<&Audiences>,
    ) -> Result<Vec<PastEvent>, StoreError> {
        if !self.holds_events() {
            return Ok(Vec::new());
        }
        let rows = table::Entity::find()
            .filter(condition)
            .order_by_asc(table::Column::Number)
            .all(&self.db)
            .await?;
        let is_seen =
            |row: &table::Model| audiences.is_none_or(|own| own.meet(row.audiences.known()));
        let seen = rows.into_iter().filter(is_seen);
        seen.map(|row| PastEvent::pending(from_row(row).row)).collect()
    }

    /// How many events wait for their place.
    pub(super) async fn count_pending_events(&self) -> Result<u64, StoreError> {
        if !self.holds_events() {
            return Ok(0);
        }
        Ok(table::Entity::find().count(&self.db).await?)
    }
}

fn to_row(
    PendingEvent { row, audiences, note: _, version: _ }: PendingEvent,
) -> table::ActiveModel {
    table::ActiveModel {
        number: NotSet,
        id: Set(row.id),
        kind: Set(row.kind),
        at: Set(row.at),
        roles: Set(row.roles),
        issuer: Set(row.issuer),
        subject: Set(row.subject),
        client: Set(row.client),
        organisation: Set(row.organisation),
        aggregate: Set(row.aggregate),
        aggregate_id: Set(row.aggregate_id),
        aggregate_version: Set(row.aggregate_version),
        member_id: Set(row.member_id),
        member_version: Set(row.member_version),
        changed: Set(row.changed),
        reason: Set(row.reason),
        content_sha256: Set(row.content_sha256),
        audiences: Set(Recorded::new(audiences.into_iter().collect())),
    }
}

fn from_row(row: table::Model) -> PendingEvent {
    PendingEvent {
        row: event::Model {
            position: 0,
            id: row.id,
            kind: row.kind,
            at: row.at,
            roles: row.roles,
            issuer: row.issuer,
            subject: row.subject,
            client: row.client,
            organisation: row.organisation,
            aggregate: row.aggregate,
            aggregate_id: row.aggregate_id,
            aggregate_version: row.aggregate_version,
            member_id: row.member_id,
            member_version: row.member_version,
            changed: row.changed,
            reason: row.reason,
            content_sha256: row.content_sha256,
            previous: None,
            hash: String::new(),
        },
        audiences: row.audiences.into_known().into_iter().collect(),
        // Written already.
        note: None,
        version: None,
    }
}
