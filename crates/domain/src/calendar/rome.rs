//! Instants and civil dates in Rome, and their textual forms.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Rome;

use crate::fault::Invalid;

/// The civil date in Rome at an instant.
#[must_use]
pub fn civil_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Rome).date_naive()
}

/// The civil year in Rome at an instant.
#[must_use]
pub fn civil_year(instant: DateTime<Utc>) -> i32 {
    civil_date(instant).year()
}

/// The first instant of a civil date in Rome.
#[must_use]
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // The clocks change at two: midnight is there, and only once.
    Rome.from_local_datetime(&midnight).earliest().map_or(midnight.and_utc(), |at| at.to_utc())
}

/// An instant in Rome's local time, with its offset.
#[must_use]
pub fn in_rome(instant: DateTime<Utc>) -> DateTime<chrono_tz::Tz> {
    instant.with_timezone(&Rome)
}

/// Parses an instant: RFC 3339 with an offset, or a local time in Rome without one.
///
/// # Errors
///
/// `instant_format`; `local_time_missing` for a local time skipped by the spring change;
/// `local_time_ambiguous` for one repeated by the autumn change, which needs its offset;
/// `instant_precision` for more than microseconds.
pub fn parse_instant(text: &str) -> Result<DateTime<Utc>, Invalid> {
    let instant = match DateTime::parse_from_rfc3339(&with_seconds(text)) {
        Ok(instant) => instant.with_timezone(&Utc),
        Err(_) => from_rome(parse_local(text)?)?,
    };
    // A leap second, which neither database can store.
    if instant.timestamp_subsec_nanos() >= 1_000_000_000 {
        return Err(FORMAT);
    }
    if instant.timestamp_subsec_nanos() % 1_000 != 0 {
        return Err(Invalid::fixed(
            "instant_precision",
            "al massimo sei cifre decimali (microsecondi)",
            "at most six decimal digits (microseconds)",
        ));
    }
    if !(1..=9_999).contains(&instant.year()) {
        return Err(FORMAT);
    }
    Ok(instant)
}

/// Parses a civil date, `2027-02-26`.
///
/// # Errors
///
/// `date_format`.
pub fn parse_date(text: &str) -> Result<NaiveDate, Invalid> {
    let well_formed = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    Some(text)
        .filter(|_| well_formed)
        .and_then(|text| text.parse().ok())
        .filter(|day: &NaiveDate| day.year() >= 1)
        .ok_or(Invalid::fixed(
            "date_format",
            "non è una data esistente nella forma AAAA-MM-GG, per esempio 2027-02-26",
            "not an existing date in the form YYYY-MM-DD, for example 2027-02-26",
        ))
}

const FORMAT: Invalid = Invalid::fixed(
    "instant_format",
    "non è un istante: usare 2027-02-26T11:00:00Z, oppure 2027-02-26T12:00:00 per l'ora locale di \
     Roma",
    "not an instant: use 2027-02-26T11:00:00Z, or 2027-02-26T12:00:00 for local time in Rome",
);

/// The text with seconds, if it only has minutes and an offset: `2027-02-26T12:00+01:00`.
fn with_seconds(text: &str) -> Cow<'_, str> {
    match text.split_at_checked("2027-02-26T12:00".len()) {
        Some((minutes, offset)) if offset.starts_with(['Z', '+', '-']) => {
            Cow::Owned(format!("{minutes}:00{offset}"))
        }
        _ => Cow::Borrowed(text),
    }
}

fn parse_local(text: &str) -> Result<NaiveDateTime, Invalid> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"))
        .map_err(|_| FORMAT)
}

fn from_rome(local: NaiveDateTime) -> Result<DateTime<Utc>, Invalid> {
    match Rome.from_local_datetime(&local) {
        chrono::LocalResult::Single(instant) => Ok(instant.with_timezone(&Utc)),
        chrono::LocalResult::None => Err(Invalid::fixed(
            "local_time_missing",
            "a Roma quest'ora non esiste: in quella notte gli orologi passano dalle 2 alle 3",
            "this local time does not exist in Rome: that night the clocks go from 2 to 3",
        )),
        chrono::LocalResult::Ambiguous(..) => Err(Invalid::fixed(
            "local_time_ambiguous",
            "a Roma quest'ora si ripete: indicare lo scostamento, +02:00 (prima) o +01:00 (seconda)",
            "this local time occurs twice in Rome: give its offset, +02:00 (first) or +01:00 \
             (second)",
        )),
    }
}
