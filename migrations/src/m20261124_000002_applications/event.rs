//! Events of applications, and the audiences of events.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, json_binary, text, text_null, text_uniq,
    timestamp_with_time_zone, uuid, uuid_null, uuid_uniq,
};

use crate::statement::{index, is_postgres, run};

const KINDS: [&str; 23] = [
    "pole_submitted",
    "pole_returned",
    "pole_recognised",
    "recognition_annulled",
    "pole_warned",
    "pole_suspended",
    "pole_reinstated",
    "pole_revoked",
    "pole_dissolved",
    "pole_transferred",
    "finding_settled",
    "member_confirmed",
    "application_submitted",
    "application_reviewed",
    "integration_requested",
    "integration_received",
    "rejection_notified",
    "observations_received",
    "application_admitted",
    "application_rejected",
    "decision_annulled",
    "application_withdrawn",
    "application_lapsed",
];

pub(super) async fn widen(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut kinds = Query::insert();
    kinds.into_table("event_kind").columns(["code"]);
    for kind in KINDS {
        kinds.values_panic([kind.into()]);
    }
    manager.execute(kinds).await?;

    if is_postgres(manager) {
        let statements = [
            "ALTER TABLE event DROP CONSTRAINT event_aggregate_check",
            "ALTER TABLE event ADD CONSTRAINT event_aggregate_check \
             CHECK (aggregate IN ('call', 'pole', 'application'))",
        ];
        run(manager, &statements).await?;
    } else {
        rebuild(manager).await?;
    }
    create_audience(manager).await
}

/// Copies the table, since SQLite cannot change a CHECK otherwise. Every column keeps its value, so
/// the hash chain stays valid.
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
                        .from("event_rebuilt", "kind")
                        .to("event_kind", "code"),
                )
                .to_owned(),
        )
        .await?;
    // The triggers are dropped with the table, so they do not block this.
    let statements = [
        "INSERT INTO event_rebuilt (position, id, kind, at, roles, issuer, subject, client, \
            organisation, aggregate, aggregate_id, aggregate_version, member_id, member_version, \
            changed, reason, previous, hash) \
         SELECT position, id, kind, at, roles, issuer, subject, client, organisation, aggregate, \
            aggregate_id, aggregate_version, member_id, member_version, changed, reason, \
            previous, hash FROM event ORDER BY position",
        "DROP TABLE event",
        "ALTER TABLE event_rebuilt RENAME TO event",
        "CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event \
         BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END",
        "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event \
         BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END",
    ];
    run(manager, &statements).await?;
    index(manager, "event", &["aggregate_id", "aggregate_version"]).await?;
    index(manager, "event", &["member_id", "member_version"]).await
}

/// Who may see an event besides officials: the public, or an owner by key. Rows may be deleted: a
/// key can identify a person and must be erasable. Events before this migration have no audience;
/// only officials and the current owners of their aggregates see them.
async fn create_audience(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("event_audience")
                .col(big_integer("position"))
                .col(text("audience").check(Expr::cust(
                    "audience = 'public' OR substr(audience, 1, 4) IN ('org:', 'sub:')",
                )))
                .primary_key(Index::create().col("audience").col("position"))
                .foreign_key(
                    ForeignKey::create()
                        .name("event_audience_of_event")
                        .from("event_audience", "position")
                        .to("event", "position"),
                )
                .to_owned(),
        )
        .await
}
