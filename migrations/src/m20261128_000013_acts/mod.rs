//! What becomes of poles without another act, references and assignments of applications.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, json_binary, json_binary_null, text_null};

use crate::statement::{add_columns, named_index};

const NEXT_STATUS: &str = "next_status IS NULL OR next_on IS NOT NULL \
     AND next_status IN ('recognised', 'suspended', 'revoked', 'dissolved')";
const THEN_STATUS: &str = "then_status IS NULL OR then_on > next_on \
     AND then_status IN ('recognised', 'suspended', 'revoked', 'dissolved')";
const LATER_STATUS: &str = "later_status IS NULL OR later_on > then_on \
     AND later_status IN ('recognised', 'suspended', 'revoked', 'dissolved')";

/// The thirteenth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000013_acts"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // At most three changes of status follow without another act (`MOST_AHEAD` of the domain):
        // lists by status depend on them.
        let ahead = vec![
            date_null("next_on"),
            text_null("next_status").check(Expr::cust(NEXT_STATUS)).take(),
            date_null("then_on"),
            text_null("then_status").check(Expr::cust(THEN_STATUS)).take(),
            date_null("later_on"),
            text_null("later_status").check(Expr::cust(LATER_STATUS)).take(),
        ];
        add_columns(manager, "pole", ahead).await?;
        named_index(manager, "pole_by_next_on", "pole", &["next_on"]).await?;
        let references = json_binary("office_references").default("[]").take();
        let assignment = json_binary_null("assignment");
        let responsible = text_null("responsible");
        add_columns(manager, "application", vec![references, assignment, responsible]).await?;
        named_index(manager, "application_by_responsible", "application", &["responsible", "id"])
            .await?;
        let mut kinds = Query::insert();
        kinds.into_table("event_kind").columns(["code"]);
        for kind in [
            "suspension_extended",
            "court_order_recorded",
            "pole_act_delivered",
            "reference_recorded",
            "application_assigned",
        ] {
            kinds.values_panic([kind.into()]);
        }
        manager.execute(kinds).await
    }
}
