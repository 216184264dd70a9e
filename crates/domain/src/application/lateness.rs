//! Decisions taken after their term say so.

use chrono::NaiveDate;

use super::clock::Why;
use super::procedure::Procedure;
use super::status::Step;
use crate::calendar::{civil_date, next_day};
use crate::sentence::decided_late;
use crate::text::Text;

/// How late a decision was: what it has to state (L. 241/1990, art. 2 c. 9-quinquies).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    /// The term, in days.
    pub days: u32,
    /// The last day to decide.
    pub due_on: NaiveDate,
    /// The days that were used: from the day after the starting day to that of the decision, without
    /// those of suspensions.
    pub days_used: u32,
}

impl Procedure {
    /// How late the decision at a place was; `None` if it was in time, or is no decision.
    #[must_use]
    pub fn lateness(&self, at: usize) -> Option<Lateness> {
        let (before, rest) = self.taken.split_at_checked(at)?;
        let decision =
            rest.first().filter(|taken| matches!(taken.step, Step::Admit | Step::Reject))?;
        let decided_on = civil_date(decision.at);
        let until_then = Self { taken: before.to_vec(), ..self.clone() };
        let clock = until_then.clock(decided_on);
        if decided_on <= clock.due_on {
            return None;
        }
        let days = |from: NaiveDate, until: NaiveDate| next_day(until).signed_duration_since(from);
        let suspended = clock.counted.iter().filter(|stretch| stretch.why != Why::Running);
        let suspended: i64 =
            suspended.map(|stretch| days(stretch.from, stretch.until).num_days()).sum();
        let elapsed = decided_on.signed_duration_since(until_then.counted_from()).num_days();
        let days_used = u32::try_from(elapsed.saturating_sub(suspended)).unwrap_or_default();
        Some(Lateness { days: self.days, due_on: clock.due_on, days_used })
    }
}

impl Lateness {
    /// The same as a sentence.
    #[must_use]
    pub fn statement(&self) -> Text {
        decided_late(self.days, self.due_on, self.days_used)
    }
}
