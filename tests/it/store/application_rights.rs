//! Visibility of applications: their owners and officials.

use ptp_domain::application::{Application, ApplicationStatus};
use ptp_domain::policy::Scope;
use ptp_store::{ApplicationFilter, ApplicationSort, Order};
use ptp_tests::fixtures::domain::{
    anyone, applicant, application, application_id, full_pole, numbers, official, owner, pole_id,
};
use ptp_tests::fixtures::{ORGANISATION, OTHER};

use super::applications::{prepare, receive, save};
use super::{Fresh, on_both_databases};

on_both_databases!(
    applications_are_for_their_owner_and_officials,
    applications_follow_their_pole_to_a_new_owner,
);

async fn applications_are_for_their_owner_and_officials(fresh: Fresh) {
    prepare(&fresh).await;
    let others = Application { owner: owner(OTHER), ..application(2, 2, 1) };
    let ada = full_pole(1).owner;
    let subjects = Application { owner: ada, ..application(3, 3, 1) };
    for application in [application(1, 1, 1), others, subjects] {
        receive(&fresh, application, 0).await.unwrap();
    }
    sees(&fresh, &official(), &[1, 2, 3]).await;
    sees(&fresh, &applicant(ORGANISATION), &[1]).await;
    sees(&fresh, &applicant(OTHER), &[2]).await;
    sees(&fresh, &anyone(), &[]).await;
}

/// By every query: by identifier, with its snapshot, in the list.
async fn sees(fresh: &Fresh, scope: &Scope, expected: &[u128]) {
    let tx = fresh.store.read().await.unwrap();
    for by in [ApplicationSort::ReceivedAt, ApplicationSort::DueOn] {
        let order = Order { by, descending: false };
        let filter = ApplicationFilter::default();
        let page = tx.page_applications(scope, &filter, order, None, 100).await.unwrap();
        assert_eq!(numbers(&page.items, |it| it.value.id.uuid()), expected);
    }
    for number in 1..=3 {
        let id = application_id(number);
        let is_seen = expected.contains(&number.into());
        assert_eq!(tx.find_application(scope, id).await.unwrap().is_some(), is_seen, "{number}");
        assert_eq!(tx.find_frozen(scope, id).await.unwrap().is_some(), is_seen, "{number}");
    }
}

async fn applications_follow_their_pole_to_a_new_owner(fresh: Fresh) {
    prepare(&fresh).await;
    let first = receive(&fresh, application(1, 1, 1), 0).await.unwrap();
    receive(&fresh, application(2, 2, 1), 0).await.unwrap();
    let first = save(&fresh, first, ApplicationStatus::Withdrawn, 9).await.unwrap();
    receive(&fresh, application(3, 1, 1), 0).await.unwrap();

    let tx = fresh.store.write().await.unwrap();
    tx.pass_on(pole_id(1), &owner(OTHER)).await.unwrap();
    tx.commit().await.unwrap();
    sees(&fresh, &applicant(ORGANISATION), &[2]).await;
    let tx = fresh.store.read().await.unwrap();
    let passed = tx.find_application(&applicant(OTHER), application_id(1)).await.unwrap();
    let mut expected = first.clone();
    expected.value.owner = owner(OTHER);
    assert_eq!(passed, Some(expected));

    // A version read earlier cannot be saved over it.
    save(&fresh, first, ApplicationStatus::Lapsed, 10).await.unwrap();
    let tx = fresh.store.read().await.unwrap();
    let found = tx.find_application(&applicant(OTHER), application_id(1)).await.unwrap();
    assert_eq!(found.unwrap().value.owner, owner(OTHER));
}
