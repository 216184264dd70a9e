//! Poles whose recognition was annulled: that is told to whoever relied on it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::json_binary_null;

use super::{add, is_postgres, run};

/// What was public of the pole, as it was then, and on which day it was annulled. Of the
/// annulments before this migration the day is that of the event, and what was public is what the
/// pole says now.
pub(super) async fn tell(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add(manager, "pole", vec![json_binary_null("annulled")]).await?;
    let (object, day) = if is_postgres(manager) {
        ("jsonb_build_object", "(max(event.at) AT TIME ZONE 'Europe/Rome')::date")
    } else {
        // It knows no time zones: an hour ahead all year round.
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
