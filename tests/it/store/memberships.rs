//! Memberships as seen by their own organisation.

use std::time::Duration;

use ptp_domain::calendar::Period;
use ptp_domain::event::EventKind;
use ptp_domain::member::{Member, Profile};
use ptp_domain::pole::Pole;
use ptp_domain::policy::Owner;
use ptp_store::{DatabaseKind, MembershipFilter, MembershipState, Sought, StoredPole};
use ptp_tests::fixtures::domain::{
    anyone, day, event, member, member_id, moment, numbers, official, owner, pole, pole_id,
    recognised, school, school_code, tax_code,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};

use super::{Fresh, on_both_databases};

on_both_databases!(
    a_membership_is_visible_to_its_organisation_in_any_pole,
    whoever_is_no_member_locks_nothing,
    recognised_poles_are_found_by_who_is_in_them_on_a_day,
    a_state_is_found_by_where_it_is_shown,
);

async fn insert(fresh: &Fresh, number: u32, pole: Pole, members: Vec<Member>) -> StoredPole {
    let tx = fresh.store.write().await.unwrap();
    let created = event(number, EventKind::PoleCreated, &[]);
    let stored = tx.insert_pole(pole, members, &created).await.unwrap();
    tx.commit().await.unwrap();
    stored
}

async fn a_membership_is_visible_to_its_organisation_in_any_pole(fresh: Fresh) {
    let mine = Member { tax_code: tax_code(ORGANISATION), ..member(2) };
    let stored = insert(&fresh, 1, pole(1), vec![member(1), mine]).await;
    insert(&fresh, 2, pole(2), vec![member(3)]).await;

    let tx = fresh.store.write().await.unwrap();
    for (organisation, pole, member, found) in [
        (OTHER, 1, 1, true),
        (ORGANISATION, 1, 2, true),
        (ORGANISATION, 1, 1, false),
        (OTHER, 1, 2, false),
        // A member of another pole, and one that does not exist.
        (OTHER, 1, 3, false),
        (OTHER, 2, 1, false),
        (OTHER, 9, 1, false),
    ] {
        let organisation = tax_code(organisation);
        let membership =
            tx.find_membership(&organisation, pole_id(pole), member_id(member)).await.unwrap();
        assert_eq!(membership, found.then(|| stored.clone()), "{pole} {member}");
    }
}

/// On PostgreSQL others go on working on a pole that somebody asks for who is no member of it.
async fn whoever_is_no_member_locks_nothing(fresh: Fresh) {
    insert(&fresh, 1, pole(1), vec![member(1)]).await;
    if fresh.store.kind() == DatabaseKind::Postgres {
        let stranger = fresh.store.write().await.unwrap();
        let organisation = tax_code(ORGANISATION);
        let asked = stranger.find_membership(&organisation, pole_id(1), member_id(1)).await;
        assert_eq!(asked.unwrap(), None);
        let owner = fresh.store.write().await.unwrap();
        let (scope, patience) = (official(), Duration::from_secs(10));
        let found = tokio::time::timeout(patience, owner.find_pole(&scope, pole_id(1))).await;
        assert!(found.unwrap().unwrap().is_some());
    }
}

async fn recognised_poles_are_found_by_who_is_in_them_on_a_day(fresh: Fresh) {
    let within = |number: u32, from: &str, until: Option<&str>| Member {
        membership: Period::new(day(from), until.map(day)).unwrap(),
        profile: Profile::TechnicalInstitute(school(Some("BGTF003011"), &[])),
        ..member(number)
    };
    insert(&fresh, 1, pole(1), vec![within(1, "2027-01-15", None)]).await;
    let other = Member { tax_code: tax_code(ORGANISATION), ..member(3) };
    let members = vec![within(2, "2027-01-15", Some("2027-06-30")), other];
    insert(&fresh, 2, recognised(pole(2)), members).await;
    insert(&fresh, 3, recognised(pole(3)), vec![within(4, "2027-06-01", None)]).await;

    let tx = fresh.store.read().await.unwrap();
    for sought in [Sought::TaxCode(tax_code(OTHER)), Sought::School(school_code("BGRI003036"))] {
        for (on, expected) in [
            ("2027-01-14", vec![]),
            ("2027-01-15", vec![2]),
            ("2027-06-01", vec![2, 4]),
            ("2027-06-30", vec![2, 4]),
            ("2027-07-01", vec![4]),
        ] {
            let found = tx.recognised_with(&sought, day(on)).await.unwrap();
            let members = numbers(&found, |found| found.member.uuid());
            assert_eq!(members, expected, "{sought:?} {on}");
            let poles: Vec<_> = found.iter().map(|found| found.pole).collect();
            let poles = tx.find_poles(&anyone(), &poles).await.unwrap();
            assert_eq!(poles.len(), found.len(), "{sought:?} {on}");
            assert!(poles.iter().all(|pole| pole.value.recognition.is_some()));
        }
    }
}

/// The filter and what is shown decide the same by two ways: in the database and in memory.
async fn a_state_is_found_by_where_it_is_shown(fresh: Fresh) {
    let anna = Owner::Subject { issuer: "https://login.example".into(), subject: "anna".into() };
    let mut number = 0;
    for owner in [owner(ORGANISATION), owner(OTHER), anna] {
        for is_recognised in [false, true] {
            for (confirmed, until) in
                [(None, None), (Some(moment(5)), None), (None, Some("2027-04-30"))]
            {
                number += 1;
                let mut one = member(number);
                one.tax_code = tax_code(OTHER);
                one.confirmed_at = confirmed;
                one.membership = Period::new(day("2027-01-15"), until.map(day)).unwrap();
                let pole = Pole { owner: owner.clone(), ..pole(number) };
                let pole = if is_recognised { recognised(pole) } else { pole };
                insert(&fresh, number, pole, vec![one]).await;
            }
        }
    }
    let tx = fresh.store.read().await.unwrap();
    for today in [day("2027-04-15"), day("2027-05-15")] {
        let found = async |states: &[MembershipState]| {
            let organisation = tax_code(OTHER);
            let filter = MembershipFilter { organisation, states: states.to_vec(), today };
            let page = tx.page_memberships(&filter, None, 100).await.unwrap();
            assert_eq!(tx.count_memberships(&filter).await.unwrap(), page.items.len() as u64);
            page.items
        };
        let all = found(&[]).await;
        assert_eq!(all.len(), 18);
        let mut seen = 0;
        for state in
            [MembershipState::ToConfirm, MembershipState::Confirmed, MembershipState::Former]
        {
            let shown: Vec<_> = all.iter().filter(|one| one.state(today) == state).collect();
            assert_eq!(found(&[state]).await.iter().collect::<Vec<_>>(), shown, "{state:?}");
            seen += shown.len();
        }
        assert_eq!(seen, all.len());
    }
}
