//! Communications of facts, and acts of office.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, json_binary_null, text, text_null, text_uniq,
    timestamp_with_time_zone, uuid,
};

use crate::statement::index;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("communication")
                .col(uuid("id").primary_key())
                // From the register of the year, which has those of applications too.
                .col(text_uniq("protocol"))
                .col(text("kind").check(Expr::cust("kind IN ('communication', 'office_act')")))
                .col(text("status").check(Expr::cust("status IN ('filed', 'noted', 'contested')")))
                // That of a body outside the network once it is noted, others when they are filed.
                .col(boolean("in_effect"))
                .col(uuid("pole_id"))
                .col(timestamp_with_time_zone("received_at"))
                .col(date("effective_on"))
                .col(text("source"))
                .col(text_null("reason"))
                .col(json_binary_null("act"))
                // JSON of the contract; empty once it was erased.
                .col(text("changes"))
                // Tax codes of the members that it is about, with a blank between them.
                .col(text("about"))
                .col(json_binary_null("filed_by"))
                // How the office answered.
                .col(json_binary_null("answer"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .check(Expr::cust("(kind = 'office_act') = (act IS NOT NULL)"))
                .foreign_key(
                    ForeignKey::create()
                        .name("communication_of_pole")
                        .from("communication", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "communication", &["pole_id", "id"]).await
}
