//! Snapshots of applications in a table of their own, compressed: whoever reads an application does
//! not read its snapshot.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{blob, uuid};
use sea_orm_migration::sea_orm::prelude::Uuid;

use crate::statement::{is_postgres, run};

/// Every column of an application that keeps what was received.
const RECEIVED: &str = "id, protocol, call_id, pole_id, purpose, received_at, reference_date, \
    snapshot_sha256, receipt";

pub(super) async fn move_out(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("application_snapshot")
                .col(uuid("application_id").primary_key())
                // The text, UTF-8, in zlib's format (RFC 1950).
                .col(blob("compressed"))
                .foreign_key(
                    ForeignKey::create()
                        .name("application_snapshot_of_application")
                        .from("application_snapshot", "application_id")
                        .to("application", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    copy(manager).await?;
    // The triggers name the column.
    let statements = if is_postgres(manager) {
        vec![
            "DROP TRIGGER application_is_frozen ON application".to_owned(),
            "ALTER TABLE application DROP COLUMN snapshot".to_owned(),
            format!(
                "CREATE TRIGGER application_is_frozen BEFORE UPDATE OF {RECEIVED} ON application \
                 FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()"
            ),
            "CREATE TRIGGER application_snapshot_is_kept \
             BEFORE UPDATE OR DELETE OR TRUNCATE ON application_snapshot \
             FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()"
                .to_owned(),
        ]
    } else {
        let refuse =
            "BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END";
        vec![
            "DROP TRIGGER application_is_frozen".to_owned(),
            "ALTER TABLE application DROP COLUMN snapshot".to_owned(),
            format!(
                "CREATE TRIGGER application_is_frozen BEFORE UPDATE OF {RECEIVED} ON application \
                 {refuse}"
            ),
            format!(
                "CREATE TRIGGER application_snapshot_is_frozen BEFORE UPDATE ON application_snapshot \
                 {refuse}"
            ),
            format!(
                "CREATE TRIGGER application_snapshot_is_kept BEFORE DELETE ON application_snapshot \
                 {refuse}"
            ),
            // INSERT OR REPLACE deletes without firing the delete triggers.
            "CREATE TRIGGER application_snapshot_is_never_replaced \
             BEFORE INSERT ON application_snapshot WHEN EXISTS \
             (SELECT 1 FROM application_snapshot WHERE application_id = NEW.application_id) \
             BEGIN SELECT RAISE(ABORT, 'what was received is never replaced: there is one'); END"
                .to_owned(),
        ]
    };
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// Copies the snapshots one by one: there may be many, of a megabyte each.
async fn copy(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let mut last = None::<Uuid>;
    loop {
        let mut next = Query::select();
        next.columns(["id", "snapshot"])
            .from("application")
            .order_by("id", Order::Asc)
            .limit(1)
            .and_where_option(last.map(|last| Expr::col("id").gt(last)));
        let Some(row) = db.query_one(&next).await? else { return Ok(()) };
        let (id, snapshot): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "snapshot")?);
        let mut copied = Query::insert();
        copied
            .into_table("application_snapshot")
            .columns(["application_id", "compressed"])
            .values_panic([id.into(), compressed(&snapshot)?.into()]);
        db.execute(&copied).await?;
        last = Some(id);
    }
}

fn compressed(text: &str) -> Result<Vec<u8>, DbErr> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.map_err(|error| DbErr::Custom(error.to_string()))
}
