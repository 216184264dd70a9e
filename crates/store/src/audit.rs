//! The audit: whether what is stored is what the log of events tells, and what was received.

use chrono::{DateTime, Utc};
use ptp_domain::application::Application;
use ptp_domain::id::Id;
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};
use uuid::Uuid;

use crate::compression::decompressed;
use crate::db::{StoreError, Tx};
use crate::entity::{application, application_snapshot};

/// Applications read at a time: each has its snapshot.
const BATCH: u64 = 50;

/// Something whose version the log does not tell.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Untold {
    /// `call`, `pole`, `member` or `application`.
    pub kind: String,
    /// Which.
    pub id: Uuid,
    /// Its version; none if it is not there.
    pub version: Option<i64>,
    /// The last version of the log; none if the log does not know it.
    pub told: Option<i64>,
}

/// What was received with an application, as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// The application.
    pub id: Id<Application>,
    /// Its call.
    pub call: Uuid,
    /// Its pole.
    pub pole: Uuid,
    /// Its protocol number.
    pub protocol: String,
    /// The instant of receipt.
    pub received_at: DateTime<Utc>,
    /// The snapshot; none if it is not there.
    pub snapshot: Option<String>,
    /// The digest that the receipt names.
    pub sha256: String,
    /// The receipt.
    pub receipt: String,
}

impl<M> Tx<M> {
    /// What has another version than the last event about it made, is in no event, or is gone
    /// without one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn untold(&self) -> Result<Vec<Untold>, StoreError> {
        let backend = self.db.get_database_backend();
        let mut untold = Vec::new();
        for statement in ["call", "pole", "application"].map(|kind| aggregates(backend, kind)) {
            untold.extend(found(&self.db, backend, statement).await?);
        }
        untold.extend(found(&self.db, backend, members(backend)).await?);
        Ok(untold)
    }

    /// What was received with a few applications after one, in order; empty at the end.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn received_after(
        &self,
        after: Option<Id<Application>>,
    ) -> Result<Vec<Received>, StoreError> {
        let after = after.map_or(Uuid::nil(), Id::uuid);
        let rows = application::Entity::find()
            .filter(application::COLUMN.id.gt(after))
            .order_by_asc(application::Column::Id)
            .limit(BATCH)
            .all(&self.db)
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let kept = application_snapshot::Entity::find_by_id(row.id).one(&self.db).await?;
            // What cannot be read is not what was received either.
            let snapshot = kept.and_then(|kept| decompressed(&kept.compressed).ok());
            all.push(Received {
                id: Id::new(row.id),
                call: row.call_id,
                pole: row.pole_id,
                protocol: row.protocol,
                received_at: row.received_at,
                snapshot,
                sha256: row.snapshot_sha256,
                receipt: row.receipt,
            });
        }
        Ok(all)
    }
}

/// The events, those that wait for their place included.
const fn events(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "(SELECT kind, aggregate, aggregate_id, aggregate_version, member_id, member_version \
             FROM event UNION ALL \
             SELECT kind, aggregate, aggregate_id, aggregate_version, member_id, member_version \
             FROM event_pending)"
        }
        _ => "event",
    }
}

fn aggregates(backend: DbBackend, kind: &str) -> String {
    let events = events(backend);
    format!(
        "SELECT '{kind}' AS kind, known.id AS id, known.version AS version, known.told AS told \
         FROM (SELECT thing.id AS id, thing.version AS version, \
            (SELECT max(e.aggregate_version) FROM {events} e \
             WHERE e.aggregate_id = thing.id AND e.aggregate = '{kind}') AS told \
            FROM {kind} thing) known \
         WHERE known.told IS NULL OR known.told <> known.version \
         UNION ALL \
         SELECT '{kind}', gone.aggregate_id, NULL, max(gone.aggregate_version) FROM {events} gone \
         WHERE gone.aggregate = '{kind}' \
            AND NOT EXISTS (SELECT 1 FROM {kind} thing WHERE thing.id = gone.aggregate_id) \
            AND NOT EXISTS (SELECT 1 FROM {events} e WHERE e.aggregate_id = gone.aggregate_id \
                AND e.kind = '{kind}_deleted') \
         GROUP BY gone.aggregate_id"
    )
}

/// A member that came with its pole has version 1, and no event of its own yet: of such a one the
/// log does not tell whether it is there.
fn members(backend: DbBackend) -> String {
    let events = events(backend);
    format!(
        "SELECT 'member' AS kind, known.id AS id, known.version AS version, known.told AS told \
         FROM (SELECT member.id AS id, member.version AS version, coalesce( \
            (SELECT max(e.member_version) FROM {events} e \
             WHERE e.aggregate_id = member.pole_id AND e.member_id = member.id), 1) AS told \
            FROM member) known \
         WHERE known.told <> known.version \
         UNION ALL \
         SELECT 'member', gone.member_id, NULL, max(gone.member_version) FROM {events} gone \
         WHERE gone.member_id IS NOT NULL \
            AND EXISTS (SELECT 1 FROM pole WHERE pole.id = gone.aggregate_id) \
            AND NOT EXISTS (SELECT 1 FROM member \
                WHERE member.pole_id = gone.aggregate_id AND member.id = gone.member_id) \
            AND NOT EXISTS (SELECT 1 FROM {events} e WHERE e.aggregate_id = gone.aggregate_id \
                AND e.member_id = gone.member_id AND e.kind = 'member_removed') \
         GROUP BY gone.aggregate_id, gone.member_id"
    )
}

async fn found(
    db: &impl ConnectionTrait,
    backend: DbBackend,
    statement: String,
) -> Result<Vec<Untold>, StoreError> {
    let statement = Statement::from_string(backend, statement);
    Ok(Untold::find_by_statement(statement).all(db).await?)
}
