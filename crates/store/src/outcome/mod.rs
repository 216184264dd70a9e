//! What officials settled of poles, and what the rules say of them day after day.

mod renew;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::{OutcomePeriod, Pole};
use ptp_domain::rules::{Determination, Rule, Verdict};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

pub use self::renew::RENEWED_AT_ONCE;
use crate::entity::{
    determination, member as member_table, pole as pole_table, pole_outcome as table,
};
use crate::error::StoreError;
use crate::event::{About, Audiences, Pending, instant};
use crate::stored::Stored;
use crate::tx::{Tx, Write};

/// What an official settled, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its identifier.
    pub id: Uuid,
    /// What was settled.
    pub determination: Determination,
    /// When (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// Who issued the official's token.
    pub issuer: String,
    /// Whom it named.
    pub subject: String,
}

/// What the rules say of a pole on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeOn {
    /// The days around it on which they say the same.
    pub period: OutcomePeriod,
    /// The first day of the next period of non-compliance.
    pub fails_on: Option<NaiveDate>,
    /// Whether nothing is known of later days: the pole ended, or that far it was computed.
    pub is_last: bool,
}

impl TryFrom<determination::Model> for Settled {
    type Error = StoreError;

    fn try_from(row: determination::Model) -> Result<Self, StoreError> {
        let rule = Rule::from_code(&row.rule)
            .map_err(|error| StoreError::from(error).in_row("determination", row.id))?;
        let member = Id::new(row.member_id);
        let determination = Determination {
            rule,
            member,
            fact: row.fact,
            accepted: row.accepted,
            reason: row.reason,
            decided_on: civil_date(row.decided_at),
        };
        Ok(Self {
            id: row.id,
            determination,
            at: row.decided_at,
            issuer: row.issuer,
            subject: row.subject,
        })
    }
}

impl<M> Tx<M> {
    /// What was settled of a pole, in the order in which it was: the last word counts.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn determinations_of(&self, pole: Id<Pole>) -> Result<Vec<Settled>, StoreError> {
        let rows = determination::Entity::find()
            .filter(determination::COLUMN.pole_id.eq(pole.uuid()))
            .order_by_asc(determination::Column::DecidedAt)
            .order_by_asc(determination::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(Settled::try_from).collect()
    }

    /// What the rules say of poles on a day, and since when and until when; of those alone that
    /// have an outcome then.
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

    /// Whether it is known of every pole what the rules say of it up to a day: otherwise one that
    /// is looked for by that might be missed.
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

impl Tx<Write> {
    /// Settles a finding of a pole, whose version rises by one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole has been written since it was read,
    /// [`StoreError::Duplicate`] if the identifier is taken.
    pub async fn add_determination(
        &self,
        pole: &Stored<Pole>,
        settled: Settled,
        event: &Event,
    ) -> Result<Stored<Pole>, StoreError> {
        self.raise_pole(pole, event, false).await?;
        let Settled { id, determination, at, issuer, subject } = settled;
        let Determination { rule, member, fact, accepted, reason, decided_on: _ } = determination;
        let row = determination::ActiveModel {
            id: Set(id),
            pole_id: Set(pole.value.id.uuid()),
            rule: Set(rule.code().to_owned()),
            member_id: Set(member.uuid()),
            fact: Set(fact),
            accepted: Set(accepted),
            reason: Set(reason),
            decided_at: Set(at.trunc_subsecs(6)),
            issuer: Set(issuer),
            subject: Set(subject),
        };
        determination::Entity::insert(row).exec_without_returning(&self.db).await?;
        let raised = Stored {
            version: pole.version.saturating_add(1),
            updated_at: instant(event),
            ..pole.clone()
        };
        let of_pole = (pole.value.id.uuid(), raised.version);
        // It is about the member too, which is in the same version as before.
        let about = match self.version_of_member(member).await? {
            Some(version) => About::Member { pole: of_pole, member: (member.uuid(), version) },
            None => About::Pole(of_pole.0, of_pole.1),
        };
        let pending = Pending::new(event, about, Audiences::of_pole(&pole.value));
        self.pole_was_written(&pole.value, event, pending).await?;
        Ok(raised)
    }

    async fn version_of_member(&self, member: Id<Member>) -> Result<Option<i64>, StoreError> {
        let row = member_table::Entity::find_by_id(member.uuid())
            .select_only()
            .column(member_table::Column::Version)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(row)
    }
}
