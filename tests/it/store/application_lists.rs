//! Lists of applications: ordering and pagination.

use ptp_domain::application::{
    Application, ApplicationStatus, Particulars, Procedure, Step, Taken,
};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Purpose;
use ptp_store::{After, ApplicationFilter, ApplicationSort, Order, StoreError};
use ptp_tests::fixtures::domain::{
    application, application_id, at, call_id, day, event, moment, numbers, official, pole_id,
};

use super::applications::{prepare, receive};
use super::{Fresh, on_both_databases};

on_both_databases!(
    pages_of_applications_have_each_once,
    applications_pass_the_filters,
    silence_moves_the_last_day_to_decide,
    a_position_in_another_list_of_applications_is_refused,
);

/// Nine applications: received three at a time at the same instant, due three at a time on other
/// days; the last is decided.
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
    let id = application_id(9);
    let mut last = tx.find_application(&official(), id).await.unwrap().unwrap();
    last.value.status = ApplicationStatus::Admitted;
    let admitted = event(20, ptp_domain::event::EventKind::ApplicationAdmitted, &["status"]);
    tx.save_application(last, &admitted).await.unwrap();
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
    let status = |status| ApplicationFilter { statuses: vec![status], ..any() };
    let due_by = |text| ApplicationFilter { due_by: Some(day(text)), ..any() };
    for (filter, expected) in [
        (any(), vec![1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (status(ApplicationStatus::Admitted), vec![9]),
        (status(ApplicationStatus::Rejected), vec![]),
        (ApplicationFilter { calls: vec![call_id(2)], ..any() }, vec![4, 5, 6]),
        (ApplicationFilter { poles: vec![pole_id(3)], ..any() }, vec![3, 6, 9]),
        (due_by("2027-02-28"), vec![]),
        (due_by("2027-03-01"), vec![3, 6]),
        (due_by("2027-03-02"), vec![1, 3, 4, 6, 7]),
        (ApplicationFilter { calls: vec![call_id(1)], ..due_by("2027-03-01") }, vec![3]),
    ] {
        let tx = fresh.store.read().await.unwrap();
        let order = Order { by: ApplicationSort::ReceivedAt, descending: false };
        let page = tx.page_applications(&official(), &filter, order, None, 100).await.unwrap();
        assert_eq!(numbers(&page.items, |it| it.value.id.uuid()), expected, "{filter:?}");
    }
}

/// The first had a notice on 11 February: without an answer it is due by 1 March, otherwise at most
/// ten days later; the second is due by 2 March in any case.
async fn silence_moves_the_last_day_to_decide(fresh: Fresh) {
    prepare(&fresh).await;
    let mut noticed = application(1, 1, 1);
    noticed.status = ApplicationStatus::RejectionNotice;
    noticed.procedure.starts_on = day("2027-01-18");
    noticed.procedure.taken = vec![notice("2027-02-11T10:00:00Z")];
    receive(&fresh, noticed, 0).await.unwrap();
    receive(&fresh, application(2, 2, 2), 1).await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    for (today, by, wanted) in [
        ("2027-02-22", "2027-03-01", vec![]),
        ("2027-02-22", "2027-03-11", vec![2, 1]),
        ("2027-02-23", "2027-03-01", vec![1]),
        ("2027-02-23", "2027-03-11", vec![1, 2]),
    ] {
        let filter = ApplicationFilter {
            due_by: Some(day(by)),
            today: day(today),
            ..ApplicationFilter::default()
        };
        let order = Order { by: ApplicationSort::DueOn, descending: false };
        let page = tx.page_applications(&official(), &filter, order, None, 9).await.unwrap();
        assert_eq!(numbers(&page.items, |it| it.value.id.uuid()), wanted, "{today} {by}");
    }
}

/// A rejection notice with a term of ten days.
pub(super) fn notice(instant: &str) -> Taken {
    let at = at(instant);
    Taken {
        step: Step::NotifyRejection,
        at,
        ends_on: Procedure::answer_by(Step::NotifyRejection, civil_date(at), None),
        actor: None,
        particulars: Particulars::default(),
    }
}

async fn a_position_in_another_list_of_applications_is_refused(fresh: Fresh) {
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
