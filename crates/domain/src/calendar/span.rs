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

    /// What of it lies on a day or later; `None` if nothing does.
    #[must_use]
    pub fn since(self, first: NaiveDate) -> Option<Self> {
        let is_over = self.until.is_some_and(|until| until < first);
        (!is_over).then(|| Self { from: self.from.max(Some(first)), ..self })
    }

    /// What of it lies on a day or earlier; `None` if nothing does.
    #[must_use]
    pub fn up_to(self, last: NaiveDate) -> Option<Self> {
        let is_to_come = self.from.is_some_and(|from| from > last);
        (!is_to_come)
            .then(|| Self { until: Some(self.until.map_or(last, |until| until.min(last))), ..self })
    }

    /// The days on which it begins, and on which it is over.
    pub fn boundaries(self) -> impl Iterator<Item = NaiveDate> {
        [self.from, self.until.map(next_day)].into_iter().flatten()
    }
}
