//! Renews outcomes: as time passes, and when another release computes them otherwise.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, horizon};
use ptp_domain::rules::{Determination, FINGERPRINT};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

use super::determination::Settled;
use super::recompute::compute_now;
use crate::db::{Computed, Store, StoreError, Tx, Write};
use crate::entity::{determination, member, pole as pole_table};
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

/// Poles whose outcomes are not known far enough ahead, or were computed by the rules of an earlier
/// release.
fn behind(today: NaiveDate) -> Condition {
    let by_others = Condition::any()
        .add(pole_table::Column::OutcomesBy.is_null())
        .add(pole_table::Column::OutcomesBy.lt(FINGERPRINT));
    Condition::any()
        .add(pole_table::Column::OutcomesUntil.lt(horizon(today)))
        .add(Condition::all().add(pole_table::Column::OutcomesUntil.is_not_null()).add(by_others))
}

impl Store {
    /// Renews the outcomes of all poles that are not known far enough ahead, or were computed by
    /// other rules, in batches; returns how many were renewed. `progress` is told after each batch
    /// how many were renewed so far.
    ///
    /// Each pole is tried once. One that cannot be renewed is logged and does not hold up the
    /// others.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may have been renewed.
    pub async fn renew_outcomes(
        &self,
        today: NaiveDate,
        mut progress: impl FnMut(usize) + Send,
    ) -> Result<usize, StoreError> {
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
            progress(renewed);
            after = batch.last;
        }
    }

    /// Asks whoever keeps outcomes up to date to do so now: a list could not be answered.
    pub fn ask_for_renewal(&self) {
        self.renewal().notify_one();
    }

    /// Waits until outcomes are [asked for](Self::ask_for_renewal).
    pub async fn renewal_asked(&self) {
        self.renewal().notified().await;
    }

    /// How many poles [`renew_outcomes`](Self::renew_outcomes) would try.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_outcomes_to_renew(&self, today: NaiveDate) -> Result<u64, StoreError> {
        let tx = self.read().await?;
        Ok(pole_table::Entity::find().filter(behind(today)).count(&tx.db).await?)
    }
}

impl Tx<Write> {
    /// Renews the outcomes of at most `limit` poles that are not known far enough ahead, or were
    /// computed by other rules; returns how many were renewed. Poles get no new version and no
    /// event, since nothing happened to them.
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
        // Rows locked by another transaction are skipped: writing a pole renews its outcomes.
        let rows = pole_table::Entity::find()
            .filter(behind(today))
            .apply_if(after, |poles, last| poles.filter(pole_table::COLUMN.id.gt(last)))
            .order_by_asc(pole_table::Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&self.db)
            .await?;
        let tried: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let Some(&last) = tried.last() else { return Ok(Batch { renewed: 0, last: None }) };
        let mut members = self.members_by_pole(&tried).await?;
        let mut determinations = self.determinations_by_pole(&tried).await?;
        let mut computed = Vec::with_capacity(rows.len());
        for row in rows {
            let members = members.remove(&row.id).unwrap_or_default();
            let determinations = determinations.remove(&row.id).unwrap_or_default();
            match computed_anew(row, members, determinations, today) {
                Ok(one) => computed.extend(one),
                // It is still behind, so it is logged below.
                Err(StoreError::Corrupt(fault)) => tracing::error!(fault, "unreadable pole"),
                Err(StoreError::Newer) => {}
                Err(error) => return Err(error),
            }
        }
        self.replace_outcomes(&computed).await?;
        let still_behind: Vec<Uuid> = pole_table::Entity::find()
            .select_only()
            .column(pole_table::Column::Id)
            .filter(pole_table::COLUMN.id.is_in(tried.iter().copied()))
            .filter(behind(today))
            .into_tuple()
            .all(&self.db)
            .await?;
        for pole in &still_behind {
            tracing::error!(%pole, "outcomes of the pole could not be renewed");
        }
        let renewed = tried.len().saturating_sub(still_behind.len());
        Ok(Batch { renewed, last: Some(last) })
    }

    async fn members_by_pole(
        &self,
        poles: &[Uuid],
    ) -> Result<BTreeMap<Uuid, Vec<member::Model>>, StoreError> {
        let rows = member::Entity::find()
            .filter(member::COLUMN.pole_id.is_in(poles.iter().copied()))
            .order_by_asc(member::Column::Id)
            .all(&self.db)
            .await?;
        Ok(by_pole(rows, |row| row.pole_id))
    }

    async fn determinations_by_pole(
        &self,
        poles: &[Uuid],
    ) -> Result<BTreeMap<Uuid, Vec<determination::Model>>, StoreError> {
        let rows = determination::Entity::find()
            .filter(determination::COLUMN.pole_id.is_in(poles.iter().copied()))
            .order_by_asc(determination::Column::DecidedAt)
            .order_by_asc(determination::Column::Id)
            .all(&self.db)
            .await?;
        Ok(by_pole(rows, |row| row.pole_id))
    }
}

/// Rows by their poles, in their order.
fn by_pole<R>(rows: Vec<R>, pole: impl Fn(&R) -> Uuid) -> BTreeMap<Uuid, Vec<R>> {
    let mut by_pole = BTreeMap::<_, Vec<_>>::new();
    for row in rows {
        by_pole.entry(pole(&row)).or_default().push(row);
    }
    by_pole
}

fn computed_anew(
    row: pole_table::Model,
    members: Vec<member::Model>,
    determinations: Vec<determination::Model>,
    today: NaiveDate,
) -> Result<Option<(Computed, DateTime<Utc>)>, StoreError> {
    let pole = Stored::<Pole>::try_from(row)?;
    let members: Vec<_> =
        members.into_iter().map(Stored::<Member>::try_from).collect::<Result<_, _>>()?;
    let members: Vec<_> = members.iter().map(|member| &member.value).collect();
    let settled = determinations.into_iter().filter_map(Settled::restore);
    let determinations: Vec<Determination> = settled.map(|one| one.determination).collect();
    let computed = compute_now(&pole.value, &members, &determinations, today)?;
    Ok(computed.map(|computed| (computed, pole.updated_at)))
}
