//! Reorganisations, what they did to each pole, and what they leave in it.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date, json_binary, text_null, timestamp_with_time_zone, uuid};

use crate::statement::{add_columns, index};

/// The fourteenth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000014_reorganisations"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let successions = json_binary("successions").default("[]").take();
        add_columns(manager, "pole", vec![successions]).await?;
        manager
            .create_table(
                Table::create()
                    .table("reorganisation")
                    .col(uuid("id").primary_key())
                    .col(json_binary("act"))
                    .col(date("effective_on"))
                    .col(text_null("reason"))
                    // Who handed over what to whom.
                    .col(json_binary("handovers"))
                    .col(timestamp_with_time_zone("recorded_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("reorganisation_pole")
                    .col(uuid("reorganisation_id"))
                    .col(uuid("pole_id"))
                    .col(json_binary("effects"))
                    .primary_key(Index::create().col("reorganisation_id").col("pole_id"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("reorganisation_pole_of_reorganisation")
                            .from("reorganisation_pole", "reorganisation_id")
                            .to("reorganisation", "id"),
                    )
                    // A draft that is deleted is nobody's record.
                    .foreign_key(
                        ForeignKey::create()
                            .name("reorganisation_pole_of_pole")
                            .from("reorganisation_pole", "pole_id")
                            .to("pole", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        index(manager, "reorganisation_pole", &["pole_id"]).await?;
        let mut kinds = Query::insert();
        kinds.into_table("event_kind").columns(["code"]).values_panic(["pole_reorganised".into()]);
        manager.execute(kinds).await
    }
}
