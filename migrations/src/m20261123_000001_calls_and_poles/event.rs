//! Events: append-only and chained by hash.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, json_binary, text, text_null, text_uniq,
    timestamp_with_time_zone, uuid, uuid_null, uuid_uniq,
};

use crate::statement::{index, is_postgres, run};

const KINDS: [&str; 13] = [
    "call_created",
    "call_changed",
    "call_published",
    "call_extended",
    "call_withdrawn",
    "call_archived",
    "call_deleted",
    "pole_created",
    "pole_changed",
    "pole_deleted",
    "member_added",
    "member_changed",
    "member_removed",
];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // A table rather than a CHECK: kinds will be added, and SQLite can change a CHECK only by
    // copying the whole table.
    manager
        .create_table(
            Table::create().table("event_kind").col(text("code").primary_key()).to_owned(),
        )
        .await?;
    let mut kinds = Query::insert();
    kinds.into_table("event_kind").columns(["code"]);
    for kind in KINDS {
        kinds.values_panic([kind.into()]);
    }
    manager.execute(kinds).await?;

    manager
        .create_table(
            Table::create()
                .table("event")
                .col(big_integer("position").primary_key().check(Expr::cust("position >= 1")))
                .col(uuid_uniq("id"))
                .col(text("kind"))
                .col(timestamp_with_time_zone("at"))
                // Who: empty for an act without a token.
                .col(json_binary("roles"))
                .col(text_null("issuer"))
                // Not part of the hash, so that it can be erased.
                .col(text_null("subject"))
                .col(text_null("client"))
                .col(text_null("organisation"))
                // What: no foreign keys, since events outlive their aggregates.
                .col(text("aggregate").check(Expr::cust("aggregate IN ('call', 'pole')")))
                .col(uuid("aggregate_id"))
                .col(big_integer("aggregate_version"))
                .col(uuid_null("member_id"))
                .col(big_integer_null("member_version"))
                .col(json_binary("changed"))
                .col(text_null("reason"))
                .col(text_null("previous"))
                .col(text_uniq("hash").check(Expr::cust("length(hash) = 64")))
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
                        .from("event", "kind")
                        .to("event_kind", "code"),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "event", &["aggregate_id", "aggregate_version"]).await?;
    index(manager, "event", &["member_id", "member_version"]).await?;
    seal(manager).await
}

/// Makes the database reject every change to an event.
async fn seal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = if is_postgres(manager) {
        &[
            "CREATE FUNCTION event_is_final() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'events are never changed or deleted'; END $$",
            "CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON event \
             FOR EACH STATEMENT EXECUTE FUNCTION event_is_final()",
        ]
    } else {
        &[
            "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event \
             BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END",
            "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event \
             BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END",
        ]
    };
    run(manager, statements).await
}
