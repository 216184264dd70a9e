//! Civil dates, anniversaries, statutory terms and Rome time.

mod terms;

use std::borrow::Cow;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::Rome;

pub(crate) use terms::working_day;
pub use terms::{is_holiday, last_day};

use crate::fault::Invalid;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// When a number of years since a day is reached.
    pub enum Anniversary: "anniversary", from fixed("decisione di progetto", "project decision") {
        /// On the anniversary itself.
        Inclusive = "inclusive", "nel giorno anniversario", "on the anniversary";
        /// On the day after it.
        NextDay = "next_day", "il giorno dopo l'anniversario", "on the day after the anniversary";
    }
}

impl Anniversary {
    /// The day on which `years` since `start` are reached; 29 February reaches it on 28 February
    /// (c.c. art. 2963).
    #[must_use]
    pub fn reached(self, start: NaiveDate, years: u32) -> NaiveDate {
        let day = start
            .checked_add_months(Months::new(years.saturating_mul(12)))
            .unwrap_or(NaiveDate::MAX);
        match self {
            Self::Inclusive => day,
            Self::NextDay => next_day(day),
        }
    }
}

/// The day after.
#[must_use]
pub fn next_day(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)
}

/// The first and the last day of something, both included; without a last day it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    until: Option<NaiveDate>,
}

impl Period {
    /// A period that does not end before it starts.
    ///
    /// # Errors
    ///
    /// `ends_before_start`.
    pub fn new(from: NaiveDate, until: Option<NaiveDate>) -> Result<Self, Invalid> {
        if until.is_some_and(|until| until < from) {
            return Err(Invalid::fixed(
                "ends_before_start",
                "il periodo finisce prima di cominciare",
                "the period ends before it starts",
            ));
        }
        Ok(Self { from, until })
    }

    /// A period without an end.
    #[must_use]
    pub const fn since(from: NaiveDate) -> Self {
        Self { from, until: None }
    }

    /// First day.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// Last day, included.
    #[must_use]
    pub const fn until(self) -> Option<NaiveDate> {
        self.until
    }

    /// First day after it.
    #[must_use]
    pub fn over_on(self) -> Option<NaiveDate> {
        self.until.map(next_day)
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
}

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

/// An instant in Rome's local time, with its offset.
#[must_use]
pub fn in_rome(instant: DateTime<Utc>) -> DateTime<chrono_tz::Tz> {
    instant.with_timezone(&Rome)
}

/// Reads an instant: RFC 3339 with an offset, or a local time without one, taken in Rome.
///
/// # Errors
///
/// `instant_format`; `local_time_missing` for a local time that the spring change leaps over;
/// `local_time_ambiguous` for one that the autumn change repeats: it needs its offset;
/// `instant_precision` for more than microseconds.
pub fn parse_instant(text: &str) -> Result<DateTime<Utc>, Invalid> {
    let instant = match DateTime::parse_from_rfc3339(&with_seconds(text)) {
        Ok(instant) => instant.with_timezone(&Utc),
        Err(_) => from_rome(parse_local(text)?)?,
    };
    // A leap second, which neither database can keep.
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

/// Reads a civil date, `2027-02-26`.
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

/// The text with seconds, if it has minutes and an offset alone: `2027-02-26T12:00+01:00`.
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
