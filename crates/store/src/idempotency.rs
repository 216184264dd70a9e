//! Idempotent requests: the first answer is stored and replayed for 24 hours.

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::db::postgres::try_lock;
use crate::db::{Store, StoreError, Tx, Write};
use crate::entity::idempotency as table;

/// How long an answer is replayed.
const RETENTION: TimeDelta = TimeDelta::hours(24);

/// Expired answers purged with each new one: more than are added, but few enough to be fast.
const PURGED_PER_INSERT: u64 = 8;

/// Expired answers purged per transaction by [`Store::purge_answers`].
const PURGE_BATCH: u64 = 500;

/// A request with an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The client, as a digest.
    pub client: String,
    /// The key.
    pub key: String,
    /// Method and path.
    pub target: String,
    /// The SHA-256 of its body.
    pub body: [u8; 32],
}

/// The status of a request with an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The first with its key: this transaction may execute it, and no other may until it ends.
    New,
    /// A retry: this was the answer.
    Replay(Answer),
    /// A different request with the same key.
    Different,
    /// A retry while the first is still being executed. On SQLite, waits for it instead.
    Running,
}

/// The answer to a request that was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The `Location`.
    pub location: Option<String>,
    /// The `ETag`.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
}

impl<M> Tx<M> {
    /// Looks for the answer to a request, without claiming its key: never [`Claim::Running`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_answer(
        &self,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Result<Claim, StoreError> {
        let kept = table::Entity::find_by_id((request.client.clone(), request.key.clone()))
            .filter(table::COLUMN.created_at.gt(expiry(now)))
            .one(&self.db)
            .await?;
        let Some(kept) = kept else { return Ok(Claim::New) };
        if kept.target != request.target || kept.body != request.body {
            return Ok(Claim::Different);
        }
        let status = u16::try_from(kept.status)
            .map_err(|_| StoreError::corrupt("idempotency", "not an HTTP status"))?;
        let table::Model { location, etag, answer: body, .. } = kept;
        Ok(Claim::Replay(Answer { status, location, etag, body }))
    }
}

impl Tx<Write> {
    /// Claims the key of a request; must be called before anything is written.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn claim(&self, request: &Request, now: DateTime<Utc>) -> Result<Claim, StoreError> {
        if !try_lock(&self.db, lock_number(request)).await? {
            return Ok(Claim::Running);
        }
        self.find_answer(request, now).await
    }

    /// Stores the answer to a request together with its effects, and purges some expired ones.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn remember(
        &self,
        request: &Request,
        answer: &Answer,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        use table::Column as Of;
        let kept = table::ActiveModel {
            client: Set(request.client.clone()),
            key: Set(request.key.clone()),
            target: Set(request.target.clone()),
            body: Set(request.body.to_vec()),
            status: Set(answer.status.into()),
            location: Set(answer.location.clone()),
            etag: Set(answer.etag.clone()),
            answer: Set(answer.body.clone()),
            created_at: Set(now.trunc_subsecs(6)),
        };
        // The key may still have an expired answer.
        let replaced = OnConflict::columns([Of::Client, Of::Key])
            .update_columns([
                Of::Target,
                Of::Body,
                Of::Status,
                Of::Location,
                Of::Etag,
                Of::Answer,
                Of::CreatedAt,
            ])
            .to_owned();
        table::Entity::insert(kept).on_conflict(replaced).exec_without_returning(&self.db).await?;
        let _ = self.purge(now, PURGED_PER_INSERT).await?;
        Ok(())
    }

    async fn purge(&self, now: DateTime<Utc>, limit: u64) -> Result<u64, StoreError> {
        // Skips rows that another transaction is purging or replacing.
        let old = table::Entity::find()
            .select_only()
            .columns([table::Column::Client, table::Column::Key])
            .filter(table::COLUMN.created_at.lte(expiry(now)))
            .order_by_asc(table::Column::CreatedAt)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let key = Expr::tuple([Expr::col(table::Column::Client), Expr::col(table::Column::Key)]);
        let purged = table::Entity::delete_many()
            .filter(key.in_subquery(old.into_query()))
            .exec(&self.db)
            .await?;
        Ok(purged.rows_affected)
    }
}

impl Store {
    /// Purges every expired answer, since answers may contain personal data; returns how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may have been purged.
    pub async fn purge_answers(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut all = 0_u64;
        loop {
            let tx = self.write().await?;
            let purged = tx.purge(now, PURGE_BATCH).await?;
            tx.commit().await?;
            if purged == 0 {
                return Ok(all);
            }
            all = all.saturating_add(purged);
        }
    }
}

/// Answers from this instant or earlier have expired.
fn expiry(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_signed(RETENTION).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// The number of the advisory lock on a client's key.
fn lock_number(request: &Request) -> i64 {
    let mut context = Context::new(&SHA256);
    context.update(request.client.as_bytes());
    context.update(&[0]);
    context.update(request.key.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&context.finish().as_ref()[..8]);
    i64::from_be_bytes(first)
}
