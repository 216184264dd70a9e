//! Applications whose last day to decide moves if no answer arrives.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::date_null;

use crate::statement::{add_columns, named_index};

/// The store fills in the applications that exist already: that takes the calendar of holidays.
pub(super) async fn add_lapse(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = vec![
        // The first day after the term to answer, and the last day to decide from then on.
        date_null("lapses_on").check(Expr::cust("lapses_on IS NULL OR due_on IS NOT NULL")).take(),
        date_null("due_on_lapsed")
            .check(Expr::cust("(due_on_lapsed IS NULL) = (lapses_on IS NULL)"))
            .take(),
    ];
    add_columns(manager, "application", columns).await?;
    named_index(manager, "application_by_due_on_lapsed_id", "application", &["due_on_lapsed", "id"])
        .await
}
