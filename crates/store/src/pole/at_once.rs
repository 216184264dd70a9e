//! A pole with its members in two statements, without a transaction.

use ptp_domain::id::Id;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

use super::query::within;
use crate::db::{Store, StoreError, Tx};
use crate::entity::{member as member_table, pole as table};
use crate::stored::{Stored, StoredPole};

/// A member with the version of its pole at that moment.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    member: member_table::Model,
    pole_version: i64,
}

impl Store {
    /// Finds a pole with its members, and nothing else of the same moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_pole(
        &self,
        scope: &Scope,
        id: Id<Pole>,
    ) -> Result<Option<StoredPole>, StoreError> {
        self.glance().find_pole(scope, id).await
    }
}

impl<M> Tx<M> {
    /// The same, as long as the transaction has not begun; nothing if it is needed for that.
    pub(super) async fn find_pole_at_once(
        &self,
        scope: &Scope,
        id: Id<Pole>,
    ) -> Result<Option<Option<StoredPole>>, StoreError> {
        let Some(db) = self.db.before_it_begins() else { return Ok(None) };
        let pole = within(scope).filter(table::COLUMN.id.eq(id.uuid())).one(db).await?;
        let Some(pole) = pole else { return Ok(Some(None)) };
        let pole = Stored::<Pole>::try_from(pole)?;
        // It may have no members, or have been written between the two statements.
        let members = members_at(db, id, pole.version).await?;
        Ok(members.map(|members| Some(StoredPole { pole, members })))
    }
}

/// The members of a pole, by identifier, if it has any and is still at this version.
async fn members_at(
    db: &impl ConnectionTrait,
    pole: Id<Pole>,
    version: i64,
) -> Result<Option<Vec<Stored<Member>>>, StoreError> {
    let rows = member_table::Entity::find()
        .join(JoinType::InnerJoin, member_table::Relation::Pole.def())
        .column_as(table::Column::Version, "pole_version")
        .filter(member_table::COLUMN.pole_id.eq(pole.uuid()))
        .order_by_asc(member_table::Column::Id)
        .into_model::<Row>()
        .all(db)
        .await?;
    if rows.is_empty() || rows.iter().any(|row| row.pole_version != version) {
        return Ok(None);
    }
    rows.into_iter().map(|row| Stored::try_from(row.member)).collect::<Result<_, _>>().map(Some)
}
