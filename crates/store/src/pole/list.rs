//! Pages of poles.

use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_domain::rules::Verdict;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect, RelationDef,
    Select, Value,
};

use super::filter::filtered;
use super::query::within;
use crate::db::{StoreError, Tx};
use crate::entity::{pole as table, pole_outcome as outcome_table};
use crate::filter::{ComplianceFilter, PoleFilter};
use crate::page::{self, After, Key, Order, Page, PoleSort, instant_key, instant_of, paged};
use crate::stored::Stored;

impl<M> Tx<M> {
    /// A page of the poles that match the filter, without their members.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if `after` is not of this order
    /// ([`PoleSort::accepts`]).
    pub async fn page_poles(
        &self,
        scope: &Scope,
        filter: &PoleFilter,
        order: Order<PoleSort>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<Pole>>, StoreError> {
        let mut rows = Vec::new();
        let rare = self.rare_word(filter.q.as_deref()).await?;
        let queries = page_queries((scope, filter, rare.as_deref()), order, after, limit)?;
        let several = queries.len() > 1;
        for query in queries {
            rows.extend(page::rows(query.stream(&self.db).await?).await?);
        }
        if several {
            // No pole is in two results: it has one outcome on a day.
            let by = order.by;
            rows.sort_by(|one, other| sort_key(by, &one.row).cmp(&sort_key(by, &other.row)));
            if order.descending {
                rows.reverse();
            }
        }
        let position = |pole: &table::Model| After {
            key: match order.by {
                PoleSort::Code => String::new(),
                PoleSort::Name => pole.folded_name.clone(),
                PoleSort::UpdatedAt => instant_key(pole.updated_at),
            },
            id: pole.id,
        };
        Page::from_rows(rows, limit, position, Stored::try_from)
    }
}

impl<M> Tx<M> {
    /// How many poles match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_poles(&self, scope: &Scope, filter: &PoleFilter) -> Result<u64, StoreError> {
        let rare = self.rare_word(filter.q.as_deref()).await?;
        let poles = filtered(within(scope), filter, rare.as_deref());
        let Some(compliance) = &filter.compliance else { return Ok(poles.count(&self.db).await?) };
        let mut total = 0_u64;
        for outcome in outcomes(compliance) {
            let some = with_outcome(poles.clone(), compliance, outcome).count(&self.db).await?;
            total = total.saturating_add(some);
        }
        Ok(total)
    }
}

/// The value a pole is sorted by.
fn sort_key(
    by: PoleSort,
    pole: &table::Model,
) -> (Option<&str>, Option<sea_orm::prelude::DateTimeUtc>, uuid::Uuid) {
    match by {
        PoleSort::Code => (None, None, pole.id),
        PoleSort::Name => (Some(&pole.folded_name), None, pole.id),
        PoleSort::UpdatedAt => (None, Some(pole.updated_at), pole.id),
    }
}

/// The queries that make up a page: one, or one per outcome if the filter allows several.
pub(super) fn page_queries(
    (scope, filter, rare): (&Scope, &PoleFilter, Option<&str>),
    order: Order<PoleSort>,
    after: Option<&After>,
    limit: u64,
) -> Result<Vec<Select<table::Entity>>, StoreError> {
    let poles = filtered(within(scope), filter, rare);
    let value: Option<Value> = match order.by {
        PoleSort::Code => None,
        PoleSort::Name => after.map(|after| after.key.as_str().into()),
        PoleSort::UpdatedAt => after.map(instant_of).transpose()?,
    };
    let Some(compliance) = &filter.compliance else {
        let by = match order.by {
            PoleSort::Code => None,
            PoleSort::Name => Some(table::Column::FoldedName.into_expr()),
            PoleSort::UpdatedAt => Some(table::Column::UpdatedAt.into_expr()),
        };
        let key = by.map(|by| Key { by, after: value });
        return Ok(vec![paged(poles, key, table::Column::Id, order.descending, after, limit)]);
    };
    let pages = outcomes(compliance).into_iter().map(|outcome| {
        let poles = with_outcome(poles.clone(), compliance, outcome);
        let (by, id) = match order.by {
            PoleSort::Code => (None, outcome_table::Column::Place),
            PoleSort::Name => {
                (Some(outcome_table::Column::FoldedName), outcome_table::Column::PoleId)
            }
            PoleSort::UpdatedAt => {
                (Some(outcome_table::Column::UpdatedAt), outcome_table::Column::PoleId)
            }
        };
        let key = by.map(|by| Key { by: by.into_expr(), after: value.clone() });
        paged(poles, key, id, order.descending, after, limit)
    });
    Ok(pages.collect())
}

/// The outcomes that match the filter.
fn outcomes(compliance: &ComplianceFilter) -> Vec<Verdict> {
    let matches = |verdict: &Verdict| {
        compliance.outcome.is_none_or(|outcome| outcome == *verdict)
            && (compliance.fails_by.is_none() || *verdict != Verdict::NonCompliant)
    };
    Verdict::ALL.iter().copied().filter(matches).collect()
}

/// Poles with an outcome on the day.
///
/// Driven by the table of outcomes: for each order it has an index on the outcome, the sort column
/// and the days. So for rare and frequent outcomes alike, a range of that index is read and nothing
/// is sorted.
fn with_outcome(
    poles: Select<table::Entity>,
    compliance: &ComplianceFilter,
    outcome: Verdict,
) -> Select<table::Entity> {
    let ComplianceFilter { outcome: _, on, fails_by } = compliance;
    let of_pole: RelationDef = table::Entity::belongs_to(outcome_table::Entity)
        .from(table::Column::Id)
        .to(outcome_table::Column::PoleId)
        .into();
    let poles = poles
        .join(JoinType::InnerJoin, of_pole)
        .filter(outcome_table::COLUMN.outcome.eq(outcome.code()))
        .filter(outcome_table::COLUMN.from_on.lte(*on))
        .filter(outcome_table::COLUMN.until_on.gte(*on));
    match fails_by {
        Some(day) => poles.filter(outcome_table::Column::FailsOn.lte(*day)),
        None => poles,
    }
}
