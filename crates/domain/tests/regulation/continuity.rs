//! Requirements are kept from the reference date to the decision: section 8.4 of DOMAIN.md.

use chrono::NaiveDate;
use ptp_domain::application::broken_on;
use ptp_domain::calendar::Period;
use ptp_domain::rules::Budget;
use ptp_domain::rules::ruleset::Continuity;

use super::members::{Vary as _, accredited, company, day};
use super::network::Pole;

const CLOSING: &str = "2027-02-26";

/// The day on which the base pole broke the requirements, decided on a day.
fn broken(pole: &Pole, decided: &str, continuity: Continuity) -> Option<NaiveDate> {
    let pole = pole.clone().asking(|asked| asked.continuity = Some(continuity));
    let (from, until) = (day(CLOSING), day(decided));
    let words = &pole.determinations;
    broken_on(&pole.network(), &pole.ruleset, from, until, words, &Budget::default())
        .expect("no more work than allowed")
}

/// Its only body of section A is suspended from 2 to 5 March.
fn suspended_for_a_while() -> Pole {
    let until = Some(day("2027-03-05"));
    let suspension = Period::new(day("2027-03-02"), until).expect("a period");
    Pole::base().replacing(
        accredited("A1").varied(|member| member.accreditations[0].suspensions = vec![suspension]),
    )
}

#[test]
fn a_break_between_the_deadline_and_the_decision_counts() {
    let pole = suspended_for_a_while();
    let first = Some(day("2027-03-02"));
    assert_eq!(broken(&pole, "2027-03-01", Continuity::Interval), None, "it is yet to come");
    assert_eq!(broken(&pole, "2027-03-03", Continuity::Interval), first);
    assert_eq!(broken(&pole, "2027-03-20", Continuity::Interval), first, "it was, for four days");
}

#[test]
fn a_call_may_look_at_both_ends_only_or_at_the_reference_date_alone() {
    let pole = suspended_for_a_while();
    assert_eq!(broken(&pole, "2027-03-20", Continuity::Ends), None);
    let during = Some(day("2027-03-03"));
    assert_eq!(broken(&pole, "2027-03-03", Continuity::Ends), during);
    assert_eq!(broken(&pole, "2027-03-03", Continuity::Off), None);
}

#[test]
fn the_reference_date_itself_is_for_the_report() {
    let broken_on_that_day = Pole::base().without("A1");
    for continuity in [Continuity::Interval, Continuity::Ends, Continuity::Off] {
        assert_eq!(broken(&broken_on_that_day, CLOSING, continuity), None);
        assert_eq!(broken(&broken_on_that_day, "2027-02-01", continuity), None, "nor before it");
    }
}

#[test]
fn a_member_lost_meanwhile_does_not_matter_while_the_rest_complies() {
    let leaving = |name| {
        company(name, "28.41").varied(|member| {
            member.membership =
                Period::new(day("2027-01-11"), Some(day("2027-03-01"))).expect("a period");
        })
    };
    let three = Pole::base().with(leaving("C3"));
    assert_eq!(broken(&three, "2027-03-20", Continuity::Interval), None);
    let two = Pole::base().replacing(leaving("C1"));
    assert_eq!(broken(&two, "2027-03-20", Continuity::Interval), Some(day("2027-03-02")));
}

#[test]
fn what_an_official_has_to_assess_breaks_nothing() {
    let ended = Pole::base().planned_until("2027-03-05");
    assert_eq!(broken(&ended, "2027-03-20", Continuity::Interval), None);
}
