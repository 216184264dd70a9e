//! How much a pole takes on disk, by `cargo xtask storage`: one with 8 members, brought from a draft
//! to recognition by five requests, with one member changed afterwards, in both databases; 300 of them by default.

use std::error::Error;
use std::fs;

use ptp_store::DatabaseKind;
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{call, pole_of_eight};
use ptp_tests::fixtures::steps::{admit, drafted, published, submit};
use serde_json::json;
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, SqliteConnection, query, query_as, query_scalar,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let count: u64 = std::env::args().nth(1).map_or(Ok(300), |text| text.parse())?;
    for kind in [DatabaseKind::Sqlite, DatabaseKind::Postgres] {
        let app = TestApp::on(kind).start().await;
        let before = size(&app).await?;
        let call = published(&app, &call()).await;
        for _ in 0..count {
            let draft = drafted(&app, &pole_of_eight()).await;
            let application = submit(&app.applicant(), &call, &draft).await.expect(201).id();
            admit(&app, &application, "2027-01-20").await.expect(200);
            let members = app.applicant().get(&format!("{draft}/members")).await.expect(200);
            let member = members.body["items"][5]["id"].as_str().unwrap_or_default().to_owned();
            let path = format!("{draft}/members/{member}");
            app.applicant().patch(&path, &json!({"name": "Altro nome"}), "*").await.expect(200);
        }
        let taken = size(&app).await?.saturating_sub(before) / count.max(1);
        println!("{kind:?}: {}.{} KB a pole", taken / 1024, taken % 1024 * 10 / 1024);
        for (name, size) in largest(&app).await? {
            println!("  {name:<50}{:>6} bytes", size / i64::try_from(count.max(1))?);
        }
        for (which, filter) in [("the first version", "is_whole"), ("a later one", "NOT is_whole")]
        {
            println!("  {which}: {} bytes", version(&app, filter).await?);
        }
    }
    Ok(())
}

/// The largest tables and indexes, in bytes.
async fn largest(app: &TestApp) -> Result<Vec<(String, i64)>> {
    let url = &app.guard.url;
    match app.store.kind() {
        DatabaseKind::Sqlite => {
            let mut db = SqliteConnection::connect(url).await?;
            let sizes =
                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12";
            Ok(query_as(sizes).fetch_all(&mut db).await?)
        }
        DatabaseKind::Postgres => {
            let mut db = PgConnection::connect(url).await?;
            let sizes = "SELECT CASE WHEN of.relname IS NULL THEN '' ELSE of.relname || ' TOAST ' END \
                    || c.relname::text, pg_relation_size(c.oid) \
                 FROM pg_class c LEFT JOIN pg_class of ON of.reltoastrelid = c.oid \
                 WHERE c.relkind IN ('r', 'i', 't') AND c.oid > 16384 ORDER BY 2 DESC LIMIT 24";
            Ok(query_as(sizes).fetch_all(&mut db).await?)
        }
    }
}

/// The mean size of the content of versions, in bytes.
async fn version(app: &TestApp, filter: &str) -> Result<i64> {
    let select = format!("SELECT sum(length(content)) / count(*) FROM pole_version WHERE {filter}");
    let (url, select) = (&app.guard.url, AssertSqlSafe(select));
    Ok(match app.store.kind() {
        DatabaseKind::Sqlite => {
            query_scalar(select).fetch_one(&mut SqliteConnection::connect(url).await?).await?
        }
        DatabaseKind::Postgres => {
            query_scalar(select).fetch_one(&mut PgConnection::connect(url).await?).await?
        }
    })
}

/// The size of the database, in bytes, without what is deleted already.
async fn size(app: &TestApp) -> Result<u64> {
    let url = &app.guard.url;
    match app.store.kind() {
        DatabaseKind::Sqlite => {
            let mut db = SqliteConnection::connect(url).await?;
            query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut db).await?;
            Ok(fs::metadata(url.trim_start_matches("sqlite:"))?.len())
        }
        DatabaseKind::Postgres => {
            let mut db = PgConnection::connect(url).await?;
            query("VACUUM FULL").execute(&mut db).await?;
            let size = "SELECT pg_database_size(current_database())";
            let size: i64 = query_scalar(size).fetch_one(&mut db).await?;
            Ok(u64::try_from(size)?)
        }
    }
}
