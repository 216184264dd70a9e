//! Communications: visibility and queries.

use ptp_domain::communication::Communication;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
    Select,
};

use crate::db::{StoreError, Tx};
use crate::entity::{communication as table, pole};
use crate::filter::CommunicationFilter;
use crate::owner;
use crate::page::{self, After, Page, any_of, paged};
use crate::stored::Stored;

/// The columns of a pole that hold its owner.
const OWNER: [pole::Column; 3] =
    [pole::Column::OwnerTaxCode, pole::Column::OwnerIssuer, pole::Column::OwnerSubject];

/// Communications visible in `scope`: all, those about the caller's own poles, or those about its
/// body; none is public. Every query on behalf of a caller starts here.
fn within(scope: &Scope) -> Select<table::Entity> {
    let communications = table::Entity::find();
    if scope.is_everything() {
        return communications;
    }
    let Some(own) = scope.own() else { return communications.filter(Expr::val(1).eq(0)) };
    let own_poles = pole::Entity::find()
        .select_only()
        .column(pole::Column::Id)
        .filter(owner::owned_by(own, OWNER))
        .into_query();
    let of_own_poles = table::Column::PoleId.in_subquery(own_poles);
    communications
        .filter(Condition::any().add(of_own_poles).add_option(scope.organisation().map(about)))
}

/// Those about a body. A code has letters and digits only, so nothing is to be escaped.
fn about(body: &TaxCode) -> Expr {
    table::Column::About.like(LikeExpr::new(format!("%{}%", body.as_str())))
}

impl<M> Tx<M> {
    /// Finds a communication of a pole.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_communication(
        &self,
        scope: &Scope,
        pole: Id<Pole>,
        id: Id<Communication>,
    ) -> Result<Option<Stored<Communication>>, StoreError> {
        let query = within(scope)
            .filter(table::COLUMN.id.eq(id.uuid()))
            .filter(table::COLUMN.pole_id.eq(pole.uuid()));
        query.one(&self.db).await?.map(Stored::try_from).transpose()
    }

    /// A page of the communications that match the filter, in the order of receipt.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn page_communications(
        &self,
        scope: &Scope,
        filter: &CommunicationFilter,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<Communication>>, StoreError> {
        let found = filtered(within(scope), filter);
        let query = paged(found, None, table::Column::Id, false, after, limit);
        let position = |row: &table::Model| After { key: String::new(), id: row.id };
        let rows = page::rows(query.stream(&self.db).await?).await?;
        Page::from_rows(rows, limit, position, Stored::try_from)
    }

    /// How many communications match the filter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_communications(
        &self,
        scope: &Scope,
        filter: &CommunicationFilter,
    ) -> Result<u64, StoreError> {
        Ok(filtered(within(scope), filter).count(&self.db).await?)
    }
}

fn filtered(
    communications: Select<table::Entity>,
    filter: &CommunicationFilter,
) -> Select<table::Entity> {
    let CommunicationFilter { kinds, statuses, pole } = filter;
    communications
        .filter(any_of(table::Column::Kind, kinds.iter().map(|kind| kind.code())))
        .filter(any_of(table::Column::Status, statuses.iter().map(|status| status.code())))
        .apply_if(*pole, |query, pole| query.filter(table::COLUMN.pole_id.eq(pole.uuid())))
}
