//! Civil dates, anniversaries and Rome time.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::{
    Anniversary, Period, civil_date, civil_year, in_rome, next_day, parse_date, parse_instant,
};
use ptp_domain::call::{Phase, Window};

use super::members::{between, day, since};

fn at(text: &str) -> DateTime<Utc> {
    parse_instant(text).expect("an instant")
}

fn refusal(text: &str) -> &'static str {
    parse_instant(text).expect_err("refused").code
}

#[test]
fn a_local_time_is_taken_in_rome() {
    assert_eq!(at("2027-02-26T12:00:00"), at("2027-02-26T11:00:00Z"));
    assert_eq!(at("2027-07-26T12:00:00"), at("2027-07-26T10:00:00Z"));
    assert_eq!(at("2027-02-26T12:00"), at("2027-02-26T12:00:00+01:00"));
    assert_eq!(at("2027-02-26T12:00:00.25"), at("2027-02-26T11:00:00.250Z"));
}

/// In 2027 the clocks go forward on 28 March and back on 31 October.
#[test]
fn a_local_time_skipped_by_the_spring_change_is_refused() {
    assert_eq!(refusal("2027-03-28T02:00:00"), "local_time_missing");
    assert_eq!(refusal("2027-03-28T02:30:00"), "local_time_missing");
    assert_eq!(refusal("2027-03-28T02:59:59.999999"), "local_time_missing");
    assert_eq!(at("2027-03-28T01:59:59"), at("2027-03-28T00:59:59Z"));
    assert_eq!(at("2027-03-28T03:00:00"), at("2027-03-28T01:00:00Z"));
    assert_eq!(at("2027-03-28T02:30:00+01:00"), at("2027-03-28T01:30:00Z"));
}

#[test]
fn a_local_time_repeated_by_the_autumn_change_needs_its_offset() {
    assert_eq!(refusal("2027-10-31T02:00:00"), "local_time_ambiguous");
    assert_eq!(refusal("2027-10-31T02:30:00"), "local_time_ambiguous");
    assert_eq!(at("2027-10-31T02:30:00+02:00"), at("2027-10-31T00:30:00Z"));
    assert_eq!(at("2027-10-31T02:30:00+01:00"), at("2027-10-31T01:30:00Z"));
    assert_eq!(at("2027-10-31T01:59:59"), at("2027-10-30T23:59:59Z"));
    assert_eq!(at("2027-10-31T03:00:00"), at("2027-10-31T02:00:00Z"));
}

#[test]
fn an_instant_has_microseconds_at_most() {
    assert_eq!(at("2027-02-26T11:00:00.000001Z").timestamp_subsec_micros(), 1);
    assert_eq!(at("2027-02-26T12:00:00.123456").timestamp_subsec_micros(), 123_456);
    assert_eq!(at("2027-02-26T11:00:00.123456000Z").timestamp_subsec_micros(), 123_456);
    assert_eq!(refusal("2027-02-26T11:00:00.1234567Z"), "instant_precision");
    assert_eq!(refusal("2027-02-26T12:00:00.000000001"), "instant_precision");
}

#[test]
fn invalid_instants_are_refused() {
    for text in [
        "",
        "2027-02-26",
        "2027-02-30T12:00:00",
        "2027-02-26T24:00:00",
        "2027-02-26 12:00",
        "26/02/2027",
        "2027-02-26T12:00:00+0",
        "+12027-02-26T12:00:00Z",
    ] {
        assert_eq!(refusal(text), "instant_format", "{text}");
    }
}

#[test]
fn a_civil_date_is_that_of_rome() {
    assert_eq!(civil_date(at("2027-02-26T22:59:59.999999Z")), day("2027-02-26"));
    assert_eq!(civil_date(at("2027-02-26T23:00:00Z")), day("2027-02-27"));
    assert_eq!(civil_date(at("2027-07-26T21:59:59Z")), day("2027-07-26"));
    assert_eq!(civil_date(at("2027-07-26T22:00:00Z")), day("2027-07-27"));
    assert_eq!(civil_year(at("2027-12-31T22:59:59Z")), 2027);
    assert_eq!(civil_year(at("2027-12-31T23:00:00Z")), 2028);
    assert_eq!(in_rome(at("2027-07-26T22:00:00Z")).to_rfc3339(), "2027-07-27T00:00:00+02:00");
}

#[test]
fn a_date_is_written_in_ten_characters() {
    assert_eq!(parse_date("2028-02-29"), Ok(day("2028-02-29")));
    for text in
        ["", "2027-2-26", "2027-02-29", "20270226", "2027-02-26T00:00", "0000-01-01", "+027-02-26"]
    {
        assert_eq!(parse_date(text).expect_err("refused").code, "date_format", "{text}");
    }
}

#[test]
fn years_are_reached_on_the_anniversary_and_29_february_on_the_28() {
    let reached = |start, years| Anniversary::Inclusive.reached(day(start), years).to_string();
    assert_eq!(reached("2024-02-26", 3), "2027-02-26");
    assert_eq!(reached("2024-02-29", 3), "2027-02-28");
    assert_eq!(reached("2024-02-29", 4), "2028-02-29");
    assert_eq!(reached("2024-02-28", 4), "2028-02-28");
    assert_eq!(reached("2027-01-31", 0), "2027-01-31");
    let next_day = |start| Anniversary::NextDay.reached(day(start), 3).to_string();
    assert_eq!(next_day("2024-02-26"), "2027-02-27");
    assert_eq!(next_day("2024-02-29"), "2027-03-01");
    let far = Anniversary::Inclusive.reached(day("2027-01-01"), u32::MAX);
    assert_eq!(far, NaiveDate::MAX, "a date that is never reached");
    assert_eq!(next_day_of_the_last(), NaiveDate::MAX);
}

fn next_day_of_the_last() -> NaiveDate {
    next_day(NaiveDate::MAX)
}

#[test]
fn a_period_includes_its_first_and_its_last_day() {
    let period = between("2027-01-01", "2027-01-31");
    assert!(period.contains(day("2027-01-01")) && period.contains(day("2027-01-31")));
    assert!(!period.contains(day("2026-12-31")) && !period.contains(day("2027-02-01")));
    assert_eq!(period.over_on(), Some(day("2027-02-01")));
    assert!(since("2027-01-01").contains(day("9999-12-31")));
    assert_eq!(since("2027-01-01").over_on(), None);
    let one_day = Period::new(day("2027-01-01"), Some(day("2027-01-01")));
    assert!(one_day.is_ok_and(|period| period.contains(day("2027-01-01"))));
    let backwards = Period::new(day("2027-01-02"), Some(day("2027-01-01")));
    assert_eq!(backwards.expect_err("refused").code, "ends_before_start");
}

#[test]
fn periods_overlap_if_they_share_a_day() {
    let january = between("2027-01-01", "2027-01-31");
    for (other, overlap) in [
        (between("2026-12-01", "2027-01-01"), true),
        (between("2027-01-31", "2027-03-01"), true),
        (between("2027-01-10", "2027-01-10"), true),
        (between("2026-01-01", "2028-01-01"), true),
        (since("2027-01-31"), true),
        (between("2026-12-01", "2026-12-31"), false),
        (since("2027-02-01"), false),
    ] {
        assert_eq!((january.overlaps(other), other.overlaps(january)), (overlap, overlap));
    }
}

// The window of a call.

fn window() -> Window {
    Window::new(at("2027-01-11T09:00:00"), at("2027-02-26T12:00:00")).expect("a window")
}

#[test]
fn the_window_includes_both_its_instants_to_the_microsecond() {
    for (instant, phase) in [
        ("2027-01-11T07:59:59.999999Z", Phase::Upcoming),
        ("2027-01-11T08:00:00.000000Z", Phase::Open),
        ("2027-02-26T11:00:00.000000Z", Phase::Open),
        ("2027-02-26T11:00:00.000001Z", Phase::Closed),
    ] {
        assert_eq!(window().phase(at(instant)), phase, "{instant}");
    }
    assert_eq!(window().opens_at(), at("2027-01-11T08:00:00Z"));
}

#[test]
fn a_window_closes_after_it_opens() {
    let opens = at("2027-01-11T09:00:00");
    for closes in [opens, at("2027-01-11T08:59:59")] {
        let refused = Window::new(opens, closes).expect_err("refused");
        assert_eq!(refused.code, "closes_before_opening");
    }
}

#[test]
fn a_window_can_be_extended_also_after_it_closed_and_never_shortened() {
    let code = |closes: &str, now: &str| match window().extended(at(closes), at(now)) {
        Ok(extended) => {
            assert_eq!(
                (extended.opens_at(), extended.closes_at()),
                (window().opens_at(), at(closes))
            );
            "extended"
        }
        Err(refused) => refused.code,
    };
    assert_eq!(code("2027-03-26T12:00:00", "2027-02-01T00:00:00"), "extended");
    assert_eq!(code("2027-03-26T12:00:00", "2027-03-01T00:00:00"), "extended", "a reopening");
    assert_eq!(code("2027-02-26T12:00:00", "2027-02-01T00:00:00"), "not_an_extension");
    assert_eq!(code("2027-02-20T12:00:00", "2027-02-01T00:00:00"), "not_an_extension");
    assert_eq!(code("2027-02-28T12:00:00", "2027-02-28T12:00:00"), "closes_in_the_past");
}
