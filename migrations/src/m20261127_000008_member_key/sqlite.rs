//! SQLite cannot change a key: both tables are copied.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date, date_null, json_binary, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use crate::statement::run;

/// Every column of a member.
const MEMBER: &str = "id, pole_id, kind, name, tax_code, vat_number, province, municipality, \
    operating_sites, joined_on, left_on, confirmed_at, succeeds, profile, study_tracks, \
    accreditations, contacts, version, created_at, updated_at";

pub(super) async fn rebuild(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create_member(manager).await?;
    create_member_school_code(manager).await?;
    // The codes go first: they would be deleted with the members they refer to. Renaming a table also
    // renames it in the foreign keys that name it.
    let statements = [
        format!("INSERT INTO member_rebuilt ({MEMBER}) SELECT {MEMBER} FROM member"),
        "INSERT INTO member_school_code_rebuilt \
            (pole_id, member_id, code, institution_prefix, series) \
         SELECT member.pole_id, known.member_id, known.code, known.institution_prefix, known.series \
         FROM member_school_code known JOIN member ON member.id = known.member_id"
            .to_owned(),
        "DROP TABLE member_school_code".to_owned(),
        "DROP TABLE member".to_owned(),
        "ALTER TABLE member_rebuilt RENAME TO member".to_owned(),
        "ALTER TABLE member_school_code_rebuilt RENAME TO member_school_code".to_owned(),
    ];
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}

async fn create_member(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("member_rebuilt")
                .col(uuid("id"))
                .col(uuid("pole_id"))
                .col(text("kind").check(Expr::cust(
                    "kind IN ('technical_institute', 'vocational_institute', 'company', \
                     'accredited_body', 'its_academy', 'university', 'research_centre', 'other')",
                )))
                .col(text("name"))
                .col(text("tax_code").check(Expr::cust("length(tax_code) IN (11, 16)")))
                .col(
                    text_null("vat_number")
                        .check(Expr::cust("vat_number IS NULL OR length(vat_number) = 11")),
                )
                .col(text("province").check(Expr::cust("length(province) = 2")))
                .col(text_null("municipality"))
                .col(json_binary("operating_sites").default("[]"))
                .col(date("joined_on"))
                .col(date_null("left_on"))
                .col(timestamp_with_time_zone_null("confirmed_at"))
                .col(uuid_null("succeeds"))
                .col(json_binary("profile"))
                .col(json_binary("study_tracks"))
                .col(json_binary("accreditations"))
                .col(json_binary("contacts"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .primary_key(Index::create().col("pole_id").col("id"))
                .check(Expr::cust("left_on IS NULL OR left_on >= joined_on"))
                .foreign_key(
                    ForeignKey::create()
                        .name("member_of_pole")
                        .from("member_rebuilt", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await
}

async fn create_member_school_code(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("member_school_code_rebuilt")
                .col(uuid("pole_id"))
                .col(uuid("member_id"))
                .col(text("code").check(Expr::cust("length(code) = 10")))
                .col(text("institution_prefix").check(Expr::cust("length(institution_prefix) = 7")))
                .col(text_null("series"))
                .primary_key(Index::create().col("pole_id").col("member_id").col("code"))
                .foreign_key(
                    ForeignKey::create()
                        .name("member_school_code_of_member")
                        .from_tbl("member_school_code_rebuilt")
                        .from_col("pole_id")
                        .from_col("member_id")
                        .to_tbl("member_rebuilt")
                        .to_col("pole_id")
                        .to_col("id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await
}
