//! Applications whose last day to decide moves when an answer does not come.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::date_null;

use super::{add, index};

/// Of the applications before this migration the store counts the days, which takes a calendar.
pub(super) async fn lapse(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        // The first day after the term to answer, and the last day to decide from then on.
        date_null("lapses_on").check(Expr::cust("lapses_on IS NULL OR due_on IS NOT NULL")).take(),
        date_null("due_on_lapsed")
            .check(Expr::cust("(due_on_lapsed IS NULL) = (lapses_on IS NULL)"))
            .take(),
    ];
    add(manager, "application", columns).await?;
    index(manager, "application_by_due_on_lapsed_id", "application", &["due_on_lapsed", "id"]).await
}
