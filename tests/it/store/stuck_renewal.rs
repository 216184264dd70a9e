//! Renewal of outcomes: each pole is tried once, and a failing one does not block the others.

use std::time::Duration;

use ptp_domain::event::EventKind;
use ptp_store::{DatabaseKind, RENEWED_AT_ONCE};

use super::{Fresh, on_both_databases};
use ptp_tests::fixtures::domain::{day, event, lawful, pole_id};

on_both_databases!(a_failing_renewal_does_not_block_the_others);

/// Poles 1 to 5 are corrupted, with more than a batch after them.
const SPOILT: u32 = 5;

async fn a_failing_renewal_does_not_block_the_others(fresh: Fresh) {
    let last = SPOILT + u32::try_from(RENEWED_AT_ONCE).unwrap() + 1;
    let tx = fresh.store.write().await.unwrap();
    for number in 1..=last {
        let (pole, members) = lawful(number);
        let created = event(number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole, members, &created).await.unwrap();
    }
    tx.commit().await.unwrap();
    // One cannot be read; the column of the others is reset.
    let unreadable = pole_id(SPOILT).uuid();
    let province = match fresh.store.kind() {
        DatabaseKind::Sqlite => {
            format!("UPDATE pole SET province = '??' WHERE hex(id) = '{:X}'", unreadable.simple())
        }
        DatabaseKind::Postgres => {
            format!("UPDATE pole SET province = '??' WHERE id = '{unreadable}'")
        }
    };
    fresh.behind_its_back(&province).await.unwrap();
    let readable = pole_id(SPOILT - 1).uuid();
    let set_back: &[String] = &match fresh.store.kind() {
        DatabaseKind::Sqlite => vec![format!(
            "CREATE TRIGGER set_back AFTER UPDATE OF outcomes_until ON pole \
             WHEN hex(NEW.id) <= '{:X}' \
             BEGIN UPDATE pole SET outcomes_until = OLD.outcomes_until WHERE id = NEW.id; END",
            readable.simple()
        )],
        DatabaseKind::Postgres => vec![
            "CREATE FUNCTION set_back() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN NEW.outcomes_until := OLD.outcomes_until; RETURN NEW; END $$"
                .to_owned(),
            format!(
                "CREATE TRIGGER set_back BEFORE UPDATE OF outcomes_until ON pole \
                 FOR EACH ROW WHEN (NEW.id <= '{readable}') EXECUTE FUNCTION set_back()"
            ),
        ],
    };
    for statement in set_back {
        fresh.behind_its_back(statement).await.unwrap();
    }

    let late = day("2028-04-02");
    for expected in [last - SPOILT, 0] {
        let renewal =
            tokio::time::timeout(Duration::from_mins(2), fresh.store.renew_outcomes(late, |_| {}));
        let renewed = renewal.await.expect("it ends").unwrap();
        assert_eq!(renewed, usize::try_from(expected).unwrap());
    }
    let tx = fresh.store.read().await.unwrap();
    let poles: Vec<_> = (1..=last).map(pole_id).collect();
    let renewed = tx.outcomes_on(&poles, day("2033-04-02")).await.unwrap();
    // All readable poles are renewed.
    assert_eq!(renewed.len(), poles.len() - 1);
    let kept = tx.outcomes_on(&[pole_id(SPOILT)], day("2028-04-02")).await.unwrap();
    assert_eq!(kept.len(), 1, "those of the unreadable one are unchanged");
}
