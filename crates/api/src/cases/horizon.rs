//! The days on which poles can be searched by what the rules say of them.

use chrono::NaiveDate;
use ptp_domain::fault::Invalid;
use ptp_domain::pole::horizon;

/// Refuses a day further ahead than outcomes are kept: to answer, every pole would have to be judged.
pub(crate) fn within_horizon(day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Invalid> {
    if day > horizon(today) { Err(TOO_FAR) } else { Ok(day) }
}

const TOO_FAR: Invalid = Invalid::fixed(
    "beyond_horizon",
    "al massimo cinque anni da oggi",
    "at most five years from today",
);
