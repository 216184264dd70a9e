//! A member is identified within its pole: what another pole has taken is nobody's business.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;

use crate::statement::{index, is_postgres, run};

mod postgres;
mod sqlite;

/// The eighth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261127_000008_member_key"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if is_postgres(manager) {
            run(manager, &postgres::STATEMENTS).await?;
        } else {
            sqlite::rebuild(manager).await?;
            index(manager, "member", &["kind", "pole_id"]).await?;
        }
        index(manager, "member", &["tax_code", "pole_id", "id"]).await?;
        for column in ["institution_prefix", "series"] {
            index(manager, "member_school_code", &[column, "pole_id", "member_id"]).await?;
        }
        Ok(())
    }
}
