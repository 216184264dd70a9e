//! The baseline on SQLite: one writer, which appends events to the log itself.

#[expect(clippy::duplicate_mod, reason = "the types of sqlx differ, the statements do not")]
#[path = "statements.rs"]
mod statements;

use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::types::Json;
use sqlx::{Row as _, Sqlite, query};

use super::event::{Event, ISSUER, ROLES, SUBJECT};

type Db = Sqlite;
type Row = SqliteRow;
type Transaction = sqlx::Transaction<'static, Sqlite>;

pub(super) struct Database(SqlitePool);

impl Database {
    /// Opens the writing connection, as safe as that of the service.
    pub(super) async fn open(url: &str) -> sqlx::Result<Self> {
        let options: SqliteConnectOptions = url.parse()?;
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-8000");
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self(pool))
    }

    async fn begin(&self) -> sqlx::Result<Transaction> {
        self.0.begin_with("BEGIN IMMEDIATE").await
    }

    async fn next_code(&self, tx: &mut Transaction) -> sqlx::Result<i64> {
        query(
            "INSERT INTO counter (series, year, value) VALUES ('pole', 2027, 1) \
             ON CONFLICT (series, year) DO UPDATE SET value = counter.value + 1 RETURNING value",
        )
        .fetch_one(&mut **tx)
        .await?
        .try_get(0)
    }

    /// Appends the events to the log, and commits.
    async fn commit(&self, mut tx: Transaction, events: Vec<Event>) -> sqlx::Result<()> {
        let last = query("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1")
            .fetch_optional(&mut *tx)
            .await?;
        let (mut position, mut previous) = match last {
            Some(last) => (last.try_get(0)?, Some(last.try_get::<String, _>(1)?)),
            None => (0, None),
        };
        for event in events {
            position += 1;
            let hash = event
                .hash(position, previous.as_deref())
                .map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
            query(
                "INSERT INTO event (position, id, kind, at, roles, issuer, subject, organisation, \
                 aggregate, aggregate_id, aggregate_version, member_id, member_version, changed, \
                 content_sha256, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
                 $11, $12, $13, $14, $15, $16, $17)",
            )
            .bind(position)
            .bind(event.id)
            .bind(event.kind)
            .bind(event.at)
            .bind(Json(ROLES))
            .bind(ISSUER)
            .bind(SUBJECT)
            .bind(super::OWNER)
            .bind(event.aggregate)
            .bind(event.aggregate_id)
            .bind(event.aggregate_version)
            .bind(event.member.map(|(id, _)| id))
            .bind(event.member.map(|(_, version)| version))
            .bind(Json(event.changed))
            .bind(event.content)
            .bind(previous)
            .bind(&hash)
            .execute(&mut *tx)
            .await?;
            query("INSERT INTO event_audience (audience, position) VALUES ($1, $2)")
                .bind(Event::audience())
                .bind(position)
                .execute(&mut *tx)
                .await?;
            previous = Some(hash);
        }
        tx.commit().await
    }
}
