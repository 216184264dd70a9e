//! Query plans of lists: by index, however many poles there are.

use ptp_domain::event::EventKind;
use ptp_domain::rules::Verdict;
use ptp_store::{ComplianceFilter, DatabaseKind, Order, PoleFilter, PoleSort};
use ptp_tests::fixtures::domain::{anyone, day, event, lawful, official};
use ptp_tests::many_poles::{FAILING, HALF, RARE, copies};

use super::{Fresh, on_both_databases};

on_both_databases!(
    poles_are_found_by_outcome_through_an_index_in_every_order,
    poles_are_found_by_a_rare_word_through_an_index,
);

const POLES: u32 = 20_000;

fn asked(outcome: Option<Verdict>, on: &str, fails_by: Option<&str>) -> PoleFilter {
    let compliance = ComplianceFilter { outcome, on: day(on), fails_by: fails_by.map(day) };
    PoleFilter { compliance: Some(compliance), ..PoleFilter::default() }
}

/// What few poles have is looked up; what many have is found by going through them in their order.
async fn poles_are_found_by_a_rare_word_through_an_index(fresh: Fresh) {
    let (pole, members) = lawful(1);
    let tx = fresh.store.write().await.unwrap();
    tx.insert_pole(pole, members, &event(1, EventKind::PoleCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    for statement in copies(fresh.store.kind(), POLES) {
        fresh.behind_its_back(&statement).await.unwrap();
    }
    let tx = fresh.store.read().await.unwrap();
    for (q, found, is_rare) in [
        (RARE, 1, true),
        ("rariss", 1, true),
        ("10777 polo", 1, true),
        ("polo rarissimo", 1, true),
        ("assente", 0, true),
        (HALF, 20, false),
        ("pol mecc", 20, false),
    ] {
        let filter = PoleFilter { q: Some(q.to_owned()), ..PoleFilter::default() };
        let order = Order { by: PoleSort::Code, descending: false };
        let page = tx.page_poles(&official(), &filter, order, None, 20).await.unwrap();
        assert_eq!(page.items.len(), found, "{q}");
        let plan = tx.explain_poles(&official(), &filter, order, None, 20).await.unwrap();
        let plan = plan.join("\n");
        assert_eq!(plan.contains("pole_word"), is_rare, "{q}:\n{plan}");
        let scans = plan.contains("SCAN pole\n") || plan.contains("Seq Scan on pole ");
        assert!(!(is_rare && scans), "{q}:\n{plan}");
    }
}

/// Whether matches are rare, frequent or at the end of the order: poles and outcomes are never
/// scanned in full.
async fn poles_are_found_by_outcome_through_an_index_in_every_order(fresh: Fresh) {
    let (pole, members) = lawful(1);
    let tx = fresh.store.write().await.unwrap();
    tx.insert_pole(pole, members, &event(1, EventKind::PoleCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    for statement in copies(fresh.store.kind(), POLES) {
        fresh.behind_its_back(&statement).await.unwrap();
    }

    let tx = fresh.store.read().await.unwrap();
    let all = usize::try_from(POLES + 1).unwrap();
    let few = usize::try_from(FAILING).unwrap();
    for (filter, wanted) in [
        (asked(Some(Verdict::NonCompliant), "2027-05-01", None), 0),
        (asked(Some(Verdict::NonCompliant), "2028-05-01", None), few),
        (asked(Some(Verdict::NonCompliant), "2031-05-01", None), all),
        (asked(Some(Verdict::Compliant), "2028-05-01", None), all - few),
        (asked(Some(Verdict::Compliant), "2031-05-01", None), 0),
        (asked(None, "2027-05-01", None), all),
        (asked(None, "2013-05-01", None), 0),
        (asked(None, "2027-05-01", Some("2028-02-01")), few),
        (asked(Some(Verdict::NeedsReview), "2027-05-01", Some("2028-02-01")), 0),
    ] {
        for (by, index) in [
            (PoleSort::Code, "pole_outcome_sorted_by_place"),
            (PoleSort::Name, "pole_outcome_sorted_by_folded_name"),
            (PoleSort::UpdatedAt, "pole_outcome_sorted_by_updated_at"),
        ] {
            for descending in [false, true] {
                let order = Order { by, descending };
                let page = tx.page_poles(&anyone(), &filter, order, None, 20).await.unwrap();
                assert_eq!(page.items.len(), wanted.min(20), "{filter:?} {order:?}");
                assert_eq!(page.next.is_some(), wanted > 20, "{filter:?} {order:?}");
                for (scope, after) in
                    [(anyone(), None), (official(), None), (anyone(), page.next.as_ref())]
                {
                    let plan = tx.explain_poles(&scope, &filter, order, after, 20).await.unwrap();
                    let plan = plan.join("\n");
                    let bad: &[&str] = match fresh.store.kind() {
                        DatabaseKind::Sqlite => &["SCAN", "TEMP B-TREE"],
                        DatabaseKind::Postgres => &["Seq Scan", "pole_outcome_pkey"],
                    };
                    for word in bad {
                        assert!(!plan.contains(word), "{filter:?} {order:?}:\n{plan}");
                    }
                    // If PostgreSQL expects few rows it may use the index by days, and sort.
                    let by_days = plan.contains("pole_outcome_by_outcome_from_on") && wanted <= few;
                    assert!(plan.contains(index) || by_days, "{filter:?} {order:?}:\n{plan}");
                }
            }
        }
    }
}
