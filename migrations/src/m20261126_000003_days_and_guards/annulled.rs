//! Poles whose recognition was annulled: whoever relied on it can still look that up.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json_binary_null;

use crate::statement::{add_columns, is_postgres, run};

/// What was public about the pole at the time, and the day of the annulment. For annulments before
/// this migration: the day of the event, and the pole's current data.
pub(super) async fn add(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_columns(manager, "pole", vec![json_binary_null("annulled")]).await?;
    let (object, day) = if is_postgres(manager) {
        ("jsonb_build_object", "(max(event.at) AT TIME ZONE 'Europe/Rome')::date")
    } else {
        // SQLite has no time zones: UTC+1 all year round.
        ("json_object", "date(max(event.at), '+1 hour')")
    };
    let known = format!(
        "UPDATE pole SET annulled = {object}('on', (SELECT {day} FROM event \
            WHERE event.kind = 'recognition_annulled' AND event.aggregate_id = pole.id), \
            'name', name, 'area', area) \
         WHERE id IN (SELECT aggregate_id FROM event WHERE kind = 'recognition_annulled')"
    );
    run(manager, &[&known]).await
}
