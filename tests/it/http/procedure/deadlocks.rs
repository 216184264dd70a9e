//! Who locks what: the call, then poles, then applications, and nobody waits for each other.

use std::time::{Duration, Instant};

use futures_util::future::join;
use ptp_domain::id::Id;
use ptp_domain::policy::{Action, Actor, Bearer, Role, Scope};
use ptp_tests::TestApp;
use ptp_tests::fixtures::json::{act, call, pole};
use ptp_tests::fixtures::steps::{Candidacy, drafted, id_of, published, submit, submitted};
use serde_json::json;

use super::{at, officially, on_both_databases, review, status};

on_both_databases!(
    who_withdraws_a_call_waits_for_poles_before_it_holds_applications,
    poles_are_submitted_elsewhere_while_their_call_is_withdrawn,
    who_is_in_a_deadlock_is_received_at_the_instant_of_the_request,
);

/// Long enough for a request to be waiting for a lock, and short of the second after which
/// PostgreSQL looks for deadlocks.
const A_WHILE: Duration = Duration::from_millis(250);

/// What an official sees.
fn everything() -> Scope {
    let bearer = Bearer {
        issuer: "test".to_owned(),
        subject: "official".to_owned(),
        client: None,
        roles: [Role::Official].into(),
        organisation: None,
    };
    Actor::Bearer(bearer).scope(Action::ReadPole).unwrap()
}

fn id<T>(path: &str) -> Id<T> {
    Id::new(id_of(path).parse().unwrap())
}

async fn who_withdraws_a_call_waits_for_poles_before_it_holds_applications(app: TestApp) {
    let mut waits = Vec::new();
    for _ in 0..2 {
        let (call, pole) = (published(&app, &call()).await, drafted(&app, &pole()).await);
        submit(&app.applicant(), &call, &pole).await.expect(201);
        // Somebody has the pole, as a submission under another call would.
        let other = app.store.write().await.unwrap();
        other.find_pole(&everything(), id(&pole)).await.unwrap().unwrap();
        let why = json!({"reason": "Bando sostituito."});
        let withdrawal = officially(&app, &call, "withdrawal", &why);
        let goes_on = async {
            tokio::time::sleep(A_WHILE).await;
            let asked = Instant::now();
            let pending = other.pending_of_pole(id(&pole)).await.unwrap();
            assert_eq!(pending.len(), 1);
            drop(other);
            asked.elapsed()
        };
        let (withdrawn, waited) = join(withdrawal, goes_on).await;
        withdrawn.expect(200);
        assert_eq!(status(&app, &pole).await, "draft");
        waits.push(waited);
    }
    assert!(waits.iter().min().unwrap() < &(A_WHILE * 2), "{waits:?}");
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
/// PostgreSQL gives the one up that waits first: it begins anew, and was received when it was.
async fn who_is_in_a_deadlock_is_received_at_the_instant_of_the_request(app: TestApp) {
    let (call, pole) = (published(&app, &call()).await, drafted(&app, &pole()).await);
    app.clock.set(at("2027-02-26T11:00:00Z"));
    let other = app.store.write().await.unwrap();
    other.find_pole(&everything(), id(&pole)).await.unwrap().unwrap();
    let owner = app.applicant();
    let submission = submit(&owner, &call, &pole);
    let stands_in_the_way = async {
        tokio::time::sleep(A_WHILE).await;
        app.clock.set(at("2027-02-26T11:00:02Z"));
        other.find_call(&everything(), id(&call)).await.unwrap().unwrap();
        drop(other);
    };
    let (received, ()) = join(submission, stands_in_the_way).await;
    let received = received.expect(201).body;
    assert_eq!(received["received_at"], "2027-02-26T11:00:00Z", "the closing instant, included");
    assert_eq!(received["protocol"], "PTP/2027/0000001", "what was given up used up no number");
}
