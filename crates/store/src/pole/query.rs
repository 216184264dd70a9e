//! Poles: visibility and queries.

use std::collections::BTreeMap;

use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, PoleStatus};
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::vocabulary::Vocabulary;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use crate::db::{StoreError, Tx};
use crate::entity::{member as member_table, pole as table};
use crate::owner;
use crate::stored::{Stored, StoredPole};

/// Poles visible in `scope`. Every query on behalf of a caller starts here.
pub(super) fn within(scope: &Scope) -> Select<table::Entity> {
    table::Entity::find().filter(visible(scope))
}

/// Matches all poles, or public ones (ever recognised) and the caller's own.
pub(crate) fn visible(scope: &Scope) -> Condition {
    if scope.is_everything() {
        return Condition::all();
    }
    Condition::any()
        .add(table::COLUMN.recognised_on.is_not_null())
        .add_option(scope.own().map(owned_by))
}

pub(crate) fn owned_by(owner: &Owner) -> Condition {
    owner::owned_by(owner, OWNER)
}

/// The columns that hold the owner.
pub(crate) const OWNER: [table::Column; 3] =
    [table::Column::OwnerTaxCode, table::Column::OwnerIssuer, table::Column::OwnerSubject];

impl<M> Tx<M> {
    /// Finds a pole with its members. A write transaction locks the pole until it ends.
    ///
    /// Public poles of other owners are found in any scope: check the owner before changing one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_pole(
        &self,
        scope: &Scope,
        id: Id<Pole>,
    ) -> Result<Option<StoredPole>, StoreError> {
        if let Some(found) = self.find_pole_at_once(scope, id).await? {
            return Ok(found);
        }
        let mut query = within(scope).filter(table::COLUMN.id.eq(id.uuid()));
        if self.locks {
            query = query.lock_exclusive();
        }
        let Some(pole) = query.one(&self.db).await? else { return Ok(None) };
        let members = self.members_of(Id::new(pole.id)).await?;
        Ok(Some(StoredPole { pole: Stored::try_from(pole)?, members }))
    }

    /// Finds poles without their members; without those that do not exist in `scope`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_poles(
        &self,
        scope: &Scope,
        ids: &[Id<Pole>],
    ) -> Result<Vec<Stored<Pole>>, StoreError> {
        let ids = ids.iter().map(|pole| pole.uuid());
        let rows = within(scope).filter(table::COLUMN.id.is_in(ids)).all(&self.db).await?;
        rows.into_iter().map(Stored::try_from).collect()
    }

    /// Finds the pole of which the organisation is this member, in any status and of any owner: an
    /// organisation may see the poles it is a member of.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_membership(
        &self,
        organisation: &TaxCode,
        pole: Id<Pole>,
        member: Id<Member>,
    ) -> Result<Option<StoredPole>, StoreError> {
        // Whoever is no member learns nothing from how long it takes: neither how large the pole is
        // nor whether it is there.
        let key = (pole.uuid(), member.uuid());
        let known: Option<uuid::Uuid> = member_table::Entity::find_by_id(key)
            .select_only()
            .column(member_table::Column::Id)
            .filter(member_table::COLUMN.tax_code.eq(organisation.as_str()))
            .into_tuple()
            .one(&self.db)
            .await?;
        if known.is_none() {
            return Ok(None);
        }
        let row = table::Entity::find_by_id(pole.uuid()).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        let members = self.members_of(pole).await?;
        let is_member = |stored: &Stored<Member>| {
            stored.value.id == member && stored.value.tax_code == *organisation
        };
        if !members.iter().any(is_member) {
            return Ok(None);
        }
        Ok(Some(StoredPole { pole: Stored::try_from(row)?, members }))
    }

    /// The members of a pole, by identifier.
    pub(crate) async fn members_of(
        &self,
        pole: Id<Pole>,
    ) -> Result<Vec<Stored<Member>>, StoreError> {
        let members = member_table::Entity::find()
            .filter(member_table::COLUMN.pole_id.eq(pole.uuid()))
            .order_by_asc(member_table::Column::Id)
            .all(&self.db)
            .await?;
        members.into_iter().map(Stored::try_from).collect()
    }

    /// How many members each of these poles has, those who left too.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_members(
        &self,
        poles: &[Id<Pole>],
    ) -> Result<BTreeMap<Id<Pole>, u64>, StoreError> {
        let counts: Vec<(uuid::Uuid, i64)> = member_table::Entity::find()
            .select_only()
            .column(member_table::Column::PoleId)
            .column_as(member_table::Column::Id.count(), "members")
            .filter(member_table::COLUMN.pole_id.is_in(poles.iter().map(|pole| pole.uuid())))
            .group_by(member_table::Column::PoleId)
            .into_tuple()
            .all(&self.db)
            .await?;
        let counted = |(pole, count): (uuid::Uuid, i64)| {
            (Id::new(pole), u64::try_from(count).unwrap_or_default())
        };
        Ok(counts.into_iter().map(counted).collect())
    }

    /// The members of several poles, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn members_of_poles(
        &self,
        poles: &[Id<Pole>],
    ) -> Result<BTreeMap<Id<Pole>, Vec<Stored<Member>>>, StoreError> {
        let rows = member_table::Entity::find()
            .filter(member_table::COLUMN.pole_id.is_in(poles.iter().map(|pole| pole.uuid())))
            .order_by_asc(member_table::Column::PoleId)
            .order_by_asc(member_table::Column::Id)
            .all(&self.db)
            .await?;
        let mut members = BTreeMap::<_, Vec<_>>::new();
        for row in rows {
            members.entry(Id::new(row.pole_id)).or_default().push(Stored::try_from(row)?);
        }
        Ok(members)
    }

    /// How many drafts an owner has.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_drafts(&self, owner: &Owner) -> Result<u64, StoreError> {
        let drafts = table::Entity::find()
            .filter(owned_by(owner))
            .filter(table::COLUMN.status.eq(PoleStatus::Draft.code()));
        Ok(drafts.count(&self.db).await?)
    }

    /// The owner of a pole, if it exists.
    pub(crate) async fn owner_of_pole(&self, id: Id<Pole>) -> Result<Option<Owner>, StoreError> {
        let columns: Option<owner::Columns> = table::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(OWNER)
            .into_tuple()
            .one(&self.db)
            .await?;
        columns.map(owner::from_columns).transpose()
    }
}
