//! Civil dates, anniversaries, statutory terms and Rome time.

mod day;
mod rome;
mod span;
mod terms;

pub use day::{Anniversary, Period, day_before, gapless, next_day};
pub use rome::{civil_date, civil_year, in_rome, parse_date, parse_instant, start_of};
pub use span::Span;
pub(crate) use terms::working_day;
pub use terms::{is_holiday, last_day};
