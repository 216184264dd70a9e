//! Writes of one row that rest on the version in which it was read.

use sea_orm::sea_query::IntoCondition;
use sea_orm::{EntityTrait, QueryFilter};

use super::error::StoreError;
use super::tx::{Tx, Write};

impl Tx<Write> {
    /// Updates the one row with this key and version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if there is none: it has been written since.
    pub(crate) async fn update_as_read<E: EntityTrait>(
        &self,
        columns: E::ActiveModel,
        key_and_version: impl IntoCondition,
    ) -> Result<(), StoreError> {
        let update = E::update_many().set(columns).filter(key_and_version);
        is_one(update.exec(&self.db).await?.rows_affected)
    }

    /// Deletes the one row with this key and version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if there is none: it has been written since.
    pub(crate) async fn delete_as_read<E: EntityTrait>(
        &self,
        key_and_version: impl IntoCondition,
    ) -> Result<(), StoreError> {
        let delete = E::delete_many().filter(key_and_version);
        is_one(delete.exec(&self.db).await?.rows_affected)
    }
}

const fn is_one(rows: u64) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
