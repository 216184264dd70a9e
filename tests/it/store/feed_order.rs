//! The order of the feed: readers miss nothing while others write.

use std::time::Duration;

use ptp_domain::event::EventKind;
use ptp_store::{DatabaseKind, PastEvent, Store};
use ptp_tests::fixtures::domain::{self, call, call_id, event, member, official, pole, pole_id};
use tokio::sync::oneshot;

use super::{Fresh, on_both_databases};

on_both_databases!(a_reader_misses_nothing_of_many_writers, events_are_ordered_by_commit,);

async fn a_reader_misses_nothing_of_many_writers(fresh: Fresh) {
    const WRITERS: u32 = 16;
    const EACH: u32 = 6;
    let reader = tokio::spawn(follow(fresh.store.clone(), i64::from(WRITERS * EACH * 2)));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                for turn in 0..EACH {
                    let number = 1 + writer * EACH + turn;
                    let tx = store.write().await?;
                    let created = event(number * 10, EventKind::PoleCreated, &[]);
                    let stored = tx.insert_pole(pole(number), Vec::new(), &created).await?;
                    // Some transactions do more work between recording and committing.
                    for _ in 0..(number * 7) % 5 {
                        tx.find_pole(&official(), pole_id(number)).await?;
                    }
                    let added = event(number * 10 + 1, EventKind::MemberAdded, &[]);
                    tx.add_member(&stored.pole, member(number), &added).await?;
                    tx.commit().await?;
                    // And some are rolled back.
                    let tx = store.write().await?;
                    let call = event(number * 10 + 2, EventKind::CallCreated, &[]);
                    tx.insert_call(domain::call(number), &call).await?;
                    drop(tx);
                }
                Ok::<_, ptp_store::StoreError>(())
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let seen = tokio::time::timeout(Duration::from_mins(1), reader).await.unwrap().unwrap();
    assert_eq!(seen, (1..=i64::from(WRITERS * EACH * 2)).collect::<Vec<_>>());
    let tx = fresh.store.read().await.unwrap();
    let check = tx.verify_events().await.unwrap();
    assert_eq!((check.events, check.broken), (i64::from(WRITERS * EACH * 2), None));
}

/// Polls for events after the last one seen.
async fn follow(store: Store, until: i64) -> Vec<i64> {
    let (mut seen, mut after) = (Vec::new(), 0);
    while after < until {
        let tx = store.read().await.unwrap();
        let page = tx.feed(&official(), after, 7, &[]).await.unwrap();
        drop(tx);
        seen.extend(page.iter().map(|event| event.position().unwrap()));
        after = page.last().map_or(after, |event| event.position().unwrap());
        if page.is_empty() {
            tokio::task::yield_now().await;
        }
    }
    seen
}

async fn events_are_ordered_by_commit(fresh: Fresh) {
    let slow = fresh.store.write().await.unwrap();
    slow.insert_call(call(1), &event(1, EventKind::CallCreated, &[])).await.unwrap();
    let store = fresh.store.clone();
    let (asks, asked) = oneshot::channel();
    let quick = tokio::spawn(async move {
        asks.send(()).unwrap();
        let tx = store.write().await?;
        tx.insert_call(call(2), &event(2, EventKind::CallCreated, &[])).await?;
        tx.commit().await
    });
    let of = |feed: Vec<PastEvent>| -> Vec<_> {
        feed.iter().map(|event| (event.position().unwrap(), event.aggregate_id)).collect()
    };
    let (first, second) = (call_id(1).uuid(), call_id(2).uuid());
    if fresh.store.kind() == DatabaseKind::Postgres {
        quick.await.unwrap().unwrap();
        let tx = fresh.store.read().await.unwrap();
        assert_eq!(of(tx.feed(&official(), 0, 10, &[]).await.unwrap()), [(1, second)]);
        drop(tx);
        slow.commit().await.unwrap();
        let tx = fresh.store.read().await.unwrap();
        assert_eq!(of(tx.feed(&official(), 1, 10, &[]).await.unwrap()), [(2, first)]);
    } else {
        // Here the second has to wait for the first, whatever else happens.
        asked.await.unwrap();
        for _ in 0..20 {
            let tx = fresh.store.read().await.unwrap();
            assert_eq!(of(tx.feed(&official(), 0, 10, &[]).await.unwrap()), []);
            assert!(!quick.is_finished());
        }
        slow.commit().await.unwrap();
        quick.await.unwrap().unwrap();
        let tx = fresh.store.read().await.unwrap();
        let feed = of(tx.feed(&official(), 0, 10, &[]).await.unwrap());
        assert_eq!(feed, [(1, first), (2, second)]);
    }
}
