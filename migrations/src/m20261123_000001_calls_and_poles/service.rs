//! What serves the requests themselves: the numbers of codes, and the answers to repeat.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob, integer, text, text_null, timestamp_with_time_zone,
};

use super::index;

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
                // The SHA-256 of the request's body.
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
