//! Civil dates and times of day in sentences.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Rome;

use crate::calendar::in_rome;

const MONTHS: [(&str, &str); 12] = [
    ("gennaio", "January"),
    ("febbraio", "February"),
    ("marzo", "March"),
    ("aprile", "April"),
    ("maggio", "May"),
    ("giugno", "June"),
    ("luglio", "July"),
    ("agosto", "August"),
    ("settembre", "September"),
    ("ottobre", "October"),
    ("novembre", "November"),
    ("dicembre", "December"),
];

/// What stands before an Italian date, with the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preposition {
    /// `il 26 febbraio`, `l'8 marzo`.
    Il,
    /// `al 26 febbraio`, `all'8 marzo`: after *fino*.
    Al,
    /// `dal 26 febbraio`, `dall'8 marzo`.
    Dal,
    /// `del 26 febbraio`, `dell'8 marzo`.
    Del,
}

/// A date in Italian: `26 febbraio 2027`, `1º settembre 2027`.
#[must_use]
pub fn day_it(day: NaiveDate) -> String {
    let ordinal = if day.day() == 1 { "º" } else { "" };
    format!("{}{ordinal} {} {}", day.day(), month(day).0, day.year())
}

/// A date in Italian with what stands before it: `dall'8 marzo 2027`, `dal 1º settembre 2027`.
///
/// The eighth and the eleventh begin with a vowel: *otto*, *undici*.
#[must_use]
pub fn on_it(preposition: Preposition, day: NaiveDate) -> String {
    let (whole, elided) = match preposition {
        Preposition::Il => ("il ", "l'"),
        Preposition::Al => ("al ", "all'"),
        Preposition::Dal => ("dal ", "dall'"),
        Preposition::Del => ("del ", "dell'"),
    };
    let before = if matches!(day.day(), 8 | 11) { elided } else { whole };
    format!("{before}{}", day_it(day))
}

/// A date in English: `26 February 2027`.
#[must_use]
pub fn day_en(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month(day).1, day.year())
}

fn month(day: NaiveDate) -> (&'static str, &'static str) {
    let index = usize::try_from(day.month0()).unwrap_or_default();
    MONTHS.get(index).copied().unwrap_or_default()
}

/// An instant as date and time of day in Rome: `il 26 febbraio 2027 alle ore 12.00`.
///
/// Seconds are said if there are any, fractions never; which of the two, if the hour is repeated.
#[must_use]
pub fn hour_it(instant: DateTime<Utc>) -> String {
    let local = in_rome(instant).naive_local();
    let which = match repeated(local, instant) {
        None => "",
        Some(true) => " (ora legale)",
        Some(false) => " (ora solare)",
    };
    let day = on_it(Preposition::Il, local.date());
    format!("{day} alle ore {}{which}", clock(local, '.'))
}

/// An instant as date and time of day in Rome: `26 February 2027 at 12:00`.
#[must_use]
pub fn hour_en(instant: DateTime<Utc>) -> String {
    let local = in_rome(instant).naive_local();
    let which = match repeated(local, instant) {
        None => "",
        Some(true) => " (summer time)",
        Some(false) => " (winter time)",
    };
    format!("{} at {}{which}, Rome time", day_en(local.date()), clock(local, ':'))
}

fn clock(local: NaiveDateTime, mark: char) -> String {
    let (hour, minute) = (local.hour(), local.minute());
    match local.second() {
        0 => format!("{hour}{mark}{minute:02}"),
        second => format!("{hour}{mark}{minute:02}{mark}{second:02}"),
    }
}

/// Whether it is the first of a local time that occurs twice; `None` if it occurs once.
fn repeated(local: NaiveDateTime, instant: DateTime<Utc>) -> Option<bool> {
    match Rome.from_local_datetime(&local) {
        LocalResult::Ambiguous(first, _) => Some(first.to_utc() == instant),
        LocalResult::Single(_) | LocalResult::None => None,
    }
}
