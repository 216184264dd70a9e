//! What the rules say of poles day after day, computed as they are written and as time passes.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::pole::{Pole, horizon, outcome_periods};
use ptp_domain::rules::Budget;
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{pole as pole_table, pole_outcome as table};
use crate::error::StoreError;
use crate::store::Store;
use crate::stored::Stored;
use crate::tx::{Tx, Write};

/// The last day that the outcomes of a pole tell of, when it has ended: nothing more is to be told.
const FOR_GOOD: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");

/// How many poles are renewed in one transaction: writers wait for no longer than that.
pub const RENEWED_AT_ONCE: u64 = 50;

impl Store {
    /// Renews the outcomes of all poles of which they are not known far enough ahead, as
    /// [`Tx::renew_outcomes`], some at a time; how many they were.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: some may have been renewed then.
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
    /// Computes again what the rules say of some poles of which it is not known far enough ahead;
    /// how many they were. Theirs is no new version and no event: nothing was done to them.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn renew_outcomes(&self, today: NaiveDate, limit: u64) -> Result<usize, StoreError> {
        // What somebody else is writing at the moment is computed by them.
        let poles = pole_table::Entity::find()
            .filter(pole_table::Column::OutcomesUntil.lt(horizon(today)))
            .order_by_asc(pole_table::Column::Id)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(&self.db)
            .await?;
        let number = poles.len();
        for pole in poles {
            let pole = Stored::try_from(pole)?;
            self.refresh_outcomes(&pole.value, today).await?;
        }
        Ok(number)
    }

    /// Writes what the rules say of a pole as it is now, in the place of what they said.
    pub(crate) async fn refresh_outcomes(
        &self,
        pole: &Pole,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let id = pole.id.uuid();
        table::Entity::delete_many().filter(table::COLUMN.pole_id.eq(id)).exec(&self.db).await?;
        let Some(recognition) = &pole.recognition else { return Ok(()) };
        let members = self.members_of(pole.id).await?;
        let members: Vec<_> = members.iter().map(|member| &member.value).collect();
        let settled = self.determinations_of(pole.id).await?;
        let settled: Vec<_> = settled.into_iter().map(|settled| settled.determination).collect();
        let periods = outcome_periods(pole, &members, &settled, today, &Budget::default())
            .map_err(|exhausted| StoreError::corrupt(format!("pole {id}"), exhausted))?;
        let until = if pole.status.is_over() {
            FOR_GOOD
        } else {
            periods.last().map_or(recognition.recognised_on, |period| period.until)
        };
        let (folded_name, updated_at) = self.sorted_by(id).await?;
        let fails_after = |day| {
            let mut later = periods.iter().filter(|later| later.from > day);
            later.find(|later| later.outcome == Verdict::NonCompliant).map(|later| later.from)
        };
        let rows = periods.iter().map(|period| table::ActiveModel {
            pole_id: Set(id),
            from_on: Set(period.from),
            until_on: Set(period.until),
            outcome: Set(period.outcome.code().to_owned()),
            fails_on: Set(fails_after(period.from)),
            place: Set(id),
            folded_name: Set(folded_name.clone()),
            updated_at: Set(updated_at),
        });
        table::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        let known =
            pole_table::ActiveModel { outcomes_until: Set(Some(until)), ..Default::default() };
        pole_table::Entity::update_many()
            .set(known)
            .filter(pole_table::COLUMN.id.eq(id))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    /// What lists sort a pole by, as it was just written.
    async fn sorted_by(&self, pole: Uuid) -> Result<(String, DateTime<Utc>), StoreError> {
        let row = pole_table::Entity::find_by_id(pole)
            .select_only()
            .columns([pole_table::Column::FoldedName, pole_table::Column::UpdatedAt])
            .into_tuple()
            .one(&self.db)
            .await?;
        row.ok_or(StoreError::Stale)
    }
}
