//! The schema: migrations, and constraints enforced by the database.

use ptp_domain::event::EventKind;
use ptp_store::{DatabaseKind, Store, StoreError, StoreOptions};
use ptp_tests::fixtures::domain::{call, call_id, event, member, official, pole};
use ptp_tests::store::empty_database;

use super::{Fresh, on_both_databases};

on_both_databases!(
    invalid_rows_are_refused,
    a_closed_store_can_be_reopened,
    replicas_that_start_concurrently_migrate_once,
);

async fn invalid_rows_are_refused(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    tx.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    let created = event(2, EventKind::PoleCreated, &[]);
    tx.insert_pole(pole(1), vec![member(1)], &created).await.unwrap();
    tx.commit().await.unwrap();

    for statement in [
        "UPDATE call SET status = 'open'",
        "UPDATE call SET closes_at = opens_at",
        "UPDATE call SET version = 0",
        "UPDATE call SET procedure_days = 0",
        "UPDATE call SET procedure_from = 'never'",
        "UPDATE call SET notification = 'by_pigeon'",
        "UPDATE call SET silence = 'refusal'",
        "UPDATE pole SET status = 'recognised'",
        "UPDATE pole SET recognition_call_id = id",
        "UPDATE pole SET recognition_ruleset = '{}'",
        "UPDATE pole SET outcomes_until = '2030-01-01'",
        "UPDATE pole SET next_status = 'suspended'",
        "UPDATE pole SET next_on = '2027-04-01', next_status = 'draft'",
        "UPDATE pole SET then_on = '2027-04-01', then_status = 'revoked', next_on = '2027-04-01'",
        "UPDATE pole SET later_on = '2027-04-01', later_status = 'revoked', then_on = '2027-04-01'",
        "UPDATE event_kind SET code = 'other'",
        "INSERT INTO counter (series, year, value) VALUES ('other', 2027, 1)",
        "INSERT INTO event_audience (position, audience) VALUES (1, 'everybody')",
        "INSERT INTO event_audience (position, audience) VALUES (99, 'public')",
        "UPDATE pole SET owner_tax_code = NULL",
        "UPDATE pole SET owner_issuer = 'x', owner_subject = 'y'",
        "UPDATE pole SET recognised_on = '2027-04-01'",
        "UPDATE pole SET area = 'music'",
        "UPDATE member SET left_on = '2026-12-31'",
        "UPDATE member SET kind = 'friend'",
        "UPDATE member SET tax_code = '1'",
        "UPDATE member SET pole_id = id",
    ] {
        assert!(fresh.behind_its_back(statement).await.is_err(), "{statement}");
    }
    // The same statement with a valid value.
    fresh.behind_its_back("UPDATE member SET left_on = '2027-12-31'").await.unwrap();
}

async fn a_closed_store_can_be_reopened(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    tx.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    fresh.store.clone().close().await.unwrap();
    let gone = fresh.store.read().await;
    assert!(matches!(gone, Err(StoreError::Busy)), "{gone:?}");

    let store = Store::open(&fresh.guard.options()).await.unwrap();
    assert_eq!(store.pending_migrations().await.unwrap(), 0);
    let tx = store.read().await.unwrap();
    assert!(tx.find_call(&official(), call_id(1)).await.unwrap().is_some());
}

async fn replicas_that_start_concurrently_migrate_once(fresh: Fresh) {
    let guard = empty_database(fresh.store.kind());
    let first = Store::open(&guard.options()).await.unwrap();
    let second = Store::open(&guard.options()).await.unwrap();
    assert!(first.pending_migrations().await.unwrap() > 0);

    let (one, other) = tokio::join!(first.migrate(), second.migrate());
    one.unwrap();
    other.unwrap();
    assert_eq!(second.pending_migrations().await.unwrap(), 0);
    first.migrate().await.unwrap();
}

#[tokio::test]
async fn a_url_of_an_unsupported_database_is_refused() {
    let options = |url: &str| StoreOptions { url: url.to_owned(), ..some_options() };
    for url in ["mysql://localhost/ptp", "ptp.db", "", "postgres://[", "sqlite:?x=1"] {
        let refused = Store::open(&options(url)).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
    let options = options("postgres://ada:secret@localhost/ptp");
    assert!(!format!("{options:?}").contains("secret"));
}

#[tokio::test]
async fn a_database_in_memory_serves_a_demonstration() {
    let options = StoreOptions { url: "sqlite::memory:".to_owned(), ..some_options() };
    let store = Store::open(&options).await.unwrap();
    store.migrate().await.unwrap();
    let tx = store.write().await.unwrap();
    tx.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.read().await.unwrap();
    assert!(tx.find_call(&official(), call_id(1)).await.unwrap().is_some());
}

/// It contains contacts: neither the file nor its log may be readable by other users.
#[cfg(unix)]
#[tokio::test]
async fn a_database_file_is_accessible_to_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let guard = empty_database(DatabaseKind::Sqlite);
    let store = Store::open(&guard.options()).await.unwrap();
    store.migrate().await.unwrap();
    let path = guard.url.strip_prefix("sqlite:").unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let mode = std::fs::metadata(format!("{path}{suffix}")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{suffix}");
    }
    // Permissions granted by the operator are kept.
    store.close().await.unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let store = Store::open(&guard.options()).await.unwrap();
    assert!(store.ping().await.is_ok());
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o640);
}

fn some_options() -> StoreOptions {
    empty_database(DatabaseKind::Sqlite).options()
}
