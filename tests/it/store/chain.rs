//! The hash chain of events: tampering is detected.

use ptp_domain::event::EventKind;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Actor, Owner};
use ptp_store::{ChainCheck, ChainFault, DatabaseKind};
use ptp_tests::fixtures::domain::{call, event, official, pole, tax_code};

use super::{Fresh, on_both_databases};

on_both_databases!(
    an_untouched_chain_is_valid,
    altered_events_are_detected,
    missing_events_are_detected,
    broken_links_are_detected,
    a_subject_can_be_erased,
);

/// Three events, with the database's triggers removed.
async fn unguarded(fresh: &Fresh) -> ChainCheck {
    let tx = fresh.store.write().await.unwrap();
    for number in 1..=3 {
        let created = event(number, EventKind::CallCreated, &["title"]);
        tx.insert_call(call(number), &created).await.unwrap();
    }
    tx.commit().await.unwrap();
    let triggers: &[_] = match fresh.store.kind() {
        DatabaseKind::Sqlite => {
            &["DROP TRIGGER event_is_never_changed", "DROP TRIGGER event_is_never_deleted"]
        }
        DatabaseKind::Postgres => &["DROP TRIGGER event_is_final ON event"],
    };
    for trigger in triggers {
        fresh.behind_its_back(trigger).await.unwrap();
    }
    verify(fresh).await
}

async fn verify(fresh: &Fresh) -> ChainCheck {
    fresh.store.read().await.unwrap().verify_events().await.unwrap()
}

async fn an_untouched_chain_is_valid(fresh: Fresh) {
    let nothing = ChainCheck { events: 0, last_hash: None, broken: None, pending: 0 };
    assert_eq!(verify(&fresh).await, nothing);
    let whole = unguarded(&fresh).await;
    let tx = fresh.store.read().await.unwrap();
    let feed = tx.feed(&official(), 2, 1, &[]).await.unwrap();
    let last_hash = feed[0].place.clone().map(|place| place.hash);
    assert_eq!(whole, ChainCheck { events: 3, last_hash, broken: None, pending: 0 });
}

async fn altered_events_are_detected(fresh: Fresh) {
    unguarded(&fresh).await;
    let statement = "UPDATE event SET reason = 'un altro' WHERE position = 2";
    fresh.behind_its_back(statement).await.unwrap();
    let check = verify(&fresh).await;
    assert_eq!((check.events, check.broken), (1, Some((2, ChainFault::Altered))));
}

async fn missing_events_are_detected(fresh: Fresh) {
    unguarded(&fresh).await;
    fresh.behind_its_back("DELETE FROM event WHERE position = 2").await.unwrap();
    let check = verify(&fresh).await;
    assert_eq!((check.events, check.broken), (1, Some((2, ChainFault::Missing))));
}

async fn broken_links_are_detected(fresh: Fresh) {
    unguarded(&fresh).await;
    let statement = "UPDATE event SET previous = hash WHERE position = 3";
    fresh.behind_its_back(statement).await.unwrap();
    let check = verify(&fresh).await;
    assert_eq!((check.events, check.broken), (2, Some((3, ChainFault::Unlinked))));
}

/// The subjects of persons contain their tax codes: each can be erased on its own, with the
/// triggers in place, and the chain stays valid.
async fn a_subject_can_be_erased(fresh: Fresh) {
    let person = |subject: &str| Owner::Subject {
        issuer: "https://login.example".to_owned(),
        subject: subject.to_owned(),
    };
    let (gone, stays) = (person("TINIT-RSSMRA80A01F205X"), person("TINIT-VRDLGI85B02L219Z"));
    let tx = fresh.store.write().await.unwrap();
    for (number, owner) in [(1, &gone), (2, &stays)] {
        let mut created = event(number, EventKind::PoleCreated, &[]);
        let (Owner::Subject { subject, .. }, Actor::Bearer(bearer)) = (owner, &mut created.actor)
        else {
            panic!("{owner:?}")
        };
        bearer.subject.clone_from(subject);
        let pole = Pole { owner: owner.clone(), ..pole(number) };
        tx.insert_pole(pole, Vec::new(), &created).await.unwrap();
    }
    let trader = Owner::Organisation(tax_code("RSSMRA80A01F205X"));
    let pole = Pole { owner: trader.clone(), ..pole(3) };
    tx.insert_pole(pole, Vec::new(), &event(3, EventKind::PoleCreated, &[])).await.unwrap();
    tx.commit().await.unwrap();
    let whole = verify(&fresh).await;

    let tx = fresh.store.write().await.unwrap();
    tx.forget(&gone).await.unwrap();
    tx.forget(&trader).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(verify(&fresh).await, whole);
    assert_eq!((whole.events, whole.broken), (3, None));
    let tx = fresh.store.read().await.unwrap();
    let seen = tx.feed(&official(), 0, 9, &[]).await.unwrap();
    let subjects: Vec<_> = seen.iter().map(|event| event.subject.as_deref()).collect();
    assert_eq!(subjects, [None, Some("TINIT-VRDLGI85B02L219Z"), Some("ada")]);
    for table in ["event", "event_audience"] {
        let left = fresh.text_of(table).await;
        assert!(!left.contains("RSSMRA80A01F205X"), "{left}");
        assert!(left.contains("VRDLGI85B02L219Z"), "{left}");
    }
}
