//! What officials write for officials beside an event: not part of the chain.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{text, uuid};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // No foreign key: on PostgreSQL the event waits for its place in another table.
    manager
        .create_table(
            Table::create()
                .table("event_note")
                .col(uuid("event_id").primary_key())
                .col(text("note"))
                .to_owned(),
        )
        .await
}
