//! What lies between a request and its commit: events that wait for their place, codes without a
//! lock, snapshots of applications apart from them, outcomes with what computed them.

mod code;
mod event;
mod index;
mod outcome;
mod snapshot;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The fourth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261127_000004_write_path"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        snapshot::move_out(manager).await?;
        outcome::add_fingerprint(manager).await?;
        index::drop_unused(manager).await?;
        if crate::statement::is_postgres(manager) {
            event::create_pending(manager).await?;
            code::create_sequences(manager).await?;
        }
        Ok(())
    }
}
