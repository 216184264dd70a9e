//! Determinations: findings settled by officials.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::rules::{Determination, Rule};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::{PendingEvent, StoreError, Tx, Write, insert_all};
use crate::entity::{determination as table, member as member_table};
use crate::event::{About, Audiences};
use crate::kept::Change;
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

impl Settled {
    /// Restores a determination; `None` if it is on a rule that only a newer release knows, where
    /// it changes nothing that this one says.
    pub(super) fn restore(row: table::Model) -> Option<Self> {
        let rule = Rule::from_code(&row.rule).ok()?;
        let member = Id::new(row.member_id);
        let determination = Determination {
            rule,
            member,
            fact: row.fact,
            accepted: row.accepted,
            reason: row.reason,
            decided_on: civil_date(row.decided_at),
        };
        Some(Self {
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
        Ok(rows.into_iter().filter_map(Settled::restore).collect())
    }
}

impl Tx<Write> {
    /// Adds determinations on a pole, each with its event; each increments the pole's version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if the pole has been written since it was read,
    /// [`StoreError::Duplicate`] if an identifier exists already.
    pub async fn add_determinations(
        &self,
        pole: &Stored<Pole>,
        settled: Vec<(Settled, Event)>,
    ) -> Result<Stored<Pole>, StoreError> {
        let Some((_, last)) = settled.last() else { return Ok(pole.clone()) };
        let today = civil_date(last.at);
        let steps = i64::try_from(settled.len()).unwrap_or(i64::MAX);
        let saved = self.advance_pole(pole, steps, last, false).await?;
        // The events are also about the members, whose versions do not change.
        let versions = self.versions_of_members(pole.value.id).await?;
        // One version for all of them: what is kept of the pole is the same after each.
        let kept = self.version_of((pole.version, pole.kept), &saved, Change::default()).await?;
        let mut kept = kept.map(|kept| (kept.version, kept));
        let mut rows = Vec::with_capacity(settled.len());
        for (version, (settled, event)) in (pole.version.saturating_add(1)..).zip(settled) {
            let of_pole = (pole.value.id.uuid(), version);
            let member = settled.determination.member.uuid();
            let about = match versions.get(&member) {
                Some(version) => About::Member { pole: of_pole, member: (member, *version) },
                None => About::Pole(of_pole.0, of_pole.1),
            };
            let kept = kept.take_if(|(made, _)| *made == version).map(|(_, kept)| kept);
            let pending = PendingEvent::new(&event, about, Audiences::of_pole(&pole.value));
            self.record(pending.keeping(kept));
            rows.push(to_row(pole.value.id, settled));
        }
        insert_all(&self.db, rows).await?;
        self.recompute_outcomes(&saved, today).await?;
        Ok(saved)
    }

    async fn versions_of_members(&self, pole: Id<Pole>) -> Result<BTreeMap<Uuid, i64>, StoreError> {
        let rows: Vec<(Uuid, i64)> = member_table::Entity::find()
            .select_only()
            .columns([member_table::Column::Id, member_table::Column::Version])
            .filter(member_table::COLUMN.pole_id.eq(pole.uuid()))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().collect())
    }
}

fn to_row(pole: Id<Pole>, settled: Settled) -> table::ActiveModel {
    let Settled { id, determination, at, issuer, subject } = settled;
    let Determination { rule, member, fact, accepted, reason, decided_on: _ } = determination;
    table::ActiveModel {
        id: Set(id),
        pole_id: Set(pole.uuid()),
        rule: Set(rule.code().to_owned()),
        member_id: Set(member.uuid()),
        fact: Set(fact),
        accepted: Set(accepted),
        reason: Set(reason),
        decided_at: Set(at.trunc_subsecs(6)),
        issuer: Set(issuer),
        subject: Set(subject),
    }
}
