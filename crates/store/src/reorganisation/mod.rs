//! Reorganisations, and the poles that they touch.

mod query;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::id::Id;
use ptp_domain::party::Act;
use ptp_domain::pole::{Effects, Pole};
use ptp_domain::reorganisation::{Pair, Reorganisation};

/// A reorganisation as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReorganisation {
    /// Its identifier.
    pub id: Id<Reorganisation>,
    /// The act.
    pub act: Act,
    /// The first day on which the successors have what they took over.
    pub effective_on: NaiveDate,
    /// Why, if there was something to say.
    pub reason: Option<String>,
    /// Who handed over what to whom.
    pub pairs: Vec<Pair>,
    /// When it was recorded (UTC, microseconds).
    pub recorded_at: DateTime<Utc>,
    /// What it did to each pole that the caller may see.
    pub effects: Vec<(Id<Pole>, Effects)>,
}
