//! Renews outcomes: as time passes, and when another release computes them otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, horizon};
use ptp_domain::rules::{Determination, FINGERPRINT};
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::determination::Settled;
use super::recompute::compute_now;
use crate::db::{Computed, Store, StoreError, Tx, Write};
use crate::entity::{determination, member, pole as pole_table};
use crate::stored::Stored;

/// How many poles are renewed per transaction, to limit how long other writers wait.
pub const RENEWED_AT_ONCE: u64 = 50;

/// A pole to be renewed, with what its outcomes depend on.
struct Behind {
    pole: pole_table::Model,
    members: Vec<member::Model>,
    determinations: Vec<determination::Model>,
}

/// Poles that were read, with the outcomes computed of what was read.
struct Batch {
    /// The last of them.
    last: Uuid,
    /// The versions in which they were read.
    read_at: BTreeMap<Uuid, i64>,
    computed: Vec<(Computed, DateTime<Utc>)>,
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
        let mut ahead = self.computed_ahead(today, None).await?;
        while let Some(batch) = ahead {
            // The next ones are read and computed while these are written.
            let following = self.computed_ahead(today, Some(batch.last));
            let (written, next) = tokio::try_join!(self.write_renewed(batch, today), following)?;
            renewed = renewed.saturating_add(written);
            progress(renewed);
            ahead = next;
        }
        Ok(renewed)
    }

    /// Reads the next poles to be renewed, and computes their outcomes: nobody waits for it, neither
    /// in the database nor on this thread.
    async fn computed_ahead(
        &self,
        today: NaiveDate,
        after: Option<Uuid>,
    ) -> Result<Option<Batch>, StoreError> {
        let tx = self.read().await?;
        let behind = tx.find_behind(today, after, RENEWED_AT_ONCE).await?;
        drop(tx);
        match spawn_blocking(move || Batch::of(behind, today)).await {
            Ok(computed) => computed,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(cancelled) => Err(StoreError::busy(&cancelled)),
            },
        }
    }

    async fn write_renewed(&self, batch: Batch, today: NaiveDate) -> Result<usize, StoreError> {
        let tx = self.write().await?;
        let renewed = tx.write_renewed(batch, today).await?;
        tx.commit().await?;
        Ok(renewed)
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

impl Batch {
    /// Computes the outcomes of poles; none if there are none.
    fn of(behind: Vec<Behind>, today: NaiveDate) -> Result<Option<Self>, StoreError> {
        let Some(last) = behind.last().map(|one| one.pole.id) else { return Ok(None) };
        let read_at = behind.iter().map(|one| (one.pole.id, one.pole.version)).collect();
        let mut computed = Vec::with_capacity(behind.len());
        for one in behind {
            match one.computed_anew(today) {
                Ok(one) => computed.extend(one),
                // It stays behind, and is logged for that when the others are written.
                Err(StoreError::Corrupt(fault)) => tracing::error!(fault, "unreadable pole"),
                Err(StoreError::Newer) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Self { last, read_at, computed }))
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
        match Batch::of(self.find_behind(today, None, limit).await?, today)? {
            Some(batch) => self.write_renewed(batch, today).await,
            None => Ok(0),
        }
    }

    /// Writes what was computed, of poles that are still as they were read. Others are skipped, also
    /// those that another transaction is writing: writing a pole renews its outcomes.
    async fn write_renewed(&self, batch: Batch, today: NaiveDate) -> Result<usize, StoreError> {
        let Batch { last: _, read_at, computed } = batch;
        let locked: Vec<(Uuid, i64)> = pole_table::Entity::find()
            .select_only()
            .columns([pole_table::Column::Id, pole_table::Column::Version])
            .filter(pole_table::COLUMN.id.is_in(read_at.keys().copied()))
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .into_tuple()
            .all(&self.db)
            .await?;
        let is_unchanged = |(id, version): &(Uuid, i64)| read_at.get(id) == Some(version);
        let tried: BTreeSet<Uuid> =
            locked.into_iter().filter(is_unchanged).map(|(id, _)| id).collect();
        let written: Vec<_> =
            computed.into_iter().filter(|(one, _)| tried.contains(&one.pole.uuid())).collect();
        self.replace_outcomes(&written).await?;
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
        Ok(tried.len().saturating_sub(still_behind.len()))
    }
}

impl<M> Tx<M> {
    /// The first poles after one, by identifier, that have to be renewed.
    async fn find_behind(
        &self,
        today: NaiveDate,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Behind>, StoreError> {
        let poles = pole_table::Entity::find()
            .filter(behind(today))
            .apply_if(after, |poles, last| poles.filter(pole_table::COLUMN.id.gt(last)))
            .order_by_asc(pole_table::Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        let ids: Vec<Uuid> = poles.iter().map(|pole| pole.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut members = self.members_by_pole(&ids).await?;
        let mut determinations = self.determinations_by_pole(&ids).await?;
        let with_its_own = |pole: pole_table::Model| Behind {
            members: members.remove(&pole.id).unwrap_or_default(),
            determinations: determinations.remove(&pole.id).unwrap_or_default(),
            pole,
        };
        Ok(poles.into_iter().map(with_its_own).collect())
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

impl Behind {
    fn computed_anew(
        self,
        today: NaiveDate,
    ) -> Result<Option<(Computed, DateTime<Utc>)>, StoreError> {
        let pole = Stored::<Pole>::try_from(self.pole)?;
        let members = self.members.into_iter().map(Stored::<Member>::try_from);
        let members: Vec<_> = members.collect::<Result<_, _>>()?;
        let members: Vec<_> = members.iter().map(|member| &member.value).collect();
        let settled = self.determinations.into_iter().filter_map(Settled::restore);
        let determinations: Vec<Determination> = settled.map(|one| one.determination).collect();
        let computed = compute_now(&pole.value, &members, &determinations, today)?;
        Ok(computed.map(|computed| (computed, pole.updated_at)))
    }
}
