//! Applications: never deleted, and what was received never changes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, blob_null, boolean, date, date_null, integer, json_binary, text, text_null,
    text_uniq, timestamp_with_time_zone, uuid,
};

use crate::statement::{index, is_postgres, run};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("application")
                .col(uuid("id").primary_key())
                .col(text_uniq("protocol"))
                .col(text("status").check(Expr::cust(
                    "status IN ('submitted', 'under_review', 'integration_requested', \
                     'rejection_notice', 'admitted', 'rejected', 'withdrawn', 'lapsed')",
                )))
                .col(uuid("call_id"))
                .col(uuid("pole_id"))
                .col(text("purpose").check(Expr::cust("purpose IN ('constitution', 'measure')")))
                // Copied from the pole, for searching.
                .col(text_null("owner_tax_code"))
                .col(text_null("owner_issuer"))
                .col(text_null("owner_subject"))
                .col(timestamp_with_time_zone("received_at"))
                .col(date("reference_date"))
                .col(date("starts_on"))
                .col(integer("days").check(Expr::cust("days BETWEEN 1 AND 180")))
                .col(boolean("notice_required"))
                .col(json_binary("taken"))
                // The last day to decide; NULL unless a decision is pending.
                .col(date_null("due_on"))
                .col(text("snapshot"))
                .col(text("snapshot_sha256").check(Expr::cust("length(snapshot_sha256) = 64")))
                .col(text("receipt"))
                // Key of the digests in the snapshot: once erased, they reveal nothing.
                .col(blob_null("salt").check(Expr::cust("salt IS NULL OR length(salt) = 32")))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .check(Expr::cust("(owner_tax_code IS NULL) = (owner_issuer IS NOT NULL)"))
                .check(Expr::cust("(owner_issuer IS NULL) = (owner_subject IS NULL)"))
                .check(Expr::cust("owner_tax_code IS NULL OR length(owner_tax_code) IN (11, 16)"))
                .check(Expr::cust(
                    "(due_on IS NOT NULL) = (status IN ('submitted', 'under_review', \
                     'integration_requested', 'rejection_notice'))",
                ))
                .foreign_key(
                    ForeignKey::create()
                        .name("application_under_call")
                        .from("application", "call_id")
                        .to("call", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .foreign_key(
                    ForeignKey::create()
                        .name("application_of_pole")
                        .from("application", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "application", &["status", "id"]).await?;
    index(manager, "application", &["call_id", "id"]).await?;
    index(manager, "application", &["pole_id", "id"]).await?;
    index(manager, "application", &["due_on", "id"]).await?;
    index(manager, "application", &["received_at", "id"]).await?;
    index(manager, "application", &["owner_tax_code", "id"]).await?;
    index(manager, "application", &["owner_issuer", "owner_subject", "id"]).await?;
    // An application with a `due_on` is pending.
    let one_pending = [
        "CREATE UNIQUE INDEX application_pending_once_per_call ON application (pole_id, call_id) \
         WHERE due_on IS NOT NULL",
        "CREATE UNIQUE INDEX application_constitutes_once ON application (pole_id) \
         WHERE due_on IS NOT NULL AND purpose = 'constitution'",
    ];
    run(manager, &one_pending).await?;
    seal(manager).await
}

/// Makes the database reject deletions and every change to what was received.
async fn seal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = if is_postgres(manager) {
        &[
            "CREATE FUNCTION application_is_kept() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'what was received is never changed or deleted'; END $$",
            "CREATE TRIGGER application_is_frozen \
             BEFORE UPDATE OF id, protocol, received_at, snapshot, snapshot_sha256, receipt \
             ON application FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()",
            "CREATE TRIGGER application_is_kept BEFORE DELETE OR TRUNCATE ON application \
             FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()",
        ]
    } else {
        &[
            "CREATE TRIGGER application_is_frozen \
             BEFORE UPDATE OF id, protocol, received_at, snapshot, snapshot_sha256, receipt \
             ON application \
             BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END",
            "CREATE TRIGGER application_is_kept BEFORE DELETE ON application \
             BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END",
        ]
    };
    run(manager, statements).await
}
