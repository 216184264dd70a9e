//! When poles are judged and from when on the time to decide runs: case 3, and section 8.4 of
//! DOMAIN.md.

use ptp_domain::calendar::parse_instant;
use ptp_domain::call::{ProcedureFrom, ProcedureTerms, Purpose, RulesetChoice, Terms, Window};
use ptp_domain::party::Localized;
use ptp_domain::rules::ruleset::{Overrides, ReferenceDate};

use super::members::day;

fn at(text: &str) -> chrono::DateTime<chrono::Utc> {
    parse_instant(text).expect("an instant")
}

/// Open from 11 January to 26 February, thirty days to decide.
fn terms(reference_date: ReferenceDate, from: ProcedureFrom) -> Terms {
    let overrides = Overrides { reference_date: Some(reference_date), ..Overrides::default() };
    Terms {
        purpose: Purpose::Constitution,
        title: Localized { it: "Bando".to_owned(), en: None },
        text: None,
        areas: Vec::new(),
        window: Window::new(at("2027-01-11T09:00"), at("2027-02-26T12:00")).expect("a window"),
        ruleset: RulesetChoice { overrides, ..RulesetChoice::default() },
        priority_for_poles: false,
        procedure: ProcedureTerms { from, ..ProcedureTerms::default() },
        act: None,
        contacts: Vec::new(),
    }
}

use ProcedureFrom::{Closing, Receipt};

#[test]
fn the_procedure_follows_the_reference_date() {
    assert_eq!(ProcedureFrom::following(ReferenceDate::Closing), Closing);
    assert_eq!(ProcedureFrom::following(ReferenceDate::Receipt), Receipt);
    assert_eq!(ProcedureFrom::following(ReferenceDate::On(day("2027-03-10"))), Closing);
}

#[test]
fn the_days_of_an_application_follow_from_its_receipt_and_the_window() {
    let received = at("2027-01-20T23:30");
    let days = |reference_date, from| {
        let terms = terms(reference_date, from);
        (terms.reference_date(received).to_string(), terms.starts_on(received).to_string())
    };
    let on = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(days(ReferenceDate::Closing, Closing), on("2027-02-26", "2027-02-26"));
    assert_eq!(days(ReferenceDate::Receipt, Receipt), on("2027-01-20", "2027-01-20"));
    assert_eq!(days(ReferenceDate::Receipt, Closing), on("2027-01-20", "2027-02-26"));
    let fixed = ReferenceDate::On(day("2027-03-10"));
    assert_eq!(days(fixed, Closing), on("2027-03-10", "2027-02-26"));
}

/// Thirty days from 11 January are 10 February: the closing, on which poles are judged, is the 26th.
#[test]
fn no_decision_falls_due_before_the_reference_date() {
    let published = at("2027-01-04T09:00");
    let checked = |reference_date, from| {
        terms(reference_date, from).leaves_time_to_decide(published).map_err(|late| late.code)
    };
    assert_eq!(checked(ReferenceDate::Closing, Closing), Ok(()));
    assert_eq!(checked(ReferenceDate::Receipt, Receipt), Ok(()));
    assert_eq!(checked(ReferenceDate::Receipt, Closing), Ok(()));
    assert_eq!(checked(ReferenceDate::Closing, Receipt), Err("due_before_reference_date"));
    let on = |text| ReferenceDate::On(day(text));
    assert_eq!(
        checked(on("2027-03-30"), Closing),
        Ok(()),
        "30 days after the 28th, deferred twice"
    );
    assert_eq!(checked(on("2027-03-31"), Closing), Err("due_before_reference_date"));

    let enough = |days, from| {
        let mut terms = terms(ReferenceDate::Closing, Receipt);
        terms.procedure.days = days;
        terms.leaves_time_to_decide(from)
    };
    assert!(enough(46, published).is_ok(), "the last day is the reference date");
    assert!(enough(45, published).is_err());
    assert!(enough(30, at("2027-02-01T09:00")).is_ok(), "published late, nobody applies before");
    let late = enough(30, published).expect_err("too early").message;
    assert!(late.it.contains("il 10 febbraio 2027"), "{}", late.it);
}
