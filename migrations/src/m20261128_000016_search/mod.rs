//! What lists are searched by: the words of poles, the municipalities of members, the last change of
//! applications, the status of communications.

mod word;

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

use crate::statement::{add_columns, index};

/// The sixteenth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000016_search"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        word::create(manager).await?;
        // Folded by the store (fold.rs): rows of before get it once the migrations are done.
        let municipality = text_null("folded_municipality").take();
        add_columns(manager, "member", vec![municipality]).await?;
        index(manager, "member", &["folded_municipality", "pole_id"]).await?;
        index(manager, "application", &["updated_at", "id"]).await?;
        index(manager, "communication", &["status", "id"]).await
    }
}
