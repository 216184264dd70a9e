//! Determinations: findings settled by officials.

use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::rules::{Determination, Rule};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::{PendingEvent, StoreError, Tx, Write};
use crate::entity::{determination as table, member as member_table};
use crate::event::{About, Audiences};
use crate::stored::Stored;

/// A determination as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its identifier.
    pub id: Uuid,
    /// The determination.
    pub determination: Determination,
    /// When it was made (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// The issuer of the official's token.
    pub issuer: String,
    /// The subject of the official's token; empty if erased.
    pub subject: String,
}

impl TryFrom<table::Model> for Settled {
    type Error = StoreError;

    fn try_from(row: table::Model) -> Result<Self, StoreError> {
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
    /// The determinations on a pole, oldest first. The last one on a finding applies.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn determinations_of(&self, pole: Id<Pole>) -> Result<Vec<Settled>, StoreError> {
        let rows = table::Entity::find()
            .filter(table::COLUMN.pole_id.eq(pole.uuid()))
            .order_by_asc(table::Column::DecidedAt)
            .order_by_asc(table::Column::Id)
            .all(&self.db)
            .await?;
        rows.into_iter().map(Settled::try_from).collect()
    }
}

impl Tx<Write> {
    /// Adds a determination on a pole and increments the pole's version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole has been written since it was read,
    /// [`StoreError::Duplicate`] if the identifier exists already.
    pub async fn add_determination(
        &self,
        pole: &Stored<Pole>,
        settled: Settled,
        event: &Event,
    ) -> Result<Stored<Pole>, StoreError> {
        let pole = self.increment_pole(pole, event, false).await?;
        let Settled { id, determination, at, issuer, subject } = settled;
        let Determination { rule, member, fact, accepted, reason, decided_on: _ } = determination;
        let row = table::ActiveModel {
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
        table::Entity::insert(row).exec_without_returning(&self.db).await?;
        let of_pole = (pole.value.id.uuid(), pole.version);
        // The event is also about the member, whose version does not change.
        let about = match self.version_of_member(member).await? {
            Some(version) => About::Member { pole: of_pole, member: (member.uuid(), version) },
            None => About::Pole(of_pole.0, of_pole.1),
        };
        let pending = PendingEvent::new(event, about, Audiences::of_pole(&pole.value));
        self.finish_pole_write(&pole, civil_date(event.at), pending).await?;
        Ok(pole)
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
