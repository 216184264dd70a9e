//! Codes, days and owners; and the database.

use std::collections::BTreeSet;
use std::time::Duration;

use ptp_domain::calendar::in_rome;
use ptp_domain::call::Phase;
use ptp_domain::istat;
use ptp_domain::member::{Member, School};
use ptp_domain::pole::{PoleStatus, list_faults};
use ptp_domain::policy::Owner;
use ptp_store::{Store, StoreOptions};

use super::super::dates::Dates;
use super::super::{calls, is_empty, poles, seed};
use super::{clocks, made};

#[test]
fn nothing_is_odd_about_the_codes_and_the_members_fit_together() {
    let clock = clocks().next().unwrap();
    let mut names = BTreeSet::new();
    for row in poles() {
        assert!(names.insert(row.name), "{}", row.name);
        let (pole, members) = made(row, &clock);
        assert_eq!(list_faults(&members.iter().collect::<Vec<_>>()), []);
        assert_eq!(pole.recognition.is_none(), pole.status == PoleStatus::Draft);
        for member in &members {
            let name = &member.name;
            assert_eq!(member.tax_code.warning(), None, "{name}");
            let from_afar = row.name.ends_with("imprese di altre regioni");
            assert!(member.province.is_lombard() || from_afar, "{name}");
            let places = member.operating_sites.iter().map(|one| (&one.municipality, one.province));
            for (municipality, province) in places.chain([(&member.municipality, member.province)])
            {
                let municipality = municipality.as_deref().expect("a municipality");
                assert_eq!(istat::warning(municipality, province), None, "{name}");
            }
            for code in member.company().into_iter().flat_map(|company| &company.ateco) {
                assert!(istat::of_company(code.ateco.clone()).is_ok(), "{name}");
            }
            for code in member.school().into_iter().flat_map(School::codes) {
                assert_eq!(code.warning(), None, "{name}");
                assert_eq!(code.province(), member.province, "{name}");
            }
        }
    }
}

#[test]
fn organisations_that_are_not_the_same_share_no_code() {
    let clock = clocks().next().unwrap();
    let mut known = Vec::<Member>::new();
    for member in poles().flat_map(|row| made(row, &clock).1) {
        for other in known.iter().filter(|other| other.name != member.name) {
            let site =
                [other, &member].iter().any(|member| member.name.contains("sede coordinata"));
            assert!(site || !other.is_same_organisation(&member), "{} {}", other.name, member.name);
        }
        known.push(member);
    }
}

#[test]
fn the_drafts_belong_to_the_applicant() {
    let clock = clocks().next().unwrap();
    for row in poles().filter(|row| row.status == PoleStatus::Draft) {
        let Owner::Organisation(owner) = made(row, &clock).0.owner else { panic!("a body") };
        assert_eq!(owner.as_str(), crate::demo::ORGANISATION);
    }
}

#[test]
fn the_calls_are_in_their_phases_from_ten_to_noon_in_rome() {
    use Phase::{Closed, Open, Upcoming};
    for clock in clocks() {
        let dates = Dates::of(&clock);
        let phases = calls::CALLS.iter().map(|row| {
            let window = row.terms(dates).unwrap().window;
            assert!(in_rome(window.opens_at()).to_string().contains(" 10:00:00 "));
            assert!(in_rome(window.closes_at()).to_string().contains(" 12:00:00 "));
            window.phase(clock.now())
        });
        assert_eq!(phases.collect::<Vec<_>>(), [Closed, Open, Open, Upcoming, Open, Upcoming]);
    }
}

#[test]
fn codes_ascend_in_the_order_in_which_they_are_given() {
    for clock in clocks() {
        let dates = Dates::of(&clock);
        assert!(poles().map(|row| row.year(dates)).is_sorted());
        assert!(calls::CALLS.iter().map(|row| row.year(dates)).is_sorted());
    }
}

#[tokio::test]
async fn a_database_is_seeded_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("demo.sqlite").display());
    let acquire_timeout = Duration::from_secs(5);
    let options = StoreOptions {
        url,
        connections: 2,
        pooled: false,
        acquire_timeout,
        queue_timeout: acquire_timeout,
        sealed_within: acquire_timeout,
    };
    let store = Store::open(&options).await.unwrap();
    store.migrate().await.unwrap();
    assert!(is_empty(&store).await.unwrap());
    seed(&store, &clocks().next().unwrap()).await.unwrap();
    assert!(!is_empty(&store).await.unwrap());
    store.close().await.unwrap();
}
