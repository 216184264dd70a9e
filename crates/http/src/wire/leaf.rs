//! What stands in one place of a body: texts, numbers, words, dates, identifiers.

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::{parse_date, parse_instant};
use ptp_domain::id::Id;
use ptp_domain::identifier::{Email, Province, Rea, SchoolCode, TaxCode};
use ptp_domain::vocabulary::Vocabulary;
use serde_json::Value;
use uuid::Uuid;

use super::reading::{Read, Reading, Unreadable};

/// What is read from one place.
pub trait Leaf: Sized {
    /// Reads what stands where the reading is.
    fn read(reading: &mut Reading<'_>) -> Read<Self>;
}

/// The word whose code stands here.
pub fn word<V: Vocabulary>(reading: &mut Reading<'_>) -> Read<V> {
    V::from_code(reading.text()?).map_err(|_| Unreadable)
}

/// Leaves that are what serde_json makes of them.
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

/// Leaves that the domain reads from a text.
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
    NaiveDate: parse_date;
    DateTime<Utc>: parse_instant;
    TaxCode: Self::parse;
    SchoolCode: Self::parse;
    Province: Self::parse;
    Email: Self::parse;
    Rea: Self::parse;
}
