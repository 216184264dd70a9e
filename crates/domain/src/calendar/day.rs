//! Civil dates: anniversaries, and periods including both their first and last day.

use chrono::{Days, Months, NaiveDate};

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

/// The day before.
#[must_use]
pub fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(NaiveDate::MIN)
}

/// The first and the last day, both included; open-ended without a last day.
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
                "la data di fine precede la data di inizio",
                "the period ends before it starts",
            ));
        }
        Ok(Self { from, until })
    }

    /// An open-ended period.
    #[must_use]
    pub const fn since(from: NaiveDate) -> Self {
        Self { from, until: None }
    }

    /// First day.
    #[must_use]
    pub const fn from(self) -> NaiveDate {
        self.from
    }

    /// Whether it has not ended before a day, which may lie before its first one.
    #[must_use]
    pub fn lasts_to(self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day <= until)
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
        self.from <= day && self.lasts_to(day)
    }

    /// The union with a period that begins no earlier, if they overlap or are adjacent.
    fn joined(self, later: Self) -> Option<Self> {
        let touches = self.over_on().is_none_or(|over| over >= later.from);
        let until = self.until.zip(later.until).map(|(one, two)| one.max(two));
        touches.then_some(Self { from: self.from, until })
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.lasts_to(other.from) && other.lasts_to(self.from)
    }
}

/// The gapless runs of days that these periods cover together, in chronological order.
#[must_use]
pub fn gapless(periods: impl IntoIterator<Item = Period>) -> Vec<Period> {
    let mut periods: Vec<_> = periods.into_iter().collect();
    periods.sort_by_key(|period| period.from);
    let mut runs = Vec::<Period>::new();
    for period in periods {
        let longer = runs.last().and_then(|last| last.joined(period));
        match runs.last_mut().zip(longer) {
            Some((last, longer)) => *last = longer,
            None => runs.push(period),
        }
    }
    runs
}
