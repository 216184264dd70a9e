//! Lock order: the call, then poles, then applications, so that deadlocks are resolved.

use futures_util::future::join;
use ptp_domain::id::Id;
use ptp_store::{DatabaseKind, Store};
use ptp_tests::fixtures::domain::official;
use ptp_tests::fixtures::json::{act, call, decided, pole};
use ptp_tests::fixtures::steps::{Candidacy, drafted, id_of, published, submit, submitted};
use ptp_tests::{Answer, TestApp};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::{at, officially, on_both_databases, review, status};

on_both_databases!(
    withdrawing_a_call_locks_poles_before_applications,
    poles_can_be_submitted_elsewhere_while_their_call_is_withdrawn,
    a_deadlocked_submission_keeps_its_instant_of_receipt,
);

fn id<T>(path: &str) -> Id<T> {
    Id::new(id_of(path).parse().unwrap())
}

async fn withdrawing_a_call_locks_poles_before_applications(app: TestApp) {
    let (call, pole) = (published(&app, &call()).await, drafted(&app, &pole()).await);
    submit(&app.applicant(), &call, &pole).await.expect(201);
    // Another session locks the pole, as a submission under another call would.
    let other = app.store.write().await.unwrap();
    other.find_pole(&official(), id(&pole)).await.unwrap().unwrap();
    let why = decided("Bando sostituito.");
    let withdrawal = officially(&app, &call, "withdrawal", &why);
    let goes_on = async {
        app.guard.until_somebody_waits().await;
        let has_rows_to_hold = app.store.kind() == DatabaseKind::Postgres;
        if has_rows_to_hold {
            assert!(applications_are_free(&app).await);
        }
        let pending = other.pending_of_pole(id(&pole)).await.unwrap();
        assert_eq!(pending.len(), 1);
        if has_rows_to_hold {
            assert!(!applications_are_free(&app).await, "the lock is visible");
        }
        drop(other);
    };
    let (withdrawn, ()) = join(withdrawal, goes_on).await;
    withdrawn.expect(200);
    assert_eq!(status(&app, &pole).await, "draft");
}

/// Whether the one application is unlocked (on PostgreSQL, which has row locks).
async fn applications_are_free(app: &TestApp) -> bool {
    let mut db = PgConnection::connect(&app.guard.url).await.unwrap();
    let asked = sqlx::query("SELECT id FROM application FOR UPDATE NOWAIT").execute(&mut db).await;
    match asked {
        Ok(found) => {
            assert_eq!(found.rows_affected(), 1);
            true
        }
        Err(error) => {
            let code = error.into_database_error().and_then(|it| it.code().map(Into::into));
            assert_eq!(code, Some("55P03".to_owned()), "the lock is not available");
            false
        }
    }
}

async fn poles_can_be_submitted_elsewhere_while_their_call_is_withdrawn(app: TestApp) {
    let owner = app.applicant();
    let mut recognised = Vec::new();
    for _ in 0..4 {
        let Candidacy { pole, path, .. } = submitted(&app).await;
        review(&app, &path).await;
        officially(&app, &path, "admission", &act("2027-01-20")).await.expect(200);
        recognised.push(pole);
    }
    let measure = || {
        let mut measure = call();
        measure["purpose"] = json!("measure");
        measure
    };
    let (one, two) = (published(&app, &measure()).await, published(&app, &measure()).await);
    for pole in &recognised {
        submit(&owner, &one, pole).await.expect(201);
    }
    let why = decided("Bando sostituito.");
    let withdrawal = officially(&app, &one, "withdrawal", &why);
    let submissions = recognised.iter().map(|pole| submit(&owner, &two, pole));
    let submissions = futures_util::future::join_all(submissions);
    let (withdrawn, submitted) = join(withdrawal, submissions).await;
    withdrawn.expect(200);
    for answer in submitted {
        answer.expect(201);
    }
}

/// The submission locks the call and waits for the pole; another session locks the pole and waits
/// for the call. PostgreSQL aborts the transaction that detects the deadlock, here the submission:
/// it is retried, with its original instant of receipt.
async fn a_deadlocked_submission_keeps_its_instant_of_receipt(app: TestApp) {
    let app = patient(&app).await;
    let (call, pole) = (published(&app, &call()).await, drafted(&app, &pole()).await);
    let mut received = collided(&app, &call, &pole, 0).await;
    // On SQLite a waiting session cannot be observed, so the clock may have moved before the
    // request arrived. It is then refused, nothing is stored, and the test retries with more time.
    let mut others = 1;
    while app.store.kind() == DatabaseKind::Sqlite && received.status == 409 && others < 1_000 {
        received = collided(&app, &call, &pole, others).await;
        others *= 2;
    }
    let received = received.expect(201).body;
    assert_eq!(received["received_at"], "2027-02-26T11:00:00Z", "the closing instant, included");
    assert_eq!(received["protocol"], "PTP/2027/0000001", "the aborted attempt used no number");
}

/// A replica whose sessions check for deadlocks after waiting five seconds, so that the other
/// session is certainly waiting by then.
async fn patient(app: &TestApp) -> TestApp {
    if app.store.kind() == DatabaseKind::Postgres {
        let mut db = PgConnection::connect(&app.guard.url).await.unwrap();
        let name: String =
            sqlx::query_scalar("SELECT current_database()").fetch_one(&mut db).await.unwrap();
        let setting = format!("ALTER DATABASE {name} SET deadlock_timeout = '5s'");
        sqlx::query(AssertSqlSafe(setting)).execute(&mut db).await.unwrap();
    }
    app.replica().start().await
}

/// A store of the same database whose sessions never check for deadlocks, so that they are never
/// aborted. On SQLite, which has none, it is the service's own store.
async fn stubborn(app: &TestApp) -> Store {
    let mut options = app.guard.options();
    if app.store.kind() == DatabaseKind::Sqlite {
        return app.store.clone();
    }
    options.url.push_str("&options[deadlock_timeout]=1h");
    Store::open(&options).await.unwrap()
}

/// Submits a pole at the closing instant while another session locks it; two seconds and some other
/// requests later that session wants the call too.
async fn collided(app: &TestApp, call: &str, pole: &str, others: usize) -> Answer {
    app.clock.set(at("2027-02-26T11:00:00Z"));
    let other = stubborn(app).await.write().await.unwrap();
    other.find_pole(&official(), id(pole)).await.unwrap().unwrap();
    let owner = app.applicant();
    let stands_in_the_way = async {
        app.guard.until_somebody_waits().await;
        for _ in 0..others {
            app.anonymous().get("/v1/areas").await.expect(200);
        }
        app.clock.set(at("2027-02-26T11:00:02Z"));
        other.find_call(&official(), id(call)).await.unwrap().unwrap();
        drop(other);
    };
    join(submit(&owner, call, pole), stands_in_the_way).await.0
}
