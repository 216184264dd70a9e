//! Days that come by themselves, and guards that were left out.

mod annulled;
mod due;
mod guard;
mod outcome;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The third schema.
pub(crate) struct Migration;

// Not derived: that takes the name of the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261126_000003_days_and_guards"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // SQLite would otherwise keep the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        due::lapse(manager).await?;
        outcome::tell_how_far(manager).await?;
        outcome::sort(manager).await?;
        guard::events(manager).await?;
        guard::applications(manager).await?;
        annulled::tell(manager).await
    }
}

/// Adds columns: one statement each, since SQLite takes no more.
async fn add(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: Vec<ColumnDef>,
) -> Result<(), DbErr> {
    for column in columns {
        manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
    }
    Ok(())
}

/// An index.
async fn index(
    manager: &SchemaManager<'_>,
    name: &str,
    table: &str,
    columns: &[&str],
) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(name).table(table.to_owned());
    for column in columns {
        index.col((*column).to_owned());
    }
    manager.create_index(index).await
}

/// Carries out what the builder has no words for.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == DbBackend::Postgres
}
