//! Requests: never deleted, and what was received never changes, except that it can be erased.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, integer, json_binary, text, text_null, text_uniq,
    timestamp_with_time_zone, uuid,
};

use crate::statement::{index, is_postgres, run};

/// What a request was received with.
const RECEIVED: &str = "id, protocol, pole_id, received_at, cures";

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("change_request")
                .col(uuid("id").primary_key())
                // From the register of the year, which has those of applications too.
                .col(text_uniq("protocol"))
                .col(text("status").check(Expr::cust(
                    "status IN ('submitted', 'under_review', 'integration_requested', \
                     'refusal_notice', 'accepted', 'refused', 'withdrawn', 'lapsed')",
                )))
                .col(uuid("pole_id"))
                // Copied from the pole, for searching.
                .col(text_null("owner_tax_code"))
                .col(text_null("owner_issuer"))
                .col(text_null("owner_subject"))
                .col(timestamp_with_time_zone("received_at"))
                // As it was asked for; once accepted, in force.
                .col(date_null("effective_on"))
                // JSON of the contract; empty once it was erased.
                .col(text("changes"))
                .col(text_null("reason"))
                .col(boolean("cures"))
                .col(date("starts_on"))
                .col(integer("days").check(Expr::cust("days BETWEEN 1 AND 180")))
                .col(boolean("notice_required"))
                .col(json_binary("taken"))
                // The last day to decide; NULL unless a decision is pending.
                .col(date_null("due_on"))
                // The first day after the term to answer, and the last day to decide from then on.
                .col(
                    date_null("lapses_on")
                        .check(Expr::cust("lapses_on IS NULL OR due_on IS NOT NULL")),
                )
                .col(date_null("due_on_lapsed"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .check(Expr::cust("(owner_tax_code IS NULL) = (owner_issuer IS NOT NULL)"))
                .check(Expr::cust("(owner_issuer IS NULL) = (owner_subject IS NULL)"))
                .check(Expr::cust("(due_on_lapsed IS NULL) = (lapses_on IS NULL)"))
                .check(Expr::cust("status <> 'accepted' OR effective_on IS NOT NULL"))
                .check(Expr::cust(
                    "(due_on IS NOT NULL) = (status IN ('submitted', 'under_review', \
                     'integration_requested', 'refusal_notice'))",
                ))
                .foreign_key(
                    ForeignKey::create()
                        .name("change_request_of_pole")
                        .from("change_request", "pole_id")
                        .to("pole", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "change_request", &["status", "id"]).await?;
    index(manager, "change_request", &["pole_id", "id"]).await?;
    index(manager, "change_request", &["due_on", "id"]).await?;
    index(manager, "change_request", &["due_on_lapsed", "id"]).await?;
    index(manager, "change_request", &["received_at", "id"]).await?;
    index(manager, "change_request", &["owner_tax_code", "id"]).await?;
    index(manager, "change_request", &["owner_issuer", "owner_subject", "id"]).await?;
    create_topics(manager).await?;
    seal(manager).await
}

/// What requests are about: organisations by tax code, or the pole itself. Rows may be deleted: a
/// code can identify a person.
async fn create_topics(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("change_request_topic")
                .col(uuid("request_id"))
                .col(text("topic").check(Expr::cust("topic = 'pole' OR length(topic) IN (11, 16)")))
                .col(uuid("pole_id"))
                .col(boolean("pending"))
                .primary_key(Index::create().col("request_id").col("topic"))
                .foreign_key(
                    ForeignKey::create()
                        .name("change_request_topic_of_request")
                        .from("change_request_topic", "request_id")
                        .to("change_request", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "change_request_topic", &["topic", "request_id"]).await?;
    let once = "CREATE UNIQUE INDEX change_request_pending_once_per_topic \
         ON change_request_topic (pole_id, topic) WHERE pending";
    run(manager, &[once]).await
}

/// Makes the database reject deletions and every change to what was received.
async fn seal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements = if is_postgres(manager) {
        vec![
            format!(
                "CREATE TRIGGER change_request_is_frozen BEFORE UPDATE OF {RECEIVED} \
                 ON change_request FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()"
            ),
            "CREATE TRIGGER change_request_is_only_erased BEFORE UPDATE OF changes \
             ON change_request FOR EACH ROW WHEN (NEW.changes <> '') \
             EXECUTE FUNCTION application_is_kept()"
                .to_owned(),
            "CREATE TRIGGER change_request_is_kept BEFORE DELETE OR TRUNCATE ON change_request \
             FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()"
                .to_owned(),
        ]
    } else {
        let refuse =
            "BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END";
        vec![
            format!(
                "CREATE TRIGGER change_request_is_frozen BEFORE UPDATE OF {RECEIVED} \
                 ON change_request {refuse}"
            ),
            format!(
                "CREATE TRIGGER change_request_is_only_erased BEFORE UPDATE OF changes \
                 ON change_request WHEN NEW.changes <> '' {refuse}"
            ),
            format!(
                "CREATE TRIGGER change_request_is_kept BEFORE DELETE ON change_request {refuse}"
            ),
        ]
    };
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}
