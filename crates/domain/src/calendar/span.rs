//! Civil periods either end of which may be open.

use chrono::NaiveDate;

use super::day::{Period, next_day};
use crate::fault::Invalid;

/// The first and the last day, both included and either left out: always, by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl Span {
    /// A span that does not end before it starts.
    ///
    /// # Errors
    ///
    /// `ends_before_start`.
    pub fn new(from: Option<NaiveDate>, until: Option<NaiveDate>) -> Result<Self, Invalid> {
        if let Some(from) = from {
            Period::new(from, until)?;
        }
        Ok(Self { from, until })
    }

    /// First day.
    #[must_use]
    pub const fn from(self) -> Option<NaiveDate> {
        self.from
    }

    /// Last day, included.
    #[must_use]
    pub const fn until(self) -> Option<NaiveDate> {
        self.until
    }

    /// Whether the day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let begins_in_time = |one: Self, other: Self| {
            one.from.zip(other.until).is_none_or(|(from, until)| from <= until)
        };
        begins_in_time(self, other) && begins_in_time(other, self)
    }

    /// The days on which it begins, and on which it is over.
    pub fn boundaries(self) -> impl Iterator<Item = NaiveDate> {
        [self.from, self.until.map(next_day)].into_iter().flatten()
    }
}
