//! A term to answer.

use chrono::NaiveDate;

/// A term to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Last day, included; `None` while what it is to answer has not reached the applicant.
    pub ends_on: Option<NaiveDate>,
    /// The day of the answer.
    pub answered_on: Option<NaiveDate>,
}

impl Term {
    /// Whether an answer is still awaited.
    #[must_use]
    pub fn is_running(self, today: NaiveDate) -> bool {
        self.answered_on.is_none() && self.ends_on.is_none_or(|day| today <= day)
    }
}
