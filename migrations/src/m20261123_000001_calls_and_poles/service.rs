//! Tables of the service itself: code counters and idempotency records.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, integer, text, text_null, timestamp_with_time_zone,
};

use crate::statement::index;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("counter")
                .col(text("series").check(Expr::cust("series IN ('call', 'pole')")))
                .col(integer("year"))
                .col(big_integer("value").check(Expr::cust("value >= 1")))
                .primary_key(Index::create().col("series").col("year"))
                .to_owned(),
        )
        .await?;

    manager
        .create_table(
            Table::create()
                .table("idempotency")
                .col(text("client"))
                .col(text("key"))
                .col(text("target"))
                // SHA-256 of the request body.
                .col(blob("body").check(Expr::cust("length(body) = 32")))
                .col(integer("status").check(Expr::cust("status BETWEEN 200 AND 299")))
                .col(text_null("location"))
                .col(text_null("etag"))
                .col(text("answer"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().col("client").col("key"))
                .to_owned(),
        )
        .await?;
    index(manager, "idempotency", &["created_at"]).await
}
