//! The store on both databases: persistence, visibility, concurrency.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod application_lists;
mod application_rights;
mod applications;
mod audit;
mod cancellation;
mod chain;
mod compliance;
mod events;
mod every_day;
mod feed;
mod feed_order;
mod lists;
mod memberships;
mod network_changes;
mod newer_release;
mod outcomes;
mod plans;
mod receipts;
mod renewal;
mod repeats;
mod round_trips;
mod schema;
mod sealing;
mod search;
mod stuck_renewal;
mod upgrades;
mod versions;
mod visibility;
mod writers;

use ptp_store::{DatabaseKind, Store};
use ptp_tests::store::{Guard, fresh_store};
use sqlx::{Connection, PgConnection, SqliteConnection};

/// Runs tests, functions that take a fresh store, on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::super::Fresh::new(ptp_store::DatabaseKind::Sqlite).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::super::Fresh::new(ptp_store::DatabaseKind::Postgres).await)
                    .await;
            })+
        }
    };
}
use on_both_databases;

/// A store used by one test.
struct Fresh {
    store: Store,
    guard: Guard,
}

impl Fresh {
    async fn new(kind: DatabaseKind) -> Self {
        let (store, guard) = fresh_store(kind).await;
        Self { store, guard }
    }

    /// All rows of a table, as one text.
    async fn text_of(&self, table: &str) -> String {
        match self.store.kind() {
            DatabaseKind::Sqlite => {
                let columns: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
                    "SELECT name FROM pragma_table_info('{table}')"
                )))
                .fetch_all(&mut SqliteConnection::connect(&self.guard.url).await.unwrap())
                .await
                .unwrap();
                let columns: Vec<_> =
                    columns.into_iter().map(|(name,)| format!("quote({name})")).collect();
                let select = format!("SELECT {} FROM {table}", columns.join(" || ' ' || "));
                let rows: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(select))
                    .fetch_all(&mut SqliteConnection::connect(&self.guard.url).await.unwrap())
                    .await
                    .unwrap();
                rows.into_iter().map(|(row,)| row + "\n").collect()
            }
            DatabaseKind::Postgres => {
                let select = format!("SELECT {table}::text FROM {table}");
                let rows: Vec<(String,)> = sqlx::query_as(sqlx::AssertSqlSafe(select))
                    .fetch_all(&mut PgConnection::connect(&self.guard.url).await.unwrap())
                    .await
                    .unwrap();
                rows.into_iter().map(|(row,)| row + "\n").collect()
            }
        }
    }

    /// Executes a statement without the store; returns the error's text if it is refused.
    async fn behind_its_back(&self, statement: &str) -> Result<(), String> {
        self.guard.execute(statement).await
    }
}
