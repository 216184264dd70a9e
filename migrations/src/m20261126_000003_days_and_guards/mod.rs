//! Deadlines that move with time, and guards missing so far.

mod annulled;
mod due;
mod guard;
mod outcome;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The third schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261126_000003_days_and_guards"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        due::add_lapse(manager).await?;
        outcome::set_known_until(manager).await?;
        outcome::add_sort_columns(manager).await?;
        guard::events(manager).await?;
        guard::applications(manager).await?;
        annulled::add(manager).await
    }
}
