//! A counter for applications.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, text};

use crate::statement::{is_postgres, run};

pub(super) async fn widen(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if is_postgres(manager) {
        let statements = [
            "ALTER TABLE counter DROP CONSTRAINT counter_series_check",
            "ALTER TABLE counter ADD CONSTRAINT counter_series_check \
             CHECK (series IN ('call', 'pole', 'application'))",
        ];
        return run(manager, &statements).await;
    }
    // SQLite can change a CHECK only by copying the table.
    manager
        .create_table(
            Table::create()
                .table("counter_rebuilt")
                .col(text("series").check(Expr::cust("series IN ('call', 'pole', 'application')")))
                .col(integer("year"))
                .col(big_integer("value").check(Expr::cust("value >= 1")))
                .primary_key(Index::create().col("series").col("year"))
                .to_owned(),
        )
        .await?;
    let statements = [
        "INSERT INTO counter_rebuilt (series, year, value) SELECT series, year, value FROM counter",
        "DROP TABLE counter",
        "ALTER TABLE counter_rebuilt RENAME TO counter",
    ];
    run(manager, &statements).await
}
