//! Who locks what: the call, then poles, then applications, and nobody waits for each other.

use futures_util::future::join;
use ptp_domain::id::Id;
use ptp_store::{DatabaseKind, Store};
use ptp_tests::fixtures::domain::official;
use ptp_tests::fixtures::json::{act, call, pole};
use ptp_tests::fixtures::steps::{Candidacy, drafted, id_of, published, submit, submitted};
use ptp_tests::{Answer, TestApp};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use super::{at, officially, on_both_databases, review, status};

on_both_databases!(
    who_withdraws_a_call_waits_for_poles_before_it_holds_applications,
    poles_are_submitted_elsewhere_while_their_call_is_withdrawn,
    who_is_in_a_deadlock_is_received_at_the_instant_of_the_request,
);

fn id<T>(path: &str) -> Id<T> {
    Id::new(id_of(path).parse().unwrap())
}

async fn who_withdraws_a_call_waits_for_poles_before_it_holds_applications(app: TestApp) {
    let (call, pole) = (published(&app, &call()).await, drafted(&app, &pole()).await);
    submit(&app.applicant(), &call, &pole).await.expect(201);
    // Somebody has the pole, as a submission under another call would.
    let other = app.store.write().await.unwrap();
    other.find_pole(&official(), id(&pole)).await.unwrap().unwrap();
    let why = json!({"reason": "Bando sostituito."});
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
            assert!(!applications_are_free(&app).await, "what is held is seen to be");
        }
        drop(other);
    };
    let (withdrawn, ()) = join(withdrawal, goes_on).await;
    withdrawn.expect(200);
    assert_eq!(status(&app, &pole).await, "draft");
}

/// Whether no session holds the one application; on PostgreSQL, where sessions hold rows.
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

async fn poles_are_submitted_elsewhere_while_their_call_is_withdrawn(app: TestApp) {
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
    let why = json!({"reason": "Bando sostituito."});
    let withdrawal = officially(&app, &one, "withdrawal", &why);
    let submissions = recognised.iter().map(|pole| submit(&owner, &two, pole));
    let submissions = futures_util::future::join_all(submissions);
    let (withdrawn, submitted) = join(withdrawal, submissions).await;
    withdrawn.expect(200);
    for answer in submitted {
        answer.expect(201);
    }
}

/// The submission holds the call and wants the pole; somebody holds the pole and wants the call.
/// PostgreSQL gives up the one that looks for the deadlock, which is the submission here: it begins
/// anew, and was received when it was.
async fn who_is_in_a_deadlock_is_received_at_the_instant_of_the_request(app: TestApp) {
    let app = patient(&app).await;
    let (call, pole) = (published(&app, &call()).await, drafted(&app, &pole()).await);
    let mut received = collided(&app, &call, &pole, 0).await;
    // On SQLite nobody is seen to wait, so that the clock may have moved before the request came.
    // It is refused then, nothing is stored, and it is given more time to come first.
    let mut others = 1;
    while app.store.kind() == DatabaseKind::Sqlite && received.status == 409 && others < 1_000 {
        received = collided(&app, &call, &pole, others).await;
        others *= 2;
    }
    let received = received.expect(201).body;
    assert_eq!(received["received_at"], "2027-02-26T11:00:00Z", "the closing instant, included");
    assert_eq!(received["protocol"], "PTP/2027/0000001", "what was given up used up no number");
}

/// A replica whose sessions look for a deadlock once they have waited for five seconds, so that the
/// other side is sure to be waiting by then.
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

/// A store of the same database whose sessions do not look for deadlocks, so that they are never
/// the ones that are given up. On SQLite, which has none, it is the service's own.
async fn stubborn(app: &TestApp) -> Store {
    let mut options = app.guard.options();
    if app.store.kind() == DatabaseKind::Sqlite {
        return app.store.clone();
    }
    options.url.push_str("&options[deadlock_timeout]=1h");
    Store::open(&options).await.unwrap()
}

/// Submits a pole at the closing instant while somebody holds it; two seconds later, and after
/// some other requests, that one wants the call too.
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
