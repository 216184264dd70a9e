//! Statutory terms: the starting day is not counted, and an end on a holiday is deferred.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;
use ptp_domain::calendar::{is_holiday, last_day};

use super::members::day;

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).expect("a date")
}

fn on(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// DOMAIN.md, section 5. 2 May 2027 is a Sunday, 1 May a holiday on a Saturday.
#[test]
fn the_examples_of_the_design() {
    assert_eq!(last_day(day("2027-04-22"), 10), day("2027-05-03"));
    assert_eq!(last_day(day("2027-04-01"), 30), day("2027-05-03"));
}

#[test]
fn the_starting_day_is_not_counted_and_the_last_one_is() {
    assert_eq!(last_day(day("2027-02-01"), 1), day("2027-02-02"));
    assert_eq!(last_day(day("2027-02-01"), 30), day("2027-03-03"));
    assert_eq!(last_day(day("2028-02-01"), 30), day("2028-03-02"), "a leap year");
    assert_eq!(last_day(day("2027-02-01"), 0), day("2027-02-01"));
}

#[test]
fn a_saturday_is_a_working_day() {
    assert_eq!(day("2027-02-13").weekday(), Weekday::Sat);
    assert_eq!(last_day(day("2027-02-03"), 10), day("2027-02-13"));
}

#[test]
fn a_holiday_on_the_way_is_counted_like_any_day() {
    assert_eq!(last_day(day("2027-12-20"), 10), day("2027-12-30"));
}

/// 25 December 2027 is a Saturday, 26 December a Sunday; Easter Monday 2027 is 29 March.
#[test]
fn consecutive_holidays_are_all_skipped() {
    assert_eq!(last_day(day("2027-12-15"), 10), day("2027-12-27"));
    assert_eq!(last_day(day("2027-03-18"), 10), day("2027-03-30"));
}

/// Every day of eleven years is a Sunday, one of these holidays, or a working day.
#[test]
fn the_national_holidays() {
    let fixed = [
        (1, 1),
        (1, 6),
        (4, 25),
        (5, 1),
        (6, 2),
        (8, 15),
        (10, 4),
        (11, 1),
        (12, 8),
        (12, 25),
        (12, 26),
    ];
    for year in 2026..=2036 {
        let mut holidays: Vec<_> =
            fixed.iter().map(|(month, day)| on(year, *month, *day)).collect();
        holidays.push(later(on(year, 3, 1), easter_after_february(year) + 1));
        for holiday in &holidays {
            assert!(is_holiday(*holiday), "{holiday}");
        }
        for day in on(year, 1, 1).iter_days().take_while(|day| day.year() == year) {
            let expected = day.weekday() == Weekday::Sun || holidays.contains(&day);
            assert_eq!(is_holiday(day), expected, "{day}");
        }
    }
}

#[test]
fn the_fourth_of_october_is_a_holiday_from_2026_on() {
    assert_eq!(on(2025, 10, 4).weekday(), Weekday::Sat);
    assert!(!is_holiday(on(2025, 10, 4)));
    assert!(is_holiday(on(2027, 10, 4)), "a Monday");
}

/// Easter Sundays from 2000 to 2100, as days in March; those in April continue from 31.
const EASTERS: [u32; 101] = [
    54, 46, 31, 51, 42, 27, 47, 39, 23, 43, //
    35, 55, 39, 31, 51, 36, 27, 47, 32, 52, //
    43, 35, 48, 40, 31, 51, 36, 28, 47, 32, //
    52, 44, 28, 48, 40, 25, 44, 36, 56, 41, //
    32, 52, 37, 29, 48, 40, 25, 45, 36, 49, //
    41, 33, 52, 37, 29, 49, 33, 53, 45, 30, //
    49, 41, 26, 46, 37, 29, 42, 34, 53, 45, //
    30, 50, 41, 26, 46, 38, 50, 42, 34, 54, //
    38, 30, 50, 35, 26, 46, 31, 51, 42, 34, //
    47, 39, 30, 43, 35, 55, 46, 31, 51, 43, //
    28,
];

/// The number of days from 1 March to Easter Sunday.
fn easter_after_february(year: i32) -> u32 {
    let index = usize::try_from(year - 2000).expect("from 2000 on");
    EASTERS[index] - 1
}

#[test]
fn easter_monday_is_a_holiday_and_the_only_movable_one() {
    for year in 2000..=2100 {
        let sunday = later(on(year, 3, 1), easter_after_february(year));
        assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
        let movable: Vec<_> = on(year, 3, 1)
            .iter_days()
            .take(61)
            .filter(|day| is_holiday(*day) && day.weekday() == Weekday::Mon)
            .filter(|day| (day.month(), day.day()) != (4, 25))
            .collect();
        let monday = later(sunday, 1);
        let expected =
            if (monday.month(), monday.day()) == (4, 25) { vec![] } else { vec![monday] };
        assert_eq!(movable, expected, "{year}");
        assert!(is_holiday(monday));
    }
}

#[test]
fn a_term_beyond_all_dates_ends_on_the_last_one() {
    assert_eq!(last_day(day("2027-01-01"), u32::MAX), NaiveDate::MAX);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_term_ends_on_the_first_working_day_there_is(from in 0_u32..36_500, days in 0_u32..400) {
        let from = later(day("2000-01-01"), from);
        let last = last_day(from, days);
        prop_assert!(!is_holiday(last));
        prop_assert!(last >= later(from, days));
        for skipped in later(from, days).iter_days().take_while(|day| *day < last) {
            prop_assert!(is_holiday(skipped), "{} is leapt over", skipped);
        }
    }
}
