//! Computes the outcomes of poles when they are written or renewed.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, outcome_periods};
use ptp_domain::rules::{Budget, Determination, Exhausted, FINGERPRINT, Verdict};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter};

use crate::db::{Computed, StoreError, Tx, Write, insert_all};
use crate::entity::{pole as pole_table, pole_outcome as table};
use crate::fold::sort_key;
use crate::stored::Stored;

/// Until when the outcomes of a pole that ended are known: there will be no more.
const FOR_GOOD: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a valid date");

/// Computes the outcomes of a pole; none if it was never recognised.
///
/// # Errors
///
/// [`Exhausted`] if that takes more work than the budget allows.
pub(super) fn compute(
    pole: &Pole,
    members: &[&Member],
    determinations: &[Determination],
    today: NaiveDate,
    budget: &Budget,
) -> Result<Option<Computed>, Exhausted> {
    let Some(recognition) = &pole.recognition else { return Ok(None) };
    let periods = outcome_periods(pole, members, determinations, today, budget)?;
    let known_until = if pole.ended_on().is_some() {
        FOR_GOOD
    } else {
        periods.last().map_or(recognition.recognised_on, |period| period.until)
    };
    let folded_name = sort_key(&pole.description.name);
    Ok(Some(Computed { pole: pole.id, folded_name, periods, known_until }))
}

impl Computed {
    fn rows(&self, updated_at: DateTime<Utc>) -> impl Iterator<Item = table::ActiveModel> {
        let fails_after = |day| {
            let mut later = self.periods.iter().filter(|later| later.from > day);
            later.find(|later| later.outcome == Verdict::NonCompliant).map(|later| later.from)
        };
        let id = self.pole.uuid();
        self.periods.iter().map(move |period| table::ActiveModel {
            pole_id: Set(id),
            from_on: Set(period.from),
            until_on: Set(period.until),
            outcome: Set(period.outcome.code().to_owned()),
            fails_on: Set(fails_after(period.from)),
            place: Set(id),
            folded_name: Set(self.folded_name.clone()),
            updated_at: Set(updated_at),
        })
    }
}

impl Tx<Write> {
    /// Replaces the outcomes of a pole that is written with those of its members and determinations
    /// as they are then. A pole that was never recognised has none. It is passed as it is stored.
    ///
    /// They were computed before the transaction ([`Tx::foresee`]). Whoever writes without that, for
    /// example the demo's data, has them computed here, while others wait for the lock.
    pub(crate) async fn recompute_outcomes(
        &self,
        pole: &Stored<Pole>,
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let foreseen = match self.take_foreseen(pole.value.id) {
            Some(foreseen) => foreseen.outcomes,
            None if pole.value.recognition.is_none() => None,
            None => {
                let members = self.members_of(pole.value.id).await?;
                let members: Vec<_> = members.iter().map(|member| &member.value).collect();
                let settled = self.determinations_of(pole.value.id).await?;
                let determinations: Vec<_> =
                    settled.into_iter().map(|settled| settled.determination).collect();
                compute_now(&pole.value, &members, &determinations, today)?
            }
        };
        self.replace_outcomes(foreseen.map(|computed| (computed, pole.updated_at)).as_slice()).await
    }

    /// Deletes the outcomes of a pole, whose recognition may have been annulled.
    pub(crate) async fn delete_outcomes(&self, id: Id<Pole>) -> Result<(), StoreError> {
        let of_pole = table::COLUMN.pole_id.eq(id.uuid());
        table::Entity::delete_many().filter(of_pole).exec(&self.db).await?;
        Ok(())
    }

    /// Writes the outcomes of a pole that was just inserted.
    pub(crate) async fn write_outcomes(
        &self,
        pole: &Stored<Pole>,
        members: &[&Member],
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let computed = compute_now(&pole.value, members, &[], today)?;
        self.replace_outcomes(computed.map(|computed| (computed, pole.updated_at)).as_slice()).await
    }

    /// Replaces the outcomes of poles, each with when it was last written.
    pub(super) async fn replace_outcomes(
        &self,
        computed: &[(Computed, DateTime<Utc>)],
    ) -> Result<(), StoreError> {
        if computed.is_empty() {
            return Ok(());
        }
        let all = computed.iter().map(|(one, _)| one.pole.uuid());
        let of_poles = table::COLUMN.pole_id.is_in(all);
        table::Entity::delete_many().filter(of_poles).exec(&self.db).await?;
        let rows = computed.iter().flat_map(|(one, updated_at)| one.rows(*updated_at));
        insert_all(&self.db, rows.collect()).await?;
        let mut known = BTreeMap::<_, Vec<_>>::new();
        for (one, _) in computed {
            known.entry(one.known_until).or_default().push(one.pole.uuid());
        }
        for (until, poles) in known {
            let columns = pole_table::ActiveModel {
                outcomes_until: Set(Some(until)),
                outcomes_by: Set(Some(FINGERPRINT.to_owned())),
                ..Default::default()
            };
            pole_table::Entity::update_many()
                .set(columns)
                .filter(pole_table::COLUMN.id.is_in(poles))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }
}

/// Computes the outcomes of a pole that is being written.
pub(super) fn compute_now(
    pole: &Pole,
    members: &[&Member],
    determinations: &[Determination],
    today: NaiveDate,
) -> Result<Option<Computed>, StoreError> {
    compute(pole, members, determinations, today, &Budget::default())
        .map_err(|exhausted| StoreError::corrupt(format!("pole {}", pole.id), exhausted))
}
