//! Outcomes of poles with the fingerprint of the rules that computed them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::text_null;

use crate::statement::add_columns;

/// NULL for poles that have no outcomes, and for outcomes computed before this migration: they are
/// computed anew.
pub(super) async fn add_fingerprint(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let by = text_null("outcomes_by")
        .check(Expr::cust("outcomes_by IS NULL OR outcomes_until IS NOT NULL"))
        .take();
    add_columns(manager, "pole", vec![by]).await
}
