//! Reorganisations: visibility and queries.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::{Effects, Pole, PoleStatus};
use ptp_domain::policy::Scope;
use ptp_domain::reorganisation::{Pair, Reorganisation};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationDef, Select,
};
use uuid::Uuid;

use super::PastReorganisation;
use crate::db::{StoreError, Tx};
use crate::entity::{
    member as member_table, pole as pole_table, reorganisation as table,
    reorganisation_pole as effects_table,
};
use crate::page::{self, After, Page, paged};
use crate::pole::visible;

/// The effects on poles visible in `scope`.
fn effects_within(scope: &Scope) -> Select<effects_table::Entity> {
    let on_pole: RelationDef = effects_table::Entity::belongs_to(pole_table::Entity)
        .from(effects_table::Column::PoleId)
        .to(pole_table::Column::Id)
        .into();
    effects_table::Entity::find().join(JoinType::InnerJoin, on_pole).filter(visible(scope))
}

/// Reorganisations visible in `scope`: those that touched a pole which is. Every query on behalf of a
/// caller starts here.
fn within(scope: &Scope) -> Select<table::Entity> {
    let all = table::Entity::find();
    if scope.is_everything() {
        return all;
    }
    let seen = effects_within(scope).select_only().column(effects_table::Column::ReorganisationId);
    all.filter(table::Column::Id.in_subquery(seen.into_query()))
}

impl<M> Tx<M> {
    /// Finds a reorganisation, with its effects on the poles that the caller may see.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_reorganisation(
        &self,
        scope: &Scope,
        id: Id<Reorganisation>,
    ) -> Result<Option<PastReorganisation>, StoreError> {
        let row = within(scope).filter(table::COLUMN.id.eq(id.uuid())).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let found = self.with_effects(scope, vec![restored(row)]).await?;
        Ok(found.into_iter().next())
    }

    /// A page of reorganisations, the last recorded ones first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn page_reorganisations(
        &self,
        scope: &Scope,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<PastReorganisation>, StoreError> {
        let query = paged(within(scope), None, table::Column::Id, true, after, limit);
        let rows = page::rows(query.stream(&self.db).await?).await?;
        let position = |row: &table::Model| After { key: String::new(), id: row.id };
        let Page { items, next } = Page::from_rows(rows, limit, position, |row| Ok(restored(row)))?;
        Ok(Page { items: self.with_effects(scope, items).await?, next })
    }

    async fn with_effects(
        &self,
        scope: &Scope,
        found: Vec<PastReorganisation>,
    ) -> Result<Vec<PastReorganisation>, StoreError> {
        let ids = found.iter().map(|one| one.id.uuid());
        let rows = effects_within(scope)
            .filter(effects_table::COLUMN.reorganisation_id.is_in(ids))
            .order_by_asc(effects_table::Column::PoleId)
            .all(&self.db)
            .await?;
        let mut effects = BTreeMap::<Uuid, Vec<(Id<Pole>, Effects)>>::new();
        for row in rows {
            let on_pole = (Id::new(row.pole_id), row.effects.into_known().into());
            effects.entry(row.reorganisation_id).or_default().push(on_pole);
        }
        let with_its_own = |one: PastReorganisation| {
            let effects = effects.remove(&one.id.uuid()).unwrap_or_default();
            PastReorganisation { effects, ..one }
        };
        Ok(found.into_iter().map(with_its_own).collect())
    }

    /// The poles that have not ended and have one of these members on a day or later, or one of these
    /// bodies as their owner, by identifier: so many at most.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn poles_of(
        &self,
        members: &[&TaxCode],
        owners: &[&TaxCode],
        on: NaiveDate,
        limit: u64,
    ) -> Result<Vec<Id<Pole>>, StoreError> {
        let not_left = Condition::any()
            .add(member_table::Column::LeftOn.is_null())
            .add(member_table::Column::LeftOn.gte(on));
        let with_member = member_table::Entity::find()
            .select_only()
            .column(member_table::Column::PoleId)
            .filter(member_table::COLUMN.tax_code.is_in(members.iter().map(|code| code.as_str())))
            .filter(not_left);
        let owned = owners.iter().map(|code| code.as_str());
        let concerned = Condition::any()
            .add(pole_table::Column::Id.in_subquery(with_member.into_query()))
            .add(pole_table::Column::OwnerTaxCode.is_in(owned));
        let over = PoleStatus::ALL.iter().filter(|status| status.is_over());
        let ids: Vec<Uuid> = pole_table::Entity::find()
            .select_only()
            .column(pole_table::Column::Id)
            .filter(concerned)
            .filter(pole_table::COLUMN.status.is_not_in(over.map(|status| status.code())))
            .order_by_asc(pole_table::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(ids.into_iter().map(Id::new).collect())
    }
}

/// Without its effects.
fn restored(row: table::Model) -> PastReorganisation {
    PastReorganisation {
        id: Id::new(row.id),
        act: row.act.into_known().into(),
        effective_on: row.effective_on,
        reason: row.reason,
        pairs: row.handovers.into_known().into_iter().map(Pair::from).collect(),
        recorded_at: row.recorded_at,
        effects: Vec::new(),
    }
}
