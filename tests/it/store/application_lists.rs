//! Lists of applications: each once, in order, page by page.

use ptp_domain::application::{Application, ApplicationStatus};
use ptp_domain::call::Purpose;
use ptp_store::{After, ApplicationFilter, ApplicationSort, Order, StoreError};

use super::applications::{prepare, receive};
use super::fixtures::{application, call_id, day, event, moment, numbers, official, pole_id};
use super::{Fresh, on_both_databases};

on_both_databases!(
    pages_of_applications_have_each_once,
    applications_pass_the_filters,
    a_place_of_another_list_of_applications_is_told_apart,
);

/// Nine applications, received in threes at the same instant and due in other threes; the last
/// is decided.
async fn nine(fresh: &Fresh) {
    prepare(fresh).await;
    for number in 1..=9 {
        let (pole, call) = ((number - 1) % 3 + 1, (number - 1) / 3 + 1);
        let application = Application {
            purpose: Purpose::Measure,
            received_at: moment(i64::from(number / 3)),
            ..application(number, pole, call)
        };
        receive(fresh, application, i64::from(number % 3)).await.unwrap();
    }
    let tx = fresh.store.write().await.unwrap();
    let id = super::fixtures::application_id(9);
    let mut last = tx.find_application(&official(), id).await.unwrap().unwrap();
    last.value.status = ApplicationStatus::Admitted;
    let admitted = event(20, ptp_domain::event::EventKind::ApplicationAdmitted, &["status"]);
    tx.save_application(last, None, &admitted).await.unwrap();
    tx.commit().await.unwrap();
}

async fn pages_of_applications_have_each_once(fresh: Fresh) {
    nine(&fresh).await;
    for (by, expected) in [
        (ApplicationSort::ReceivedAt, vec![1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (ApplicationSort::DueOn, vec![3, 6, 1, 4, 7, 2, 5, 8]),
    ] {
        for limit in [1, 2, 4, 9, 10] {
            let forth = all(&fresh, Order { by, descending: false }, limit).await;
            assert_eq!(forth, expected, "{by:?} {limit}");
            let mut back = all(&fresh, Order { by, descending: true }, limit).await;
            back.reverse();
            assert_eq!(back, expected, "{by:?} {limit}, the last first");
        }
    }
}

async fn all(fresh: &Fresh, order: Order<ApplicationSort>, limit: u64) -> Vec<u128> {
    let tx = fresh.store.read().await.unwrap();
    let (mut all, mut after) = (Vec::new(), None::<After>);
    loop {
        let filter = ApplicationFilter::default();
        let page =
            tx.page_applications(&official(), &filter, order, after.as_ref(), limit).await.unwrap();
        all.extend(numbers(&page.items, |it| it.value.id.uuid()));
        assert!(page.next.iter().all(|after| order.by.accepts(after)));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn applications_pass_the_filters(fresh: Fresh) {
    nine(&fresh).await;
    let any = ApplicationFilter::default;
    let status = |status| ApplicationFilter { status: Some(status), ..any() };
    let due_by = |text| ApplicationFilter { due_by: Some(day(text)), ..any() };
    for (filter, expected) in [
        (any(), vec![1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (status(ApplicationStatus::Admitted), vec![9]),
        (status(ApplicationStatus::Rejected), vec![]),
        (ApplicationFilter { call: Some(call_id(2)), ..any() }, vec![4, 5, 6]),
        (ApplicationFilter { pole: Some(pole_id(3)), ..any() }, vec![3, 6, 9]),
        (due_by("2027-02-28"), vec![]),
        (due_by("2027-03-01"), vec![3, 6]),
        (due_by("2027-03-02"), vec![1, 3, 4, 6, 7]),
        (ApplicationFilter { call: Some(call_id(1)), ..due_by("2027-03-01") }, vec![3]),
    ] {
        let tx = fresh.store.read().await.unwrap();
        let order = Order { by: ApplicationSort::ReceivedAt, descending: false };
        let page = tx.page_applications(&official(), &filter, order, None, 100).await.unwrap();
        assert_eq!(numbers(&page.items, |it| it.value.id.uuid()), expected, "{filter:?}");
    }
}

async fn a_place_of_another_list_of_applications_is_told_apart(fresh: Fresh) {
    let instant = "2027-01-11T08:00:00.000000Z";
    let tx = fresh.store.read().await.unwrap();
    for key in ["", "soon", "2027-3-1", "2027-03-01", instant] {
        let after = After { key: key.to_owned(), id: pole_id(1).uuid() };
        for (by, accepted) in [
            (ApplicationSort::ReceivedAt, key == instant),
            (ApplicationSort::DueOn, key == "2027-03-01"),
        ] {
            assert_eq!(by.accepts(&after), accepted, "{by:?} {key}");
            let order = Order { by, descending: false };
            let filter = ApplicationFilter::default();
            let page = tx.page_applications(&official(), &filter, order, Some(&after), 1).await;
            assert_eq!(matches!(page, Err(StoreError::Corrupt(_))), !accepted, "{page:?}");
        }
    }
}
