//! Applications, the life cycle of poles, their outcomes over time, and who may see which event.

mod application;
mod counter;
mod event;
mod outcome;
mod terms;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The second schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261124_000002_applications"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        terms::extend(manager).await?;
        counter::widen(manager).await?;
        event::widen(manager).await?;
        application::create(manager).await?;
        outcome::create(manager).await
    }
}
