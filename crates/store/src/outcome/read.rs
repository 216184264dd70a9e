//! Outcomes of poles on a day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::pole::{OutcomePeriod, Pole};
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::entity::{pole as pole_table, pole_outcome as table};

/// The outcome of a pole on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeOn {
    /// The period around the day with the same outcome.
    pub period: OutcomePeriod,
    /// The first day of the next period of non-compliance.
    pub fails_on: Option<NaiveDate>,
    /// Whether this is the last known period: the pole ended, or outcomes are computed up to here.
    pub is_last: bool,
}

impl<M> Tx<M> {
    /// The outcomes of poles on a day; without those that have none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outcomes_on(
        &self,
        poles: &[Id<Pole>],
        on: NaiveDate,
    ) -> Result<BTreeMap<Id<Pole>, OutcomeOn>, StoreError> {
        let rows = table::Entity::find()
            .filter(table::COLUMN.pole_id.is_in(poles.iter().map(|pole| pole.uuid())))
            .filter(table::COLUMN.until_on.gte(on))
            .order_by_asc(table::Column::PoleId)
            .order_by_asc(table::Column::FromOn)
            .all(&self.db)
            .await?;
        let mut outcomes = BTreeMap::<_, OutcomeOn>::new();
        for row in rows {
            let outcome = Verdict::from_code(&row.outcome)?;
            let period = OutcomePeriod { from: row.from_on, until: row.until_on, outcome };
            let pole = Id::new(row.pole_id);
            if period.from <= on {
                let fails_on = row.fails_on;
                outcomes.insert(pole, OutcomeOn { period, fails_on, is_last: true });
            } else if let Some(known) = outcomes.get_mut(&pole) {
                known.is_last = false;
            }
        }
        Ok(outcomes)
    }

    /// Whether the outcomes of every pole are known up to a day. If not, a search by outcome could
    /// miss some.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn knows_outcomes_until(&self, day: NaiveDate) -> Result<bool, StoreError> {
        let missing: Option<Uuid> = pole_table::Entity::find()
            .select_only()
            .column(pole_table::Column::Id)
            .filter(pole_table::Column::OutcomesUntil.lt(day))
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(missing.is_none())
    }
}
