//! New columns of calls, members and poles.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date_null, integer, json_binary, json_binary_null, text,
    timestamp_with_time_zone_null, uuid_null,
};

use crate::statement::{add_columns, index, is_postgres, run};

pub(super) async fn extend(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let procedure = vec![
        integer("procedure_days")
            .default(30)
            .check(Expr::cust("procedure_days BETWEEN 1 AND 180"))
            .take(),
        text("procedure_from")
            .default("receipt")
            .check(Expr::cust("procedure_from IN ('receipt', 'closing')"))
            .take(),
        boolean("rejection_notice").default(true).take(),
    ];
    add_columns(manager, "call", procedure).await?;

    add_columns(manager, "member", vec![timestamp_with_time_zone_null("confirmed_at")]).await?;

    let life = vec![
        // No foreign key: SQLite could not add one.
        uuid_null("recognition_call_id")
            .check(Expr::cust("recognition_call_id IS NULL OR recognised_on IS NOT NULL"))
            .take(),
        // NULL for recognitions before this migration: the regional rules apply.
        json_binary_null("recognition_ruleset")
            .check(Expr::cust("recognition_ruleset IS NULL OR recognised_on IS NOT NULL"))
            .take(),
        json_binary("life").default("[]").take(),
        json_binary_null("warning"),
        // The last day covered by pole_outcome.
        date_null("outcomes_until")
            .check(Expr::cust("outcomes_until IS NULL OR recognised_on IS NOT NULL"))
            .take(),
    ];
    add_columns(manager, "pole", life).await?;
    index(manager, "pole", &["outcomes_until", "id"]).await?;
    fill_life(manager).await
}

/// Starts each life cycle with the recognition. Of later stages only the current status is known,
/// and the day the row was last written.
async fn fill_life(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = if is_postgres(manager) {
        &[
            "UPDATE pole SET life = jsonb_build_array(jsonb_build_object(\
                'status', 'recognised', 'since', recognised_on, 'act', recognition_act)) \
             WHERE recognised_on IS NOT NULL",
            "UPDATE pole SET life = life || jsonb_build_array(jsonb_build_object(\
                'status', status, 'since', \
                greatest(recognised_on, (updated_at AT TIME ZONE 'UTC')::date))) \
             WHERE status IN ('suspended', 'revoked', 'dissolved')",
        ]
    } else {
        &[
            "UPDATE pole SET life = json_array(json_object(\
                'status', 'recognised', 'since', recognised_on, 'act', json(recognition_act))) \
             WHERE recognised_on IS NOT NULL",
            "UPDATE pole SET life = json_insert(life, '$[#]', json_object(\
                'status', status, 'since', max(recognised_on, date(updated_at)))) \
             WHERE status IN ('suspended', 'revoked', 'dissolved')",
        ]
    };
    run(manager, statements).await
}
