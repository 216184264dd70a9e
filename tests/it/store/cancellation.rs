//! Cancelled transactions: all or nothing is stored.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use ptp_domain::event::EventKind;
use ptp_store::{
    Answer, Claim, Order, PoleFilter, PoleSort, Request, Store, StoreOptions, Tx, Write,
};

use super::{Fresh, on_both_databases};
use ptp_tests::fixtures::domain::{event, member, moment, official, pole};

on_both_databases!(
    a_commit_that_has_begun_is_completed,
    a_commit_never_polled_leaves_nothing,
    a_transaction_dropped_before_its_commit_leaves_nothing,
    closing_the_store_waits_for_abandoned_commits,
);

/// Polls a future once, then drops it.
fn poll_once_and_drop(future: impl Future) {
    let mut future = pin!(future);
    let _ = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}

/// The same database with a single connection: the next transaction begins once the previous one
/// has returned it.
async fn with_one_connection(fresh: &Fresh) -> Store {
    let options = StoreOptions { connections: 1, ..fresh.guard.options() };
    Store::open(&options).await.unwrap()
}

async fn insert(store: &Store, number: u32) -> Tx<Write> {
    let tx = store.write().await.unwrap();
    let created = event(number, EventKind::PoleCreated, &[]);
    tx.insert_pole(pole(number), vec![member(number)], &created).await.unwrap();
    tx
}

/// The number of poles and of events, those that wait for their place in the log included.
async fn stored(store: &Store) -> (usize, i64) {
    let tx = store.read().await.unwrap();
    let order = Order { by: PoleSort::Code, descending: false };
    let poles = tx.page_poles(&official(), &PoleFilter::default(), order, None, 1_000).await;
    for pole in &poles.as_ref().unwrap().items {
        let found = tx.find_pole(&official(), pole.value.id).await.unwrap().unwrap();
        assert_eq!(found.members.len(), 1, "a pole is stored with its member");
    }
    let events = tx.verify_events().await.unwrap();
    assert_eq!(events.broken, None);
    (poles.unwrap().items.len(), events.events + i64::try_from(events.pending).unwrap())
}

async fn a_commit_that_has_begun_is_completed(fresh: Fresh) {
    let store = with_one_connection(&fresh).await;
    let answer = Answer { status: 201, location: None, etag: None, body: "{}".to_owned() };
    // Repeatedly: a database that responds at once leaves nothing to cancel.
    for number in 1..=20 {
        let request = Request {
            client: "c".to_owned(),
            key: format!("k{number}"),
            target: "POST /v1/poles".to_owned(),
            body: [7; 32],
        };
        let tx = insert(&store, number).await;
        tx.remember(&request, &answer, moment(0)).await.unwrap();
        poll_once_and_drop(tx.commit());

        // A retry gets the stored answer.
        let tx = store.write().await.unwrap();
        assert_eq!(tx.claim(&request, moment(1)).await.unwrap(), Claim::Replay(answer.clone()));
    }
    assert_eq!(stored(&store).await, (20, 20));
}

async fn a_commit_never_polled_leaves_nothing(fresh: Fresh) {
    let store = with_one_connection(&fresh).await;
    drop(insert(&store, 1).await.commit());
    assert_eq!(stored(&store).await, (0, 0));
    insert(&store, 1).await.commit().await.unwrap();
    assert_eq!(stored(&store).await, (1, 1));
}

async fn a_transaction_dropped_before_its_commit_leaves_nothing(fresh: Fresh) {
    let store = with_one_connection(&fresh).await;
    for number in 0..100 {
        if number % 2 == 0 {
            drop(insert(&store, 1).await);
        } else {
            // In the middle of a statement.
            let tx = store.write().await.unwrap();
            let created = event(1, EventKind::PoleCreated, &[]);
            poll_once_and_drop(tx.insert_pole(pole(1), vec![member(1)], &created));
        }
    }
    assert_eq!(stored(&store).await, (0, 0));
    insert(&store, 1).await.commit().await.unwrap();
    assert_eq!(stored(&store).await, (1, 1));
}

async fn closing_the_store_waits_for_abandoned_commits(fresh: Fresh) {
    let store = with_one_connection(&fresh).await;
    let tx = insert(&store, 1).await;
    poll_once_and_drop(tx.commit());
    store.close().await.unwrap();
    assert_eq!(stored(&fresh.store).await, (1, 1));
}
