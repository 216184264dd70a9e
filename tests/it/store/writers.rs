//! Concurrent writers: stale versions are refused, and no update is lost.

use std::time::Duration;

use ptp_domain::event::EventKind;
use ptp_domain::pole::Pole;
use ptp_store::{Store, StoreError, StoreOptions, StoredPole};
use ptp_tests::fixtures::domain::{
    self, call, call_id, event, full_pole, member, member_id, moment, official, pole, pole_id,
};

use super::{Fresh, on_both_databases};

on_both_databases!(
    of_two_writers_the_second_is_told,
    a_change_of_a_member_changes_its_pole,
    a_deleted_lead_is_no_longer_the_lead,
    a_reader_sees_a_consistent_snapshot,
    a_pole_and_its_members_are_of_one_moment,
    sixty_four_writers_are_serialised,
    sixty_four_optimistic_writers_lose_no_update,
    a_lock_timeout_is_reported_as_busy,
);

async fn with_pole(fresh: &Fresh, pole: Pole, members: &[u32]) -> StoredPole {
    let tx = fresh.store.write().await.unwrap();
    let members = members.iter().map(|number| member(*number)).collect();
    let created = event(1, EventKind::PoleCreated, &[]);
    let stored = tx.insert_pole(pole, members, &created).await.unwrap();
    tx.commit().await.unwrap();
    stored
}

async fn find(store: &Store) -> StoredPole {
    let tx = store.read().await.unwrap();
    tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap()
}

fn is_stale<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Stale))
}

async fn of_two_writers_the_second_is_told(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let first = tx.insert_call(call(1), &event(9, EventKind::CallCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    let StoredPole { pole, members } = with_pole(&fresh, pole(1), &[1]).await;
    let member = &members[0];

    let tx = fresh.store.write().await.unwrap();
    let call = tx.save_call(first.clone(), &event(2, EventKind::CallChanged, &[])).await.unwrap();
    let saved = tx.save_pole(pole.clone(), &event(3, EventKind::PoleChanged, &[])).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((call.version, saved.version), (2, 2));

    let tx = fresh.store.write().await.unwrap();
    let e = |number| event(number, EventKind::PoleChanged, &[]);
    assert!(is_stale(&tx.save_call(first.clone(), &e(4)).await));
    assert!(is_stale(&tx.delete_call(&first, &e(5)).await));
    assert!(is_stale(&tx.save_pole(pole.clone(), &e(6)).await));
    assert!(is_stale(&tx.delete_pole(&pole, &e(7)).await));
    assert!(is_stale(&tx.add_member(&pole, domain::member(2), &e(8)).await));
    assert!(is_stale(&tx.save_member(&pole, member.clone(), &e(9)).await));
    assert!(is_stale(&tx.remove_member(&pole, member, &e(10)).await));
    drop(tx);

    let tx = fresh.store.write().await.unwrap();
    tx.delete_call(&call, &event(11, EventKind::CallDeleted, &[])).await.unwrap();
    tx.delete_pole(&saved, &event(12, EventKind::PoleDeleted, &[])).await.unwrap();
    assert!(is_stale(&tx.save_call(call, &e(13)).await));
    tx.commit().await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.find_call(&official(), call_id(1)).await.unwrap(), None);
    assert_eq!(tx.find_pole(&official(), pole_id(1)).await.unwrap(), None);
}

async fn a_change_of_a_member_changes_its_pole(fresh: Fresh) {
    let StoredPole { pole, members } = with_pole(&fresh, pole(1), &[1]).await;
    let tx = fresh.store.write().await.unwrap();
    let added = event(2, EventKind::MemberAdded, &[]);
    tx.add_member(&pole, member(2), &added).await.unwrap();
    tx.commit().await.unwrap();

    let found = find(&fresh.store).await;
    assert_eq!((found.pole.version, found.pole.updated_at), (2, moment(2)));
    let mut first = members[0].clone();
    "Un altro nome".clone_into(&mut first.value.name);
    let changed = event(3, EventKind::MemberChanged, &["name"]);
    let tx = fresh.store.write().await.unwrap();
    // The version of the pole before the other member was added.
    assert!(is_stale(&tx.save_member(&pole, first.clone(), &changed).await));
    drop(tx);
    let tx = fresh.store.write().await.unwrap();
    let saved = tx.save_member(&found.pole, first.clone(), &changed).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!((saved.version, saved.created_at, saved.updated_at), (2, moment(1), moment(3)));
    let found = find(&fresh.store).await;
    assert_eq!((found.pole.version, found.pole.updated_at), (3, moment(3)));
    assert_eq!(found.members[0], saved);
    let tx = fresh.store.write().await.unwrap();
    let mut old = first;
    old.version = 1;
    assert!(is_stale(&tx.save_member(&found.pole, old, &changed).await));
}

async fn a_deleted_lead_is_no_longer_the_lead(fresh: Fresh) {
    let StoredPole { pole, members } = with_pole(&fresh, full_pole(1), &[1, 2]).await;
    assert_eq!(pole.value.description.lead_member_id, Some(member_id(1)));

    let tx = fresh.store.write().await.unwrap();
    let removed = |number| event(number, EventKind::MemberRemoved, &[]);
    tx.remove_member(&pole, &members[1], &removed(2)).await.unwrap();
    tx.commit().await.unwrap();
    let found = find(&fresh.store).await;
    assert_eq!(found.pole.value.description.lead_member_id, Some(member_id(1)));

    let tx = fresh.store.write().await.unwrap();
    tx.remove_member(&found.pole, &members[0], &removed(3)).await.unwrap();
    tx.commit().await.unwrap();
    let found = find(&fresh.store).await;
    assert_eq!(found.pole.value.description.lead_member_id, None);
    assert_eq!((found.pole.version, found.members.len()), (3, 0));
}

async fn a_reader_sees_a_consistent_snapshot(fresh: Fresh) {
    let StoredPole { pole, .. } = with_pole(&fresh, pole(1), &[]).await;
    let reader = fresh.store.read().await.unwrap();
    let before = reader.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();

    let tx = fresh.store.write().await.unwrap();
    tx.add_member(&pole, member(1), &event(2, EventKind::MemberAdded, &[])).await.unwrap();
    tx.commit().await.unwrap();

    let after = reader.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    assert_eq!(before, after);
    assert_eq!(find(&fresh.store).await.members.len(), 1);
}

/// Each write of a member increments its version and that of the pole: read without a transaction,
/// they still agree.
async fn a_pole_and_its_members_are_of_one_moment(fresh: Fresh) {
    with_pole(&fresh, pole(1), &[1, 2]).await;
    let store = fresh.store.clone();
    let writer = tokio::spawn(async move {
        for number in 100..180 {
            let StoredPole { pole, members } = find(&store).await;
            let tx = store.write().await.unwrap();
            let which = members[usize::try_from(number).unwrap() % 2].clone();
            let changed = event(number, EventKind::MemberChanged, &[]);
            tx.save_member(&pole, which, &changed).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    while !writer.is_finished() {
        let found = fresh.store.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
        let times: i64 = found.members.iter().map(|member| member.version - 1).sum();
        assert_eq!(found.pole.version, 1 + times);
    }
    writer.await.unwrap();
    let bare = find(&fresh.store).await;
    assert_eq!(fresh.store.find_pole(&official(), pole_id(1)).await.unwrap(), Some(bare));
}

/// Increments a counter in the pole's text.
fn count_up(pole: &mut Pole) {
    let text = pole.description.text.take().unwrap_or_default();
    pole.description.text = Some((text.parse().unwrap_or(0) + 1).to_string());
}

async fn sixty_four_writers_are_serialised(fresh: Fresh) {
    with_pole(&fresh, pole(1), &[]).await;
    let writers: Vec<_> = (100..164)
        .map(|number| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let tx = store.write().await?;
                let StoredPole { mut pole, .. } =
                    tx.find_pole(&official(), pole_id(1)).await?.unwrap();
                count_up(&mut pole.value);
                tx.save_pole(pole, &event(number, EventKind::PoleChanged, &[])).await?;
                tx.commit().await
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }

    let StoredPole { pole, .. } = find(&fresh.store).await;
    assert_eq!(pole.value.description.text.as_deref(), Some("64"));
    assert_eq!(pole.version, 65);
}

async fn sixty_four_optimistic_writers_lose_no_update(fresh: Fresh) {
    with_pole(&fresh, pole(1), &[]).await;
    let writers: Vec<_> = (100..164)
        .map(|number| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                loop {
                    let StoredPole { mut pole, .. } = find(&store).await;
                    count_up(&mut pole.value);
                    let tx = store.write().await?;
                    let changed = event(number, EventKind::PoleChanged, &[]);
                    match tx.save_pole(pole, &changed).await {
                        Ok(_) => break tx.commit().await,
                        Err(StoreError::Stale) => {}
                        Err(error) => break Err(error),
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }

    let StoredPole { pole, .. } = find(&fresh.store).await;
    assert_eq!(pole.value.description.text.as_deref(), Some("64"));
    assert_eq!(pole.version, 65);
}

async fn a_lock_timeout_is_reported_as_busy(fresh: Fresh) {
    with_pole(&fresh, pole(1), &[]).await;
    let acquire_timeout = Duration::from_millis(100);
    let options = StoreOptions { connections: 1, acquire_timeout, ..fresh.guard.options() };
    let impatient = Store::open(&options).await.unwrap();

    // A lock held by another process.
    let holder = fresh.store.write().await.unwrap();
    holder.find_pole(&official(), pole_id(1)).await.unwrap();
    let waited = async {
        let tx = impatient.write().await?;
        tx.find_pole(&official(), pole_id(1)).await
    };
    let waited = waited.await;
    assert!(matches!(waited, Err(StoreError::Busy)), "{waited:?}");
    drop(holder);

    // The only connection of the pool is in use.
    let reader = impatient.read().await.unwrap();
    let waited = impatient.read().await;
    assert!(matches!(waited, Err(StoreError::Busy)), "{waited:?}");
    drop(reader);
    impatient.ping().await.unwrap();
    impatient.close().await.unwrap();
    fresh.store.ping().await.unwrap();
}
