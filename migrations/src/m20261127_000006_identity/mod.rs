//! VAT numbers of members, and derogations of calls.
//!
//! `member.succeeds` stays as it is, unread: what it said of a whole member is now said of each track
//! with its dates and its act, which the old rows do not have.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{json_binary_null, text_null};

use crate::statement::add_columns;

/// The sixth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261127_000006_identity"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let vat_number = text_null("vat_number")
            .check(Expr::cust("vat_number IS NULL OR length(vat_number) = 11"))
            .take();
        add_columns(manager, "member", vec![vat_number]).await?;
        add_columns(manager, "call", vec![json_binary_null("derogation")]).await
    }
}
