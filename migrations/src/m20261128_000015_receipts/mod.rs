//! Receipts of what applicants present after an application: never deleted, and only erased. And
//! who is to be forgotten once a request is decided.

use async_trait::async_trait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    blob_null, text, text_null, timestamp_with_time_zone, uuid, uuid_null,
};

use crate::statement::{add_columns, index, is_postgres, run};

/// The fifteenth schema.
pub(crate) struct Migration;

// Not derived: the derive would take the name from the file, which is `mod` here.
impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000015_receipts"
    }
}

/// What never changes.
const ISSUED: &str = "id, act, application_id, change_request_id, communication_id, pole_id, \
    presented_at, jws_sha256";
/// What is only erased.
const ERASED: &str = "salt, officer, officer_issuer, officer_subject";

#[async_trait]
impl MigrationTrait for Migration {
    // Without it, SQLite keeps the first half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("receipt")
                    .col(uuid("id").primary_key())
                    .col(text("act").check(Expr::cust(
                        "act IN ('application', 'integration', 'observations', 'withdrawal', \
                         'acknowledgement', 'change_request', 'communication')",
                    )))
                    // What the act belongs to.
                    .col(uuid_null("application_id"))
                    .col(uuid_null("change_request_id"))
                    .col(uuid_null("communication_id"))
                    .col(uuid("pole_id"))
                    .col(timestamp_with_time_zone("presented_at"))
                    // Empty once it was erased; its digest still tells whether a copy is the one.
                    .col(text("jws"))
                    .col(text("jws_sha256").check(Expr::cust("length(jws_sha256) = 64")))
                    // What the digest of the content begins with: once erased, it reveals nothing.
                    .col(blob_null("salt").check(Expr::cust("salt IS NULL OR length(salt) = 32")))
                    // Whom it names as the person responsible.
                    .col(text_null("officer"))
                    .col(text_null("officer_issuer"))
                    .col(text_null("officer_subject"))
                    .check(Expr::cust(
                        "(CASE WHEN application_id IS NULL THEN 0 ELSE 1 END) + \
                         (CASE WHEN change_request_id IS NULL THEN 0 ELSE 1 END) + \
                         (CASE WHEN communication_id IS NULL THEN 0 ELSE 1 END) = 1",
                    ))
                    .foreign_key(of("application", "application_id").on_delete(RESTRICT))
                    .foreign_key(of("change_request", "change_request_id").on_delete(RESTRICT))
                    .foreign_key(of("communication", "communication_id").on_delete(RESTRICT))
                    .foreign_key(of("pole", "pole_id").on_delete(RESTRICT))
                    .to_owned(),
            )
            .await?;
        index(manager, "receipt", &["pole_id", "id"]).await?;
        index(manager, "receipt", &["application_id", "id"]).await?;
        index(manager, "receipt", &["change_request_id", "id"]).await?;
        index(manager, "receipt", &["communication_id", "id"]).await?;
        seal(manager).await?;
        forget_later(manager).await
    }
}

/// Persons in requests that wait for a decision: who is to be forgotten with it. Until then what the
/// request says may only get shorter.
async fn forget_later(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let column = text("forget_later").default("").take();
    add_columns(manager, "change_request", vec![column]).await?;
    let changed = "NEW.changes <> '' AND NEW.changes <> OLD.changes \
        AND (NEW.forget_later = '' OR length(NEW.changes) >= length(OLD.changes))";
    let statements = if is_postgres(manager) {
        [
            "DROP TRIGGER change_request_is_only_erased ON change_request".to_owned(),
            format!(
                "CREATE TRIGGER change_request_is_only_erased BEFORE UPDATE OF changes \
                 ON change_request FOR EACH ROW WHEN ({changed}) \
                 EXECUTE FUNCTION application_is_kept()"
            ),
        ]
    } else {
        [
            "DROP TRIGGER change_request_is_only_erased".to_owned(),
            format!(
                "CREATE TRIGGER change_request_is_only_erased BEFORE UPDATE OF changes \
                 ON change_request WHEN {changed} \
                 BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END"
            ),
        ]
    };
    run(manager, &statements.each_ref().map(String::as_str)).await
}

const RESTRICT: ForeignKeyAction = ForeignKeyAction::Restrict;

fn of(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("receipt_of_{table}")).from("receipt", column).to(table, "id");
    key
}

/// Makes the database reject deletions and every change but an erasure.
async fn seal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let changed = |differs: &str| {
        let column = |name| format!("(NEW.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name})");
        ERASED.split(", ").map(column).collect::<Vec<_>>().join(" OR ")
    };
    let statements = if is_postgres(manager) {
        let refuse = "EXECUTE FUNCTION application_is_kept()";
        vec![
            format!(
                "CREATE TRIGGER receipt_is_frozen BEFORE UPDATE OF {ISSUED} ON receipt \
                 FOR EACH STATEMENT {refuse}"
            ),
            format!(
                "CREATE TRIGGER receipt_is_only_erased BEFORE UPDATE OF jws ON receipt \
                 FOR EACH ROW WHEN (NEW.jws <> '') {refuse}"
            ),
            format!(
                "CREATE TRIGGER receipt_names_nobody_else BEFORE UPDATE OF {ERASED} ON receipt \
                 FOR EACH ROW WHEN ({}) {refuse}",
                changed("IS DISTINCT FROM")
            ),
            format!(
                "CREATE TRIGGER receipt_is_kept BEFORE DELETE OR TRUNCATE ON receipt \
                 FOR EACH STATEMENT {refuse}"
            ),
        ]
    } else {
        let refuse =
            "BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END";
        vec![
            format!(
                "CREATE TRIGGER receipt_is_frozen BEFORE UPDATE OF {ISSUED} ON receipt {refuse}"
            ),
            format!(
                "CREATE TRIGGER receipt_is_only_erased BEFORE UPDATE OF jws ON receipt \
                 WHEN NEW.jws <> '' {refuse}"
            ),
            format!(
                "CREATE TRIGGER receipt_names_nobody_else BEFORE UPDATE OF {ERASED} ON receipt \
                 WHEN {} {refuse}",
                changed("IS NOT")
            ),
            format!("CREATE TRIGGER receipt_is_kept BEFORE DELETE ON receipt {refuse}"),
            // INSERT OR REPLACE deletes without firing the delete triggers.
            format!(
                "CREATE TRIGGER receipt_is_never_replaced BEFORE INSERT ON receipt WHEN EXISTS \
                 (SELECT 1 FROM receipt WHERE id = NEW.id) {refuse}"
            ),
        ]
    };
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}
