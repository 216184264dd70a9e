//! Versions of poles: append-only.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, boolean, timestamp_with_time_zone, uuid,
};

use crate::statement::{add_columns, is_postgres, run};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // No foreign key, as for events: a version is written while others may have locked the pole.
    manager
        .create_table(
            Table::create()
                .table("pole_version")
                .col(uuid("pole_id"))
                .col(big_integer("version").check(Expr::cust("version >= 1")))
                .col(timestamp_with_time_zone("at"))
                .col(boolean("is_public"))
                // Whether the content has all members, rather than those that changed.
                .col(boolean("is_whole"))
                // JSON, in zlib's format (RFC 1950).
                .col(blob("content"))
                .primary_key(Index::create().col("pole_id").col("version"))
                .to_owned(),
        )
        .await?;
    // The last version of which the content is kept.
    add_columns(manager, "pole", vec![big_integer_null("kept_version").take()]).await?;
    let statements: &[&str] = if is_postgres(manager) {
        &[
            "CREATE FUNCTION pole_version_is_final() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'versions are never changed or deleted'; END $$",
            "CREATE TRIGGER pole_version_is_final \
             BEFORE UPDATE OR DELETE OR TRUNCATE ON pole_version \
             FOR EACH STATEMENT EXECUTE FUNCTION pole_version_is_final()",
        ]
    } else {
        &[
            "CREATE TRIGGER pole_version_is_never_changed BEFORE UPDATE ON pole_version \
             BEGIN SELECT RAISE(ABORT, 'versions are never changed or deleted'); END",
            "CREATE TRIGGER pole_version_is_never_deleted BEFORE DELETE ON pole_version \
             BEGIN SELECT RAISE(ABORT, 'versions are never changed or deleted'); END",
            // INSERT OR REPLACE deletes without firing the delete triggers.
            "CREATE TRIGGER pole_version_is_never_replaced BEFORE INSERT ON pole_version \
             WHEN EXISTS (SELECT 1 FROM pole_version \
                WHERE pole_id = NEW.pole_id AND version = NEW.version) \
             BEGIN SELECT RAISE(ABORT, 'versions are never replaced: there is one'); END",
        ]
    };
    run(manager, statements).await
}
