//! Visibility of events in the feed.

use ptp_domain::application::ApplicationStatus;
use ptp_domain::call::{Call, CallStatus};
use ptp_domain::event::EventKind;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_store::{Aggregate, PastEvent, Place, StoredPole, Subject};
use ptp_tests::fixtures::domain::{
    anyone, applicant, application, application_id, call, call_id, event, frozen, member,
    member_id, moment, official, owner, pole, pole_id, recognised,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};

use super::{Fresh, on_both_databases};

on_both_databases!(
    an_event_is_read_as_it_was_recorded,
    calls_are_public_once_published,
    poles_are_their_owners_and_public_once_recognised,
    a_transfer_is_seen_by_both_owners,
    applications_are_never_public,
    pages_of_the_feed_have_each_event_once,
);

async fn positions(fresh: &Fresh, scope: &Scope) -> Vec<i64> {
    let tx = fresh.store.read().await.unwrap();
    let feed = tx.feed(scope, 0, 100, &[]).await.unwrap();
    feed.iter().map(|event| event.position().unwrap()).collect()
}

async fn history(fresh: &Fresh, scope: &Scope, subject: Subject) -> Vec<i64> {
    let tx = fresh.store.read().await.unwrap();
    let history = tx.history(scope, subject, 0, 100).await.unwrap();
    history.iter().map(|event| event.position().unwrap()).collect()
}

async fn an_event_is_read_as_it_was_recorded(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let created = event(1, EventKind::PoleCreated, &[]);
    let StoredPole { pole, .. } = tx.insert_pole(pole(1), Vec::new(), &created).await.unwrap();
    let mut added = event(2, EventKind::MemberAdded, &["name", "tax_code"]);
    added.reason = Some("perché".to_owned());
    added.note = Some("per gli uffici".to_owned());
    tx.add_member(&pole, member(1), &added).await.unwrap();
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    let feed = tx.feed(&official(), 0, 100, &[]).await.unwrap();
    let read = feed.last().unwrap().clone();
    let expected = PastEvent {
        place: Some(Place {
            position: 2,
            previous: feed[0].place.clone().map(|place| place.hash),
            hash: read.place.clone().unwrap().hash,
        }),
        id: added.id,
        kind: "member_added".to_owned(),
        at: moment(2),
        roles: [ptp_domain::policy::Role::Official].into(),
        issuer: Some("https://login.example".to_owned()),
        subject: Some("ada".to_owned()),
        client: Some("portal".to_owned()),
        organisation: None,
        aggregate: Aggregate::Pole,
        aggregate_id: pole_id(1).uuid(),
        aggregate_version: 2,
        member_id: Some(member_id(1)),
        member_version: Some(2),
        changed: vec!["name".to_owned(), "tax_code".to_owned()],
        reason: Some("perché".to_owned()),
        note: Some("per gli uffici".to_owned()),
        content_sha256: None,
    };
    assert_eq!(read, expected);
}

async fn calls_are_public_once_published(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let created = event(1, EventKind::CallCreated, &[]);
    let mut call = tx.insert_call(call(1), &created).await.unwrap();
    let changed = event(2, EventKind::CallChanged, &["title"]);
    call = tx.save_call(call, &changed).await.unwrap();
    call.value.status = CallStatus::Published;
    let published = event(3, EventKind::CallPublished, &["status"]);
    call = tx.save_call(call, &published).await.unwrap();
    // No rule allows a published call to become a draft again; if it did, everyone would see the
    // event.
    call.value.status = CallStatus::Draft;
    call = tx.save_call(call, &event(4, EventKind::CallChanged, &["status"])).await.unwrap();
    tx.delete_call(&call, &event(5, EventKind::CallDeleted, &[])).await.unwrap();
    tx.commit().await.unwrap();

    let of_call = Subject::Call(call_id(1));
    assert_eq!(positions(&fresh, &official()).await, [1, 2, 3, 4, 5]);
    assert_eq!(history(&fresh, &official(), of_call).await, [1, 2, 3, 4, 5]);
    for scope in [applicant(ORGANISATION), anyone()] {
        assert_eq!(positions(&fresh, &scope).await, [3, 4]);
        assert_eq!(history(&fresh, &scope, of_call).await, [3, 4]);
    }
}

async fn poles_are_their_owners_and_public_once_recognised(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let created = |number| event(number, EventKind::PoleCreated, &[]);
    let mine = tx.insert_pole(pole(1), vec![member(1)], &created(1)).await.unwrap();
    let theirs = Pole { owner: owner(OTHER), ..pole(2) };
    let theirs = tx.insert_pole(theirs, vec![], &created(2)).await.unwrap();
    let deleted = event(3, EventKind::PoleDeleted, &[]);
    tx.delete_pole(&theirs.pole, &deleted).await.unwrap();
    let mut mine_now = mine.pole;
    mine_now.value = recognised(mine_now.value);
    let event_of = |number, kind| event(number, kind, &["status"]);
    mine_now = tx.save_pole(mine_now, &event_of(4, EventKind::PoleRecognised)).await.unwrap();
    let changed = event_of(5, EventKind::MemberChanged);
    tx.save_member(&mine_now, mine.members[0].clone(), &changed).await.unwrap();
    mine_now.version += 1;
    // Annulled: the fact that it is no longer public is public.
    mine_now.value = Pole { recognition: None, life: Vec::new(), ..mine_now.value };
    mine_now.value.status = ptp_domain::pole::PoleStatus::Candidate;
    mine_now = tx.save_pole(mine_now, &event_of(6, EventKind::RecognitionAnnulled)).await.unwrap();
    tx.save_pole(mine_now, &event_of(7, EventKind::PoleReturned)).await.unwrap();
    tx.commit().await.unwrap();

    let (first, second) = (Subject::Pole(pole_id(1)), Subject::Pole(pole_id(2)));
    let of_member = Subject::Member(pole_id(1), member_id(1));
    for (scope, feed, of_first, of_second, of_its_member) in [
        (official(), vec![1, 2, 3, 4, 5, 6, 7], vec![1, 4, 5, 6, 7], vec![2, 3], vec![5]),
        (applicant(ORGANISATION), vec![1, 4, 5, 6, 7], vec![1, 4, 5, 6, 7], vec![], vec![5]),
        // Deleted resources remain in the feed.
        (applicant(OTHER), vec![2, 3, 4, 5, 6], vec![4, 5, 6], vec![2, 3], vec![5]),
        (anyone(), vec![4, 5, 6], vec![4, 5, 6], vec![], vec![5]),
    ] {
        assert_eq!(positions(&fresh, &scope).await, feed, "{scope:?}");
        assert_eq!(history(&fresh, &scope, first).await, of_first, "{scope:?}");
        assert_eq!(history(&fresh, &scope, second).await, of_second, "{scope:?}");
        assert_eq!(history(&fresh, &scope, of_member).await, of_its_member, "{scope:?}");
    }
}

async fn a_transfer_is_seen_by_both_owners(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let created = event(1, EventKind::PoleCreated, &[]);
    let StoredPole { mut pole, .. } = tx.insert_pole(pole(1), vec![], &created).await.unwrap();
    pole.value.owner = owner(OTHER);
    let transferred = event(2, EventKind::PoleTransferred, &["owner"]);
    pole = tx.save_pole(pole, &transferred).await.unwrap();
    tx.add_member(&pole, member(1), &event(3, EventKind::MemberAdded, &[])).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(positions(&fresh, &applicant(ORGANISATION)).await, [1, 2]);
    assert_eq!(positions(&fresh, &applicant(OTHER)).await, [2, 3]);
    assert_eq!(positions(&fresh, &anyone()).await, Vec::<i64>::new());
    // The current owner sees the whole history.
    let of_pole = Subject::Pole(pole_id(1));
    assert_eq!(history(&fresh, &applicant(ORGANISATION), of_pole).await, [1, 2]);
    assert_eq!(history(&fresh, &applicant(OTHER), of_pole).await, [1, 2, 3]);
}

async fn applications_are_never_public(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let published = Call { status: CallStatus::Published, ..call(1) };
    tx.insert_call(published, &event(1, EventKind::CallCreated, &[])).await.unwrap();
    let created = event(2, EventKind::PoleCreated, &[]);
    tx.insert_pole(recognised(pole(1)), vec![], &created).await.unwrap();
    let submitted = event(3, EventKind::ApplicationSubmitted, &["status"]);
    let mut stored =
        tx.insert_application(application(1, 1, 1), frozen(1), &submitted).await.unwrap();
    stored.value.status = ApplicationStatus::Rejected;
    let rejected = event(4, EventKind::ApplicationRejected, &["status", "taken"]);
    tx.save_application(stored, &rejected).await.unwrap();
    tx.commit().await.unwrap();

    let subject = Subject::Application(application_id(1));
    for (scope, feed, of_it) in [
        (official(), vec![1, 2, 3, 4], vec![3, 4]),
        (applicant(ORGANISATION), vec![1, 2, 3, 4], vec![3, 4]),
        (applicant(OTHER), vec![1, 2], vec![]),
        (anyone(), vec![1, 2], vec![]),
    ] {
        assert_eq!(positions(&fresh, &scope).await, feed, "{scope:?}");
        assert_eq!(history(&fresh, &scope, subject).await, of_it, "{scope:?}");
    }
    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.changes_since(subject, 1).await.unwrap(), ["status", "taken"]);
}

async fn pages_of_the_feed_have_each_event_once(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    for number in 1..=12 {
        // Public, mine, both or neither.
        let mut pole = pole(number);
        if number % 2 == 0 {
            pole = recognised(pole);
        }
        if number % 3 == 0 {
            pole.owner = owner(OTHER);
        }
        let kind = if number % 4 == 0 { EventKind::PoleChanged } else { EventKind::PoleCreated };
        tx.insert_pole(pole, vec![], &event(number, kind, &[])).await.unwrap();
    }
    tx.commit().await.unwrap();

    let created: &[_] = &[EventKind::PoleCreated, EventKind::CallCreated];
    for (scope, kinds, expected) in [
        (official(), &[][..], vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        (official(), created, vec![1, 2, 3, 5, 6, 7, 9, 10, 11]),
        (applicant(ORGANISATION), &[], vec![1, 2, 4, 5, 6, 7, 8, 10, 11, 12]),
        (applicant(ORGANISATION), created, vec![1, 2, 5, 6, 7, 10, 11]),
        (applicant(OTHER), &[], vec![2, 3, 4, 6, 8, 9, 10, 12]),
        (anyone(), &[], vec![2, 4, 6, 8, 10, 12]),
        (anyone(), created, vec![2, 6, 10]),
    ] {
        let tx = fresh.store.read().await.unwrap();
        for limit in [1, 2, 5, 12, 13] {
            let (mut all, mut after) = (Vec::new(), 0);
            loop {
                let page = tx.feed(&scope, after, limit, kinds).await.unwrap();
                assert!(page.len() as u64 <= limit);
                let Some(last) = page.last() else { break };
                after = last.position().unwrap();
                all.extend(page.iter().map(|event| event.position().unwrap()));
            }
            assert_eq!(all, expected, "{scope:?} {limit} {kinds:?}");
        }
    }
}
