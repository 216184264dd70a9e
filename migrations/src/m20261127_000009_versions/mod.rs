//! Versions of poles, the persons in them, notes of officials, and
//! which applications were answered.

mod answered;
mod event;
mod note;
mod person;
mod version;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The ninth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261127_000009_versions"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        version::create(manager).await?;
        person::create(manager).await?;
        event::add_digest(manager).await?;
        note::create(manager).await?;
        answered::add(manager).await
    }
}
