//! Indexes that no query uses.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, json_binary, text, text_null, timestamp_with_time_zone, uuid,
    uuid_null, uuid_uniq,
};

use crate::statement::{index, is_postgres, run};

/// Every column of an event except its subject.
const EVENT: &str = "position, id, kind, at, roles, issuer, client, organisation, aggregate, \
    aggregate_id, aggregate_version, member_id, member_version, changed, reason, previous, hash";

/// Schools are searched by the parts of their codes. That no two events have the same hash follows
/// from the chain, as far as anything does.
pub(super) async fn drop_unused(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(manager, &["DROP INDEX member_school_code_by_code_member_id"]).await?;
    if is_postgres(manager) {
        return run(manager, &["ALTER TABLE event DROP CONSTRAINT event_hash_key"]).await;
    }
    rebuild(manager).await
}

/// Copies the table, since SQLite cannot drop a constraint otherwise. Every column keeps its value,
/// so the hash chain stays valid.
async fn rebuild(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("event_rebuilt")
                .col(big_integer("position").primary_key().check(Expr::cust("position >= 1")))
                .col(uuid_uniq("id"))
                .col(text("kind"))
                .col(timestamp_with_time_zone("at"))
                .col(json_binary("roles"))
                .col(text_null("issuer"))
                .col(text_null("subject"))
                .col(text_null("client"))
                .col(text_null("organisation"))
                .col(
                    text("aggregate")
                        .check(Expr::cust("aggregate IN ('call', 'pole', 'application')")),
                )
                .col(uuid("aggregate_id"))
                .col(big_integer("aggregate_version"))
                .col(uuid_null("member_id"))
                .col(big_integer_null("member_version"))
                .col(json_binary("changed"))
                .col(text_null("reason"))
                .col(text_null("previous"))
                .col(text("hash").check(Expr::cust("length(hash) = 64")))
                .check(Expr::cust(
                    "issuer IS NOT NULL OR \
                     (subject IS NULL AND client IS NULL AND organisation IS NULL)",
                ))
                .check(Expr::cust("organisation IS NULL OR length(organisation) = 11"))
                .check(Expr::cust("(member_id IS NULL) = (member_version IS NULL)"))
                .check(Expr::cust("member_id IS NULL OR aggregate = 'pole'"))
                .check(Expr::cust("(position = 1) = (previous IS NULL)"))
                .foreign_key(
                    ForeignKey::create()
                        .name("event_of_kind")
                        .from("event_rebuilt", "kind")
                        .to("event_kind", "code"),
                )
                .to_owned(),
        )
        .await?;
    let refuse = "BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END";
    // The triggers are dropped with the table, so they do not block this; the audiences refer to
    // the table by its name.
    let statements = [
        format!(
            "INSERT INTO event_rebuilt ({EVENT}, subject) SELECT {EVENT}, subject FROM event \
             ORDER BY position"
        ),
        "CREATE TABLE event_audience_kept AS SELECT audience, position FROM event_audience"
            .to_owned(),
        "DELETE FROM event_audience".to_owned(),
        "DROP TABLE event".to_owned(),
        "ALTER TABLE event_rebuilt RENAME TO event".to_owned(),
        "INSERT INTO event_audience (audience, position) \
         SELECT audience, position FROM event_audience_kept"
            .to_owned(),
        "DROP TABLE event_audience_kept".to_owned(),
        format!("CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF {EVENT} ON event {refuse}"),
        format!("CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event {refuse}"),
        format!(
            "CREATE TRIGGER event_subject_is_only_erased BEFORE UPDATE OF subject ON event \
             WHEN NEW.subject IS NOT NULL {refuse}"
        ),
        // INSERT OR REPLACE deletes without firing the delete triggers.
        "CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event \
         WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position) \
         OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id) \
         BEGIN SELECT RAISE(ABORT, 'events are never replaced: there is one'); END"
            .to_owned(),
    ];
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    index(manager, "event", &["aggregate_id", "aggregate_version"]).await?;
    index(manager, "event", &["member_id", "member_version"]).await
}
