//! Communications: queries. Who may see those of a pole is for the caller to say.

use ptp_domain::communication::Communication;
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, Select};

use crate::db::{StoreError, Tx};
use crate::entity::communication as table;
use crate::page::{self, After, Page, paged};
use crate::stored::Stored;

/// The communications of a pole: all, or those about a body.
fn of_pole(pole: Id<Pole>, about: Option<&TaxCode>) -> Select<table::Entity> {
    table::Entity::find()
        .filter(table::COLUMN.pole_id.eq(pole.uuid()))
        // A code has letters and digits only, so nothing is to be escaped.
        .apply_if(about, |query, body| {
            query.filter(table::Column::About.like(LikeExpr::new(format!("%{}%", body.as_str()))))
        })
}

impl<M> Tx<M> {
    /// Finds a communication of a pole, or one of those about a body.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_communication(
        &self,
        pole: Id<Pole>,
        about: Option<&TaxCode>,
        id: Id<Communication>,
    ) -> Result<Option<Stored<Communication>>, StoreError> {
        let query = of_pole(pole, about).filter(table::COLUMN.id.eq(id.uuid()));
        query.one(&self.db).await?.map(Stored::try_from).transpose()
    }

    /// A page of the communications of a pole, in the order of receipt.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn page_communications(
        &self,
        pole: Id<Pole>,
        about: Option<&TaxCode>,
        after: Option<&After>,
        limit: u64,
    ) -> Result<Page<Stored<Communication>>, StoreError> {
        let query = paged(of_pole(pole, about), None, table::Column::Id, false, after, limit);
        let position = |row: &table::Model| After { key: String::new(), id: row.id };
        let rows = page::rows(query.stream(&self.db).await?).await?;
        Page::from_rows(rows, limit, position, Stored::try_from)
    }
}
