//! The versions of a pole.

use chrono::{DateTime, Utc};
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use sea_orm::{QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::known::{Known, heads};
use crate::db::{StoreError, Tx};
use crate::entity::pole_version as table;

/// A version of a pole that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastVersion {
    /// Its number.
    pub version: i64,
    /// When it was recorded (UTC, microseconds).
    pub at: DateTime<Utc>,
    /// Whether everybody could see the pole then.
    pub is_public: bool,
}

impl<M> Tx<M> {
    /// The versions of a pole after a number, in order: officials and its present owner see all,
    /// others the public ones. None if the pole does not exist.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn versions_of(
        &self,
        scope: &Scope,
        id: Id<Pole>,
        after: i64,
        limit: u64,
    ) -> Result<Option<Vec<PastVersion>>, StoreError> {
        let Some(sees_all) = self.sees_all_versions(scope, id).await? else { return Ok(None) };
        let rows: Vec<(i64, DateTime<Utc>, bool)> = heads(id)
            .filter(table::COLUMN.version.gt(after))
            .apply_if((!sees_all).then_some(true), |versions, public| {
                versions.filter(table::COLUMN.is_public.eq(public))
            })
            .order_by_asc(table::Column::Version)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        let versions =
            rows.into_iter().map(|(version, at, is_public)| PastVersion { version, at, is_public });
        Ok(Some(versions.collect()))
    }

    /// The last versions of a pole up to a number, the last one first; as [`Tx::versions_of`]. None if
    /// the pole does not exist.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn last_versions_of(
        &self,
        scope: &Scope,
        id: Id<Pole>,
        up_to: Option<i64>,
        limit: u64,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let Some(sees_all) = self.sees_all_versions(scope, id).await? else { return Ok(None) };
        let versions = heads(id)
            .apply_if(up_to, |versions, last| versions.filter(table::COLUMN.version.lte(last)))
            .apply_if((!sees_all).then_some(true), |versions, public| {
                versions.filter(table::COLUMN.is_public.eq(public))
            })
            .order_by_desc(table::Column::Version)
            .limit(limit);
        let rows: Vec<(i64, DateTime<Utc>, bool)> = versions.into_tuple().all(&self.db).await?;
        Ok(Some(rows.into_iter().map(|(version, ..)| version).collect()))
    }

    /// A pole in a version; none if it is not kept, or the caller may not see it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_version(
        &self,
        scope: &Scope,
        id: Id<Pole>,
        version: i64,
    ) -> Result<Option<Known>, StoreError> {
        let Some(sees_all) = self.sees_all_versions(scope, id).await? else { return Ok(None) };
        let head: Option<(i64, DateTime<Utc>, bool)> =
            heads(id).filter(table::COLUMN.version.eq(version)).into_tuple().one(&self.db).await?;
        match head {
            Some((version, at, is_public)) if sees_all || is_public => {
                let pole = self.pole_in_version(id, version, at).await?;
                Ok(Some(Known { pole, is_public }))
            }
            _ => Ok(None),
        }
    }
}
