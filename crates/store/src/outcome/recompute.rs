//! Computes the outcomes of a pole when it is written or renewed.

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, outcome_periods};
use ptp_domain::rules::{Budget, Determination, Verdict};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter};

use crate::db::{StoreError, Tx, Write, insert_all};
use crate::entity::{pole as pole_table, pole_outcome as table};
use crate::fold::sort_key;
use crate::stored::Stored;

/// Until when the outcomes of a pole that ended are known: there will be no more.
const FOR_GOOD: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a valid date");

impl Tx<Write> {
    /// Replaces the outcomes of a recognised pole with those of its current members and
    /// determinations; others have none. The pole is passed as it is stored.
    ///
    /// Everything is read before anything is written, so that unreadable rows leave the outcomes
    /// unchanged.
    pub(crate) async fn recompute_outcomes(
        &self,
        pole: &Stored<Pole>,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        if pole.value.recognition.is_none() {
            return Ok(());
        }
        let members = self.members_of(pole.value.id).await?;
        let members: Vec<_> = members.iter().map(|member| &member.value).collect();
        let settled = self.determinations_of(pole.value.id).await?;
        let determinations: Vec<_> =
            settled.into_iter().map(|settled| settled.determination).collect();
        self.write_outcomes(pole, &members, &determinations, today).await
    }

    /// Deletes the outcomes of a pole, whose recognition may have been annulled.
    pub(crate) async fn delete_outcomes(&self, id: Id<Pole>) -> Result<(), StoreError> {
        let of_pole = table::COLUMN.pole_id.eq(id.uuid());
        table::Entity::delete_many().filter(of_pole).exec(&self.db).await?;
        Ok(())
    }

    /// Replaces the outcomes of a pole with those of these members and determinations.
    pub(crate) async fn write_outcomes(
        &self,
        pole: &Stored<Pole>,
        members: &[&Member],
        determinations: &[Determination],
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let Stored { value: pole, updated_at, .. } = pole;
        let Some(recognition) = &pole.recognition else { return Ok(()) };
        let id = pole.id.uuid();
        self.delete_outcomes(pole.id).await?;
        let periods = outcome_periods(pole, members, determinations, today, &Budget::default())
            .map_err(|exhausted| StoreError::corrupt(format!("pole {}", pole.id), exhausted))?;
        let until = if pole.status.is_over() {
            FOR_GOOD
        } else {
            periods.last().map_or(recognition.recognised_on, |period| period.until)
        };
        let fails_after = |day| {
            let mut later = periods.iter().filter(|later| later.from > day);
            later.find(|later| later.outcome == Verdict::NonCompliant).map(|later| later.from)
        };
        let folded_name = sort_key(&pole.description.name);
        let rows = periods.iter().map(|period| table::ActiveModel {
            pole_id: Set(id),
            from_on: Set(period.from),
            until_on: Set(period.until),
            outcome: Set(period.outcome.code().to_owned()),
            fails_on: Set(fails_after(period.from)),
            place: Set(id),
            folded_name: Set(folded_name.clone()),
            updated_at: Set(*updated_at),
        });
        insert_all(&self.db, rows.collect()).await?;
        let known_until =
            pole_table::ActiveModel { outcomes_until: Set(Some(until)), ..Default::default() };
        pole_table::Entity::update_many()
            .set(known_until)
            .filter(pole_table::COLUMN.id.eq(id))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}
