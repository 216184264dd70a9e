//! Applications: what is visible, what is found.

mod due;
mod row;
mod write;

pub(crate) use write::count_again;

use ptp_domain::application::Application;
use ptp_domain::call::Call;
use ptp_domain::id::Id;
use ptp_domain::identifier::Protocol;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use self::due::{due_as_of, due_by_as_of};
use crate::entity::application as table;
use crate::error::StoreError;
use crate::owner;
use crate::page::{
    After, ApplicationFilter, ApplicationSort, Key, Order, Page, day_of, instant_key, instant_of,
    paged,
};
use crate::stored::Stored;
use crate::tx::Tx;

/// What was received, as it was: it never changes again.
#[derive(Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The pole, its members and the report, as canonical JSON.
    pub snapshot: String,
    /// The SHA-256 of the snapshot, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// The receipt.
    pub receipt: String,
    /// The key of the digests in the snapshot, until it is erased.
    pub salt: Option<[u8; 32]>,
}

// Neither what people sent nor the key belongs into a log.
impl std::fmt::Debug for Frozen {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Frozen").field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

/// What a receipt is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenReceipt {
    /// The SHA-256 of the snapshot.
    pub sha256: String,
    /// The receipt.
    pub receipt: String,
}

/// The columns that say whose an application is.
const OWNER: [table::Column; 3] =
    [table::Column::OwnerTaxCode, table::Column::OwnerIssuer, table::Column::OwnerSubject];

/// What `scope` lets one see: everything, or one's own; nothing is public. Every query on
/// applications on behalf of somebody starts here.
fn within(scope: &Scope) -> Select<table::Entity> {
    let applications = table::Entity::find();
    if scope.is_everything() {
        return applications;
    }
    match scope.own() {
        Some(own) => applications.filter(owner::is(own, OWNER)),
        None => applications.filter(Expr::val(1).eq(0)),
    }
}

/// What stands or falls with a call or a pole, whoever asks.
fn regardless(condition: Condition) -> Select<table::Entity> {
    table::Entity::find().filter(condition)
}

fn of_call(id: Id<Call>) -> Condition {
    Condition::all().add(table::COLUMN.call_id.eq(id.uuid()))
}

fn of_pole(id: Id<Pole>) -> Condition {
    Condition::all().add(table::COLUMN.pole_id.eq(id.uuid()))
}

impl<M> Tx<M> {
    /// An application; a transaction that may write keeps it from others until it is over.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_application(
        &self,
        scope: &Scope,
        id: Id<Application>,
    ) -> Result<Option<Stored<Application>>, StoreError> {
        let mut query = within(scope).filter(table::COLUMN.id.eq(id.uuid()));
        if self.locks {
            query = query.lock_exclusive();
        }
        query.one(&self.db).await?.map(Stored::try_from).transpose()
    }

    /// What was received with an application.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_frozen(
        &self,
        scope: &Scope,
        id: Id<Application>,
    ) -> Result<Option<Frozen>, StoreError> {
        let Some(row) = within(scope).filter(table::COLUMN.id.eq(id.uuid())).one(&self.db).await?
        else {
            return Ok(None);
        };
        let salt = row.salt.map(<[u8; 32]>::try_from).transpose();
        let salt = salt.map_err(|_| StoreError::corrupt("salt", "not 32 bytes"))?;
        Ok(Some(Frozen {
            snapshot: row.snapshot,
            sha256: row.snapshot_sha256,
            receipt: row.receipt,
            salt,
        }))
    }

    /// What a receipt is compared with, whoever shows it: neither tells what is not on it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_frozen_by_protocol(
        &self,
        protocol: Protocol,
    ) -> Result<Option<FrozenReceipt>, StoreError> {
        let row: Option<(String, String)> = table::Entity::find()
            .select_only()
            .columns([table::Column::SnapshotSha256, table::Column::Receipt])
            .filter(table::COLUMN.protocol.eq(protocol.to_string()))
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(row.map(|(sha256, receipt)| FrozenReceipt { sha256, receipt }))
    }

    /// A page of the applications that pass the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::Corrupt`] if the place is not of this order
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
        let key = match order.by {
            ApplicationSort::ReceivedAt => Key {
                by: table::Column::ReceivedAt.into_expr(),
                after: after.map(instant_of).transpose()?,
            },
            ApplicationSort::DueOn => {
                applications = applications.filter(table::Column::DueOn.is_not_null());
                Key { by: due_as_of(today), after: after.map(day_of).transpose()? }
            }
        };
        let id = table::Column::Id;
        let page = paged(applications, Some(key), id, order.descending, after, limit);
        let place = |row: &table::Model| After {
            key: match order.by {
                ApplicationSort::ReceivedAt => instant_key(row.received_at),
                ApplicationSort::DueOn => {
                    row.due_as_of(today).map(|day| day.to_string()).unwrap_or_default()
                }
            },
            id: row.id,
        };
        Page::of(page.all(&self.db).await?, limit, place, Stored::try_from)
    }

    /// The applications of a pole that wait for a decision, in the order of their identifiers; a
    /// transaction that may write keeps them from others until it is over, the pole before.
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

    /// The applications under a call that wait for a decision, in the order of their
    /// identifiers; a transaction that may write keeps them from others until it is over, the call
    /// and their poles before ([`Tx::poles_pending_under`]).
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pending_of_call(
        &self,
        call: Id<Call>,
    ) -> Result<Vec<Stored<Application>>, StoreError> {
        self.pending(of_call(call)).await
    }

    /// The poles that wait for a decision under a call, in the order of their identifiers. Nothing
    /// is kept from others: who goes on to the applications keeps the poles first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn poles_pending_under(&self, call: Id<Call>) -> Result<Vec<Id<Pole>>, StoreError> {
        let poles: Vec<uuid::Uuid> = regardless(of_call(call))
            .select_only()
            .column(table::Column::PoleId)
            .filter(table::Column::DueOn.is_not_null())
            .order_by_asc(table::Column::PoleId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(poles.into_iter().map(Id::new).collect())
    }

    async fn pending(&self, of: Condition) -> Result<Vec<Stored<Application>>, StoreError> {
        let mut query = regardless(of)
            .filter(table::Column::DueOn.is_not_null())
            .order_by_asc(table::Column::Id);
        if self.locks {
            query = query.lock_exclusive();
        }
        query.all(&self.db).await?.into_iter().map(Stored::try_from).collect()
    }

    /// Whether there is an application under a call, in whatever status.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_applications_of_call(&self, call: Id<Call>) -> Result<bool, StoreError> {
        self.has_any(of_call(call)).await
    }

    /// Whether there is an application of a pole, in whatever status.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_applications_of_pole(&self, pole: Id<Pole>) -> Result<bool, StoreError> {
        self.has_any(of_pole(pole)).await
    }

    async fn has_any(&self, of: Condition) -> Result<bool, StoreError> {
        let found: Option<uuid::Uuid> = regardless(of)
            .select_only()
            .column(table::Column::Id)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(found.is_some())
    }

    /// Whose an application is, if there is one.
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
        columns.map(owner::of_columns).transpose()
    }
}

fn filtered(
    applications: Select<table::Entity>,
    filter: &ApplicationFilter,
) -> Select<table::Entity> {
    let ApplicationFilter { status, call, pole, due_by, today } = filter;
    applications
        .apply_if(*status, |query, status| query.filter(table::COLUMN.status.eq(status.code())))
        .apply_if(*call, |query, call| query.filter(of_call(call)))
        .apply_if(*pole, |query, pole| query.filter(of_pole(pole)))
        .apply_if(*due_by, |query, day| query.filter(due_by_as_of(day, *today)))
}
