//! What the rules say of poles: up to which day it is known, and found in every order of a list.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{date_null, text, timestamp_with_time_zone, uuid_null};

use super::{add, index, is_postgres, run};

/// Of poles that ended nothing more is to be told; of those recognised before there were outcomes
/// nothing is known yet. Drafts have none and are not asked.
pub(super) async fn tell_how_far(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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

/// Copies what lists of poles sort by, so that an index of this table alone answers for an outcome
/// on a day in each order. Written with the periods, whenever the pole is.
pub(super) async fn sort(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut folded_name = text("folded_name").default("").take();
    // SQLite compares bytewise by default, and knows no collation of this name.
    if is_postgres(manager) {
        folded_name.extra("COLLATE \"C\"");
    }
    let epoch = "1970-01-01 00:00:00+00:00";
    let columns = vec![
        // The first day of the next period of non-compliance.
        date_null("fails_on"),
        // The pole's identifier once more.
        uuid_null("place"),
        folded_name,
        timestamp_with_time_zone("updated_at").default(epoch).take(),
    ];
    add(manager, "pole_outcome", columns).await?;
    let copy = "UPDATE pole_outcome SET place = pole_id, \
         folded_name = (SELECT pole.folded_name FROM pole WHERE pole.id = pole_outcome.pole_id), \
         updated_at = (SELECT pole.updated_at FROM pole WHERE pole.id = pole_outcome.pole_id), \
         fails_on = (SELECT min(later.from_on) FROM pole_outcome later \
            WHERE later.pole_id = pole_outcome.pole_id AND later.from_on > pole_outcome.from_on \
            AND later.outcome = 'non_compliant')";
    run(manager, &[copy]).await?;
    // PostgreSQL takes the index by days where few began by the day, and knows when. SQLite would
    // take it always, and sort what may be all poles.
    if !is_postgres(manager) {
        run(manager, &["DROP INDEX pole_outcome_by_outcome_from_on_until_on_pole_id"]).await?;
    }
    // Named by what they sort by: by all their columns they would be too long for PostgreSQL.
    for sort in ["place", "folded_name", "updated_at"] {
        let columns = ["outcome", sort, "pole_id", "from_on", "until_on", "fails_on"];
        index(manager, &format!("pole_outcome_sorted_by_{sort}"), "pole_outcome", &columns).await?;
    }
    Ok(())
}
