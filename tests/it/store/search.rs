//! Search for the memberships of an organisation.

use ptp_domain::event::EventKind;
use ptp_domain::member::{Member, Profile};
use ptp_store::{Sought, StoredPole};
use ptp_tests::fixtures::domain::{
    event, member, member_id, numbers, official, pole, pole_id, school, school_code, tax_code,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};

use super::{Fresh, on_both_databases};

on_both_databases!(
    a_body_is_found_by_its_tax_code,
    an_institution_is_found_by_any_of_its_codes,
    the_codes_follow_the_member,
);

async fn a_body_is_found_by_its_tax_code(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    for number in 1..=5 {
        let created = event(number, EventKind::PoleCreated, &[]);
        let other = Member { tax_code: tax_code(ORGANISATION), ..member(100 + number) };
        tx.insert_pole(pole(number), vec![member(number), other], &created).await.unwrap();
    }
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    let sought = Sought::TaxCode(tax_code(OTHER));
    let first = tx.search_members(&official(), &sought, None, 3).await.unwrap();
    assert_eq!(numbers(&first.items, |found| found.member.value.id.uuid()), [1, 2, 3]);
    assert_eq!(numbers(&first.items, |found| found.pole.value.id.uuid()), [1, 2, 3]);
    let last = tx.search_members(&official(), &sought, first.next.as_ref(), 3).await.unwrap();
    assert_eq!(numbers(&last.items, |found| found.member.value.id.uuid()), [4, 5]);
    assert_eq!(last.next, None);
}

async fn an_institution_is_found_by_any_of_its_codes(fresh: Fresh) {
    let codes: &[(Option<&str>, &[&str])] = &[
        (Some("BGTF003011"), &["BGRI003014"]),
        (Some("MITFDH5000"), &[]),
        (None, &[]),
        (None, &["BGRI003025", "MITFDH5000"]),
        // The numbers of these two belong to their types, since positions 8 and 9 are 00.
        (Some("BGIS00300X"), &[]),
        (Some("BGIS003008"), &[]),
    ];
    let members: Vec<_> = (1..)
        .zip(codes)
        .map(|(number, (institution, sites))| Member {
            profile: Profile::TechnicalInstitute(school(*institution, sites)),
            ..member(number)
        })
        .collect();
    let tx = fresh.store.write().await.unwrap();
    let created = event(1, EventKind::PoleCreated, &[]);
    tx.insert_pole(pole(1), members.clone(), &created).await.unwrap();
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    for asked in
        ["BGTF003011", "BGRI003036", "MITFDH5000", "BGIS00300X", "BGTF00300P", "MITF010018"]
    {
        let asked = school_code(asked);
        let expected: Vec<_> = members
            .iter()
            .filter(|member| {
                let mut codes = member.school().unwrap().codes();
                codes.any(|code| code.is_same_institution(&asked))
            })
            .map(|member| member.id)
            .collect();
        let sought = Sought::School(asked);
        let page = tx.search_members(&official(), &sought, None, 100).await.unwrap();
        let found: Vec<_> = page.items.iter().map(|found| found.member.value.id).collect();
        assert_eq!(found, expected, "{sought:?}");
    }
}

async fn the_codes_follow_the_member(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    let StoredPole { pole, .. } =
        tx.insert_pole(pole(1), Vec::new(), &event(1, EventKind::PoleCreated, &[])).await.unwrap();
    let profile = Profile::VocationalInstitute(school(Some("BGTF003011"), &[]));
    let added = event(2, EventKind::MemberAdded, &[]);
    let mut stored = tx.add_member(&pole, Member { profile, ..member(1) }, &added).await.unwrap();
    let pole = tx.find_pole(&official(), pole_id(1)).await.unwrap().unwrap().pole;
    stored.value.profile = Profile::VocationalInstitute(school(None, &["MITFDH5000"]));
    let changed = event(3, EventKind::MemberChanged, &["school"]);
    tx.save_member(&pole, stored, &changed).await.unwrap();
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    for (code, expected) in [("BGTF003011", vec![]), ("MITFDH5000", vec![member_id(1)])] {
        let sought = Sought::School(school_code(code));
        let page = tx.search_members(&official(), &sought, None, 100).await.unwrap();
        let found: Vec<_> = page.items.iter().map(|found| found.member.value.id).collect();
        assert_eq!(found, expected, "{code}");
    }
}
