//! Poles by compliance, compared with outcomes computed one by one.

use chrono::{Days, NaiveDate};
use proptest::prelude::{Strategy, any};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use ptp_domain::calendar::Period;
use ptp_domain::event::EventKind;
use ptp_domain::member::Member;
use ptp_domain::pole::{Pole, PoleStatus, Stage};
use ptp_domain::rules::{Budget, Verdict, evaluate};
use ptp_store::{ComplianceFilter, Order, PoleFilter, PoleSort, Read, Stored, Tx};
use ptp_tests::fixtures::domain::{self, anyone, company, day, event, lawful, numbers, pole};

use super::{Fresh, on_both_databases};

on_both_databases!(
    poles_are_found_by_outcome,
    a_page_of_large_poles_ends_early_and_none_is_left_out,
    a_list_shows_the_outcome_and_its_period,
);

const POLES: u32 = 60;
const FIRST: &str = "2027-04-01";

/// Days after the recognition on which members leave, and on which the pole ends; whether a company
/// needs review; days after which another one joins.
type Chance = (Vec<Option<u64>>, Option<u64>, bool, Option<u64>);

fn chances() -> Vec<Chance> {
    let leaves = proptest::option::weighted(0.25, 0_u64..60);
    let chance = (
        proptest::collection::vec(leaves, 6),
        proptest::option::weighted(0.2, 0_u64..60),
        any::<bool>(),
        proptest::option::weighted(0.5, 0_u64..30),
    );
    let mut runner = TestRunner::deterministic();
    let mut one = || chance.new_tree(&mut runner).unwrap().current();
    (0..POLES).map(|_| one()).collect()
}

/// A random pole; every fifth was never recognised.
fn by_chance(number: u32, (leave, ends, doubtful, spare): Chance) -> (Pole, Vec<Member>) {
    let after = |days| day(FIRST) + Days::new(days);
    let (mut pole, mut members) = lawful(number);
    if doubtful {
        members[2] = company(number * 10 + 2, "22.29");
    }
    if let Some(days) = spare {
        let membership = Period::since(after(days));
        members.push(Member { membership, ..company(number * 10 + 5, "28.41") });
    }
    for (member, leaves) in members.iter_mut().zip(leave) {
        if let Some(days) = leaves {
            let joined = member.membership.from();
            member.membership = Period::new(joined, Some(after(days).max(joined))).unwrap();
        }
    }
    if let Some(days) = ends {
        let since = after(days);
        pole = pole.at(Stage::of(PoleStatus::Revoked, since));
    }
    if number.is_multiple_of(5) {
        pole = domain::pole(number);
    }
    (pole, members)
}

/// The verdict on a day, for a pole that is recognised and has not ended.
fn verdict(pole: &Pole, members: &[Member], on: NaiveDate) -> Option<Verdict> {
    let recognition = pole.recognition.as_ref()?;
    let ended = pole.life.iter().any(|it| it.status == PoleStatus::Revoked && it.since <= on);
    if on < recognition.recognised_on || ended {
        return None;
    }
    let members: Vec<_> = members.iter().collect();
    let ruleset = recognition.ruleset.ruleset();
    Some(evaluate(&pole.network(&members), &ruleset, on, &[], &Budget::default()).unwrap().outcome)
}

async fn insert_all(fresh: &Fresh) -> Vec<(Pole, Vec<Member>)> {
    // A rare case: it fails, is compliant again, and fails again.
    let leaves = vec![None, None, Some(5), None, None, Some(25)];
    let again = (leaves, None, false, Some(15));
    let poles: Vec<_> = (1..)
        .zip(chances().into_iter().chain([again]))
        .map(|(number, chance)| by_chance(number, chance))
        .collect();
    let tx = fresh.store.write().await.unwrap();
    for (number, (pole, members)) in (1..).zip(&poles) {
        let created = event(number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole.clone(), members.clone(), &created).await.unwrap();
    }
    tx.commit().await.unwrap();
    poles
}

async fn poles_are_found_by_outcome(fresh: Fresh) {
    let poles = insert_all(&fresh).await;
    let tx = fresh.store.read().await.unwrap();
    let order = Order { by: PoleSort::Code, descending: false };
    let mut found = 0;
    for days in [0, 10, 30, 59, 90] {
        let on = day(FIRST) + Days::new(days);
        for outcome in [None]
            .into_iter()
            .chain([Verdict::Compliant, Verdict::NeedsReview, Verdict::NonCompliant].map(Some))
        {
            for within in [None, Some(0), Some(1), Some(30)] {
                let fails_by = within.map(|days| on + Days::new(days));
                let compliance = Some(ComplianceFilter { outcome, on, fails_by });
                let filter = PoleFilter { compliance, ..PoleFilter::default() };
                let page = tx.page_poles(&anyone(), &filter, order, None, 100).await.unwrap();
                let expected: Vec<u128> = (1..)
                    .zip(&poles)
                    .filter(|(_, (pole, members))| {
                        let Some(now) = verdict(pole, members, on) else { return false };
                        let fails = |days| {
                            let later = verdict(pole, members, on + Days::new(days));
                            later == Some(Verdict::NonCompliant)
                        };
                        outcome.is_none_or(|outcome| outcome == now)
                            && within.is_none_or(|within| {
                                now != Verdict::NonCompliant && (1..=within).any(fails)
                            })
                    })
                    .map(|(number, _)| number)
                    .collect();
                found += expected.len();
                let actual = numbers(&page.items, |pole| pole.value.id.uuid());
                assert_eq!(actual, expected, "{filter:?}");
                let mut sorted = expected;
                sorted.sort_unstable();
                for by in [PoleSort::Name, PoleSort::UpdatedAt] {
                    let order = Order { by, descending: days % 20 == 0 };
                    let mut found = all(&tx, &filter, order).await;
                    found.sort_unstable();
                    assert_eq!(found, sorted, "{filter:?} {order:?}");
                }
            }
        }
    }
    assert!(found > 100, "too few poles found: {found}");
    // Combined with the other filters.
    let compliance = Some(ComplianceFilter { outcome: None, on: day(FIRST), fails_by: None });
    let statuses = (vec![PoleStatus::Draft], day(FIRST));
    let filter = PoleFilter { compliance, statuses, ..PoleFilter::default() };
    let page = tx.page_poles(&anyone(), &filter, order, None, 100).await.unwrap();
    assert_eq!(page.items, []);
}

/// All pages of a list, checked to be in order.
async fn all(tx: &Tx<Read>, filter: &PoleFilter, order: Order<PoleSort>) -> Vec<u128> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = tx.page_poles(&anyone(), filter, order, after.as_ref(), 7).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let in_order = |one: &Stored<Pole>, other: &Stored<Pole>| match order.by {
        PoleSort::Name => {
            let name = |pole: &Stored<Pole>| pole.value.description.name.to_lowercase();
            (name(one), one.value.id) <= (name(other), other.value.id)
        }
        PoleSort::Code | PoleSort::UpdatedAt => {
            (one.updated_at, one.value.id) <= (other.updated_at, other.value.id)
        }
    };
    if order.descending {
        all.reverse();
    }
    assert!(all.is_sorted_by(in_order), "{order:?}");
    numbers(&all, |pole| pole.value.id.uuid())
}

/// Of several outcomes, whose rows are read one outcome after the other.
async fn a_page_of_large_poles_ends_early_and_none_is_left_out(fresh: Fresh) {
    const MIB: usize = 1024 * 1024;
    let sizes = [1, 900, 700, 3 * 1024, 1, 1, 600, 900, 900, 200, 1, 1];
    let tx = fresh.store.write().await.unwrap();
    for (number, size) in (1..).zip(sizes) {
        let (mut pole, mut members) = lawful(number);
        pole.description.text = Some("x".repeat(size * 1024));
        if number.is_multiple_of(3) {
            members[2] = company(number * 10 + 2, "22.29");
        }
        let created = event(number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole, members, &created).await.unwrap();
    }
    tx.commit().await.unwrap();

    let tx = fresh.store.read().await.unwrap();
    let compliance = ComplianceFilter { outcome: None, on: day(FIRST), fails_by: None };
    for compliance in [None, Some(compliance)] {
        let filter = PoleFilter { compliance, ..PoleFilter::default() };
        for (descending, expected) in [(false, [3, 1, 4, 4]), (true, [5, 3, 1, 3])] {
            let order = Order { by: PoleSort::Code, descending };
            let (mut all, mut lengths, mut after) = (Vec::new(), Vec::new(), None);
            loop {
                let page = tx.page_poles(&anyone(), &filter, order, after.as_ref(), 100).await;
                let page = page.unwrap();
                let texts = page.items.iter().map(|pole| pole.value.description.text.as_ref());
                let total: usize = texts.map(|text| text.map_or(0, String::len)).sum();
                assert!(total <= 2 * MIB || page.items.len() == 1, "{order:?}: {total} bytes");
                lengths.push(page.items.len());
                all.extend(numbers(&page.items, |pole| pole.value.id.uuid()));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            if descending {
                all.reverse();
            }
            assert_eq!(all, (1..=12).collect::<Vec<_>>(), "{filter:?} {order:?}");
            assert_eq!(lengths, expected, "{filter:?} {order:?}");
        }
    }
}

async fn a_list_shows_the_outcome_and_its_period(fresh: Fresh) {
    let poles = insert_all(&fresh).await;
    let tx = fresh.store.read().await.unwrap();
    let ids: Vec<_> = poles.iter().map(|(pole, _)| pole.id).collect();
    for days in [0, 30, 59] {
        let on = day(FIRST) + Days::new(days);
        let outcomes = tx.outcomes_on(&ids, on).await.unwrap();
        for (pole, members) in &poles {
            let on_day = |day| verdict(pole, members, day);
            let known = outcomes.get(&pole.id);
            assert_eq!(known.map(|it| it.period.outcome), on_day(on), "{}", pole.code);
            let Some(known) = known else { continue };
            let (from, until) = (known.period.from, known.period.until);
            assert_eq!(on_day(from), on_day(on), "{}", pole.code);
            assert_ne!(on_day(from.pred_opt().unwrap()), on_day(on), "{}", pole.code);
            assert_eq!(on_day(until), on_day(on), "{}", pole.code);
            if let Some(fails_on) = known.fails_on {
                assert!(fails_on > until);
                assert_eq!(on_day(fails_on), Some(Verdict::NonCompliant), "{}", pole.code);
                let before = on_day(fails_on.pred_opt().unwrap());
                assert_ne!(before, Some(Verdict::NonCompliant), "{}", pole.code);
            }
        }
    }
    assert_eq!(tx.outcomes_on(&[], day(FIRST)).await.unwrap().len(), 0);
    assert_eq!(tx.outcomes_on(&[pole(1).id], day("2027-03-31")).await.unwrap().len(), 0);
}
