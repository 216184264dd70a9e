//! What the pseudonyms of persons in versions stand for: rows may be deleted, and then they stand
//! for nobody.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, text, text_null, uuid};

use crate::statement::index;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("pole_person")
                .col(uuid("pole_id"))
                .col(uuid("pseudonym"))
                // Of the texts about the person: its code or subject is 0.
                .col(integer("number").check(Expr::cust("number >= 0")))
                .col(
                    text_null("tax_code")
                        .check(Expr::cust("tax_code IS NULL OR length(tax_code) = 16")),
                )
                .col(text_null("issuer"))
                .col(text_null("subject"))
                .col(text("text"))
                .primary_key(Index::create().col("pole_id").col("pseudonym").col("number"))
                .check(Expr::cust("(tax_code IS NULL) = (issuer IS NOT NULL)"))
                .check(Expr::cust("(issuer IS NULL) = (subject IS NULL)"))
                .to_owned(),
        )
        .await?;
    index(manager, "pole_person", &["tax_code"]).await?;
    index(manager, "pole_person", &["issuer", "subject"]).await
}
