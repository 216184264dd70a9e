//! The demo's days, told from today so that its data never grows old.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc, Weekday};
use ptp_clock::Clock;
use ptp_domain::calendar::{civil_date, parse_instant};
use ptp_domain::fault::Invalid;

/// A day, told from today.
#[derive(Clone, Copy, Debug)]
pub(super) enum When {
    /// So many days ago.
    DaysAgo(u64),
    /// In so many days.
    InDays(u64),
    /// 1 September of the school year that began so many years before the current one.
    SchoolYear(i32),
    /// The day since which three years are reached in so many days; one day earlier if that is
    /// 29 February.
    ThreeYearsIn(u64),
}

/// The day from which the others are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    today: NaiveDate,
}

impl Dates {
    /// The clock's own day, in Rome.
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

    /// The same day, or the Monday after it: offices sign and receive on weekdays.
    pub(super) fn weekday(self, when: When) -> NaiveDate {
        let day = self.on(when);
        match day.weekday() {
            Weekday::Sat => day + Days::new(2),
            Weekday::Sun => day + Days::new(1),
            _ => day,
        }
    }

    /// A time of a weekday in Rome, such as `12:00`.
    pub(super) fn at(self, when: When, time: &str) -> Result<DateTime<Utc>, Invalid> {
        parse_instant(&format!("{}T{time}", self.weekday(when)))
    }
}
