//! Renews outcomes as time passes.

use chrono::NaiveDate;
use ptp_domain::pole::horizon;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::db::{Store, StoreError, Tx, Write};
use crate::entity::pole as pole_table;
use crate::stored::Stored;

/// How many poles are renewed per transaction, to limit how long other writers wait.
pub const RENEWED_AT_ONCE: u64 = 50;

/// What became of a batch.
struct Batch {
    /// How many poles were renewed.
    renewed: usize,
    /// The last pole tried.
    last: Option<Uuid>,
}

impl Store {
    /// Renews the outcomes of all poles that are not known far enough ahead, in batches; returns
    /// how many were renewed.
    ///
    /// Each pole is tried once. One that cannot be renewed is logged and does not hold up the
    /// others.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may have been renewed.
    pub async fn renew_outcomes(&self, today: NaiveDate) -> Result<usize, StoreError> {
        let mut renewed = 0_usize;
        let mut after = None;
        loop {
            let tx = self.write().await?;
            let batch = tx.renew_batch(today, after, RENEWED_AT_ONCE).await?;
            tx.commit().await?;
            if batch.last.is_none() {
                return Ok(renewed);
            }
            renewed = renewed.saturating_add(batch.renewed);
            after = batch.last;
        }
    }
}

impl Tx<Write> {
    /// Renews the outcomes of at most `limit` poles that are not known far enough ahead; returns
    /// how many were renewed. Poles get no new version and no event, since nothing happened to
    /// them.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn renew_outcomes(&self, today: NaiveDate, limit: u64) -> Result<usize, StoreError> {
        Ok(self.renew_batch(today, None, limit).await?.renewed)
    }

    async fn renew_batch(
        &self,
        today: NaiveDate,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Batch, StoreError> {
        let behind = pole_table::Column::OutcomesUntil.lt(horizon(today));
        // Rows locked by another transaction are skipped: writing a pole renews its outcomes.
        let rows = pole_table::Entity::find()
            .filter(behind.clone())
            .apply_if(after, |poles, last| poles.filter(pole_table::COLUMN.id.gt(last)))
            .order_by_asc(pole_table::Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&self.db)
            .await?;
        let tried: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let Some(&last) = tried.last() else { return Ok(Batch { renewed: 0, last: None }) };
        for row in rows {
            let outcome = match Stored::try_from(row) {
                Ok(pole) => self.recompute_outcomes(&pole, today).await,
                Err(error) => Err(error),
            };
            match outcome {
                // It is still behind, so it is logged below.
                Err(StoreError::Corrupt(fault)) => tracing::error!(fault, "unreadable pole"),
                other => other?,
            }
        }
        let still_behind: Vec<Uuid> = pole_table::Entity::find()
            .select_only()
            .column(pole_table::Column::Id)
            .filter(pole_table::COLUMN.id.is_in(tried.iter().copied()))
            .filter(behind)
            .into_tuple()
            .all(&self.db)
            .await?;
        for pole in &still_behind {
            tracing::error!(%pole, "outcomes of the pole could not be renewed");
        }
        let renewed = tried.len().saturating_sub(still_behind.len());
        Ok(Batch { renewed, last: Some(last) })
    }
}
