//! Renews outcomes as time passes.

use chrono::NaiveDate;
use ptp_domain::pole::horizon;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::db::{Store, StoreError, Tx, Write};
use crate::entity::pole as pole_table;
use crate::stored::Stored;

/// How many poles are renewed per transaction, to limit how long other writers wait.
pub const RENEWED_AT_ONCE: u64 = 50;

impl Store {
    /// Renews the outcomes of all poles that are not known far enough ahead, in batches; returns
    /// how many were renewed.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may have been renewed.
    pub async fn renew_outcomes(&self, today: NaiveDate) -> Result<usize, StoreError> {
        let mut all = 0_usize;
        loop {
            let tx = self.write().await?;
            let renewed = tx.renew_outcomes(today, RENEWED_AT_ONCE).await?;
            tx.commit().await?;
            if renewed == 0 {
                return Ok(all);
            }
            all = all.saturating_add(renewed);
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
        // Rows locked by another transaction are skipped: writing a pole renews its outcomes.
        let rows = pole_table::Entity::find()
            .filter(pole_table::Column::OutcomesUntil.lt(horizon(today)))
            .order_by_asc(pole_table::Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&self.db)
            .await?;
        let number = rows.len();
        for row in rows {
            self.recompute_outcomes(&Stored::try_from(row)?, today).await?;
        }
        Ok(number)
    }
}
