//! The baseline on PostgreSQL: events wait in a table of their own, and are moved to the log after
//! the commit, many at once.

#[expect(clippy::duplicate_mod, reason = "the types of sqlx differ, the statements do not")]
#[path = "statements.rs"]
mod statements;

use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::types::Json;
use sqlx::{Postgres, QueryBuilder, Row as _, query};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::event::{Event, ISSUER, ROLES, SUBJECT};

type Db = Postgres;
type Row = PgRow;
type Transaction = sqlx::Transaction<'static, Postgres>;

/// As many write at a time as those of the service.
const CONNECTIONS: u32 = 8;
/// How long an answer waits for its events to be in the log.
const SEALED_WITHIN: Duration = Duration::from_millis(50);
/// Events moved at once.
const BATCH: i64 = 500;

pub(super) struct Database {
    pool: PgPool,
    /// Whoever waits for its events to be in the log.
    waiting: mpsc::UnboundedSender<oneshot::Sender<()>>,
}

impl Database {
    /// Opens the connections, and one that seals.
    pub(super) async fn open(url: &str) -> sqlx::Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .test_before_acquire(false)
            .connect(url)
            .await?;
        let sealing = PgPoolOptions::new().max_connections(1).connect(url).await?;
        let (waiting, mut asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut served = Vec::new();
            while asked.recv_many(&mut served, usize::MAX).await > 0 {
                if let Err(error) = seal(&sealing).await {
                    eprintln!("events wait for their place in the log: {error}");
                }
                for one in served.drain(..) {
                    let _ = oneshot::Sender::send(one, ());
                }
            }
        });
        Ok(Self { pool, waiting })
    }

    async fn begin(&self) -> sqlx::Result<Transaction> {
        self.pool.begin().await
    }

    async fn next_code(&self, tx: &mut Transaction) -> sqlx::Result<i64> {
        query(
            "SELECT nextval('pole_code') - before_first FROM code_year \
             WHERE series = 'pole' AND year = 2027",
        )
        .fetch_one(&mut **tx)
        .await?
        .try_get(0)
    }

    /// Writes the events, commits, and waits for them to be in the log.
    async fn commit(&self, mut tx: Transaction, events: Vec<Event>) -> sqlx::Result<()> {
        let mut insert = QueryBuilder::<Postgres>::new(
            "INSERT INTO event_pending (id, kind, at, roles, issuer, subject, organisation, \
             aggregate, aggregate_id, aggregate_version, member_id, member_version, changed, \
             content_sha256, audiences) ",
        );
        insert.push_values(events, |mut row, event| {
            row.push_bind(event.id)
                .push_bind(event.kind)
                .push_bind(event.at)
                .push_bind(Json(ROLES))
                .push_bind(ISSUER)
                .push_bind(SUBJECT)
                .push_bind(super::OWNER)
                .push_bind(event.aggregate)
                .push_bind(event.aggregate_id)
                .push_bind(event.aggregate_version)
                .push_bind(event.member.map(|(id, _)| id))
                .push_bind(event.member.map(|(_, version)| version))
                .push_bind(Json(event.changed))
                .push_bind(event.content)
                .push_bind(Json([Event::audience()]));
        });
        insert.build().execute(&mut *tx).await?;
        tx.commit().await?;
        let (done, sealed) = oneshot::channel();
        if self.waiting.send(done).is_ok() {
            let _ = timeout(SEALED_WITHIN, sealed).await;
        }
        Ok(())
    }
}

/// Moves what waits to the log.
async fn seal(pool: &PgPool) -> sqlx::Result<()> {
    loop {
        let mut tx = pool.begin().await?;
        query("SELECT pg_advisory_xact_lock(7632, 2)").execute(&mut *tx).await?;
        let rows = query(
            "SELECT number, id, kind, at, aggregate, aggregate_id, aggregate_version, member_id, \
             member_version, changed, content_sha256 FROM event_pending ORDER BY number LIMIT $1",
        )
        .bind(BATCH)
        .fetch_all(&mut *tx)
        .await?;
        if rows.is_empty() {
            return tx.commit().await;
        }
        let last = query("SELECT position, hash FROM event ORDER BY position DESC LIMIT 1")
            .fetch_optional(&mut *tx)
            .await?;
        let (mut position, mut previous): (i64, Option<String>) = match last {
            Some(last) => (last.try_get(0)?, last.try_get(1)?),
            None => (0, None),
        };
        let (mut numbers, mut placed) = (Vec::new(), Vec::new());
        for row in &rows {
            position += 1;
            numbers.push(row.try_get::<i64, _>(0)?);
            let event = read(row)?;
            let hash = event
                .hash(position, previous.as_deref())
                .map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
            placed.push((position, event, previous.replace(hash.clone()), hash));
        }
        append(&mut tx, placed).await?;
        query("DELETE FROM event_pending WHERE number = ANY ($1)")
            .bind(&numbers)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        if i64::try_from(rows.len()).unwrap_or_default() < BATCH {
            return Ok(());
        }
    }
}

/// Appends events with their position, the hash before theirs, and theirs.
async fn append(
    tx: &mut Transaction,
    placed: Vec<(i64, Event, Option<String>, String)>,
) -> sqlx::Result<()> {
    let positions: Vec<_> = placed.iter().map(|(position, ..)| *position).collect();
    let mut insert = QueryBuilder::<Postgres>::new(
        "INSERT INTO event (position, id, kind, at, roles, issuer, subject, organisation, \
         aggregate, aggregate_id, aggregate_version, member_id, member_version, changed, \
         content_sha256, previous, hash) ",
    );
    insert.push_values(placed, |mut row, (position, event, previous, hash)| {
        row.push_bind(position)
            .push_bind(event.id)
            .push_bind(event.kind)
            .push_bind(event.at)
            .push_bind(Json(ROLES))
            .push_bind(ISSUER)
            .push_bind(SUBJECT)
            .push_bind(super::OWNER)
            .push_bind(event.aggregate)
            .push_bind(event.aggregate_id)
            .push_bind(event.aggregate_version)
            .push_bind(event.member.map(|(id, _)| id))
            .push_bind(event.member.map(|(_, version)| version))
            .push_bind(Json(event.changed))
            .push_bind(event.content)
            .push_bind(previous)
            .push_bind(hash);
    });
    insert.build().execute(&mut **tx).await?;
    query("INSERT INTO event_audience (audience, position) SELECT $1, unnest($2)")
        .bind(Event::audience())
        .bind(&positions)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

fn read(row: &PgRow) -> sqlx::Result<Event> {
    let member: Option<_> = row.try_get(7)?;
    let version: Option<i64> = row.try_get(8)?;
    Ok(Event {
        id: row.try_get(1)?,
        kind: row.try_get(2)?,
        at: row.try_get(3)?,
        aggregate: row.try_get(4)?,
        aggregate_id: row.try_get(5)?,
        aggregate_version: row.try_get(6)?,
        member: member.zip(version),
        changed: row.try_get::<Json<Vec<String>>, _>(9)?.0,
        content: row.try_get(10)?,
    })
}
