//! Statutory terms: the starting day is not counted, and an end on a holiday is deferred (c.p.c.
//! art. 155).

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::day::next_day;

/// Whether the day is a Sunday or a national holiday (L. 260/1949, with L. 54/1977, D.P.R. 792/1985
/// and L. 336/2000; 4 October by L. 151/2025, from 2026 on).
///
/// Saturdays and local patron saints' days count as working days.
#[must_use]
pub fn is_holiday(day: NaiveDate) -> bool {
    if day.weekday() == Weekday::Sun {
        return true;
    }
    match (day.month(), day.day()) {
        (1 | 5 | 11, 1) | (1, 6) | (4, 25) | (6, 2) | (8, 15) | (12, 8 | 25 | 26) => true,
        (10, 4) => day.year() >= FIRST_YEAR_OF_SAINT_FRANCIS,
        (3 | 4, _) => easter(day.year()).is_some_and(|easter| next_day(easter) == day),
        _ => false,
    }
}

/// The last day of a term of `days` from a starting day, itself not counted, deferred to the next
/// working day if it is a holiday (c.p.c. art. 155, c.c. art. 2963).
#[must_use]
pub fn last_day(from: NaiveDate, days: u32) -> NaiveDate {
    let last = from.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
    working_day(last)
}

/// The day, or the next working day if it is a holiday.
pub(crate) fn working_day(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while is_holiday(day) && day < NaiveDate::MAX {
        day = next_day(day);
    }
    day
}

/// The first year in which 4 October is a national holiday.
const FIRST_YEAR_OF_SAINT_FRANCIS: i32 = 2026;

/// Easter Sunday in the Gregorian calendar (Butcher, 1876).
#[expect(clippy::arithmetic_side_effects, reason = "years of a date: nothing overflows")]
fn easter(year: i32) -> Option<NaiveDate> {
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let golden = year.rem_euclid(19);
    let moon = {
        let shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
        (19 * golden + century - century.div_euclid(4) - shift + 15).rem_euclid(30)
    };
    let leap = 32 + 2 * century.rem_euclid(4) + 2 * of_century.div_euclid(4);
    let weekday = (leap - moon - of_century.rem_euclid(4)).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * weekday).div_euclid(451);
    let day = moon + weekday - 7 * late + 114;
    let (month, day) = (day.div_euclid(31), day.rem_euclid(31) + 1);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
