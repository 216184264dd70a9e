//! What never changes cannot be replaced either; what may have to be erased can be.

use sea_orm_migration::prelude::*;

use crate::statement::{is_postgres, run};

/// Every column of an event except its subject.
const EVENT: &str = "position, id, kind, at, roles, issuer, client, organisation, aggregate, \
    aggregate_id, aggregate_version, member_id, member_version, changed, reason, previous, hash";

/// Every column of an application that keeps what was received.
const RECEIVED: &str = "id, protocol, call_id, pole_id, purpose, received_at, reference_date, \
    snapshot, snapshot_sha256, receipt";

/// Events are never changed, deleted or replaced. Only the subject can be erased: it may identify a
/// person, and is not part of the hash.
pub(super) async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements = if is_postgres(manager) {
        vec![
            "DROP TRIGGER event_is_final ON event".to_owned(),
            format!(
                "CREATE TRIGGER event_is_final \
                 BEFORE UPDATE OF {EVENT} OR DELETE OR TRUNCATE ON event \
                 FOR EACH STATEMENT EXECUTE FUNCTION event_is_final()"
            ),
            "CREATE TRIGGER event_subject_is_only_erased BEFORE UPDATE OF subject ON event \
             FOR EACH ROW WHEN (NEW.subject IS NOT NULL) EXECUTE FUNCTION event_is_final()"
                .to_owned(),
        ]
    } else {
        let refuse = "BEGIN SELECT RAISE(ABORT, 'events are never changed or deleted'); END";
        vec![
            "DROP TRIGGER event_is_never_changed".to_owned(),
            format!(
                "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF {EVENT} ON event {refuse}"
            ),
            format!(
                "CREATE TRIGGER event_subject_is_only_erased BEFORE UPDATE OF subject ON event \
                 WHEN NEW.subject IS NOT NULL {refuse}"
            ),
            // INSERT OR REPLACE deletes without firing the delete triggers.
            "CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event \
             WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position) \
             OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id) \
             OR EXISTS (SELECT 1 FROM event WHERE hash = NEW.hash) \
             BEGIN SELECT RAISE(ABORT, 'events are never replaced: there is one'); END"
                .to_owned(),
        ]
    };
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}

/// What was received is never changed, deleted or replaced, including its call, pole, purpose and
/// reference date.
pub(super) async fn applications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let refuse = "BEGIN SELECT RAISE(ABORT, 'what was received is never changed or deleted'); END";
    // Rows that a replacement would delete: one with the same key, or the pending one.
    let pushed_out = "SELECT 1 FROM application other WHERE other.id <> NEW.id \
         AND other.due_on IS NOT NULL AND NEW.due_on IS NOT NULL \
         AND other.pole_id = NEW.pole_id AND (other.call_id = NEW.call_id \
         OR (other.purpose = 'constitution' AND NEW.purpose = 'constitution'))";
    let replaced =
        "BEGIN SELECT RAISE(ABORT, 'what was received is never replaced: there is one'); END";
    let statements = if is_postgres(manager) {
        vec![
            "DROP TRIGGER application_is_frozen ON application".to_owned(),
            format!(
                "CREATE TRIGGER application_is_frozen BEFORE UPDATE OF {RECEIVED} ON application \
                 FOR EACH STATEMENT EXECUTE FUNCTION application_is_kept()"
            ),
        ]
    } else {
        vec![
            "DROP TRIGGER application_is_frozen".to_owned(),
            format!(
                "CREATE TRIGGER application_is_frozen BEFORE UPDATE OF {RECEIVED} ON application \
                 {refuse}"
            ),
            format!(
                "CREATE TRIGGER application_is_never_replaced BEFORE INSERT ON application \
                 WHEN EXISTS (SELECT 1 FROM application WHERE id = NEW.id) \
                 OR EXISTS (SELECT 1 FROM application WHERE protocol = NEW.protocol) \
                 OR EXISTS ({pushed_out}) {replaced}"
            ),
            format!(
                "CREATE TRIGGER application_is_never_pushed_out \
                 BEFORE UPDATE OF due_on ON application WHEN EXISTS ({pushed_out}) {replaced}"
            ),
        ]
    };
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}
