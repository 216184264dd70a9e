//! Outcomes of poles: up to which day they are known, and an index for every order of a list.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, text, timestamp_with_time_zone, uuid_null};

use crate::statement::{add_columns, bytewise, is_postgres, named_index, run};

/// Poles that ended need no further outcomes; poles recognised before outcomes existed have none
/// yet. Drafts have none.
pub(super) async fn set_known_until(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let eve =
        if is_postgres(manager) { "recognised_on - 1" } else { "date(recognised_on, '-1 day')" };
    let never = format!(
        "UPDATE pole SET outcomes_until = {eve} \
         WHERE outcomes_until IS NULL AND recognised_on IS NOT NULL"
    );
    let ended = "UPDATE pole SET outcomes_until = '9999-12-31' \
                 WHERE status IN ('revoked', 'dissolved') AND outcomes_until IS NOT NULL \
                 AND outcomes_until >= recognised_on";
    run(manager, &[&never, ended]).await
}

/// Copies the sort columns of poles, so that an index on this table alone serves a list by outcome
/// in each order. Kept up to date with the periods, on every write of the pole.
pub(super) async fn add_sort_columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let folded_name = bytewise(manager, text("folded_name").default("").take());
    let epoch = "1970-01-01 00:00:00+00:00";
    let columns = vec![
        // The first day of the next period of non-compliance.
        date_null("fails_on"),
        // The pole's identifier again, to sort by.
        uuid_null("place"),
        folded_name,
        timestamp_with_time_zone("updated_at").default(epoch).take(),
    ];
    add_columns(manager, "pole_outcome", columns).await?;
    let copy = "UPDATE pole_outcome SET place = pole_id, \
         folded_name = (SELECT pole.folded_name FROM pole WHERE pole.id = pole_outcome.pole_id), \
         updated_at = (SELECT pole.updated_at FROM pole WHERE pole.id = pole_outcome.pole_id), \
         fails_on = (SELECT min(later.from_on) FROM pole_outcome later \
            WHERE later.pole_id = pole_outcome.pole_id AND later.from_on > pole_outcome.from_on \
            AND later.outcome = 'non_compliant')";
    run(manager, &[copy]).await?;
    // PostgreSQL uses the index by days only where few periods began by the day. SQLite would
    // always use it, and sort what may be every pole.
    if !is_postgres(manager) {
        run(manager, &["DROP INDEX pole_outcome_by_outcome_from_on_until_on_pole_id"]).await?;
    }
    // Named after the sort column: a name of all columns would be too long for PostgreSQL.
    for sort in ["place", "folded_name", "updated_at"] {
        let columns = ["outcome", sort, "pole_id", "from_on", "until_on", "fails_on"];
        named_index(manager, &format!("pole_outcome_sorted_by_{sort}"), "pole_outcome", &columns)
            .await?;
    }
    Ok(())
}
