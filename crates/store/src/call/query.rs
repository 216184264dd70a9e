//! Calls: visibility and queries.

use chrono::{DateTime, Utc};
use ptp_domain::call::{Call, CallStatus, Phase};
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
    Select,
};

use crate::db::{StoreError, Tx};
use crate::entity::{call as table, call_area};
use crate::filter::CallFilter;
use crate::fold::has_words;
use crate::page::{
    self, After, CallSort, Key, Order, Page, any_of, instant_key, instant_of, paged,
};
use crate::stored::Stored;

/// Calls visible in `scope`: drafts only to those who see everything. Every query on behalf of a
/// caller starts here.
fn within(scope: &Scope) -> Select<table::Entity> {
    let calls = table::Entity::find();
    if scope.is_everything() {
        return calls;
    }
    calls.filter(table::COLUMN.status.ne(CallStatus::Draft.code()))
}

impl<M> Tx<M> {
    /// Finds a call. A write transaction locks it until it ends.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_call(
        &self,
        scope: &Scope,
        id: Id<Call>,
    ) -> Result<Option<Stored<Call>>, StoreError> {
        let mut query = within(scope).filter(table::COLUMN.id.eq(id.uuid()));
        if self.locks {
            query = query.lock_exclusive();
        }
        query.one(&self.db).await?.map(Stored::try_from).transpose()
    }

    /// Finds a call regardless of scope, without locking it: for facts needed in passing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn call_as_it_is(&self, id: Id<Call>) -> Result<Option<Stored<Call>>, StoreError> {
        let call = table::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        call.map(Stored::try_from).transpose()
    }

    /// Finds calls regardless of scope, in no order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn calls_as_they_are(
        &self,
        ids: &[Id<Call>],
    ) -> Result<Vec<Stored<Call>>, StoreError> {
        let ids = ids.iter().map(|call| call.uuid());
        let calls = table::Entity::find().filter(table::COLUMN.id.is_in(ids)).all(&self.db).await?;
        calls.into_iter().map(Stored::try_from).collect()
    }

    /// A page of the calls that match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if `after` is not of this order
    /// ([`CallSort::accepts`]).
    pub async fn page_calls(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        order: Order<CallSort>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<Call>>, StoreError> {
        let column = match order.by {
            CallSort::OpensAt => table::Column::OpensAt,
            CallSort::ClosesAt => table::Column::ClosesAt,
        };
        let key = Key { by: column.into_expr(), after: after.map(instant_of).transpose()? };
        let calls = filtered(within(scope), filter);
        let calls = paged(calls, Some(key), table::Column::Id, order.descending, after, limit);
        let position = |call: &table::Model| After {
            key: instant_key(match order.by {
                CallSort::OpensAt => call.opens_at,
                CallSort::ClosesAt => call.closes_at,
            }),
            id: call.id,
        };
        let rows = page::rows(calls.stream(&self.db).await?).await?;
        Page::from_rows(rows, limit, position, Stored::try_from)
    }

    /// How many calls match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_calls(&self, scope: &Scope, filter: &CallFilter) -> Result<u64, StoreError> {
        Ok(filtered(within(scope), filter).count(&self.db).await?)
    }
}

fn filtered(calls: Select<table::Entity>, filter: &CallFilter) -> Select<table::Entity> {
    let CallFilter { purpose, codes, areas, statuses, q, phase } = filter;
    calls
        .apply_if(*purpose, |calls, purpose| calls.filter(table::COLUMN.purpose.eq(purpose.code())))
        .filter(any_of(table::Column::Code, codes.iter().map(String::as_str)))
        .apply_if((!areas.is_empty()).then_some(areas), |calls, these| {
            // Both lists are short, and both subqueries use the primary key.
            let areas = || {
                call_area::Entity::find().select_only().expr(Expr::val(1)).filter(
                    Expr::col((call_area::Entity, call_area::Column::CallId))
                        .equals((table::Entity, table::Column::Id)),
                )
            };
            let these = these.iter().map(|area| area.code());
            let listed = areas().filter(call_area::COLUMN.area.is_in(these));
            let open_to = Condition::any()
                .add(Expr::exists(listed.into_query()))
                .add(Expr::exists(areas().into_query()).not());
            calls.filter(open_to)
        })
        .filter(any_of(table::Column::Status, statuses.iter().map(|status| status.code())))
        .apply_if(q.as_deref(), |calls, q| calls.filter(has_words(table::Column::Folded, q)))
        .apply_if(*phase, |calls, (phase, now)| calls.filter(in_phase(phase, now)))
}

/// Published and in a phase, according to the call's window.
fn in_phase(phase: Phase, now: DateTime<Utc>) -> Condition {
    let published = Condition::all().add(table::COLUMN.status.eq(CallStatus::Published.code()));
    match phase {
        Phase::Upcoming => published.add(table::COLUMN.opens_at.gt(now)),
        Phase::Open => {
            published.add(table::COLUMN.opens_at.lte(now)).add(table::COLUMN.closes_at.gte(now))
        }
        Phase::Closed => published.add(table::COLUMN.closes_at.lt(now)),
    }
}
