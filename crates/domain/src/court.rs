//! Decisions of courts.

use chrono::NaiveDate;

/// A decision of a court, by what identifies it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtReference {
    /// The court.
    pub court: String,
    /// The number of the decision.
    pub number: String,
    /// The day on which it was published.
    pub date: NaiveDate,
}
