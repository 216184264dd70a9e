//! Many poles, copied from one within the database.

use ptp_store::DatabaseKind;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, query, query_scalar};

use crate::store::Guard;

/// The number of copies, last in the order of creation, that fail during 2028.
pub const FAILING: u32 = 20;

/// A word that half of the copies have, and one that only one of them has.
pub const HALF: &str = "meccanico";
/// See [`HALF`].
pub const RARE: &str = "rarissimo";

/// The statements that make `count` copies of the only pole, recognised on 2027-04-01 and
/// compliant: all fail from 2030-04-01 on, the last [`FAILING`] in 2028 too. They work on sets,
/// since inserting one by one would take minutes.
#[must_use]
pub fn copies(kind: DatabaseKind, count: u32) -> Vec<String> {
    let (series, id) = (series(kind, count), identifier(kind, "4096 + number"));
    let first_failing = count.saturating_sub(FAILING);
    let failing = format!("number > {first_failing}");
    // The order by name differs from that of creation.
    let name = "' polo ' || (7919 * number % 100003)";
    let mut statements = vec![
        format!(
            "CREATE TABLE copies AS SELECT pole.*, number FROM pole CROSS JOIN {series} series"
        ),
        format!(
            "UPDATE copies SET id = {id}, code = 'PTP-2027-' || (10000 + number), \
             folded_name = {name}, folded = ' ptp 2027 ' || (10000 + number) || ' polo' || \
             CASE WHEN number % 2 = 0 THEN ' {HALF}' ELSE '' END || \
             CASE WHEN number = 777 THEN ' {RARE}' ELSE '' END"
        ),
    ];
    let columns = "pole_id, from_on, until_on, outcome, fails_on, place, folded_name, updated_at";
    for (from, until, outcome, fails_on, which) in [
        ("2027-04-01", "2030-03-31", "compliant", "'2030-04-01'", format!("NOT {failing}")),
        ("2027-04-01", "2027-12-31", "compliant", "'2028-01-01'", failing.clone()),
        ("2028-01-01", "2028-12-31", "non_compliant", "'2030-04-01'", failing.clone()),
        ("2029-01-01", "2030-03-31", "compliant", "'2030-04-01'", failing.clone()),
        ("2030-04-01", "2033-04-01", "non_compliant", "NULL", "TRUE".to_owned()),
    ] {
        let date = |text: &str| match kind {
            DatabaseKind::Postgres => format!("{text}::date"),
            DatabaseKind::Sqlite => text.to_owned(),
        };
        let (from, until) = (date(&format!("'{from}'")), date(&format!("'{until}'")));
        let fails_on = date(fails_on);
        statements.push(format!(
            "INSERT INTO pole_outcome ({columns}) SELECT id, {from}, {until}, '{outcome}', \
             {fails_on}, id, folded_name, updated_at FROM copies WHERE {which}"
        ));
    }
    let poles = [
        "CREATE TABLE copied AS SELECT * FROM copies".to_owned(),
        "ALTER TABLE copied DROP COLUMN number".to_owned(),
        "INSERT INTO pole SELECT * FROM copied".to_owned(),
    ];
    // The poles before their outcomes.
    statements.splice(2..2, poles);
    statements.extend(["DROP TABLE copied".to_owned(), "DROP TABLE copies".to_owned()]);
    if kind == DatabaseKind::Postgres {
        statements.push("VACUUM ANALYZE pole, pole_outcome, pole_word".to_owned());
    }
    statements
}

/// Columns whose values in a copy are others than in the original, with those.
type Differing<'a> = &'a [(&'a str, &'a str)];

/// Makes `count` copies of the only pole with its members and its outcomes, as if they had been
/// recognised in an earlier year.
///
/// # Errors
///
/// Those of the database.
pub async fn copy_networks(guard: &Guard, count: u32) -> sqlx::Result<()> {
    let kind = guard.kind();
    let series = series(kind, count);
    let pole = identifier(kind, "4096 + number");
    // Of a member, by the rank that it has among those of the pole.
    let member = identifier(kind, "4096 + 512 * number + rank");
    // The identifiers of the copies are lower.
    let ranks = "(SELECT id AS ranked, row_number() OVER (ORDER BY id) AS rank FROM member \
         WHERE pole_id = (SELECT id FROM pole ORDER BY id DESC LIMIT 1)) ranks";
    let code = "'PTP-2026-' || (10000 + number)";
    // Each table, what it is joined with, and the columns that differ from those of the original.
    let tables: [(&str, &str, Differing<'_>); 4] = [
        ("pole", "", &[("id", &pole), ("code", code), ("lead_member_id", "NULL")]),
        (
            "member",
            &format!("JOIN {ranks} ON ranked = id"),
            &[("id", &member), ("pole_id", &pole), ("succeeds", "NULL")],
        ),
        (
            "member_school_code",
            &format!("JOIN {ranks} ON ranked = member_id"),
            &[("member_id", &member), ("pole_id", &pole)],
        ),
        ("pole_outcome", "", &[("pole_id", &pole), ("place", &pole)]),
    ];
    for (table, join, differing) in tables {
        let columns = columns_of(guard, table).await?;
        let copied = columns.iter().map(|column| {
            let differs = differing.iter().find(|(name, _)| name == column);
            differs.map_or(column.as_str(), |(_, copy)| copy)
        });
        let (copied, columns) = (copied.collect::<Vec<_>>().join(", "), columns.join(", "));
        let insert = format!(
            "INSERT INTO {table} ({columns}) SELECT {copied} FROM {table} {join} \
             CROSS JOIN {series} numbers"
        );
        carry_out(guard, insert).await?;
    }
    if kind == DatabaseKind::Postgres {
        carry_out(guard, "VACUUM ANALYZE".to_owned()).await?;
    }
    Ok(())
}

/// Executes a statement.
///
/// # Errors
///
/// Those of the database.
pub async fn carry_out(guard: &Guard, statement: String) -> sqlx::Result<()> {
    let statement = AssertSqlSafe(statement);
    match guard.kind() {
        DatabaseKind::Sqlite => {
            let mut db = SqliteConnection::connect(&guard.url).await?;
            query(statement).execute(&mut db).await?;
        }
        DatabaseKind::Postgres => {
            let mut db = PgConnection::connect(&guard.url).await?;
            query(statement).execute(&mut db).await?;
        }
    }
    Ok(())
}

/// The names of a table's columns, in order.
async fn columns_of(guard: &Guard, table: &str) -> sqlx::Result<Vec<String>> {
    match guard.kind() {
        DatabaseKind::Sqlite => {
            let mut db = SqliteConnection::connect(&guard.url).await?;
            let columns = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
            query_scalar(columns).bind(table).fetch_all(&mut db).await
        }
        DatabaseKind::Postgres => {
            let mut db = PgConnection::connect(&guard.url).await?;
            let columns = "SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass \
                 AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
            query_scalar(columns).bind(table).fetch_all(&mut db).await
        }
    }
}

/// The numbers from 1 to `count`, as a table.
fn series(kind: DatabaseKind, count: u32) -> String {
    match kind {
        DatabaseKind::Sqlite => format!(
            "(WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n \
             WHERE number < {count}) SELECT number FROM n)"
        ),
        DatabaseKind::Postgres => format!("(SELECT generate_series(1, {count}) AS number)"),
    }
}

/// An identifier made from a number.
fn identifier(kind: DatabaseKind, number: &str) -> String {
    match kind {
        DatabaseKind::Sqlite => format!("unhex(printf('%032x', {number}))"),
        DatabaseKind::Postgres => format!("lpad(to_hex({number}), 32, '0')::uuid"),
    }
}
