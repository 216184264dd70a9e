//! Determinations by officials, and the outcomes of recognised poles over time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{boolean, date, text, timestamp_with_time_zone, uuid};

use crate::statement::index;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("determination")
                .col(uuid("id").primary_key())
                .col(uuid("pole_id"))
                .col(text("rule"))
                // No foreign key: it outlives the member, and then has no effect.
                .col(uuid("member_id"))
                .col(text("fact"))
                .col(boolean("accepted"))
                .col(text("reason"))
                .col(timestamp_with_time_zone("decided_at"))
                .col(text("issuer"))
                .col(text("subject"))
                .foreign_key(
                    ForeignKey::create()
                        .name("determination_on_pole")
                        .from("determination", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "determination", &["pole_id", "id"]).await?;

    // Computed from the pole, its members and its determinations, for searching.
    manager
        .create_table(
            Table::create()
                .table("pole_outcome")
                .col(uuid("pole_id"))
                .col(date("from_on"))
                .col(date("until_on"))
                .col(
                    text("outcome").check(Expr::cust(
                        "outcome IN ('compliant', 'needs_review', 'non_compliant')",
                    )),
                )
                .primary_key(Index::create().col("pole_id").col("from_on"))
                .check(Expr::cust("until_on >= from_on"))
                .foreign_key(
                    ForeignKey::create()
                        .name("pole_outcome_of_pole")
                        .from("pole_outcome", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Cascade),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "pole_outcome", &["outcome", "from_on", "until_on", "pole_id"]).await
}
