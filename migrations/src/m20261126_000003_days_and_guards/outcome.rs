//! Up to which day it is known what the rules say of a pole: one column tells it of every pole.

use sea_orm_migration::prelude::*;

use super::{is_postgres, run};

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
