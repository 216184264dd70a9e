//! Dates relative to today, so that the demo's data never gets stale.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc, Weekday};
use ptp_clock::Clock;
use ptp_domain::calendar::{civil_date, parse_instant};
use ptp_domain::fault::Invalid;

/// A day relative to today.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    /// This many days ago.
    DaysAgo(u64),
    /// In this many days.
    InDays(u64),
    /// 1 September of the school year that began this many years before the current one.
    SchoolYear(i32),
    /// The start of a period that reaches three years in this many days; a day earlier if that is
    /// 29 February.
    ThreeYearsIn(u64),
}

/// Resolves days relative to today.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    today: NaiveDate,
}

impl Dates {
    /// From the clock's current day in Rome.
    pub(super) fn of(clock: &Clock) -> Self {
        Self { today: civil_date(clock.now()) }
    }

    pub(super) const fn today(self) -> NaiveDate {
        self.today
    }

    pub(super) fn on(self, when: When) -> NaiveDate {
        match when {
            When::DaysAgo(days) => self.today - Days::new(days),
            When::InDays(days) => self.today + Days::new(days),
            When::SchoolYear(back) => {
                let current = self.today.year() - i32::from(self.today.month() < 9);
                NaiveDate::from_ymd_opt(current - back, 9, 1).unwrap_or(self.today)
            }
            When::ThreeYearsIn(days) => self.today + Days::new(days) - Months::new(36),
        }
    }

    /// The day, or the following Monday if it is on a weekend, when offices are closed.
    pub(super) fn weekday(self, when: When) -> NaiveDate {
        let day = self.on(when);
        match day.weekday() {
            Weekday::Sat => day + Days::new(2),
            Weekday::Sun => day + Days::new(1),
            _ => day,
        }
    }

    /// A time in Rome, such as `12:00`, on the weekday.
    pub(super) fn at(self, when: When, time: &str) -> Result<DateTime<Utc>, Invalid> {
        parse_instant(&format!("{}T{time}", self.weekday(when)))
    }
}
