//! Applications: visibility and queries.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::application::{Application, ApplicationStatus};
use ptp_domain::calendar::day_before;
use ptp_domain::call::{Call, Silence};
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::due::{due_by_as_of, key_of, overdue_as_of, position_of};
use crate::db::{StoreError, Tx};
use crate::entity::application as table;
use crate::filter::ApplicationFilter;
use crate::owner;
use crate::page::{self, After, ApplicationSort, Order, Page, any_of, paged};
use crate::stored::Stored;

/// The columns of the receipt and of the last change.
const INSTANTS: [table::Column; 2] = [table::Column::ReceivedAt, table::Column::UpdatedAt];

/// The columns that hold the owner.
const OWNER: [table::Column; 3] =
    [table::Column::OwnerTaxCode, table::Column::OwnerIssuer, table::Column::OwnerSubject];

/// The columns that say when a decision is due.
const DUE: [table::Column; 3] =
    [table::Column::DueOn, table::Column::LapsesOn, table::Column::DueOnLapsed];

/// Applications visible in `scope`: all, or the caller's own; none is public. Every query on behalf
/// of a caller starts here.
pub(super) fn within(scope: &Scope) -> Select<table::Entity> {
    let applications = table::Entity::find();
    if scope.is_everything() {
        return applications;
    }
    match scope.own() {
        Some(own) => applications.filter(owner::owned_by(own, OWNER)),
        None => applications.filter(Expr::val(1).eq(0)),
    }
}

/// Applications regardless of scope, for operations on a call or a pole.
fn unscoped(condition: Condition) -> Select<table::Entity> {
    table::Entity::find().filter(condition)
}

fn under_call(id: Id<Call>) -> Condition {
    Condition::all().add(table::COLUMN.call_id.eq(id.uuid()))
}

pub(super) fn of_pole(id: Id<Pole>) -> Condition {
    Condition::all().add(table::COLUMN.pole_id.eq(id.uuid()))
}

impl<M> Tx<M> {
    /// Finds an application.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_application(
        &self,
        scope: &Scope,
        id: Id<Application>,
    ) -> Result<Option<Stored<Application>>, StoreError> {
        let query = within(scope).filter(table::COLUMN.id.eq(id.uuid()));
        query.one(&self.db).await?.map(Stored::try_from).transpose()
    }

    /// A page of the applications that match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if `after` is not of this order
    /// ([`ApplicationSort::accepts`]).
    pub async fn page_applications(
        &self,
        scope: &Scope,
        filter: &ApplicationFilter,
        order: Order<ApplicationSort>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<Application>>, StoreError> {
        let today = filter.today;
        let mut applications = filtered(within(scope), filter);
        if order.by == ApplicationSort::DueOn {
            applications = applications.filter(table::Column::DueOn.is_not_null());
        }
        let key = key_of(order.by, (INSTANTS, DUE), after, today)?;
        let id = table::Column::Id;
        let applications = paged(applications, Some(key), id, order.descending, after, limit);
        let position = |row: &table::Model| {
            let due = [row.due_on, row.lapses_on, row.due_on_lapsed];
            After {
                key: position_of(order.by, [row.received_at, row.updated_at], due, today),
                id: row.id,
            }
        };
        let rows = page::rows(applications.stream(&self.db).await?).await?;
        Page::from_rows(rows, limit, position, Stored::try_from)
    }

    /// How many applications match a filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_applications(
        &self,
        scope: &Scope,
        filter: &ApplicationFilter,
    ) -> Result<u64, StoreError> {
        Ok(filtered(within(scope), filter).count(&self.db).await?)
    }

    /// The pending applications of a pole, by identifier. A write transaction locks them until it
    /// ends; it must lock the pole first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pending_of_pole(
        &self,
        pole: Id<Pole>,
    ) -> Result<Vec<Stored<Application>>, StoreError> {
        self.pending(of_pole(pole)).await
    }

    /// The pending applications under a call, by identifier. A write transaction locks them until
    /// it ends; it must lock the call and their poles ([`Tx::poles_pending_under`]) first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pending_of_call(
        &self,
        call: Id<Call>,
    ) -> Result<Vec<Stored<Application>>, StoreError> {
        self.pending(under_call(call)).await
    }

    /// The pending applications whose last day to decide is over and whose call says that silence
    /// admits, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn silent_applications(
        &self,
        today: NaiveDate,
    ) -> Result<Vec<Id<Application>>, StoreError> {
        let silent = Condition::all()
            .add(due_by_as_of(DUE, day_before(today), today))
            .add(table::COLUMN.silence.eq(Silence::Assent.code()));
        let found: Vec<uuid::Uuid> = unscoped(silent)
            .select_only()
            .column(table::Column::Id)
            .order_by_asc(table::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(found.into_iter().map(Id::new).collect())
    }

    /// The poles with a pending application under a call, by identifier. Locks nothing: before the
    /// applications, the caller has to lock the poles.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn poles_pending_under(&self, call: Id<Call>) -> Result<Vec<Id<Pole>>, StoreError> {
        let poles: Vec<uuid::Uuid> = unscoped(under_call(call))
            .select_only()
            .column(table::Column::PoleId)
            .filter(table::Column::DueOn.is_not_null())
            .order_by_asc(table::Column::PoleId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(poles.into_iter().map(Id::new).collect())
    }

    async fn pending(&self, condition: Condition) -> Result<Vec<Stored<Application>>, StoreError> {
        let mut query = unscoped(condition)
            .filter(table::Column::DueOn.is_not_null())
            .order_by_asc(table::Column::Id);
        if self.locks {
            query = query.lock_exclusive();
        }
        query.all(&self.db).await?.into_iter().map(Stored::try_from).collect()
    }

    /// The application of a pole that was admitted under a call, else its last one, which no longer is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn admission_of_pole(
        &self,
        pole: Id<Pole>,
        call: Id<Call>,
    ) -> Result<Option<Stored<Application>>, StoreError> {
        let all = unscoped(of_pole(pole).add(under_call(call))).order_by_asc(table::Column::Id);
        let mut all: Vec<Stored<Application>> =
            all.all(&self.db).await?.into_iter().map(Stored::try_from).collect::<Result<_, _>>()?;
        let admitted = all.iter().position(|one| one.value.status == ApplicationStatus::Admitted);
        Ok(match admitted {
            Some(at) => Some(all.swap_remove(at)),
            None => all.pop(),
        })
    }

    /// Whether an application of the pole under the call was received, or took a step, since an
    /// instant.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn was_submitted_since(
        &self,
        pole: Id<Pole>,
        call: Id<Call>,
        instant: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let since = table::COLUMN.updated_at.gt(instant);
        self.has_any(of_pole(pole).add(table::COLUMN.call_id.eq(call.uuid())).add(since)).await
    }

    /// Whether there is an application under a call, in any status.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_applications_of_call(&self, call: Id<Call>) -> Result<bool, StoreError> {
        self.has_any(under_call(call)).await
    }

    /// Whether there is an application of a pole, in any status.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_applications_of_pole(&self, pole: Id<Pole>) -> Result<bool, StoreError> {
        self.has_any(of_pole(pole)).await
    }

    async fn has_any(&self, condition: Condition) -> Result<bool, StoreError> {
        let found: Option<uuid::Uuid> = unscoped(condition)
            .select_only()
            .column(table::Column::Id)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(found.is_some())
    }

    /// The owner of an application, if it exists.
    pub(crate) async fn owner_of_application(
        &self,
        id: Id<Application>,
    ) -> Result<Option<Owner>, StoreError> {
        let columns: Option<owner::Columns> = table::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(OWNER)
            .into_tuple()
            .one(&self.db)
            .await?;
        columns.map(owner::from_columns).transpose()
    }
}

fn filtered(
    applications: Select<table::Entity>,
    filter: &ApplicationFilter,
) -> Select<table::Entity> {
    let ApplicationFilter {
        statuses,
        calls,
        poles,
        protocols,
        updated_since,
        answered,
        awaiting_delivery,
        overdue,
        due_by,
        responsible,
        today,
    } = filter;
    applications
        .filter(any_of(table::Column::Status, statuses.iter().map(|status| status.code())))
        .filter(any_of(table::Column::CallId, calls.iter().map(|call| call.uuid())))
        .filter(any_of(table::Column::PoleId, poles.iter().map(|pole| pole.uuid())))
        .filter(any_of(table::Column::Protocol, protocols.iter().map(String::as_str)))
        .apply_if(*updated_since, |query, instant| {
            query.filter(table::COLUMN.updated_at.gte(instant))
        })
        .apply_if(*answered, |query, answered| {
            query
                .filter(table::COLUMN.answered.eq(answered))
                .filter(table::Column::DueOn.is_not_null())
        })
        .apply_if(*awaiting_delivery, |query, awaiting| {
            query.filter(table::COLUMN.awaiting_delivery.eq(awaiting))
        })
        .apply_if(*overdue, |query, overdue| query.filter(overdue_as_of(DUE, overdue, *today)))
        .apply_if(responsible.as_ref(), |query, bearer| {
            query.filter(table::COLUMN.responsible.eq(owner::audience_key(bearer)))
        })
        .apply_if(*due_by, |query, day| query.filter(due_by_as_of(DUE, day, *today)))
}
