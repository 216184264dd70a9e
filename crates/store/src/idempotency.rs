//! Requests that may be repeated: the first answer is given again for 24 hours.

use aws_lc_rs::digest::{Context, SHA256};
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::entity::idempotency as table;
use crate::error::StoreError;
use crate::postgres::try_to_hold;
use crate::store::Store;
use crate::tx::{Tx, Write};

/// How long an answer is given again.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// How many old answers go with each new one: more than come, few enough not to be felt.
const PURGED_WITH_EACH: u64 = 8;

/// How many go in one transaction when nothing else is done.
const PURGED_AT_ONCE: u64 = 500;

/// A request that names itself by a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks, as a digest.
    pub client: String,
    /// The key.
    pub key: String,
    /// What it was sent to: method and path.
    pub target: String,
    /// The SHA-256 of its body.
    pub body: [u8; 32],
}

/// What a request that names itself turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The first of its key: this transaction may carry it out, and no other until it is over.
    New,
    /// A repetition: this was the answer.
    Replay(Answer),
    /// Another request under the same key.
    Different,
    /// A repetition of one that is still being carried out. On SQLite it waits instead.
    Running,
}

/// The answer to a request that was carried out.
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

impl Tx<Write> {
    /// Says what to make of a request; to be asked before anything is written.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn claim(&self, request: &Request, now: DateTime<Utc>) -> Result<Claim, StoreError> {
        if !try_to_hold(&self.db, number(request)).await? {
            return Ok(Claim::Running);
        }
        let kept = table::Entity::find_by_id((request.client.clone(), request.key.clone()))
            .filter(table::COLUMN.created_at.gt(oldest(now)))
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

    /// Keeps the answer to a request with its effect, and lets go of some old ones.
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
        // The same key may still hold an answer that is too old to be given.
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
        let _ = self.purge(now, PURGED_WITH_EACH).await?;
        Ok(())
    }

    async fn purge(&self, now: DateTime<Utc>, limit: u64) -> Result<u64, StoreError> {
        // Rows that another transaction is about to purge or replace are left to it.
        let old = table::Entity::find()
            .select_only()
            .columns([table::Column::Client, table::Column::Key])
            .filter(table::COLUMN.created_at.lte(oldest(now)))
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
    /// Lets go of every answer that is too old to be given again, since it may hold what people
    /// said of themselves; how many they were.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may be gone then.
    pub async fn purge_answers(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut all = 0_u64;
        loop {
            let tx = self.write().await?;
            let purged = tx.purge(now, PURGED_AT_ONCE).await?;
            tx.commit().await?;
            if purged == 0 {
                return Ok(all);
            }
            all = all.saturating_add(purged);
        }
    }
}

/// Answers given at this instant or before are not given again.
fn oldest(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_signed(KEPT).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// The number of the lock on a client's key.
fn number(request: &Request) -> i64 {
    let mut context = Context::new(&SHA256);
    context.update(request.client.as_bytes());
    context.update(&[0]);
    context.update(request.key.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&context.finish().as_ref()[..8]);
    i64::from_be_bytes(first)
}
