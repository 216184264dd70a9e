//! Visibility: every query is filtered by a scope.

use ptp_domain::call::CallStatus;
use ptp_domain::event::EventKind;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Scope;
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{CallFilter, CallSort, Order, PoleFilter, PoleSort, Sought};
use ptp_tests::fixtures::domain::{
    anyone, applicant, call, call_id, event, full_pole, member, numbers, official, owner, pole,
    pole_id, recognised, tax_code,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};

use super::{Fresh, on_both_databases};

on_both_databases!(
    drafts_of_calls_are_for_officials,
    poles_are_visible_to_their_owner_and_public_once_recognised,
);

async fn drafts_of_calls_are_for_officials(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    for (number, status) in (1..).zip(CallStatus::ALL) {
        let call = ptp_domain::call::Call { status: *status, ..call(number) };
        tx.insert_call(call, &event(number, EventKind::CallCreated, &[])).await.unwrap();
    }
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    let order = Order { by: CallSort::OpensAt, descending: false };
    for (scope, expected) in [
        (official(), vec![1, 2, 3, 4]),
        (applicant(ORGANISATION), vec![2, 3, 4]),
        (anyone(), vec![2, 3, 4]),
    ] {
        let page = tx.page_calls(&scope, &CallFilter::default(), order, None, 100).await.unwrap();
        assert_eq!(numbers(&page.items, |call| call.value.id.uuid()), expected);
        let draft = tx.find_call(&scope, call_id(1)).await.unwrap();
        assert_eq!(draft.is_some(), expected.contains(&1));
        assert!(tx.find_call(&scope, call_id(2)).await.unwrap().is_some());
    }
}

async fn poles_are_visible_to_their_owner_and_public_once_recognised(fresh: Fresh) {
    let others = |number| Pole { owner: owner(OTHER), ..pole(number) };
    // The last belongs to a subject without an organisation.
    let subjects = Pole { owner: full_pole(5).owner, ..pole(5) };
    let poles = [pole(1), recognised(pole(2)), others(3), recognised(others(4)), subjects];
    let tx = fresh.store.write().await.unwrap();
    for (number, pole) in (1..).zip(poles) {
        let created = event(number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole, vec![member(number)], &created).await.unwrap();
    }
    tx.commit().await.unwrap();

    sees(&fresh, &official(), &[1, 2, 3, 4, 5]).await;
    sees(&fresh, &applicant(ORGANISATION), &[1, 2, 4]).await;
    sees(&fresh, &applicant(OTHER), &[2, 3, 4]).await;
    sees(&fresh, &anyone(), &[2, 4]).await;
}

/// By every query: by identifier, in the list, by member.
async fn sees(fresh: &Fresh, scope: &Scope, expected: &[u128]) {
    let tx = fresh.store.read().await.unwrap();
    let order = Order { by: PoleSort::Code, descending: false };
    let page = tx.page_poles(scope, &PoleFilter::default(), order, None, 100).await.unwrap();
    assert_eq!(numbers(&page.items, |pole| pole.value.id.uuid()), expected);

    let sought = Sought::TaxCode(tax_code(OTHER));
    let page = tx.search_members(scope, &sought, None, 100).await.unwrap();
    assert_eq!(numbers(&page.items, |found| found.pole.value.id.uuid()), expected);
    assert_eq!(numbers(&page.items, |found| found.member.value.id.uuid()), expected);

    for number in 1..=5 {
        let found = tx.find_pole(scope, pole_id(number)).await.unwrap();
        assert_eq!(found.is_some(), expected.contains(&number.into()), "{number}");
    }
}
