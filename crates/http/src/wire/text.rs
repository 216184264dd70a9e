//! Bounded strings, each a named schema of the contract.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use super::leaf::Leaf;
use super::reading::{Read, Reading};

/// Invisible characters and direction overrides: C1 controls, soft hyphens, separators, zero-width
/// and bidi characters.
macro_rules! hidden {
    () => {
        r"\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF"
    };
}
/// Blanks: what is dropped at both ends of a text.
macro_rules! blank {
    () => {
        r"\u0020\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000"
    };
}
/// A single line without invisible characters and with at least one non-blank.
const LINE: &str = concat!(
    r"^[^\u0000-\u001F",
    hidden!(),
    r"]*",
    r"[^\u0000-\u001F",
    blank!(),
    hidden!(),
    r"]",
    r"[^\u0000-\u001F",
    hidden!(),
    r"]*$"
);
/// Paragraphs: tabs and line breaks are allowed.
const PARAGRAPHS: &str = concat!(
    r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F",
    hidden!(),
    r"]*",
    r"[^\u0000-\u001F",
    blank!(),
    hidden!(),
    r"]",
    r"[^\u0000-\u0008\u000B\u000C\u000E-\u001F",
    hidden!(),
    r"]*$"
);

/// What is searched by: a line with at least one non-blank.
const WORDS: &str = concat!(r"^[^\u0000-\u001F]*[^\u0000-\u001F", blank!(), r"][^\u0000-\u001F]*$");

/// The date part of a pattern.
macro_rules! day {
    () => {
        r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    };
}
/// The hours and minutes of a pattern.
macro_rules! hours {
    () => {
        r"([01][0-9]|2[0-3]):[0-5][0-9]"
    };
}

macro_rules! texts {
    ($(
        $(#[doc = $doc:literal])+
        $Name:ident as $wire:literal: $most:literal, $pattern:expr, $example:literal
            $(, $format:expr)?;
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(pub String);

        impl PartialSchema for $Name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(concat!($($doc),+).trim()))
                    $(.format(Some($format)))?
                    .min_length(Some(1))
                    .max_length(Some($most))
                    .pattern(Some($pattern))
                    .examples([$example])
                    .into()
            }
        }

        impl ToSchema for $Name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($wire)
            }
        }

        impl Leaf for $Name {
            fn read(reading: &mut Reading<'_>) -> Read<Self> {
                reading.text().map(Self::from)
            }
        }

        impl From<String> for $Name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $Name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

texts! {
    /// A short text on one line.
    ShortText as "ShortText": 200, LINE, "Polo meccatronico della Brianza";
    /// A text of several paragraphs.
    LongText as "LongText": 10_000, PARAGRAPHS,
        "Rete per la filiera della meccatronica tra Monza e Lecco.";
    /// Words to search by.
    SearchText as "SearchText": 200, WORDS, "meccatronica";
    /// A civil date in Europe/Rome (RFC 3339 full-date), from 1900 to 2200 where it is sent.
    DateText as "Date": 10, concat!(day!(), "$"), "2027-02-26",
        SchemaFormat::KnownFormat(KnownFormat::Date);
    /// An instant in UTC (RFC 3339), microseconds at most.
    InstantText as "Instant": 27,
        concat!(day!(), r"T", hours!(), r":[0-5][0-9](\.[0-9]{1,6})?Z$"),
        "2027-02-26T11:00:00Z", SchemaFormat::KnownFormat(KnownFormat::DateTime);
    /// An instant (RFC 3339), or without an offset a local time in Europe/Rome: one that does not
    /// exist (spring change) is refused, one that occurs twice (autumn change) needs its offset.
    InstantInput as "InstantInput": 35,
        concat!(
            day!(), r"T", hours!(), r"(:[0-5][0-9](\.[0-9]{1,9})?)?(Z|[+-]", hours!(), r")?$"
        ),
        "2027-02-26T12:00:00";
    /// Tax code: 11 digits (bodies; also `IT` before them, blanks, dots and dashes are taken off),
    /// or 16 characters (persons).
    TaxCodeText as "TaxCode": 30, r"^[ .-]*[0-9A-Za-z][0-9A-Za-z .-]*$", "94004480151";
    /// VAT number: 11 digits (also `IT` before them, blanks, dots and dashes are taken off).
    VatNumberText as "VatNumber": 30, r"^[ .-]*[0-9A-Za-z][0-9A-Za-z .-]*$", "01234560157";
    /// Code of a school (codice meccanografico), 10 characters.
    SchoolCodeText as "SchoolCode": 20, r"^ *[0-9A-Za-z][0-9A-Za-z ]*$", "MIIS08900V";
    /// ATECO code, `dd`, `dd.d`, `dd.dd`, `dd.dd.d` or `dd.dd.dd`; also without dots.
    AtecoText as "AtecoCode": 10, r"^[. ]*[0-9][0-9. ]*$", "28.41";
    /// REA number: province and up to seven digits.
    ReaText as "ReaNumber": 20, r"^[ -]*[0-9A-Za-z][0-9A-Za-z -]*$", "MI-123456";
    /// E-mail address or PEC.
    EmailText as "Email": 254,
        concat!(r"^[^\u0000-\u001F\u007F", blank!(), r"]+@[^\u0000-\u001F\u007F", blank!(), r"]+$"),
        "polo.meccatronica@pec.example.it", SchemaFormat::KnownFormat(KnownFormat::Email);
    /// Two letters of an Italian province.
    ProvinceCode as "ProvinceCode": 2, "^[A-Za-z]{2}$", "MI";
    /// What people call a pole by.
    PoleCodeText as "PoleCode": 30, "^[Pp][Tt][Pp]-[0-9]{4}-[0-9]{4,10}$", "PTP-2027-0012";
    /// What people call a call by.
    CallCodeText as "CallCode": 30, "^[Bb][Aa][Nn][Dd][Oo]-[0-9]{4}-[0-9]{3,10}$",
        "BANDO-2027-003";
    /// The number under which an application was registered.
    ProtocolText as "Protocol": 30, "^[Pp][Tt][Pp]/[0-9]{4}/[0-9]{7,10}$", "PTP/2027/0000123";
    /// A phone number.
    Phone as "Phone": 30, r"^\+?[0-9][0-9 ./-]*$", "+39 02 5550100";
    /// A web address.
    Url as "Url": 500,
        r"^https?://([A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#]([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|\[|\]|%[0-9A-Fa-f]{2})*)?$",
        "https://www.example.it/atti/123", SchemaFormat::Custom("uri".to_owned());
    /// Number of an accreditation in the regional register.
    AccreditationNumber as "AccreditationNumber": 50, LINE, "0123/2020";
}

macro_rules! numbers {
    ($($Name:ident)+) => {$(
        impl $Name {
            /// As the service writes it.
            #[must_use]
            pub fn into_code(self) -> String {
                self.0.to_ascii_uppercase()
            }
        }
    )+};
}
numbers!(PoleCodeText CallCodeText ProtocolText);

impl From<NaiveDate> for DateText {
    /// Dates after year 9999 mean never: shown as the last date with four digits.
    fn from(day: NaiveDate) -> Self {
        const LAST: NaiveDate = NaiveDate::from_ymd_opt(9_999, 12, 31).unwrap();
        Self(day.min(LAST).to_string())
    }
}

impl InstantText {
    /// The instant, if valid.
    #[must_use]
    pub fn instant(&self) -> Option<DateTime<Utc>> {
        DateTime::parse_from_rfc3339(&self.0).ok().map(|instant| instant.to_utc())
    }
}

impl From<DateTime<Utc>> for InstantText {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(rfc3339(instant))
    }
}

impl From<DateTime<Utc>> for InstantInput {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(rfc3339(instant))
    }
}

fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
