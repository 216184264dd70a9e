//! Renewal of outcomes as time passes.

use std::mem;

use ptp_domain::event::EventKind;
use ptp_domain::pole::{PoleStatus, Stage, horizon};
use ptp_domain::rules::Verdict;
use ptp_store::{RENEWED_AT_ONCE, StoredPole};
use ptp_tests::fixtures::domain::{day, event, lawful, official, pole as pole_of, pole_id};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use super::outcomes::insert;
use super::{Fresh, on_both_databases};

on_both_databases!(
    outcomes_are_renewed_in_time,
    what_another_release_computed_is_computed_anew,
    what_is_written_in_the_meantime_is_not_overwritten,
);

async fn outcomes_are_renewed_in_time(fresh: Fresh) {
    for number in 1..=3 {
        let (pole, members) = lawful(number);
        insert(&fresh, pole, members).await;
    }
    let ended = Stage::of(PoleStatus::Dissolved, day("2029-01-01"));
    let (pole, members) = lawful(4);
    insert(&fresh, pole.at(ended), members).await;
    let tx = fresh.store.read().await.unwrap();
    let before = tx.find_pole(&official(), pole_id(1)).await.unwrap();
    drop(tx);

    // Known until six years after the recognition, which is later than the write.
    let last_day = day("2033-04-01");
    let in_time = day("2028-04-01");
    assert_eq!(horizon(in_time), last_day);
    let tx = fresh.store.write().await.unwrap();
    assert_eq!(tx.renew_outcomes(in_time, 10).await.unwrap(), 0);
    let late = in_time.succ_opt().unwrap();
    assert_eq!(tx.outcomes_on(&[pole_id(1)], day("2033-04-02")).await.unwrap().len(), 0);
    assert_eq!(tx.renew_outcomes(late, 2).await.unwrap(), 2);
    assert_eq!(tx.renew_outcomes(late, 2).await.unwrap(), 1);
    assert_eq!(tx.renew_outcomes(late, 2).await.unwrap(), 0);
    assert_eq!(tx.outcomes_on(&[pole_id(1)], day("2033-04-02")).await.unwrap().len(), 1);
    tx.commit().await.unwrap();

    // The poles themselves are unchanged.
    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.find_pole(&official(), pole_id(1)).await.unwrap(), before);
    assert_eq!(tx.verify_events().await.unwrap().events, 4);
}

/// Stored outcomes are those of the rules as they are, whichever release wrote them: also of a pole
/// that ended, and of one that is written by an older replica in the meantime.
async fn what_another_release_computed_is_computed_anew(fresh: Fresh) {
    for number in 1..=2 {
        let (pole, members) = lawful(number);
        insert(&fresh, pole, members).await;
    }
    let ended = Stage::of(PoleStatus::Dissolved, day("2029-01-01"));
    let (pole, members) = lawful(3);
    insert(&fresh, pole.at(ended), members).await;
    insert(&fresh, pole_of(4), Vec::new()).await;
    let today = day("2027-06-01");
    assert_eq!(fresh.store.count_outcomes_to_renew(today).await.unwrap(), 0);

    let wrong = "UPDATE pole_outcome SET outcome = 'non_compliant'";
    let by_another =
        "UPDATE pole SET outcomes_by = '0000-earlier' WHERE outcomes_until IS NOT NULL";
    for statement in [wrong, by_another] {
        fresh.behind_its_back(statement).await.unwrap();
    }
    assert_eq!(fresh.store.count_outcomes_to_renew(today).await.unwrap(), 3);
    // What a later release computed stays.
    let later = "UPDATE pole SET outcomes_by = '9999-later' WHERE outcomes_until IS NOT NULL";
    for (statement, behind) in [(later, 0), (by_another, 3)] {
        fresh.behind_its_back(statement).await.unwrap();
        assert_eq!(fresh.store.count_outcomes_to_renew(today).await.unwrap(), behind);
    }
    let mut told = Vec::new();
    let renewed = fresh.store.renew_outcomes(today, |renewed| told.push(renewed)).await.unwrap();
    assert_eq!((renewed, told), (3, vec![3]));
    assert_eq!(fresh.store.count_outcomes_to_renew(today).await.unwrap(), 0);
    let tx = fresh.store.read().await.unwrap();
    let outcomes = tx.outcomes_on(&[1, 2, 3].map(pole_id), today).await.unwrap();
    assert_eq!(outcomes.len(), 3);
    assert!(outcomes.values().all(|one| one.period.outcome == Verdict::Compliant));
}

/// The outcomes of the last pole are computed while the poles before it are written; then it loses a
/// company, and what that write has computed stays.
async fn what_is_written_in_the_meantime_is_not_overwritten(fresh: Fresh) {
    let last = u32::try_from(RENEWED_AT_ONCE).unwrap() + 1;
    for number in 1..=last {
        let (pole, members) = lawful(number);
        insert(&fresh, pole, members).await;
    }
    let by_another = "UPDATE pole SET outcomes_by = '0000-earlier'";
    fresh.behind_its_back(by_another).await.unwrap();
    let lose_a_company = async || {
        let tx = fresh.store.read().await.unwrap();
        let found = tx.find_pole(&official(), pole_id(last)).await.unwrap();
        let StoredPole { pole, members } = found.unwrap();
        drop(tx);
        let tx = fresh.store.write().await.unwrap();
        let removed = event(5_000, EventKind::MemberRemoved, &[]);
        tx.remove_member(&pole, &members[3], &removed).await.unwrap();
        tx.commit().await.unwrap();
    };

    let today = day("2027-06-01");
    let mut is_lost = false;
    let after_each_batch = |_| {
        if !mem::replace(&mut is_lost, true) {
            block_in_place(|| Handle::current().block_on(lose_a_company()));
        }
    };
    let renewed = fresh.store.renew_outcomes(today, after_each_batch).await.unwrap();
    assert_eq!(renewed, usize::try_from(RENEWED_AT_ONCE).unwrap());
    assert_eq!(fresh.store.count_outcomes_to_renew(today).await.unwrap(), 0);
    let tx = fresh.store.read().await.unwrap();
    let outcomes = tx.outcomes_on(&[1, last].map(pole_id), today).await.unwrap();
    let verdicts: Vec<_> = outcomes.values().map(|one| one.period.outcome).collect();
    assert_eq!(verdicts, [Verdict::Compliant, Verdict::NonCompliant]);
}
