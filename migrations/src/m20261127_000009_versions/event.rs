//! The digest of a version, in the event that made it: so the chain holds versions too.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

use crate::statement::{add_columns, is_postgres, run};

/// Every column of an event except its subject.
const EVENT: &str = "position, id, kind, at, roles, issuer, client, organisation, aggregate, \
    aggregate_id, aggregate_version, member_id, member_version, changed, reason, content_sha256, \
    previous, hash";

pub(super) async fn add_digest(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let digest = text_null("content_sha256")
        .check(Expr::cust("content_sha256 IS NULL OR length(content_sha256) = 64"))
        .take();
    add_columns(manager, "event", vec![digest.clone()]).await?;
    let statements = if is_postgres(manager) {
        add_columns(manager, "event_pending", vec![digest]).await?;
        [
            "DROP TRIGGER event_is_final ON event".to_owned(),
            format!(
                "CREATE TRIGGER event_is_final \
                 BEFORE UPDATE OF {EVENT} OR DELETE OR TRUNCATE ON event \
                 FOR EACH STATEMENT EXECUTE FUNCTION event_is_final()"
            ),
        ]
    } else {
        [
            "DROP TRIGGER event_is_never_changed".to_owned(),
            format!(
                "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF {EVENT} ON event \
                 BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END"
            ),
        ]
    };
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}
