//! The service over HTTP, on both databases.
#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod act_receipts;
mod acts;
mod ateco;
mod authorization;
mod bad_input;
mod beginner;
mod busy;
mod calls;
mod compliance;
mod continuations;
mod conventions;
mod examples;
mod first_walk;
mod forgeries;
mod forgotten;
mod hostile;
mod identity;
mod judged_first;
mod known;
mod last_second;
mod lenient;
mod lists;
mod members;
mod newer_release;
mod office;
mod older_release;
mod operations;
mod own_matter;
mod pages;
mod poles;
mod portal;
mod problems;
mod procedure;
mod receipts;
mod received;
mod reference;
mod register;
mod reorganisations;
mod retries;
mod sandbox;
mod season;
mod statements;
mod territory;
mod tokens;
mod versions;
mod writers;

use ptp_store::DatabaseKind;
use ptp_tests::TestApp;

/// Runs tests, functions that take a fresh service, on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::super::fresh(ptp_store::DatabaseKind::Sqlite).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(super::super::fresh(ptp_store::DatabaseKind::Postgres).await).await;
            })+
        }
    };
}
use on_both_databases;

async fn fresh(kind: DatabaseKind) -> TestApp {
    TestApp::on(kind).start().await
}
