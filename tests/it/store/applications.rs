//! Applications: immutable once received, and one pending at a time.

use ptp_domain::application::{Application, ApplicationStatus, Particulars, Step, Taken};
use ptp_domain::call::{Call, Notification, Purpose, Silence, SilenceTerms};
use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{DatabaseKind, StoreError, Stored};
use ptp_tests::fixtures::domain::{
    application, application_id, assignment, call, call_id, event, frozen, full_taken, moment,
    numbers, official, pole, pole_id, references, tally,
};

use super::{Fresh, on_both_databases};

on_both_databases!(
    an_application_round_trips,
    every_word_of_an_application_fits_its_column,
    protocol_numbers_have_no_gap,
    a_pole_has_one_pending_application,
    a_pole_may_apply_for_several_measures,
    received_data_never_changes,
    received_data_is_never_replaced,
    calls_and_poles_know_their_applications,
);

/// Calls and poles with the numbers 1 to 3.
pub(super) async fn prepare(fresh: &Fresh) {
    let tx = fresh.store.write().await.unwrap();
    for number in 1..=3 {
        let created = event(800 + number, EventKind::CallCreated, &[]);
        tx.insert_call(call(number), &created).await.unwrap();
        let created = event(900 + number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole(number), Vec::new(), &created).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Receives an application that is due this many days after 1 March.
pub(super) async fn receive(
    fresh: &Fresh,
    application: Application,
    days: i64,
) -> Result<Stored<Application>, StoreError> {
    let number = application.protocol.number();
    let mut application = application;
    application.procedure.starts_on += chrono::TimeDelta::days(days);
    let tx = fresh.store.write().await?;
    let submitted = event(number, EventKind::ApplicationSubmitted, &[]);
    let stored = tx.insert_application(application, frozen(number), &submitted).await?;
    tx.commit().await?;
    Ok(stored)
}

pub(super) async fn save(
    fresh: &Fresh,
    mut application: Stored<Application>,
    status: ApplicationStatus,
    number: u32,
) -> Result<Stored<Application>, StoreError> {
    application.value.status = status;
    let tx = fresh.store.write().await?;
    let changed = event(number, EventKind::ApplicationReviewed, &["status"]);
    let stored = tx.save_application(application, &changed).await?;
    tx.commit().await?;
    Ok(stored)
}

async fn an_application_round_trips(fresh: Fresh) {
    prepare(&fresh).await;
    let mut value = application(1, 1, 1);
    value.procedure.notification = Notification::Portal;
    value.procedure.silence =
        SilenceTerms { effect: Silence::Assent, basis: Some("art. 20 L. 241/1990".to_owned()) };
    value.procedure.substitute_power = Some("Direzione generale".to_owned());
    let stored = receive(&fresh, value.clone(), 0).await.unwrap();
    assert_eq!(stored, Stored::new(value, 1, moment(1), moment(1)));
    let tx = fresh.store.read().await.unwrap();
    let found = tx.find_application(&official(), application_id(1)).await.unwrap();
    assert_eq!(found, Some(stored.clone()));
    let received = tx.find_frozen(&official(), application_id(1)).await.unwrap().unwrap();
    assert_eq!(received, frozen(1));
    assert!(!format!("{received:?}").contains("citt"));
    let receipt = Id::new(application_id(1).uuid());
    assert!(tx.is_issued(receipt, &frozen(1).receipt).await.unwrap());
    assert!(!tx.is_issued(receipt, "another").await.unwrap());
    let unknown = Id::new(application_id(9).uuid());
    assert!(!tx.is_issued(unknown, &frozen(1).receipt).await.unwrap());

    let mut changed = stored.clone();
    changed.value.procedure.taken = full_taken();
    changed.value.assignment = Some(assignment());
    changed.value.references = references();
    let changed = save(&fresh, changed, ApplicationStatus::IntegrationRequested, 9).await.unwrap();
    assert_eq!(
        (changed.version, changed.created_at, changed.updated_at),
        (2, moment(1), moment(9))
    );
    let tx = fresh.store.read().await.unwrap();
    let found = tx.find_application(&official(), application_id(1)).await.unwrap();
    assert_eq!(found, Some(changed));
    assert_eq!(tx.find_frozen(&official(), application_id(1)).await.unwrap(), Some(received));

    let late = save(&fresh, stored, ApplicationStatus::UnderReview, 10).await;
    assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
}

async fn every_word_of_an_application_fits_its_column(fresh: Fresh) {
    prepare(&fresh).await;
    let mut stored = receive(&fresh, application(1, 1, 1), 0).await.unwrap();
    let particulars = Particulars::default;
    let taken = |step: &Step| Taken {
        step: *step,
        at: moment(0),
        ends_on: None,
        actor: None,
        particulars: particulars(),
    };
    stored.value.procedure.taken = Step::ALL.iter().map(taken).collect();
    for (number, status) in (10..).zip(ApplicationStatus::ALL) {
        stored = save(&fresh, stored, *status, number).await.unwrap();
    }
    let tx = fresh.store.read().await.unwrap();
    let found = tx.find_application(&official(), application_id(1)).await.unwrap();
    assert_eq!(found, Some(stored));
}

async fn protocol_numbers_have_no_gap(fresh: Fresh) {
    let tx = fresh.store.write().await.unwrap();
    tx.insert_call(call(1), &event(900, EventKind::CallCreated, &[])).await.unwrap();
    for number in 1..=16 {
        let created = event(900 + number, EventKind::PoleCreated, &[]);
        tx.insert_pole(pole(number), Vec::new(), &created).await.unwrap();
    }
    // Poles and other years have numbers of their own.
    assert_eq!(tx.next_pole_code(2027).await.unwrap().number(), 1);
    assert_eq!(tx.next_protocol(2028).await.unwrap().to_string(), "PTP/2028/0000001");
    tx.commit().await.unwrap();

    let writers: Vec<_> = (1..=16)
        .map(|number| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let tx = store.write().await?;
                let protocol = tx.next_protocol(2027).await?;
                let application = Application { protocol, ..application(number, number, 1) };
                let submitted = event(number, EventKind::ApplicationSubmitted, &[]);
                tx.insert_application(application, frozen(number), &submitted).await?;
                // Every fourth transaction is rolled back.
                if number % 4 == 0 { Ok(()) } else { tx.commit().await }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }

    let tx = fresh.store.read().await.unwrap();
    let pending = tx.pending_of_call(call_id(1)).await.unwrap();
    let given = pending.iter().map(|application| application.value.protocol.number());
    assert_eq!(tally(given), tally(1..=12));
}

async fn a_pole_has_one_pending_application(fresh: Fresh) {
    prepare(&fresh).await;
    // Under two calls, concurrently.
    let (one, other) = tokio::join!(
        receive(&fresh, application(1, 1, 1), 0),
        receive(&fresh, application(2, 1, 2), 0),
    );
    let (first, refused) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
    receive(&fresh, application(3, 2, 1), 0).await.unwrap();

    let rejected = save(&fresh, first.unwrap(), ApplicationStatus::Rejected, 10).await.unwrap();
    receive(&fresh, application(4, 1, 3), 0).await.unwrap();
    // The rejection is annulled while another one is pending.
    let again = save(&fresh, rejected, ApplicationStatus::UnderReview, 11).await;
    assert!(matches!(again, Err(StoreError::Duplicate)), "{again:?}");
}

async fn a_pole_may_apply_for_several_measures(fresh: Fresh) {
    prepare(&fresh).await;
    let measure =
        |number, call| Application { purpose: Purpose::Measure, ..application(number, 1, call) };
    receive(&fresh, measure(1, 1), 0).await.unwrap();
    receive(&fresh, measure(2, 2), 0).await.unwrap();
    receive(&fresh, application(3, 1, 3), 0).await.unwrap();
    let twice = receive(&fresh, measure(4, 1), 0).await;
    assert!(matches!(twice, Err(StoreError::Duplicate)), "{twice:?}");
    let tx = fresh.store.read().await.unwrap();
    let pending = tx.pending_of_pole(pole_id(1)).await.unwrap();
    assert_eq!(numbers(&pending, |it| it.value.id.uuid()), [1, 2, 3]);
}

async fn received_data_never_changes(fresh: Fresh) {
    prepare(&fresh).await;
    receive(&fresh, application(1, 1, 1), 0).await.unwrap();
    let mut attempts = vec![
        "UPDATE application_snapshot SET compressed = compressed",
        "DELETE FROM application_snapshot",
        "UPDATE application SET snapshot_sha256 = snapshot_sha256",
        "UPDATE application SET receipt = '', status = 'admitted', due_on = NULL",
        "UPDATE application SET protocol = 'PTP/2027/0000009'",
        "UPDATE application SET received_at = '2027-01-01T00:00:00Z'",
        "UPDATE application SET call_id = call_id",
        "UPDATE application SET pole_id = call_id",
        "UPDATE application SET purpose = 'measure'",
        "UPDATE application SET reference_date = '2027-02-27'",
        "DELETE FROM application",
    ];
    if fresh.store.kind() == DatabaseKind::Postgres {
        attempts.extend(["TRUNCATE application_snapshot", "TRUNCATE application CASCADE"]);
    }
    for attempt in attempts {
        let refusal = fresh.behind_its_back(attempt).await.unwrap_err();
        assert!(refusal.contains("what was received is never changed or deleted"), "{refusal}");
    }
    for attempt in [
        "UPDATE application SET status = 'admitted'",
        "UPDATE application SET due_on = NULL",
        "UPDATE application SET days = 181",
        "UPDATE application SET owner_tax_code = NULL",
        "DELETE FROM call",
        "DELETE FROM pole",
    ] {
        assert!(fresh.behind_its_back(attempt).await.is_err(), "{attempt}");
    }

    // The key of its digests may be erased.
    fresh.behind_its_back("UPDATE application SET salt = NULL").await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    let received = tx.find_frozen(&official(), application_id(1)).await.unwrap().unwrap();
    assert_eq!(received, ptp_store::Frozen { salt: None, ..frozen(1) });
}

/// SQLite's REPLACE deletes conflicting rows without firing delete triggers.
async fn received_data_is_never_replaced(fresh: Fresh) {
    prepare(&fresh).await;
    let first = receive(&fresh, application(1, 1, 1), 0).await.unwrap();
    save(&fresh, first, ApplicationStatus::Rejected, 10).await.unwrap();
    receive(&fresh, application(2, 1, 1), 0).await.unwrap();
    let twice = receive(&fresh, application(2, 3, 3), 0).await;
    assert!(matches!(twice, Err(StoreError::Duplicate)), "{twice:?}");
    let pending = "application SET status = 'submitted', due_on = '2027-03-01' \
         WHERE protocol = 'PTP/2027/0000001'";
    let attempts: &[String] = match fresh.store.kind() {
        DatabaseKind::Sqlite => &[
            "REPLACE INTO application SELECT * FROM application".to_owned(),
            "REPLACE INTO application_snapshot SELECT * FROM application_snapshot".to_owned(),
            // It would replace the pending one.
            format!("UPDATE OR REPLACE {pending}"),
        ],
        DatabaseKind::Postgres => &[format!("UPDATE {pending}")],
    };
    for attempt in attempts {
        let refusal = fresh.behind_its_back(attempt).await.unwrap_err();
        let told = ["is never replaced: there is one", "application_pending_once_per_call"];
        assert!(told.iter().any(|told| refusal.contains(told)), "{refusal}");
    }
    let tx = fresh.store.read().await.unwrap();
    for number in [1, 2] {
        let found = tx.find_application(&official(), application_id(number)).await.unwrap();
        assert!(found.is_some(), "{number}");
    }
}

async fn calls_and_poles_know_their_applications(fresh: Fresh) {
    prepare(&fresh).await;
    let stored = receive(&fresh, application(1, 1, 1), 0).await.unwrap();
    save(&fresh, stored, ApplicationStatus::Withdrawn, 9).await.unwrap();
    receive(&fresh, application(2, 2, 2), 0).await.unwrap();

    let tx = fresh.store.write().await.unwrap();
    for (number, has_any, pending) in [(1, true, vec![]), (2, true, vec![2]), (3, false, vec![])] {
        assert_eq!(tx.has_applications_of_call(call_id(number)).await.unwrap(), has_any);
        assert_eq!(tx.has_applications_of_pole(pole_id(number)).await.unwrap(), has_any);
        let of_call = tx.pending_of_call(call_id(number)).await.unwrap();
        assert_eq!(numbers(&of_call, |it| it.value.id.uuid()), pending);
        let of_pole = tx.pending_of_pole(pole_id(number)).await.unwrap();
        assert_eq!(numbers(&of_pole, |it| it.value.id.uuid()), pending);
    }
    let free: Stored<Call> = tx.find_call(&official(), call_id(3)).await.unwrap().unwrap();
    tx.delete_call(&free, &event(20, EventKind::CallDeleted, &[])).await.unwrap();
    let taken = tx.find_call(&official(), call_id(2)).await.unwrap().unwrap();
    let refused = tx.delete_call(&taken, &event(21, EventKind::CallDeleted, &[])).await;
    assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
}
