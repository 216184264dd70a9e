//! Public codes of poles and calls, and protocol numbers: a series, a year and a number.

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use crate::fault::Invalid;

/// A series of public codes, numbered from 1 each year.
pub trait Series: Copy + Ord + Hash + fmt::Debug + 'static {
    /// The prefix of its codes.
    const PREFIX: &'static str;
    /// The separator between the parts.
    const SEPARATOR: char;
    /// The minimum number of digits of a number.
    const DIGITS: usize;
    /// The fault of a malformed code.
    const INVALID: Invalid;
}

/// The series of the poles, `PTP-2027-0012`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfPoles {}

impl Series for OfPoles {
    const PREFIX: &'static str = "PTP";
    const SEPARATOR: char = '-';
    const DIGITS: usize = 4;
    const INVALID: Invalid = Invalid::fixed(
        "pole_code_format",
        "Il codice del polo non è ben formato: PTP, l'anno e un numero di almeno quattro cifre, \
         per esempio PTP-2027-0012.",
        "The code of the pole is not well formed: PTP, the year and a number of at least four \
         digits, such as PTP-2027-0012.",
    );
}

/// The series of the calls, `BANDO-2027-003`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfCalls {}

impl Series for OfCalls {
    const PREFIX: &'static str = "BANDO";
    const SEPARATOR: char = '-';
    const DIGITS: usize = 3;
    const INVALID: Invalid = Invalid::fixed(
        "call_code_format",
        "Il codice del bando non è ben formato: BANDO, l'anno e un numero di almeno tre cifre, per \
         esempio BANDO-2027-003.",
        "The code of the call is not well formed: BANDO, the year and a number of at least three \
         digits, such as BANDO-2027-003.",
    );
}

/// The series of the applications, `PTP/2027/0000123`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfApplications {}

impl Series for OfApplications {
    const PREFIX: &'static str = "PTP";
    const SEPARATOR: char = '/';
    const DIGITS: usize = 7;
    const INVALID: Invalid = Invalid::fixed(
        "protocol_format",
        "Il numero di registrazione non è ben formato: PTP, l'anno e un numero di almeno sette cifre, \
         per esempio PTP/2027/0000123.",
        "The registration number is not well formed: PTP, the year and a number of at least seven \
         digits, such as PTP/2027/0000123.",
    );
}

/// The protocol number of an application, `PTP/2027/0000123`.
pub type Protocol = YearCode<OfApplications>;

/// The public code of a pole, `PTP-2027-0012`.
pub type PoleCode = YearCode<OfPoles>;

/// The public code of a call, `BANDO-2027-003`.
pub type CallCode = YearCode<OfCalls>;

/// A code of the series `S`: a four-digit year and a number within it, from 1.
///
/// The format is a project decision. Codes are ordered by year and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearCode<S> {
    year: i32,
    number: u32,
    series: PhantomData<S>,
}

impl<S: Series> YearCode<S> {
    /// The code of a number in a year.
    ///
    /// # Errors
    ///
    /// `pole_code_format`, `call_code_format` or `protocol_format` if the year does not have four
    /// digits, or the number is zero.
    pub fn new(year: i32, number: u32) -> Result<Self, Invalid> {
        if !(1000..=9999).contains(&year) || number == 0 {
            return Err(S::INVALID);
        }
        Ok(Self { year, number, series: PhantomData })
    }

    /// Parses a code in either case; surrounding blanks are ignored.
    ///
    /// # Errors
    ///
    /// `pole_code_format`, `call_code_format` or `protocol_format` if it differs from what
    /// [`Display`](fmt::Display) writes: no more leading zeros than needed for the minimum width.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim().to_ascii_uppercase();
        let mut parts = text.split(S::SEPARATOR).skip(1);
        let year = parts.next().and_then(|part| part.parse().ok()).ok_or(S::INVALID)?;
        let number = parts.next().and_then(|part| part.parse().ok()).ok_or(S::INVALID)?;
        let code = Self::new(year, number)?;
        if code.to_string() == text { Ok(code) } else { Err(S::INVALID) }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The number within the year.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.number
    }
}

impl<S: Series> fmt::Display for YearCode<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, number, .. } = self;
        let (prefix, separator, width) = (S::PREFIX, S::SEPARATOR, S::DIGITS);
        write!(formatter, "{prefix}{separator}{year}{separator}{number:0width$}")
    }
}
