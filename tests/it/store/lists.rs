//! Lists: ordering and pagination, without gaps or duplicates.

use std::collections::BTreeSet;

use ptp_domain::area::Area;
use ptp_domain::call::{Call, CallStatus, Phase, Purpose, Window};
use ptp_domain::court::CourtReference;
use ptp_domain::event::{Event, EventKind};
use ptp_domain::identifier::Province;
use ptp_domain::member::{MemberKind, Profile};
use ptp_domain::party::Localized;
use ptp_domain::pole::{
    CourtOrder, MOST_AHEAD, OrderEffect, Pole, PoleStatus, Stage, Suspension, SuspensionKind,
};
use ptp_store::{After, CallFilter, CallSort, Order, PoleFilter, PoleSort, StoreError, Stored};
use ptp_tests::fixtures::domain::{
    anyone, call, call_id, day, event, full_pole, member, moment, numbers, official, owner, pole,
    recognised,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};

use super::{Fresh, on_both_databases};

on_both_databases!(
    pages_of_calls_have_every_call_once,
    pages_of_poles_have_every_pole_once,
    a_position_in_another_order_is_refused,
    calls_pass_the_filters,
    poles_pass_the_filters,
    poles_are_listed_where_they_stand_on_every_day,
    words_are_found_whatever_their_case_and_accents,
);

async fn pages_of_calls_have_every_call_once(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    for number in 0..23 {
        // Ties, and fractions of different lengths.
        let fraction = [0, 100_000, 120_000, 123_456][number as usize % 4];
        let opens_at = moment(fraction);
        let window = Window::new(opens_at, opens_at + chrono::TimeDelta::days(40)).unwrap();
        let mut call = call(number + 1);
        call.terms.window = window;
        tx.insert_call(call, &event(number, EventKind::CallCreated, &[])).await.unwrap();
    }
    tx.commit().await.unwrap();

    for by in [CallSort::OpensAt, CallSort::ClosesAt] {
        for descending in [false, true] {
            for limit in [1, 5, 23, 100] {
                let calls = all_calls(&fresh, Order { by, descending }, limit).await;
                let key = |call: &Stored<Call>| (call.value.terms.window.opens_at(), call.value.id);
                assert!(if descending {
                    calls.is_sorted_by(|a, b| key(a) > key(b))
                } else {
                    calls.is_sorted_by(|a, b| key(a) < key(b))
                });
                assert_eq!(calls.len(), 23, "{by:?} {descending} {limit}");
            }
        }
    }
}

async fn all_calls(fresh: &Fresh, order: Order<CallSort>, limit: u64) -> Vec<Stored<Call>> {
    let tx = fresh.store.read().await.unwrap();
    let (mut all, mut after) = (Vec::new(), None::<After>);
    loop {
        let page = tx
            .page_calls(&official(), &CallFilter::default(), order, after.as_ref(), limit)
            .await
            .unwrap();
        assert!(page.items.len() as u64 <= limit);
        all.extend(page.items);
        assert!(page.next.iter().all(|after| order.by.accepts(after)));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn pages_of_poles_have_every_pole_once(fresh: Fresh) {
    let names = ["Zeta", "àlfa", "Alfa", "ALFA  beta", "élite", "Ñandú", "10", "9", "zeta"];
    let tx = fresh.store.write().await.unwrap();
    for (number, name) in (1..).zip(names) {
        let mut pole = pole(number);
        name.clone_into(&mut pole.description.name);
        // Created last, changed first.
        let created = event(100 - number / 2, EventKind::PoleCreated, &[]);
        let created =
            ptp_domain::event::Event { id: event(number, created.kind, &[]).id, ..created };
        tx.insert_pole(pole, Vec::new(), &created).await.unwrap();
    }
    tx.commit().await.unwrap();

    for (by, expected) in [
        (PoleSort::Code, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (PoleSort::Name, [7, 8, 2, 3, 4, 5, 6, 1, 9]),
        (PoleSort::UpdatedAt, [8, 9, 6, 7, 4, 5, 2, 3, 1]),
    ] {
        for limit in [1, 2, 4, 9, 10] {
            let forth = all_poles(&fresh, Order { by, descending: false }, limit).await;
            assert_eq!(forth, expected, "{by:?} {limit}");
            let mut back = all_poles(&fresh, Order { by, descending: true }, limit).await;
            back.reverse();
            assert_eq!(back, expected, "{by:?} {limit}, the last first");
        }
    }
}

async fn all_poles(fresh: &Fresh, order: Order<PoleSort>, limit: u64) -> Vec<u128> {
    let tx = fresh.store.read().await.unwrap();
    let (mut all, mut after) = (Vec::new(), None::<After>);
    loop {
        let page = tx
            .page_poles(&official(), &PoleFilter::default(), order, after.as_ref(), limit)
            .await
            .unwrap();
        all.extend(numbers(&page.items, |pole| pole.value.id.uuid()));
        assert!(page.next.iter().all(|after| order.by.accepts(after)));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn a_position_in_another_order_is_refused(fresh: Fresh) {
    let tx = fresh.store.read().await.unwrap();
    for key in ["", "yesterday", "2027-01-11T08:00:00Z", "2027-01-11T09:00:00.000000+01:00"] {
        let after = After { key: key.to_owned(), id: pole(1).id.uuid() };
        assert!(!PoleSort::UpdatedAt.accepts(&after), "{key}");
        assert!(!CallSort::OpensAt.accepts(&after), "{key}");
        let order = Order { by: PoleSort::UpdatedAt, descending: false };
        let page = tx.page_poles(&anyone(), &PoleFilter::default(), order, Some(&after), 1).await;
        assert!(matches!(page, Err(StoreError::Corrupt(_))), "{page:?}");
        assert_eq!(PoleSort::Code.accepts(&after), key.is_empty());
    }
}

async fn calls_pass_the_filters(fresh: Fresh) {
    let restricted = |number, areas: &[Area]| {
        let mut call = call(number);
        call.terms.areas = areas.to_vec();
        call
    };
    let mut measure = restricted(3, &[Area::Mechanics, Area::Culture]);
    measure.terms.purpose = Purpose::Measure;
    let published = Call { status: CallStatus::Published, ..restricted(2, &[Area::Tourism]) };
    let window = published.terms.window;
    let tx = fresh.store.write().await.unwrap();
    for (number, call) in [(1, call(1)), (2, published), (3, measure)] {
        tx.insert_call(call, &event(number, EventKind::CallCreated, &[])).await.unwrap();
    }
    tx.commit().await.unwrap();

    let all = CallFilter::default;
    passes_calls(&fresh, all(), &[1, 2, 3]).await;
    passes_calls(&fresh, CallFilter { areas: vec![Area::Tourism], ..all() }, &[1, 2]).await;
    passes_calls(&fresh, CallFilter { areas: vec![Area::Culture], ..all() }, &[1, 3]).await;
    passes_calls(&fresh, CallFilter { areas: vec![Area::AgriFood], ..all() }, &[1]).await;
    passes_calls(&fresh, CallFilter { purpose: Some(Purpose::Measure), ..all() }, &[3]).await;
    passes_calls(&fresh, CallFilter { statuses: vec![CallStatus::Draft], ..all() }, &[1, 3]).await;

    let instant = chrono::TimeDelta::microseconds(1);
    for (phase, now) in [
        (Phase::Upcoming, window.opens_at() - instant),
        (Phase::Open, window.opens_at()),
        (Phase::Open, window.closes_at()),
        (Phase::Closed, window.closes_at() + instant),
    ] {
        assert_eq!(window.phase(now), phase);
        for asked in [Phase::Upcoming, Phase::Open, Phase::Closed] {
            let expected: &[_] = if asked == phase { &[2] } else { &[] };
            let filter = CallFilter { phase: Some((asked, now)), ..all() };
            passes_calls(&fresh, filter, expected).await;
        }
    }

    // The areas follow the call when it changes.
    let tx = fresh.store.write().await.unwrap();
    let mut call = tx.find_call(&official(), call_id(3)).await.unwrap().unwrap();
    call.value.terms.areas = vec![Area::AgriFood];
    tx.save_call(call, &event(4, EventKind::CallChanged, &["areas"])).await.unwrap();
    tx.commit().await.unwrap();
    passes_calls(&fresh, CallFilter { areas: vec![Area::Culture], ..all() }, &[1]).await;
    passes_calls(&fresh, CallFilter { areas: vec![Area::AgriFood], ..all() }, &[1, 3]).await;
}

async fn passes_calls(fresh: &Fresh, filter: CallFilter, expected: &[u128]) {
    let tx = fresh.store.read().await.unwrap();
    let order = Order { by: CallSort::OpensAt, descending: false };
    let page = tx.page_calls(&official(), &filter, order, None, 100).await.unwrap();
    assert_eq!(numbers(&page.items, |call| call.value.id.uuid()), expected, "{filter:?}");
}

async fn poles_pass_the_filters(fresh: Fresh) {
    let mut tourist = Pole { owner: owner(OTHER), ..recognised(pole(2)) };
    tourist.description.area = Area::Tourism;
    tourist.description.province = Province::parse("SO").unwrap();
    let mut university = member(1);
    university.profile = Profile::University;
    let tx = fresh.store.write().await.unwrap();
    for (number, pole, members) in [(1, pole(1), vec![]), (2, tourist, vec![university, member(2)])]
    {
        let created = event(number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole, members, &created).await.unwrap();
    }
    tx.commit().await.unwrap();

    let all = PoleFilter::default;
    passes_poles(&fresh, all(), &[1, 2]).await;
    passes_poles(&fresh, PoleFilter { areas: vec![Area::Tourism], ..all() }, &[2]).await;
    passes_poles(&fresh, PoleFilter { areas: vec![Area::Culture], ..all() }, &[]).await;
    passes_poles(
        &fresh,
        PoleFilter { statuses: (vec![PoleStatus::Draft], day("2027-01-20")), ..all() },
        &[1],
    )
    .await;
    let provinces = vec![Province::parse("SO").unwrap()];
    passes_poles(&fresh, PoleFilter { provinces, ..all() }, &[2]).await;
    passes_poles(&fresh, PoleFilter { owner: Some(owner(ORGANISATION)), ..all() }, &[1]).await;
    let subject = full_pole(1).owner;
    passes_poles(&fresh, PoleFilter { owner: Some(subject), ..all() }, &[]).await;
    let member_kinds = vec![MemberKind::University];
    passes_poles(&fresh, PoleFilter { member_kinds, ..all() }, &[2]).await;
    let member_kinds = vec![MemberKind::Company];
    passes_poles(&fresh, PoleFilter { member_kinds, ..all() }, &[]).await;
    let since = |number| PoleFilter { updated_since: Some(moment(number)), ..all() };
    passes_poles(&fresh, since(1), &[1, 2]).await;
    passes_poles(&fresh, since(2), &[2]).await;
    passes_poles(&fresh, since(3), &[]).await;
}

async fn passes_poles(fresh: &Fresh, filter: PoleFilter, expected: &[u128]) {
    let tx = fresh.store.read().await.unwrap();
    let order = Order { by: PoleSort::Code, descending: false };
    let page = tx.page_poles(&official(), &filter, order, None, 100).await.unwrap();
    assert_eq!(numbers(&page.items, |pole| pole.value.id.uuid()), expected, "{filter:?}");
}

/// A life after the recognition on 1 April 2027, as it was written on 20 June.
fn life(stages: &[(PoleStatus, &str, Option<&str>, bool)]) -> Vec<Stage> {
    let annulled = || CourtOrder {
        effect: OrderEffect::Annuls,
        reference: CourtReference {
            court: "TAR".to_owned(),
            number: "1".to_owned(),
            date: day("2027-06-20"),
        },
        reason: None,
    };
    let stage = |(status, since, until, is_annulled): &(PoleStatus, &str, Option<&str>, bool)| {
        let suspension = until.map(|until| Suspension {
            kind: SuspensionKind::Administrative,
            until: Some(day(until)),
            extension: None,
        });
        let orders = is_annulled.then(annulled).into_iter().collect();
        Stage { suspension, orders, ..Stage::of(*status, day(since)) }
    };
    stages.iter().map(stage).collect()
}

/// What becomes of a pole without another act is in its row.
async fn poles_are_listed_where_they_stand_on_every_day(fresh: Fresh) {
    use PoleStatus::{Dissolved, Recognised, Revoked, Suspended};
    let lives = [
        life(&[]),
        life(&[(Suspended, "2027-05-01", Some("2027-07-15"), false)]),
        // The first suspension is in force again, and another one begins after its end.
        life(&[
            (Suspended, "2027-05-01", Some("2027-07-15"), false),
            (Recognised, "2027-06-01", None, true),
            (Suspended, "2027-08-01", Some("2027-08-31"), false),
        ]),
        life(&[
            (Suspended, "2027-05-01", Some("2027-07-15"), false),
            (Revoked, "2027-09-01", None, false),
        ]),
        life(&[(Revoked, "2027-06-01", None, false)]),
        life(&[(Revoked, "2027-06-01", None, true), (Dissolved, "2027-06-20", None, false)]),
    ];
    let written = Event {
        at: "2027-06-20T10:00:00Z".parse().unwrap(),
        ..event(1, EventKind::PoleCreated, &[])
    };
    let tx = fresh.store.write().await.unwrap();
    let mut poles = Vec::new();
    for (number, later) in (1..).zip(lives) {
        let mut pole = recognised(pole(number));
        pole.life.extend(later);
        poles.push(pole.clone());
        let created = Event { id: uuid::Uuid::from_u128(number.into()), ..written.clone() };
        tx.insert_pole(pole, Vec::new(), &created).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(poles[2].ahead(day("2027-06-20")).len(), MOST_AHEAD);

    let mut days: Vec<_> = poles.iter().flat_map(Pole::standings).map(|it| it.since).collect();
    days.retain(|on| *on > day("2027-06-20"));
    days.extend(days.clone().iter().filter_map(chrono::NaiveDate::pred_opt));
    days.push(day("2040-01-01"));
    for on in days {
        for status in [Recognised, Suspended, Revoked, Dissolved] {
            let numbered = (1_u128..).zip(&poles);
            let standing = numbered.filter(|(_, pole)| pole.status_on(on) == status);
            let expected: Vec<_> = standing.map(|(number, _)| number).collect();
            let filter = PoleFilter { statuses: (vec![status], on), ..PoleFilter::default() };
            passes_poles(&fresh, filter, &expected).await;
        }
    }

    // A release that does not know of this ends a pole, and leaves what would have become of it.
    let ended = "UPDATE pole SET status = 'dissolved' WHERE next_on IS NOT NULL";
    fresh.behind_its_back(ended).await.unwrap();
    let filter = |on| PoleFilter { statuses: (vec![Dissolved], day(on)), ..PoleFilter::default() };
    for on in ["2027-06-21", "2027-07-16", "2027-08-01", "2027-09-01", "2040-01-01"] {
        passes_poles(&fresh, filter(on), &[2, 3, 4, 6]).await;
    }
}

async fn words_are_found_whatever_their_case_and_accents(fresh: Fresh) {
    let mut pole = pole(12);
    "L'Élite dell'innovazione (100% Città)".clone_into(&mut pole.description.name);
    let mut call = call(3);
    call.terms.title =
        Localized { it: "Qualità".to_owned(), en: Some("Vocational Quality".to_owned()) };
    let tx = fresh.store.write().await.unwrap();
    tx.insert_pole(pole, Vec::new(), &event(1, EventKind::PoleCreated, &[])).await.unwrap();
    tx.insert_call(call, &event(2, EventKind::CallCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();

    let finds = BTreeSet::from(["ELITE", "elì", "CITTA", "città inno", "ptp-2027-0012", "100%"]);
    let finds_not = BTreeSet::from(["lite", "elite roma", "el_te", "%", "", "  ", "'"]);
    for (q, found) in finds.iter().map(|q| (q, true)).chain(finds_not.iter().map(|q| (q, false))) {
        let filter = PoleFilter { q: Some((*q).to_owned()), ..PoleFilter::default() };
        passes_poles(&fresh, filter, if found { &[12] } else { &[] }).await;
    }
    for q in ["qualita", "QUALITY vocational", "bando 2027 003"] {
        let filter = CallFilter { q: Some(q.to_owned()), ..CallFilter::default() };
        passes_calls(&fresh, filter, &[3]).await;
    }
}
