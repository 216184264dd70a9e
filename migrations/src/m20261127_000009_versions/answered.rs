//! Whether the applicant of a pending application has answered: to be counted.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::boolean_null;

use crate::statement::add_columns;

pub(super) async fn add(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    add_columns(manager, "application", vec![boolean_null("answered").take()]).await
}
