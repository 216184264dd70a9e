//! Many poles, copied from one within the database.

use ptp_store::DatabaseKind;

/// The number of copies, last in the order of creation, that fail during 2028.
pub const FAILING: u32 = 20;

/// The statements that make `count` copies of the only pole, recognised on 2027-04-01 and
/// compliant: all fail from 2030-04-01 on, the last [`FAILING`] in 2028 too. They work on sets,
/// since inserting one by one would take minutes.
#[must_use]
pub fn copies(kind: DatabaseKind, count: u32) -> Vec<String> {
    let (series, id) = match kind {
        DatabaseKind::Sqlite => (
            format!(
                "(WITH RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n \
                 WHERE number < {count}) SELECT number FROM n)"
            ),
            "unhex(printf('%032x', 4096 + number))",
        ),
        DatabaseKind::Postgres => (
            format!("(SELECT generate_series(1, {count}) AS number)"),
            "lpad(to_hex(4096 + number), 32, '0')::uuid",
        ),
    };
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
             folded_name = {name}"
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
        statements.push("VACUUM ANALYZE pole, pole_outcome".to_owned());
    }
    statements
}
