//! The chain of events: whatever was done to it is found.

use ptp_domain::event::EventKind;
use ptp_store::{ChainCheck, ChainFault, DatabaseKind};

use super::fixtures::{call, event};
use super::{Fresh, on_both_databases};

on_both_databases!(
    a_chain_that_nobody_touched_holds,
    what_was_altered_is_found,
    what_is_missing_is_found,
    what_does_not_follow_is_found,
    a_subject_can_be_erased,
);

/// Three events that the database does not watch over any more.
async fn unguarded(fresh: &Fresh) -> ChainCheck {
    let tx = fresh.store.write().await.unwrap();
    for number in 1..=3 {
        let created = event(number, EventKind::CallCreated, &["title"]);
        tx.insert_call(call(number), &created).await.unwrap();
    }
    tx.commit().await.unwrap();
    let triggers: &[_] = match fresh.store.kind() {
        DatabaseKind::Sqlite => {
            &["DROP TRIGGER event_is_never_changed", "DROP TRIGGER event_is_never_deleted"]
        }
        DatabaseKind::Postgres => &["DROP TRIGGER event_is_final ON event"],
    };
    for trigger in triggers {
        fresh.behind_its_back(trigger).await.unwrap();
    }
    verify(fresh).await
}

async fn verify(fresh: &Fresh) -> ChainCheck {
    fresh.store.read().await.unwrap().verify_events().await.unwrap()
}

async fn a_chain_that_nobody_touched_holds(fresh: Fresh) {
    let nothing = ChainCheck { events: 0, last_hash: None, broken: None };
    assert_eq!(verify(&fresh).await, nothing);
    let whole = unguarded(&fresh).await;
    let tx = fresh.store.read().await.unwrap();
    let feed = tx.feed(&super::fixtures::official(), 2, 1, &[]).await.unwrap();
    let last_hash = Some(feed[0].hash.clone());
    assert_eq!(whole, ChainCheck { events: 3, last_hash, broken: None });
}

async fn what_was_altered_is_found(fresh: Fresh) {
    unguarded(&fresh).await;
    let statement = "UPDATE event SET reason = 'un altro' WHERE position = 2";
    fresh.behind_its_back(statement).await.unwrap();
    let check = verify(&fresh).await;
    assert_eq!((check.events, check.broken), (1, Some((2, ChainFault::Altered))));
}

async fn what_is_missing_is_found(fresh: Fresh) {
    unguarded(&fresh).await;
    fresh.behind_its_back("DELETE FROM event WHERE position = 2").await.unwrap();
    let check = verify(&fresh).await;
    assert_eq!((check.events, check.broken), (1, Some((2, ChainFault::Missing))));
}

async fn what_does_not_follow_is_found(fresh: Fresh) {
    unguarded(&fresh).await;
    let statement = "UPDATE event SET previous = hash WHERE position = 3";
    fresh.behind_its_back(statement).await.unwrap();
    let check = verify(&fresh).await;
    assert_eq!((check.events, check.broken), (2, Some((3, ChainFault::Unlinked))));
}

async fn a_subject_can_be_erased(fresh: Fresh) {
    let whole = unguarded(&fresh).await;
    fresh.behind_its_back("UPDATE event SET subject = NULL").await.unwrap();
    fresh.behind_its_back("DELETE FROM event_audience").await.unwrap();
    assert_eq!(verify(&fresh).await, whole);
}
