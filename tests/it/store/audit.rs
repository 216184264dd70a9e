//! The audit: what is stored against what the log tells, and against what was received.

use ptp_domain::application::ApplicationStatus;
use ptp_domain::event::EventKind;
use ptp_store::{DatabaseKind, Untold};
use ptp_tests::fixtures::domain::{
    application, application_id, call, event, frozen, member, official, pole, pole_id,
};

use super::{Fresh, on_both_databases};

on_both_databases!(
    what_the_events_tell_is_what_is_stored,
    whatever_no_event_tells_is_found,
    a_snapshot_that_is_not_there_is_found,
);

async fn untold(fresh: &Fresh) -> Vec<(String, Option<i64>, Option<i64>)> {
    let found = fresh.store.read().await.unwrap().untold().await.unwrap();
    found.into_iter().map(|Untold { kind, version, told, .. }| (kind, version, told)).collect()
}

/// Two calls, of which one is deleted; two poles with a member each, of which one was changed; an
/// application.
async fn prepare(fresh: &Fresh) {
    let tx = fresh.store.write().await.unwrap();
    tx.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    let gone = tx.insert_call(call(2), &event(2, EventKind::CallCreated, &[])).await.unwrap();
    tx.delete_call(&gone, &event(3, EventKind::CallDeleted, &[])).await.unwrap();
    for number in [1, 2] {
        let created = event(10 + number, EventKind::PoleCreated, &[]);
        let stored = tx.insert_pole(pole(number), vec![member(number)], &created).await.unwrap();
        if number == 1 {
            let changed = event(20, EventKind::MemberChanged, &["name"]);
            tx.save_member(&stored.pole, stored.members[0].clone(), &changed).await.unwrap();
        }
    }
    let submitted = event(30, EventKind::ApplicationSubmitted, &[]);
    let mut stored =
        tx.insert_application(application(1, 1, 1), frozen(1), &submitted).await.unwrap();
    stored.value.status = ApplicationStatus::UnderReview;
    let reviewed = event(31, EventKind::ApplicationReviewed, &["status"]);
    tx.save_application(stored, &reviewed).await.unwrap();
    tx.commit().await.unwrap();
}

async fn what_the_events_tell_is_what_is_stored(fresh: Fresh) {
    assert_eq!(untold(&fresh).await, []);
    prepare(&fresh).await;
    assert_eq!(untold(&fresh).await, []);
    let tx = fresh.store.read().await.unwrap();
    let check = tx.verify_events().await.unwrap();
    let head = tx.head().await.unwrap().unwrap();
    assert_eq!((head.position, Some(&head.hash)), (check.events, check.last_hash.as_ref()));
    assert!(tx.has_hash(&head.hash).await.unwrap());
    assert!(!tx.has_hash(&"0".repeat(64)).await.unwrap());
}

async fn whatever_no_event_tells_is_found(fresh: Fresh) {
    prepare(&fresh).await;
    let found = |kind: &str, version, told| vec![(kind.to_owned(), version, told)];
    for (change, back, expected) in [
        (
            "UPDATE call SET version = 2",
            "UPDATE call SET version = 1",
            found("call", Some(2), Some(1)),
        ),
        (
            "UPDATE pole SET version = version + 1 WHERE version = 1",
            "UPDATE pole SET version = 1 WHERE code = (SELECT max(code) FROM pole)",
            found("pole", Some(2), Some(1)),
        ),
        (
            "UPDATE member SET version = 1",
            "UPDATE member SET version = 2 WHERE pole_id IN (SELECT id FROM pole WHERE version = 2)",
            found("member", Some(1), Some(2)),
        ),
        (
            "UPDATE application SET version = 9",
            "UPDATE application SET version = 2",
            found("application", Some(9), Some(2)),
        ),
    ] {
        fresh.behind_its_back(change).await.unwrap();
        assert_eq!(untold(&fresh).await, expected, "{change}");
        fresh.behind_its_back(back).await.unwrap();
        assert_eq!(untold(&fresh).await, [], "{back}");
    }
    // Deleted, and no event says so.
    fresh.behind_its_back("DELETE FROM pole WHERE version = 1").await.unwrap();
    assert_eq!(untold(&fresh).await, found("pole", None, Some(1)));
    // The last events are gone: the chain alone is unbroken.
    let drops: &[_] = match fresh.store.kind() {
        DatabaseKind::Sqlite => &["DROP TRIGGER event_is_never_deleted"],
        DatabaseKind::Postgres => &["DROP TRIGGER event_is_final ON event"],
    };
    let last = "(SELECT max(position) FROM event)";
    let [audience, gone] = ["event_audience", "event"]
        .map(|table| format!("DELETE FROM {table} WHERE position = {last}"));
    for statement in drops.iter().copied().chain([audience.as_str(), gone.as_str()]) {
        fresh.behind_its_back(statement).await.unwrap();
    }
    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.verify_events().await.unwrap().broken, None);
    drop(tx);
    assert!(untold(&fresh).await.contains(&("application".to_owned(), Some(2), Some(1))));
}

async fn a_snapshot_that_is_not_there_is_found(fresh: Fresh) {
    prepare(&fresh).await;
    let received = async || {
        let tx = fresh.store.read().await.unwrap();
        let all = tx.received_after(None).await.unwrap();
        assert_eq!(tx.received_after(Some(application_id(1))).await.unwrap().len(), 0);
        all.into_iter().next().unwrap()
    };
    let as_received = received().await;
    assert_eq!(as_received.snapshot.as_deref(), Some(frozen(1).snapshot.as_str()));
    assert_eq!((as_received.sha256, as_received.receipt), (frozen(1).sha256, frozen(1).receipt));
    let drops: &[_] = match fresh.store.kind() {
        DatabaseKind::Sqlite => &[
            "DROP TRIGGER application_snapshot_is_frozen",
            "UPDATE application_snapshot SET compressed = x'00'",
        ],
        DatabaseKind::Postgres => &[
            "DROP TRIGGER application_snapshot_is_kept ON application_snapshot",
            r"UPDATE application_snapshot SET compressed = '\x00'",
        ],
    };
    for statement in drops {
        fresh.behind_its_back(statement).await.unwrap();
    }
    assert_eq!(received().await.snapshot, None);
    let tx = fresh.store.read().await.unwrap();
    assert!(tx.find_pole(&official(), pole_id(1)).await.unwrap().is_some());
}
