//! Outcomes over time are updated by every write.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ptp_domain::calendar::{Period, civil_date};
use ptp_domain::event::EventKind;
use ptp_domain::member::Member;
use ptp_domain::pole::{OutcomePeriod, Pole, PoleStatus, Stage};
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::rules::{Budget, Determination, Rule, Verdict, evaluate};
use ptp_store::{Foreseen, OutcomeOn, Settled, Store, StoreError, StoredPole};
use ptp_tests::fixtures::domain::{
    company, day, event, lawful, member_id, moment, official, pole_id, section_a,
};
use uuid::Uuid;

use super::{Fresh, on_both_databases};

on_both_databases!(
    a_pole_without_recognition_has_no_outcome,
    a_recognised_pole_has_one_until_it_ends,
    outcomes_follow_the_members,
    outcomes_follow_the_pole,
    outcomes_follow_determinations,
    determinations_are_read_in_order,
    outcomes_are_foreseen_of_one_version,
);

pub(super) async fn insert(fresh: &Fresh, pole: Pole, members: Vec<Member>) -> StoredPole {
    let number = u32::try_from(pole.id.uuid().as_u128() & 0xffff).unwrap();
    let tx = fresh.store.write().await.unwrap();
    let created = event(number, EventKind::PoleCreated, &[]);
    let stored = tx.insert_pole(pole, members, &created).await.unwrap();
    tx.commit().await.unwrap();
    stored
}

async fn outcome(store: &Store, on: &str) -> Option<(Verdict, Option<NaiveDate>)> {
    let tx = store.read().await.unwrap();
    let outcomes = tx.outcomes_on(&[pole_id(1)], day(on)).await.unwrap();
    outcomes.get(&pole_id(1)).map(|it| (it.period.outcome, it.fails_on))
}

/// The day on which an ITS becomes binding, three years after the recognition.
fn its_due() -> NaiveDate {
    day("2030-04-01")
}

async fn a_pole_without_recognition_has_no_outcome(fresh: Fresh) {
    let (recognised, members) = lawful(1);
    let draft = Pole {
        status: PoleStatus::Draft,
        recognition: None,
        life: Vec::new(),
        ..recognised.clone()
    };
    let StoredPole { pole, .. } = insert(&fresh, draft, members).await;
    assert_eq!(outcome(&fresh.store, "2027-05-01").await, None);

    let tx = fresh.store.write().await.unwrap();
    let mut saved = pole.clone();
    saved.value = recognised;
    let event_of = |number, kind| event(number, kind, &["status"]);
    let mut saved = tx.save_pole(saved, &event_of(10, EventKind::PoleRecognised)).await.unwrap();
    tx.commit().await.unwrap();
    let since = outcome(&fresh.store, "2027-04-01").await;
    assert_eq!(since, Some((Verdict::Compliant, Some(its_due()))));
    assert_eq!(outcome(&fresh.store, "2027-03-31").await, None);

    saved.value = pole.value;
    let tx = fresh.store.write().await.unwrap();
    tx.save_pole(saved, &event_of(11, EventKind::RecognitionAnnulled)).await.unwrap();
    assert_eq!(tx.renew_outcomes(day("2060-01-01"), 10).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(outcome(&fresh.store, "2027-04-01").await, None);
}

async fn a_recognised_pole_has_one_until_it_ends(fresh: Fresh) {
    let (pole, members) = lawful(1);
    let StoredPole { pole, .. } = insert(&fresh, pole, members).await;
    let tx = fresh.store.read().await.unwrap();
    let outcomes = tx.outcomes_on(&[pole_id(1), pole_id(2)], day("2027-05-01")).await.unwrap();
    let (from, until) = (day("2027-04-01"), day("2030-03-31"));
    let period = OutcomePeriod { from, until, outcome: Verdict::Compliant };
    assert_eq!(
        outcomes,
        BTreeMap::from([(
            pole_id(1),
            OutcomeOn { period, fails_on: Some(its_due()), is_last: false }
        )])
    );
    drop(tx);
    let later = outcome(&fresh.store, "2030-04-01").await;
    assert_eq!(later, Some((Verdict::NonCompliant, None)));

    let revoked = |on: &str| Stage::of(PoleStatus::Revoked, day(on));
    let mut pole = pole;
    pole.value = pole.value.at(revoked("2028-01-10"));
    let tx = fresh.store.write().await.unwrap();
    tx.save_pole(pole, &event(10, EventKind::PoleRevoked, &["status"])).await.unwrap();
    tx.commit().await.unwrap();
    let last = outcome(&fresh.store, "2028-01-09").await;
    assert_eq!(last, Some((Verdict::Compliant, None)));
    assert_eq!(outcome(&fresh.store, "2028-01-10").await, None);

    // A pole that ended on the day of its recognition has no period, and is not renewed.
    let (pole, members) = lawful(2);
    insert(&fresh, pole.at(revoked("2027-04-01")), members).await;
    let tx = fresh.store.write().await.unwrap();
    assert_eq!(tx.renew_outcomes(day("2060-01-01"), 10).await.unwrap(), 0);
}

async fn outcomes_follow_the_members(fresh: Fresh) {
    let (pole, members) = lawful(1);
    let StoredPole { mut pole, mut members } = insert(&fresh, pole, members).await;
    let changed = |number, kind| event(number, kind, &[]);

    // A company leaves on a day known in advance.
    let mut leaving = members.remove(3);
    let membership = Period::new(day("2027-01-15"), Some(day("2027-06-30"))).unwrap();
    leaving.value.membership = membership;
    let tx = fresh.store.write().await.unwrap();
    let leaving =
        tx.save_member(&pole, leaving, &changed(10, EventKind::MemberChanged)).await.unwrap();
    tx.commit().await.unwrap();
    pole.version += 1;
    let before = outcome(&fresh.store, "2027-06-30").await;
    assert_eq!(before, Some((Verdict::Compliant, Some(day("2027-07-01")))));
    let after = outcome(&fresh.store, "2027-07-01").await;
    assert_eq!(after, Some((Verdict::NonCompliant, None)));

    // Another one joins.
    let tx = fresh.store.write().await.unwrap();
    let added = changed(11, EventKind::MemberAdded);
    tx.add_member(&pole, company(19, "28.41"), &added).await.unwrap();
    tx.commit().await.unwrap();
    pole.version += 1;
    assert_eq!(
        outcome(&fresh.store, "2027-07-01").await,
        Some((Verdict::Compliant, Some(its_due())))
    );

    // The first was recorded by mistake.
    let tx = fresh.store.write().await.unwrap();
    let removed = changed(12, EventKind::MemberRemoved);
    tx.remove_member(&pole, &leaving, &removed).await.unwrap();
    tx.commit().await.unwrap();
    pole.version += 1;
    assert_eq!(
        outcome(&fresh.store, "2027-07-01").await,
        Some((Verdict::Compliant, Some(its_due())))
    );

    // So was the holder of a section A accreditation; the write is atomic.
    let holder = members.pop().unwrap();
    let removed = changed(13, EventKind::MemberRemoved);
    let tx = fresh.store.write().await.unwrap();
    tx.remove_member(&pole, &holder, &removed).await.unwrap();
    drop(tx);
    assert_eq!(
        outcome(&fresh.store, "2027-07-01").await,
        Some((Verdict::Compliant, Some(its_due())))
    );
    let tx = fresh.store.write().await.unwrap();
    tx.remove_member(&pole, &holder, &removed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outcome(&fresh.store, "2027-07-01").await, Some((Verdict::NonCompliant, None)));
}

async fn outcomes_follow_the_pole(fresh: Fresh) {
    let (pole, mut members) = lawful(1);
    members.push(section_a(19));
    let StoredPole { mut pole, .. } = insert(&fresh, pole, members).await;
    // The rules of 2013 require no plan, but an ITS from the start.
    let recognition = pole.value.recognition.as_mut().unwrap();
    recognition.ruleset.id = RulesetId::LineeGuida2013;
    let ruleset = recognition.ruleset.ruleset();
    let tx = fresh.store.write().await.unwrap();
    let saved = tx.save_pole(pole, &event(10, EventKind::PoleChanged, &[])).await.unwrap();
    let StoredPole { members, .. } = tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let members: Vec<_> = members.iter().map(|member| &member.value).collect();
    for on in ["2027-04-01", "2028-01-01", "2030-04-01", "2032-01-01"] {
        let expected =
            evaluate(&saved.value.network(&members), &ruleset, day(on), &[], &Budget::default())
                .unwrap()
                .outcome;
        assert_eq!(outcome(&fresh.store, on).await.map(|it| it.0), Some(expected), "{on}");
    }
}

/// A determination on the only finding of a member that needs review.
fn settled(number: u32, pole: &StoredPole, member: u32, accepted: bool) -> Settled {
    let members: Vec<_> = pole.members.iter().map(|member| &member.value).collect();
    let network = pole.pole.value.network(&members);
    let ruleset = RulesetId::RegioneLombardia.ruleset();
    let report = evaluate(&network, &ruleset, day("2027-05-01"), &[], &Budget::default()).unwrap();
    let of_member = report.members.iter().find(|it| it.member == member_id(member)).unwrap();
    let finding = of_member.findings.iter().find(|it| it.rule == Rule::CompanyInArea).unwrap();
    let determination = Determination {
        rule: finding.rule,
        member: of_member.member,
        fact: finding.reason.fact(),
        accepted,
        reason: "perché sì".to_owned(),
        decided_on: civil_date(moment(number.into())),
    };
    Settled {
        id: Uuid::from_u128(0xd000_0000 - u128::from(number)),
        determination,
        at: moment(number.into()),
        issuer: "https://login.example".to_owned(),
        subject: "ada".to_owned(),
    }
}

async fn with_a_doubt(fresh: &Fresh) -> StoredPole {
    let (pole, mut members) = lawful(1);
    members[3] = company(13, "22.29");
    insert(fresh, pole, members).await
}

async fn outcomes_follow_determinations(fresh: Fresh) {
    let stored = with_a_doubt(&fresh).await;
    assert_eq!(outcome(&fresh.store, "2027-05-01").await.unwrap().0, Verdict::NeedsReview);

    let tx = fresh.store.write().await.unwrap();
    let event_of = |number| event(number, EventKind::FindingSettled, &["determinations"]);
    let accepted = settled(10, &stored, 13, true);
    let pole =
        tx.add_determinations(&stored.pole, vec![(accepted.clone(), event_of(10))]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((pole.version, pole.updated_at), (2, moment(10)));
    let tx = fresh.store.read().await.unwrap();
    let found = tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    assert_eq!(found.pole, pole);
    assert_eq!(tx.determinations_of(pole_id(1)).await.unwrap(), [accepted]);
    drop(tx);
    let now = outcome(&fresh.store, "2027-05-01").await;
    assert_eq!(now, Some((Verdict::Compliant, Some(its_due()))));

    // The last determination counts.
    let refused = settled(11, &stored, 13, false);
    let tx = fresh.store.write().await.unwrap();
    let stale = tx.add_determinations(&stored.pole, vec![(refused.clone(), event_of(11))]).await;
    assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    drop(tx);
    let tx = fresh.store.write().await.unwrap();
    tx.add_determinations(&pole, vec![(refused, event_of(11))]).await.unwrap();
    tx.commit().await.unwrap();
    let now = outcome(&fresh.store, "2027-05-01").await;
    assert_eq!(now, Some((Verdict::NonCompliant, None)));
}

async fn determinations_are_read_in_order(fresh: Fresh) {
    let mut stored = with_a_doubt(&fresh).await;
    // The same instant twice, with identifiers in reverse order.
    let all: Vec<_> = [(12, 12), (11, 11), (13, 12)]
        .map(|(number, at)| Settled {
            at: moment(at),
            ..settled(number, &stored, 13, number % 2 == 0)
        })
        .to_vec();
    let tx = fresh.store.write().await.unwrap();
    for (number, settled) in (20..).zip(all.clone()) {
        let event = event(number, EventKind::FindingSettled, &[]);
        stored.pole = tx.add_determinations(&stored.pole, vec![(settled, event)]).await.unwrap();
    }
    let found = tx.determinations_of(pole_id(1)).await.unwrap();
    assert_eq!(found, [all[1].clone(), all[2].clone(), all[0].clone()]);
    let again = event(30, EventKind::FindingSettled, &[]);
    let twice = tx.add_determinations(&stored.pole, vec![(all[0].clone(), again)]).await;
    assert!(matches!(twice, Err(StoreError::Duplicate)), "{twice:?}");
}

/// What was foreseen of a pole is written with it, and only on the version of which it was foreseen.
async fn outcomes_are_foreseen_of_one_version(fresh: Fresh) {
    let (pole, members) = lawful(1);
    let read = insert(&fresh, pole, members).await;
    // Without its companies, as if they were removed in the same write.
    let mut next = read.clone();
    next.members.retain(|member| member.value.company().is_none());
    let today = day("2027-04-02");
    let foreseen = Foreseen::of(&read.pole, &next, &[], today, &Budget::default()).unwrap();
    let changed = event(10, EventKind::PoleChanged, &["name"]);

    let tx = fresh.store.write().await.unwrap();
    tx.foresee(foreseen.clone());
    tx.save_pole(next.pole.clone(), &changed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outcome(&fresh.store, "2027-05-01").await.unwrap().0, Verdict::NonCompliant);

    let tx = fresh.store.write().await.unwrap();
    tx.foresee(foreseen);
    let later = tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap();
    let again = event(11, EventKind::PoleChanged, &["name"]);
    assert!(matches!(tx.save_pole(later.pole, &again).await, Err(StoreError::Stale)));
}
