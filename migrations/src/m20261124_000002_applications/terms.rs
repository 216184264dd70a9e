//! What calls, members and poles say from now on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, date_null, integer, json_binary, json_binary_null, text,
    timestamp_with_time_zone_null, uuid_null,
};

use super::{add, index, is_postgres, run};

pub(super) async fn tell_more(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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
    add(manager, "call", procedure).await?;

    add(manager, "member", vec![timestamp_with_time_zone_null("confirmed_at")]).await?;

    let life = vec![
        // No foreign key: SQLite could not add one.
        uuid_null("recognition_call_id")
            .check(Expr::cust("recognition_call_id IS NULL OR recognised_on IS NOT NULL"))
            .take(),
        // Of the recognitions before this migration there is none: the rules of the page.
        json_binary_null("recognition_ruleset")
            .check(Expr::cust("recognition_ruleset IS NULL OR recognised_on IS NOT NULL"))
            .take(),
        json_binary("life").default("[]").take(),
        json_binary_null("warning"),
        // The last day that pole_outcome tells of.
        date_null("outcomes_until")
            .check(Expr::cust("outcomes_until IS NULL OR recognised_on IS NOT NULL"))
            .take(),
    ];
    add(manager, "pole", life).await?;
    index(manager, "pole", &["outcomes_until", "id"]).await?;
    tell_lives(manager).await
}

/// A recognition begins a life. Of what came after it only the status is known, and that it was
/// so when the row was last written.
async fn tell_lives(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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
