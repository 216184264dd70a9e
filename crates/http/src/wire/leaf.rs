//! Leaf values of a body: strings, numbers, words, dates, identifiers.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use ptp_domain::calendar::{civil_date, parse_date, parse_instant};
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::{Email, Province, Rea, SchoolCode, TaxCode, VatNumber};
use ptp_domain::vocabulary::Vocabulary;
use serde_json::Value;
use uuid::Uuid;

use super::reading::{Read, Reading, Unreadable};

/// A value that is read from a single JSON value.
pub trait Leaf: Sized {
    /// Reads the current value.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: a fault says so already.
    fn read(reading: &mut Reading<'_>) -> Read<Self>;
}

/// Reads the word with the code found here.
///
/// # Errors
///
/// [`Unreadable`]: a fault says so already.
pub fn word<V: Vocabulary>(reading: &mut Reading<'_>) -> Read<V> {
    V::from_code(reading.text()?).map_err(|_| Unreadable)
}

/// Leaves deserialised by serde_json.
macro_rules! plain {
    ($($Type:ty: $value:ident => $read:expr;)+) => {$(
        impl Leaf for $Type {
            fn read(reading: &mut Reading<'_>) -> Read<Self> {
                let $value = reading.value();
                $read.ok_or(Unreadable)
            }
        }
    )+};
}

plain! {
    String: value => value.as_str().map(ToOwned::to_owned);
    bool: value => value.as_bool();
    i64: value => value.as_i64();
    u64: value => value.as_u64();
    u32: value => value.as_u64().and_then(|number| number.try_into().ok());
    Uuid: value => value.as_str().and_then(|text| Self::try_parse(text).ok());
    Value: value => Some(value.clone());
}

impl<T> Leaf for Id<T> {
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        Uuid::read(reading).map(Self::new)
    }
}

/// Parses a civil date of a body or a query.
///
/// # Errors
///
/// `date_format`; `date_out_of_range` before 1900 or after 2200, which stand for no term at all.
pub fn civil_day(text: &str) -> Result<NaiveDate, Invalid> {
    parse_date(text).and_then(|day| within_reach(day).map(|()| day))
}

/// Parses an instant of a body or a query.
///
/// # Errors
///
/// As [`parse_instant`] and [`civil_day`].
pub fn instant(text: &str) -> Result<DateTime<Utc>, Invalid> {
    parse_instant(text).and_then(|at| within_reach(civil_date(at)).map(|()| at))
}

fn within_reach(day: NaiveDate) -> Result<(), Invalid> {
    if (1900..=2200).contains(&day.year()) {
        return Ok(());
    }
    Err(Invalid::fixed(
        "date_out_of_range",
        "la data deve essere compresa tra il 1º gennaio 1900 e il 31 dicembre 2200: omettere la \
         data se non c'è un termine",
        "the date must lie between 1 January 1900 and 31 December 2200: omit the date if there is \
         no end",
    ))
}

impl Leaf for NaiveDate {
    /// As [`civil_day`]; a day out of reach stays where it stands already.
    fn read(reading: &mut Reading<'_>) -> Read<Self> {
        let day = reading.parsed(parse_date)?;
        match within_reach(day) {
            Err(_) if reading.stood(|old| old == reading.value()) => Ok(day),
            reached => reading.take("", reached.map(|()| day)),
        }
    }
}

/// Leaves that the domain parses from a string.
macro_rules! parsed {
    ($($Type:ty: $parse:expr;)+) => {$(
        impl Leaf for $Type {
            fn read(reading: &mut Reading<'_>) -> Read<Self> {
                reading.parsed($parse)
            }
        }
    )+};
}

parsed! {
    DateTime<Utc>: instant;
    TaxCode: Self::parse;
    SchoolCode: Self::parse;
    Province: Self::parse;
    Email: Self::parse;
    Rea: Self::parse;
    VatNumber: Self::parse;
}
