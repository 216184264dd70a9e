//! Calls.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, json_binary, json_binary_null, text, text_null, text_uniq,
    timestamp_with_time_zone, uuid,
};

use crate::statement::index;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("call")
                .col(uuid("id").primary_key())
                .col(text_uniq("code"))
                .col(
                    text("status").check(Expr::cust(
                        "status IN ('draft', 'published', 'withdrawn', 'archived')",
                    )),
                )
                .col(text("purpose").check(Expr::cust("purpose IN ('constitution', 'measure')")))
                .col(text("title_it"))
                .col(text_null("title_en"))
                .col(text_null("text_it"))
                .col(text_null("text_en"))
                .col(json_binary("areas"))
                .col(timestamp_with_time_zone("opens_at"))
                .col(timestamp_with_time_zone("closes_at"))
                .col(
                    text("ruleset_id").check(Expr::cust(
                        "ruleset_id IN ('regione-lombardia', 'linee-guida-2013')",
                    )),
                )
                .col(json_binary("overrides"))
                .col(boolean("priority_for_poles"))
                .col(json_binary_null("act"))
                .col(json_binary("contacts"))
                // Code and title as search words: see fold.rs in the store.
                .col(text("folded"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .check(Expr::cust("closes_at > opens_at"))
                .check(Expr::cust("text_it IS NOT NULL OR text_en IS NULL"))
                .to_owned(),
        )
        .await?;
    index(manager, "call", &["opens_at", "id"]).await?;
    index(manager, "call", &["closes_at", "id"]).await?;
    index(manager, "call", &["status", "id"]).await?;
    index(manager, "call", &["purpose", "id"]).await?;

    // The areas in `areas`, for searching; a call without a row here is open to every area.
    manager
        .create_table(
            Table::create()
                .table("call_area")
                .col(uuid("call_id"))
                .col(text("area").check(Expr::cust(
                    "area IN ('agri_food', 'manufacturing', 'mechanics', 'culture', 'tourism', \
                     'trade_and_transport', 'personal_services')",
                )))
                .primary_key(Index::create().col("call_id").col("area"))
                .foreign_key(
                    ForeignKey::create()
                        .name("call_area_of_call")
                        .from("call_area", "call_id")
                        .to("call", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await
}
