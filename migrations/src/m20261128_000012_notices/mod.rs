//! How acts reach the applicant, what silence means.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, text, text_null};

use crate::statement::add_columns;

/// The twelfth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000012_notices"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, "call", terms()).await?;
        let mut columns = terms();
        columns.push(text_null("substitute_power"));
        columns.push(boolean("awaiting_delivery").default(false).take());
        add_columns(manager, "application", columns).await?;
        let mut kinds = Query::insert();
        kinds.into_table("event_kind").columns(["code"]);
        for kind in ["application_assented", "act_delivered", "acts_read"] {
            kinds.values_panic([kind.into()]);
        }
        manager.execute(kinds).await
    }
}

/// As the call states them; an application has those of its receipt. Before there were any, terms ran
/// from the day of the act, and silence meant nothing.
fn terms() -> Vec<ColumnDef> {
    let notification = text("notification")
        .default("recorded")
        .check(Expr::cust("notification IN ('recorded', 'delivered', 'portal')"))
        .take();
    let silence = text("silence")
        .default("nothing")
        .check(Expr::cust("silence IN ('nothing', 'assent')"))
        .take();
    vec![notification, silence, text_null("silence_basis")]
}
