//! Receipts: visibility and queries.

use chrono::{DateTime, Utc};
use futures_util::stream;
use ptp_domain::application::Application;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_domain::receipt::{Receipt, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary as _;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde_json::Value;
use uuid::Uuid;

use crate::db::{StoreError, Tx};
use crate::entity::{application, change_request, communication, pole, receipt as table};
use crate::kept::digest_of;
use crate::owner;
use crate::page::{self, After, Page, paged};
use crate::pole::OWNER;

/// Whose receipts to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptsOf {
    /// All about a pole.
    Pole(Id<Pole>),
    /// All about an application.
    Application(Id<Application>),
}

/// What is visible in `scope`: all, or what is about the caller's own poles; none is public. A
/// communication is also for the bodies that it is about.
fn within<C: ColumnTrait>(scope: &Scope, pole: C, communication: Option<C>) -> Condition {
    if scope.is_everything() {
        return Condition::all();
    }
    let Some(own) = scope.own() else { return Condition::all().add(Expr::val(1).eq(0)) };
    let poles = pole::Entity::find()
        .select_only()
        .column(pole::Column::Id)
        .filter(owner::owned_by(own, OWNER))
        .into_query();
    let told = scope.organisation().zip(communication);
    Condition::any()
        .add(pole.in_subquery(poles))
        .add_option(told.map(|(body, communication)| communication.in_subquery(about(body))))
}

/// The communications about a body.
pub(crate) fn about(body: &TaxCode) -> SelectStatement {
    communication::Entity::find()
        .select_only()
        .column(communication::Column::Id)
        // A code has letters and digits only, so nothing is to be escaped.
        .filter(communication::Column::About.like(LikeExpr::new(format!("%{}%", body.as_str()))))
        .into_query()
}

/// The receipt that stands with an application: application, pole, instant, receipt.
type Submitted = (Uuid, Uuid, DateTime<Utc>, String);

/// The same as a row of the others.
fn as_row((id, pole_id, presented_at, jws): Submitted) -> table::Model {
    table::Model {
        id,
        act: ReceiptAct::Application.code().to_owned(),
        application_id: Some(id),
        change_request_id: None,
        communication_id: None,
        pole_id,
        presented_at,
        jws_sha256: digest_of(jws.as_bytes()),
        jws,
        // That of the application is of its snapshot.
        salt: None,
        officer: None,
        officer_issuer: None,
        officer_subject: None,
    }
}

const SUBMITTED: [application::Column; 4] = [
    application::Column::Id,
    application::Column::PoleId,
    application::Column::ReceivedAt,
    application::Column::Receipt,
];

impl<M> Tx<M> {
    /// Finds a receipt about a pole, unless it was erased.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_receipt(
        &self,
        scope: &Scope,
        pole: Id<Pole>,
        id: Id<Receipt>,
    ) -> Result<Option<Receipt>, StoreError> {
        let found = table::Entity::find_by_id(id.uuid())
            .filter(within(scope, table::Column::PoleId, Some(table::Column::CommunicationId)))
            .filter(table::COLUMN.pole_id.eq(pole.uuid()))
            .filter(table::COLUMN.jws.ne(""))
            .one(&self.db)
            .await?;
        if let Some(row) = found {
            return row.try_into().map(Some);
        }
        let submitted: Option<Submitted> = application::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(SUBMITTED)
            .filter(within(scope, application::Column::PoleId, None))
            .filter(application::COLUMN.pole_id.eq(pole.uuid()))
            .into_tuple()
            .one(&self.db)
            .await?;
        submitted.map(|submitted| as_row(submitted).try_into()).transpose()
    }

    /// A page of receipts, in the order in which they were issued, without those that were erased.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn page_receipts(
        &self,
        scope: &Scope,
        of: ReceiptsOf,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Receipt>, StoreError> {
        let (those, of_applications) = match of {
            ReceiptsOf::Pole(id) => {
                (table::COLUMN.pole_id.eq(id.uuid()), application::COLUMN.pole_id.eq(id.uuid()))
            }
            ReceiptsOf::Application(id) => {
                (table::COLUMN.application_id.eq(id.uuid()), application::COLUMN.id.eq(id.uuid()))
            }
        };
        let query = table::Entity::find()
            .filter(within(scope, table::Column::PoleId, Some(table::Column::CommunicationId)))
            .filter(those)
            .filter(table::COLUMN.jws.ne(""));
        let query = paged(query, None, table::Column::Id, false, after, limit);
        let mut rows = query.all(&self.db).await?;
        let submitted = application::Entity::find()
            .select_only()
            .columns(SUBMITTED)
            .filter(within(scope, application::Column::PoleId, None))
            .filter(of_applications);
        let submitted = paged(submitted, None, application::Column::Id, false, after, limit);
        let submitted: Vec<Submitted> = submitted.into_tuple().all(&self.db).await?;
        rows.extend(submitted.into_iter().map(as_row));
        rows.sort_unstable_by_key(|row| row.id);
        let rows = page::rows(stream::iter(rows.into_iter().map(Ok))).await?;
        let position = |row: &table::Model| After { key: String::new(), id: row.id };
        Page::from_rows(rows, limit, position, Receipt::try_from)
    }

    /// Whether a receipt was issued as it is presented, regardless of scope: that reveals nothing
    /// that is not on it. One that was erased since is still recognised.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn is_issued(&self, id: Id<Receipt>, jws: &str) -> Result<bool, StoreError> {
        let digest: Option<String> = table::Entity::find_by_id(id.uuid())
            .select_only()
            .column(table::Column::JwsSha256)
            .into_tuple()
            .one(&self.db)
            .await?;
        if let Some(digest) = digest {
            return Ok(digest == digest_of(jws.as_bytes()));
        }
        let submitted: Option<String> = application::Entity::find_by_id(id.uuid())
            .select_only()
            .column(application::Column::Receipt)
            .into_tuple()
            .one(&self.db)
            .await?;
        Ok(submitted.is_some_and(|submitted| submitted == jws))
    }

    /// A few receipts after one, for whoever verifies them, those that were erased too; empty at the
    /// end. Those of applications stand in [`Tx::received_after`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn receipts_after(
        &self,
        after: Option<Id<Receipt>>,
    ) -> Result<Vec<(Receipt, String)>, StoreError> {
        let after = after.map_or(Uuid::nil(), Id::uuid);
        let rows = table::Entity::find()
            .filter(table::COLUMN.id.gt(after))
            .order_by_asc(table::Column::Id)
            .limit(BATCH)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                let digest = row.jws_sha256.clone();
                Ok((row.try_into()?, digest))
            })
            .collect()
    }
}

impl<M> Tx<M> {
    /// The receipts that steps of procedures tell of and that are not there.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lost_receipts(&self) -> Result<Vec<Id<Receipt>>, StoreError> {
        let of_applications = {
            use application::Column::{Id, Taken};
            self.lost::<application::Entity>([Id, Taken]).await?
        };
        let of_requests = {
            use change_request::Column::{Id, Taken};
            self.lost::<change_request::Entity>([Id, Taken]).await?
        };
        Ok(of_applications.into_iter().chain(of_requests).map(Id::new).collect())
    }

    async fn lost<E: EntityTrait>(
        &self,
        [id_column, taken_column]: [E::Column; 2],
    ) -> Result<Vec<Uuid>, StoreError> {
        let (mut after, mut lost) = (Uuid::nil(), Vec::new());
        loop {
            let batch: Vec<(Uuid, Value)> = E::find()
                .select_only()
                .columns([id_column, taken_column])
                .filter(id_column.gt(after))
                .order_by_asc(id_column)
                .limit(BATCH)
                .into_tuple()
                .all(&self.db)
                .await?;
            let Some((end, _)) = batch.last() else { return Ok(lost) };
            after = *end;
            let steps = batch.iter().flat_map(|(_, taken)| taken.as_array().into_iter().flatten());
            let told = steps.filter_map(|step| step["receipt"].as_str()?.parse::<Uuid>().ok());
            let told: Vec<_> = told.collect();
            let there: Vec<Uuid> = table::Entity::find()
                .select_only()
                .column(table::Column::Id)
                .filter(table::Column::Id.is_in(told.iter().copied()))
                .into_tuple()
                .all(&self.db)
                .await?;
            lost.extend(told.into_iter().filter(|id| !there.contains(id)));
        }
    }
}

/// Receipts, or what has steps, read at a time.
const BATCH: u64 = 100;
