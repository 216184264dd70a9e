//! Members of poles, and the school codes they are searched by.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, date_null, json_binary, text, text_null, timestamp_with_time_zone, uuid,
    uuid_null,
};

use crate::statement::index;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("member")
                .col(uuid("id").primary_key())
                .col(uuid("pole_id"))
                .col(text("kind").check(Expr::cust(
                    "kind IN ('technical_institute', 'vocational_institute', 'company', \
                     'accredited_body', 'its_academy', 'university', 'research_centre', 'other')",
                )))
                .col(text("name"))
                .col(text("tax_code").check(Expr::cust("length(tax_code) IN (11, 16)")))
                .col(text("province").check(Expr::cust("length(province) = 2")))
                .col(text_null("municipality"))
                .col(date("joined_on"))
                .col(date_null("left_on"))
                // No foreign key: a member keeps it after its predecessor is removed.
                .col(uuid_null("succeeds"))
                .col(json_binary("profile"))
                .col(json_binary("study_tracks"))
                .col(json_binary("accreditations"))
                .col(json_binary("contacts"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .check(Expr::cust("left_on IS NULL OR left_on >= joined_on"))
                .foreign_key(
                    ForeignKey::create()
                        .name("member_of_pole")
                        .from("member", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "member", &["pole_id", "id"]).await?;
    index(manager, "member", &["tax_code", "id"]).await?;
    index(manager, "member", &["kind", "pole_id"]).await?;

    manager
        .create_table(
            Table::create()
                .table("member_school_code")
                .col(uuid("member_id"))
                .col(text("code").check(Expr::cust("length(code) = 10")))
                // Either is shared by the sites of one institution: see SchoolCode.
                .col(text("institution_prefix").check(Expr::cust("length(institution_prefix) = 7")))
                .col(text_null("series"))
                .primary_key(Index::create().col("member_id").col("code"))
                .foreign_key(
                    ForeignKey::create()
                        .name("member_school_code_of_member")
                        .from("member_school_code", "member_id")
                        .to("member", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "member_school_code", &["code", "member_id"]).await?;
    index(manager, "member_school_code", &["institution_prefix", "member_id"]).await?;
    index(manager, "member_school_code", &["series", "member_id"]).await
}
