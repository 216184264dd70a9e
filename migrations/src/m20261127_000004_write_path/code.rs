//! Codes of poles and calls from sequences, which no transaction waits for. Numbers that are given
//! and not used leave gaps.

use sea_orm_migration::prelude::*;

use crate::statement::run;

/// The numbers of a year are those of the sequence above its value when the year began.
pub(super) async fn create_sequences(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut statements = vec![
        "CREATE TABLE code_year ( \
            series text NOT NULL CHECK (series IN ('call', 'pole')), \
            year integer NOT NULL, \
            before_first bigint NOT NULL CHECK (before_first >= 0), \
            PRIMARY KEY (series, year))"
            .to_owned(),
    ];
    for series in ["call", "pole"] {
        statements.push(format!("CREATE SEQUENCE {series}_code"));
        // The sequence starts above every number given so far, so that each year goes on where it
        // was.
        statements.push(format!(
            "SELECT setval('{series}_code', greatest(1, (SELECT max(value) FROM counter \
             WHERE series = '{series}')), EXISTS (SELECT 1 FROM counter WHERE series = '{series}'))"
        ));
        statements.push(format!(
            "INSERT INTO code_year (series, year, before_first) \
             SELECT series, year, (SELECT max(value) FROM counter WHERE series = '{series}') - value \
             FROM counter WHERE series = '{series}'"
        ));
        statements.push(format!("DELETE FROM counter WHERE series = '{series}'"));
    }
    // An earlier release, still running, fails rather than give a number twice.
    statements.push("ALTER TABLE counter DROP CONSTRAINT counter_series_check".to_owned());
    statements.push(
        "ALTER TABLE counter ADD CONSTRAINT counter_series_check CHECK (series = 'application')"
            .to_owned(),
    );
    run(manager, &statements.iter().map(String::as_str).collect::<Vec<_>>()).await
}
