//! Calls: what is visible, what is found, what is written.

mod row;

use chrono::{DateTime, Utc};
use ptp_domain::call::{Call, CallStatus, Phase};
use ptp_domain::event::Event;
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use crate::entity::{call as table, call_area};
use crate::error::StoreError;
use crate::event::{About, Audiences, Pending, instant};
use crate::fold::has_words;
use crate::page::{After, CallFilter, CallSort, Key, Order, Page, instant_key, instant_of, paged};
use crate::stored::Stored;
use crate::tx::{Tx, Write};

/// What `scope` lets one see: drafts are for those who see everything. Every query on calls starts
/// here.
fn within(scope: &Scope) -> Select<table::Entity> {
    let calls = table::Entity::find();
    if scope.is_everything() {
        return calls;
    }
    calls.filter(table::COLUMN.status.ne(CallStatus::Draft.code()))
}

impl<M> Tx<M> {
    /// A call; a transaction that may write keeps it from others until it is over.
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

    /// A call, whoever asks and without keeping it from others: for what is asked of it in passing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn call_as_it_is(&self, id: Id<Call>) -> Result<Option<Stored<Call>>, StoreError> {
        let call = table::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        call.map(Stored::try_from).transpose()
    }

    /// A page of the calls that pass the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if the place is not of this order
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
        let place = |call: &table::Model| After {
            key: instant_key(match order.by {
                CallSort::OpensAt => call.opens_at,
                CallSort::ClosesAt => call.closes_at,
            }),
            id: call.id,
        };
        Page::of(calls.all(&self.db).await?, limit, place, Stored::try_from)
    }
}

fn filtered(calls: Select<table::Entity>, filter: &CallFilter) -> Select<table::Entity> {
    let CallFilter { purpose, area, status, q, phase } = filter;
    calls
        .apply_if(*purpose, |calls, purpose| calls.filter(table::COLUMN.purpose.eq(purpose.code())))
        .apply_if(*area, |calls, area| {
            // Neither list is long; the two subqueries share the index of the table's key.
            let areas = || {
                call_area::Entity::find().select_only().expr(Expr::val(1)).filter(
                    Expr::col((call_area::Entity, call_area::Column::CallId))
                        .equals((table::Entity, table::Column::Id)),
                )
            };
            let listed = areas().filter(call_area::COLUMN.area.eq(area.code()));
            let open_to = Condition::any()
                .add(Expr::exists(listed.into_query()))
                .add(Expr::exists(areas().into_query()).not());
            calls.filter(open_to)
        })
        .apply_if(*status, |calls, status| calls.filter(table::COLUMN.status.eq(status.code())))
        .apply_if(q.as_deref(), |calls, q| calls.filter(has_words(table::Column::Folded, q)))
        .apply_if(*phase, |calls, (phase, now)| calls.filter(in_phase(phase, now)))
}

/// Published and in a phase: what the window of the call says of it.
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

impl Tx<Write> {
    /// Writes a call for the first time.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] if its identifier or code is taken.
    pub async fn insert_call(&self, call: Call, event: &Event) -> Result<Stored<Call>, StoreError> {
        let at = instant(event);
        let stored = Stored { value: call, version: 1, created_at: at, updated_at: at };
        table::Entity::insert(row::of(&stored)).exec_without_returning(&self.db).await?;
        self.insert_areas(&stored.value).await?;
        let about = About::Call(stored.value.id.uuid(), 1);
        self.record(Pending::new(event, about, Audiences::of_call(stored.value.status)));
        Ok(stored)
    }

    /// Writes a call over the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if that is not the last one any more.
    pub async fn save_call(
        &self,
        call: Stored<Call>,
        event: &Event,
    ) -> Result<Stored<Call>, StoreError> {
        let read_at = call.version;
        let stored =
            Stored { version: read_at.saturating_add(1), updated_at: instant(event), ..call };
        let id = stored.value.id.uuid();
        let was: Option<String> = table::Entity::find_by_id(id)
            .select_only()
            .column(table::Column::Status)
            .into_tuple()
            .one(&self.db)
            .await?;
        let was = CallStatus::from_code(&was.ok_or(StoreError::Stale)?)?;
        let unchanging = table::ActiveModel { id: NotSet, created_at: NotSet, ..row::of(&stored) };
        let written = table::Entity::update_many()
            .set(unchanging)
            .filter(table::COLUMN.id.eq(id))
            .filter(table::COLUMN.version.eq(read_at))
            .exec(&self.db)
            .await?;
        if written.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        call_area::Entity::delete_many()
            .filter(call_area::COLUMN.call_id.eq(id))
            .exec(&self.db)
            .await?;
        self.insert_areas(&stored.value).await?;
        let audiences = Audiences::of_call(was).and(Audiences::of_call(stored.value.status));
        self.record(Pending::new(event, About::Call(id, stored.version), audiences));
        Ok(stored)
    }

    /// Deletes a call in the version that was read.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if that is not the last one any more.
    pub async fn delete_call(&self, call: &Stored<Call>, event: &Event) -> Result<(), StoreError> {
        let id = call.value.id.uuid();
        let deleted = table::Entity::delete_many()
            .filter(table::COLUMN.id.eq(id))
            .filter(table::COLUMN.version.eq(call.version))
            .exec(&self.db)
            .await?;
        if deleted.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        let about = About::Call(id, call.version.saturating_add(1));
        self.record(Pending::new(event, about, Audiences::of_call(call.value.status)));
        Ok(())
    }

    async fn insert_areas(&self, call: &Call) -> Result<(), StoreError> {
        let areas: std::collections::BTreeSet<_> = call.terms.areas.iter().collect();
        let rows = areas.into_iter().map(|area| call_area::ActiveModel {
            call_id: Set(call.id.uuid()),
            area: Set(area.code().to_owned()),
        });
        call_area::Entity::insert_many(rows).exec_without_returning(&self.db).await?;
        Ok(())
    }
}
