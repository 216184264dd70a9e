//! Every row is what its place in the tables promises, whatever the day.

mod data;
mod promises;

use ptp_clock::Clock;
use ptp_domain::calendar::parse_instant;
use ptp_domain::identifier::PoleCode;
use ptp_domain::member::Member;
use ptp_domain::pole::Pole;

use super::dates::Dates;
use super::pole::PoleRow;

/// Days of every kind: the ends of school years, of civil years and of February, both changes of
/// the clocks, a weekend, a holiday.
const TODAYS: [&str; 12] = [
    "2026-11-24",
    "2026-12-25",
    "2026-12-31",
    "2027-01-01",
    "2027-02-28",
    "2027-03-28",
    "2027-08-31",
    "2027-09-01",
    "2027-10-31",
    "2028-02-29",
    "2028-03-01",
    "2031-05-24",
];

/// A clock for each day, just after midnight in Rome: in UTC it is the day before.
fn clocks() -> impl Iterator<Item = Clock> {
    TODAYS.iter().map(|today| Clock::fixed(parse_instant(&format!("{today}T00:30:00")).unwrap()))
}

fn made(row: &PoleRow, clock: &Clock) -> (Pole, Vec<Member>) {
    let dates = Dates::of(clock);
    let code = PoleCode::new(row.year(dates), 1).unwrap();
    row.pole(code, dates, clock).unwrap()
}
