//! Calls, poles with their members, their events, code counters and idempotency records.

mod call;
mod event;
mod member;
mod pole;
mod service;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The first schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000001_calls_and_poles"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        call::create(manager).await?;
        pole::create(manager).await?;
        member::create(manager).await?;
        event::create(manager).await?;
        service::create(manager).await
    }
}
