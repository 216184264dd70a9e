//! The reference date in force, later acts on calls, transfers of poles.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, json_binary};

use crate::statement::add_columns;

/// The tenth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261127_000010_terms"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `reference_date` is that of the receipt, which never changes; null where it is in force.
        add_columns(manager, "application", vec![date_null("judged_on")]).await?;
        let acts = json_binary("later_acts").default("[]").take();
        add_columns(manager, "call", vec![acts]).await?;
        let transfers = json_binary("transfers").default("[]").take();
        add_columns(manager, "pole", vec![transfers]).await?;
        let mut kinds = Query::insert();
        kinds.into_table("event_kind").columns(["code"]);
        for kind in ["call_reopened", "application_rescheduled"] {
            kinds.values_panic([kind.into()]);
        }
        manager.execute(kinds).await
    }
}
