//! Receipts: never changed but for an erasure, never deleted, and found if they are gone.

use ptp_domain::event::EventKind;
use ptp_domain::id::Id;
use ptp_domain::receipt::{Matter, Receipt, ReceiptAct};
use ptp_domain::vocabulary::Vocabulary;
use ptp_store::{DatabaseKind, ReceiptsOf};
use ptp_tests::fixtures::domain::{
    application, application_id, event, frozen, full_taken, moment, official, pole_id,
};
use uuid::Uuid;

use super::applications::prepare;
use super::{Fresh, on_both_databases};

on_both_databases!(
    every_act_fits_its_column_and_comes_back,
    what_was_issued_is_only_erased,
    a_receipt_that_is_gone_is_found,
);

fn receipt(number: u128, act: ReceiptAct) -> Receipt {
    Receipt {
        id: Id::new(Uuid::from_u128(number)),
        act,
        matter: Matter::Application(application_id(1)),
        pole: pole_id(1),
        presented_at: moment(1),
        jws: format!("a.b.{number}"),
        salt: Some([7; 32]),
        officer: None,
    }
}

/// An application, one step of which tells of its receipt.
async fn received(fresh: &Fresh, told: Uuid) {
    prepare(fresh).await;
    let mut value = application(1, 1, 1);
    value.procedure.taken = full_taken();
    value.procedure.taken[0].particulars.receipt = Some(told);
    let tx = fresh.store.write().await.unwrap();
    let submitted = event(30, EventKind::ApplicationSubmitted, &[]);
    tx.insert_application(value, frozen(1), &submitted).await.unwrap();
    tx.commit().await.unwrap();
}

async fn insert(fresh: &Fresh, receipt: &Receipt) {
    let tx = fresh.store.write().await.unwrap();
    tx.insert_receipt(receipt).await.unwrap();
    tx.commit().await.unwrap();
}

async fn every_act_fits_its_column_and_comes_back(fresh: Fresh) {
    received(&fresh, Uuid::from_u128(1)).await;
    for (number, act) in (1_u128..).zip(ReceiptAct::ALL.iter().copied()) {
        let issued = receipt(number, act);
        insert(&fresh, &issued).await;
        let tx = fresh.store.read().await.unwrap();
        assert_eq!(
            tx.find_receipt(&official(), pole_id(1), issued.id).await.unwrap(),
            Some(issued)
        );
    }
    let tx = fresh.store.read().await.unwrap();
    for of in [ReceiptsOf::Application(application_id(1)), ReceiptsOf::Pole(pole_id(1))] {
        let page = tx.page_receipts(&official(), of, None, 100).await.unwrap();
        assert_eq!(page.items.len(), ReceiptAct::ALL.len() + 1, "with that of the application");
    }
    let other = ReceiptsOf::Pole(pole_id(2));
    assert_eq!(tx.page_receipts(&official(), other, None, 100).await.unwrap().items, []);
}

async fn what_was_issued_is_only_erased(fresh: Fresh) {
    received(&fresh, Uuid::from_u128(1)).await;
    let issued = receipt(1, ReceiptAct::Observations);
    insert(&fresh, &issued).await;
    for statement in [
        "UPDATE receipt SET jws = 'a.b.c'",
        "UPDATE receipt SET act = 'withdrawal'",
        "UPDATE receipt SET pole_id = application_id",
        "UPDATE receipt SET communication_id = application_id",
        "UPDATE receipt SET jws_sha256 = 'a'",
        "UPDATE receipt SET presented_at = presented_at",
        "DELETE FROM receipt",
    ] {
        assert!(fresh.behind_its_back(statement).await.is_err(), "{statement}");
    }
    fresh.behind_its_back("UPDATE receipt SET jws = '', salt = NULL").await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    assert_eq!(tx.find_receipt(&official(), pole_id(1), issued.id).await.unwrap(), None);
    assert!(tx.is_issued(issued.id, &issued.jws).await.unwrap(), "a copy is still recognised");
    assert_eq!(tx.lost_receipts().await.unwrap(), []);
}

async fn a_receipt_that_is_gone_is_found(fresh: Fresh) {
    let told = Uuid::from_u128(9);
    received(&fresh, told).await;
    let lost = async || fresh.store.read().await.unwrap().lost_receipts().await.unwrap();
    assert_eq!(lost().await, [Id::new(told)]);
    insert(&fresh, &receipt(9, ReceiptAct::Observations)).await;
    assert_eq!(lost().await, []);
    let trigger = match fresh.store.kind() {
        DatabaseKind::Sqlite => "DROP TRIGGER receipt_is_kept",
        DatabaseKind::Postgres => "DROP TRIGGER receipt_is_kept ON receipt",
    };
    fresh.behind_its_back(trigger).await.unwrap();
    fresh.behind_its_back("DELETE FROM receipt").await.unwrap();
    assert_eq!(lost().await, [Id::new(told)]);
}
