//! What was received with an application, unchanged since.

use ptp_domain::application::Application;
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use sea_orm::{EntityTrait, QueryFilter};

use super::query::within;
use crate::compression::decompressed;
use crate::db::{StoreError, Tx};
use crate::entity::{application as table, application_snapshot as snapshot_table};

/// What was received: it never changes.
#[derive(Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The pole, its members and the report, as canonical JSON.
    pub snapshot: String,
    /// The SHA-256 of the snapshot, as 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// The receipt.
    pub receipt: String,
    /// The key of the digests in the snapshot, unless erased.
    pub salt: Option<[u8; 32]>,
}

// Neither submitted data nor the key may be logged.
impl std::fmt::Debug for Frozen {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Frozen").field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

impl<M> Tx<M> {
    /// Finds what was received with an application.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_frozen(
        &self,
        scope: &Scope,
        id: Id<Application>,
    ) -> Result<Option<Frozen>, StoreError> {
        let query = within(scope).filter(table::COLUMN.id.eq(id.uuid()));
        let Some(row) = query.one(&self.db).await? else { return Ok(None) };
        let kept = snapshot_table::Entity::find_by_id(id.uuid()).one(&self.db).await?;
        let kept = kept.ok_or_else(|| StoreError::corrupt("application_snapshot", "missing"))?;
        let salt = row.salt.map(<[u8; 32]>::try_from).transpose();
        let salt = salt.map_err(|_| StoreError::corrupt("salt", "not 32 bytes"))?;
        Ok(Some(Frozen {
            snapshot: decompressed(&kept.compressed)?,
            sha256: row.snapshot_sha256,
            receipt: row.receipt,
            salt,
        }))
    }
}
