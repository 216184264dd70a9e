//! The stages of a recognised pole.

use chrono::NaiveDate;

use super::states::PoleStatus;
use crate::party::Act;

/// A stage in the life of a recognised pole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Where it stands from then on.
    pub status: PoleStatus,
    /// First day (a civil date in Rome).
    pub since: NaiveDate,
    /// The official act.
    pub act: Option<Act>,
    /// The reason.
    pub reason: Option<String>,
}

/// A transfer to another owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The day (a civil date in Rome).
    pub on: NaiveDate,
    /// The official act.
    pub act: Act,
    /// The reason.
    pub reason: Option<String>,
}

/// A formal warning: it comes before a revocation for lost requirements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormalWarning {
    /// What is amiss.
    pub findings: Vec<String>,
    /// When it was given.
    pub given_on: NaiveDate,
    /// The last day to comply, included.
    pub due_on: NaiveDate,
}
