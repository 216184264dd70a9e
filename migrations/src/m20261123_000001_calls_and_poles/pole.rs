//! Poles.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date_null, json_binary, json_binary_null, text, text_null, text_uniq,
    timestamp_with_time_zone, uuid, uuid_null,
};

use crate::statement::{bytewise, index};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("pole")
                .col(uuid("id").primary_key())
                .col(text_uniq("code"))
                .col(text("status").check(Expr::cust(
                    "status IN ('draft', 'candidate', 'recognised', 'suspended', 'revoked', \
                     'dissolved')",
                )))
                .col(text_null("owner_tax_code"))
                .col(text_null("owner_issuer"))
                .col(text_null("owner_subject"))
                .col(date_null("recognised_on"))
                .col(json_binary_null("recognition_act"))
                .col(text("name"))
                .col(text("area").check(Expr::cust(
                    "area IN ('agri_food', 'manufacturing', 'mechanics', 'culture', 'tourism', \
                     'trade_and_transport', 'personal_services')",
                )))
                .col(text_null("production_chain"))
                .col(text("province").check(Expr::cust("length(province) = 2")))
                .col(text_null("description"))
                .col(json_binary_null("network_agreement"))
                .col(json_binary_null("activity_plan"))
                // No foreign key: the pole is inserted before its members, and both databases
                // check immediately.
                .col(uuid_null("lead_member_id"))
                .col(json_binary("contacts"))
                // The sort key of the name, and code and name as search words: see fold.rs in the
                // store.
                .col(bytewise(manager, text("folded_name")))
                .col(text("folded"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                // Owned by an organisation, or by a subject of an issuer.
                .check(Expr::cust("(owner_tax_code IS NULL) = (owner_issuer IS NOT NULL)"))
                .check(Expr::cust("(owner_issuer IS NULL) = (owner_subject IS NULL)"))
                .check(Expr::cust("owner_tax_code IS NULL OR length(owner_tax_code) IN (11, 16)"))
                .check(Expr::cust("(recognised_on IS NULL) = (recognition_act IS NULL)"))
                .check(Expr::cust("status IN ('draft', 'candidate') OR recognised_on IS NOT NULL"))
                .to_owned(),
        )
        .await?;
    index(manager, "pole", &["folded_name", "id"]).await?;
    index(manager, "pole", &["updated_at", "id"]).await?;
    index(manager, "pole", &["area", "id"]).await?;
    index(manager, "pole", &["status", "id"]).await?;
    index(manager, "pole", &["province", "id"]).await?;
    index(manager, "pole", &["owner_tax_code", "id"]).await?;
    index(manager, "pole", &["owner_issuer", "owner_subject", "id"]).await
}
