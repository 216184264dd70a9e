//! Events between their commit and their place in the log, on PostgreSQL.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use ptp_domain::event::EventKind;
use ptp_domain::policy::Owner;
use ptp_store::{ChainCheck, DatabaseKind, PastEvent, Store, StoreOptions, Subject};
use ptp_tests::fixtures::ORGANISATION;
use ptp_tests::fixtures::domain::{
    anyone, applicant, event, member, member_id, official, pole, pole_id,
};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use super::Fresh;

/// What the lock on the log is called by PostgreSQL: its class and its number.
const LOCK: (i32, i32) = (0x0070_7470, 2);

async fn postgres() -> Fresh {
    Fresh::new(DatabaseKind::Postgres).await
}

/// A store that answers before the events are sealed, if that takes any time.
async fn hasty(fresh: &Fresh) -> Store {
    let options = StoreOptions { sealed_within: Duration::ZERO, ..fresh.guard.options() };
    Store::open(&options).await.unwrap()
}

/// Keeps everybody from sealing, until it is closed.
async fn sealing_is_kept_up(fresh: &Fresh) -> PgConnection {
    let mut db = PgConnection::connect(&fresh.guard.url).await.unwrap();
    sqlx::query("SELECT pg_advisory_lock($1, $2)")
        .bind(LOCK.0)
        .bind(LOCK.1)
        .execute(&mut db)
        .await
        .unwrap();
    db
}

async fn check(store: &Store) -> ChainCheck {
    store.read().await.unwrap().verify_events().await.unwrap()
}

/// A pole with a member, created and changed while nobody can seal.
async fn unsealed(fresh: &Fresh) -> (Store, PgConnection) {
    let store = hasty(fresh).await;
    let keeper = sealing_is_kept_up(fresh).await;
    let tx = store.write().await.unwrap();
    let created = event(1, EventKind::PoleCreated, &[]);
    let stored = tx.insert_pole(pole(1), vec![member(1)], &created).await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.write().await.unwrap();
    let changed = event(2, EventKind::MemberChanged, &["name"]);
    tx.save_member(&stored.pole, stored.members[0].clone(), &changed).await.unwrap();
    tx.commit().await.unwrap();
    (store, keeper)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_has_events_that_wait_for_their_place() {
    let fresh = postgres().await;
    let (store, keeper) = unsealed(&fresh).await;
    let tx = store.read().await.unwrap();
    assert_eq!(tx.feed(&official(), 0, 10, &[]).await.unwrap(), []);
    let of_pole = Subject::Pole(pole_id(1));
    let history = tx.history(&official(), of_pole, 0, 10).await.unwrap();
    let kinds: Vec<_> = history.iter().map(|one| (one.position(), one.kind.as_str())).collect();
    assert_eq!(kinds, [(None, "pole_created"), (None, "member_changed")]);
    assert_eq!(tx.history(&applicant(ORGANISATION), of_pole, 0, 10).await.unwrap().len(), 2);
    assert_eq!(tx.history(&anyone(), of_pole, 0, 10).await.unwrap(), []);
    let of_member = Subject::Member(pole_id(1), member_id(1));
    assert_eq!(tx.history(&applicant(ORGANISATION), of_member, 0, 10).await.unwrap().len(), 1);
    assert_eq!(tx.history(&official(), of_pole, 0, 1).await.unwrap().len(), 1);
    assert_eq!(tx.changes_since(of_pole, 1).await.unwrap(), ["members"]);
    assert_eq!(tx.changes_since(of_member, 1).await.unwrap(), ["name"]);
    drop(tx);
    let ChainCheck { events, pending, broken, .. } = check(&store).await;
    assert_eq!((events, pending, broken), (0, 2, None));

    keeper.close().await.unwrap();
    store.seal_events().await.unwrap();
    let tx = store.read().await.unwrap();
    let history = tx.history(&official(), of_pole, 0, 10).await.unwrap();
    let positions: Vec<_> = history.iter().map(PastEvent::position).collect();
    assert_eq!(positions, [Some(1), Some(2)]);
    assert_eq!(tx.history(&official(), of_pole, 1, 10).await.unwrap().len(), 1);
    assert_eq!(tx.changes_since(of_pole, 1).await.unwrap(), ["members"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_events_of_a_process_that_died_get_their_place() {
    let fresh = postgres().await;
    let (store, keeper) = unsealed(&fresh).await;
    drop(store);
    keeper.close().await.unwrap();
    fresh.store.seal_events().await.unwrap();
    let ChainCheck { events, pending, broken, .. } = check(&fresh.store).await;
    assert_eq!((events, pending, broken), (2, 0, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_forgotten_in_events_that_wait_too() {
    let fresh = postgres().await;
    let (store, keeper) = unsealed(&fresh).await;
    keeper.close().await.unwrap();
    let tx = store.write().await.unwrap();
    let (issuer, subject) = ("https://login.example".to_owned(), "ada".to_owned());
    tx.forget(&Owner::Subject { issuer, subject }).await.unwrap();
    tx.commit().await.unwrap();
    for table in ["event", "event_pending", "event_audience"] {
        let text = fresh.text_of(table).await;
        assert!(!text.contains("ada"), "{text}");
    }
    assert_eq!(check(&store).await.events, 2);
}

/// Two replicas, 32 writers, and somebody who cuts whoever is about to seal.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_doubled_or_overtaken_while_sealers_are_killed() {
    const WRITERS: u32 = 32;
    const CHANGES: u32 = 12;
    let fresh = postgres().await;
    let replicas = [hasty(&fresh).await, hasty(&fresh).await];
    let done = Arc::new(AtomicBool::new(false));
    let killed = Arc::new(AtomicU32::new(0));
    let cutting =
        tokio::spawn(kill_sealers(fresh.guard.url.clone(), Arc::clone(&done), Arc::clone(&killed)));
    let reader = tokio::spawn(resume_at_random(fresh.store.clone(), Arc::clone(&done)));
    let writers: Vec<_> = (1..=WRITERS)
        .map(|writer| {
            let store = replicas[writer as usize % 2].clone();
            tokio::spawn(async move {
                let number = |change: u32| writer * 100 + change;
                let tx = store.write().await.unwrap();
                let created = event(number(0), EventKind::PoleCreated, &[]);
                let stored = tx.insert_pole(pole(writer), Vec::new(), &created).await.unwrap();
                tx.commit().await.unwrap();
                let mut pole = stored.pole;
                for change in 1..=CHANGES {
                    let tx = store.write().await.unwrap();
                    let changed = event(number(change), EventKind::PoleChanged, &[]);
                    pole = tx.save_pole(pole, &changed).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    cutting.await.unwrap();
    let seen = reader.await.unwrap();
    assert!(killed.load(Ordering::Relaxed) > 0, "nobody was killed");
    // As the next start, or upkeep, would.
    fresh.store.seal_events().await.unwrap();

    let all = WRITERS * (CHANGES + 1);
    let ChainCheck { events, pending, broken, .. } = check(&fresh.store).await;
    assert_eq!((events, pending, broken), (i64::from(all), 0, None));
    let tx = fresh.store.read().await.unwrap();
    let feed = tx.feed(&official(), 0, u64::from(all), &[]).await.unwrap();
    let mut versions = BTreeMap::<Uuid, i64>::new();
    for event in &feed {
        let last = versions.entry(event.aggregate_id).or_default();
        assert_eq!(event.aggregate_version, *last + 1, "changes of one pole in their order");
        *last += 1;
    }
    for (position, id) in seen {
        let event = &feed[usize::try_from(position).unwrap() - 1];
        assert_eq!((event.position(), event.id), (Some(position), id), "what was read stays");
    }
}

/// Terminates whoever holds or awaits the lock on the log, again and again.
async fn kill_sealers(url: String, done: Arc<AtomicBool>, killed: Arc<AtomicU32>) {
    let mut db = PgConnection::connect(&url).await.unwrap();
    while !done.load(Ordering::Relaxed) {
        let cut: Vec<(bool,)> = sqlx::query_as(
            "SELECT pg_terminate_backend(pid) FROM pg_locks \
             WHERE locktype = 'advisory' AND classid::bigint = $1 AND objid::bigint = $2 \
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .bind(i64::from(LOCK.0))
        .bind(i64::from(LOCK.1))
        .fetch_all(&mut db)
        .await
        .unwrap();
        killed.fetch_add(u32::try_from(cut.len()).unwrap(), Ordering::Relaxed);
        tokio::task::yield_now().await;
    }
}

/// Reads the feed from positions here and there: it has no gap, and never changes.
async fn resume_at_random(store: Store, done: Arc<AtomicBool>) -> BTreeMap<i64, Uuid> {
    let mut seen = BTreeMap::<i64, Uuid>::new();
    let mut state = 1_u64;
    while !done.load(Ordering::Relaxed) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let read = i64::try_from(seen.len()).unwrap();
        let after = i64::try_from(state >> 33).unwrap() % (read + 1);
        let tx = store.read().await.unwrap();
        let page = tx.feed(&official(), after, 50, &[]).await.unwrap();
        drop(tx);
        for (position, event) in (after + 1..).zip(&page) {
            assert_eq!(event.position(), Some(position), "a gap after {after}");
            assert_eq!(*seen.entry(position).or_insert(event.id), event.id);
        }
        tokio::task::yield_now().await;
    }
    seen
}
