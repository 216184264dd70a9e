//! Where members operate besides their seats.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json_binary;

use crate::statement::add_columns;

/// The seventh schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261127_000007_territory"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sites = json_binary("operating_sites").default("[]").take();
        add_columns(manager, "member", vec![sites]).await
    }
}
