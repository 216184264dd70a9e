//! What was known of a pole at an instant.

use chrono::{DateTime, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::content::Content;
use crate::db::{StoreError, Tx};
use crate::entity::{pole as pole_table, pole_version as table};
use crate::owner;
use crate::pole::{Annulled, OWNER};
use crate::stored::StoredPole;

/// A pole as it was known at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The pole with its members, without contacts and signatories.
    pub pole: StoredPole,
    /// Whether everybody could see it then.
    pub is_public: bool,
}

/// What is told of what was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownAt {
    /// The version of then.
    Version(Box<Known>),
    /// It was not public any more then: its recognition had been annulled.
    Annulled(Box<Annulled>),
    /// The instant is before the first version that is kept, if there is any.
    Before(Option<DateTime<Utc>>),
}

/// A version without its content.
type Head = (i64, DateTime<Utc>, bool);

impl<M> Tx<M> {
    /// What was known of a pole at an instant: officials and its present owner are told all of it,
    /// others what was public then. None if the pole does not exist, or did not for the caller.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn pole_known_at(
        &self,
        scope: &Scope,
        id: Id<Pole>,
        at: DateTime<Utc>,
    ) -> Result<Option<KnownAt>, StoreError> {
        let Some(sees_all) = self.sees_all_versions(scope, id).await? else { return Ok(None) };
        let Some((version, recorded_at, is_public)) = self.head_at(id, at).await? else {
            let first = self.first_version(id).await?;
            let told = sees_all || first.is_some_and(|(_, _, is_public)| is_public);
            return Ok(told.then(|| KnownAt::Before(first.map(|(_, at, _)| at))));
        };
        if !sees_all && !is_public {
            return Ok(self.annulled_before(id, version, at).await?.map(KnownAt::Annulled));
        }
        let pole = self.pole_in_version(id, version, recorded_at).await?;
        Ok(Some(KnownAt::Version(Box::new(Known { pole, is_public }))))
    }

    /// What was said of a pole at an instant whose recognition had been annulled by then.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn annulled_known_at(
        &self,
        id: Id<Pole>,
        at: DateTime<Utc>,
    ) -> Result<Option<Annulled>, StoreError> {
        let Some((version, _, false)) = self.head_at(id, at).await? else { return Ok(None) };
        Ok(self.annulled_before(id, version, at).await?.map(|annulled| *annulled))
    }

    /// Whether the caller sees all versions of a pole: officials do, and its present owner. None if
    /// it does not exist.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn sees_all_versions(
        &self,
        scope: &Scope,
        id: Id<Pole>,
    ) -> Result<Option<bool>, StoreError> {
        let columns: Option<owner::Columns> = pole_table::Entity::find_by_id(id.uuid())
            .select_only()
            .columns(OWNER)
            .into_tuple()
            .one(&self.db)
            .await?;
        let owner = columns.map(owner::from_columns).transpose()?;
        Ok(owner.map(|owner| scope.shows_personal_data_of(&owner)))
    }

    async fn head_at(&self, id: Id<Pole>, at: DateTime<Utc>) -> Result<Option<Head>, StoreError> {
        Ok(heads(id)
            .filter(table::COLUMN.at.lte(at))
            .order_by_desc(table::Column::Version)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?)
    }

    async fn first_version(&self, id: Id<Pole>) -> Result<Option<Head>, StoreError> {
        let first = heads(id).order_by_asc(table::Column::Version).limit(1);
        Ok(first.into_tuple().one(&self.db).await?)
    }

    /// The pole in a version that exists.
    pub(super) async fn pole_in_version(
        &self,
        id: Id<Pole>,
        version: i64,
        recorded_at: DateTime<Utc>,
    ) -> Result<StoredPole, StoreError> {
        let whole: Option<i64> = table::Entity::find()
            .select_only()
            .column(table::Column::Version)
            .filter(table::COLUMN.pole_id.eq(id.uuid()))
            .filter(table::COLUMN.version.lte(version))
            .filter(table::COLUMN.is_whole.eq(true))
            .order_by_desc(table::Column::Version)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        let rows = table::Entity::find()
            .filter(table::COLUMN.pole_id.eq(id.uuid()))
            .filter(table::COLUMN.version.gte(whole.unwrap_or(0)))
            .filter(table::COLUMN.version.lte(version))
            .order_by_asc(table::Column::Version)
            .all(&self.db)
            .await?;
        let mut content = Content::default();
        for row in rows {
            content.then(Content::unpack(&row.content)?);
        }
        self.identify(id, &mut content).await?;
        content.restored(id, version, recorded_at).map_err(|error| error.in_row("pole", id.uuid()))
    }

    /// The last recognition before a version that is not public, if it was annulled by then.
    async fn annulled_before(
        &self,
        id: Id<Pole>,
        version: i64,
        at: DateTime<Utc>,
    ) -> Result<Option<Box<Annulled>>, StoreError> {
        let public: Option<Head> = heads(id)
            .filter(table::COLUMN.version.lt(version))
            .filter(table::COLUMN.is_public.eq(true))
            .order_by_desc(table::Column::Version)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        let Some((version, recorded_at, _)) = public else {
            // Annulled before versions were kept.
            let annulled = self.find_annulled(id).await?;
            return Ok(annulled.filter(|one| one.on <= civil_date(at)).map(Box::new));
        };
        let next: Option<Head> = heads(id)
            .filter(table::COLUMN.version.gt(version))
            .order_by_asc(table::Column::Version)
            .limit(1)
            .into_tuple()
            .one(&self.db)
            .await?;
        let pole = self.pole_in_version(id, version, recorded_at).await?.pole.value;
        Ok(next.map(|(_, annulled_at, _)| {
            Box::new(Annulled {
                code: pole.code,
                name: pole.description.name,
                area: pole.description.area,
                on: civil_date(annulled_at),
            })
        }))
    }
}

/// The versions of a pole without their contents.
pub(super) fn heads(id: Id<Pole>) -> sea_orm::Select<table::Entity> {
    table::Entity::find()
        .select_only()
        .columns([table::Column::Version, table::Column::At, table::Column::IsPublic])
        .filter(table::COLUMN.pole_id.eq(id.uuid()))
}
