//! Calls, poles with their members, the events of both, and what numbers and repeats need.

mod call;
mod event;
mod member;
mod pole;
mod service;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

/// The first schema.
pub(crate) struct Migration;

// Not derived: that takes the name of the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000001_calls_and_poles"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // SQLite would otherwise keep the first half of a migration that fails.
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

/// The same order of texts in both databases: that of their bytes.
fn bytewise(manager: &SchemaManager, mut column: ColumnDef) -> ColumnDef {
    // SQLite's default, and it knows no collation of this name.
    if manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// An index named after what it is on.
async fn index(manager: &SchemaManager<'_>, table: &str, columns: &[&str]) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", columns.join("_"))).table(table.to_owned());
    for column in columns {
        index.col((*column).to_owned());
    }
    manager.create_index(index).await
}
