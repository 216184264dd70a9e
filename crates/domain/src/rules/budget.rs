//! How much work an evaluation may be, counted in units and never in time.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::load::MOST_WORK;

/// The part of [`MOST_EFFORT`] that the search for remedies may take.
pub(super) const MOST_WORK_ON_REMEDIES: u64 = 4_000_000;

/// The most that one evaluation may cost, in units: some 5 ns each on an ordinary core.
///
/// What the rules themselves may need of a list of members that passed
/// [`list_faults`](crate::pole::list_faults), and what may be spent on remedies beside it.
pub const MOST_EFFORT: u64 = MOST_WORK.saturating_add(MOST_WORK_ON_REMEDIES);

/// The work that a caller allows, and what is left of it.
///
/// A unit is about one thing looked at: a member, a track, a suspension. Counting does not depend
/// on the machine, so that the same question always ends in the same way.
#[derive(Clone, Debug)]
pub struct Budget {
    allowed: u64,
    spent: Cell<u64>,
    stop: Option<Arc<AtomicBool>>,
}

/// Why an evaluation was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// It needs more work than allowed.
    TooMuchWork,
    /// Whoever asked does not want the answer any more.
    Stopped,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooMuchWork => "the evaluation needs more work than allowed",
            Self::Stopped => "the evaluation was stopped",
        })
    }
}

impl Error for Exhausted {}

impl Default for Budget {
    /// What one evaluation may cost ([`MOST_EFFORT`]).
    fn default() -> Self {
        Self::of(MOST_EFFORT)
    }
}

impl Budget {
    /// So many units.
    #[must_use]
    pub const fn of(units: u64) -> Self {
        Self { allowed: units, spent: Cell::new(0), stop: None }
    }

    /// The same budget; the work ends early once `stop` becomes true.
    #[must_use]
    pub fn stopped_by(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop = Some(stop);
        self
    }

    /// The units spent so far.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Pays for work that is about to be done.
    pub(super) fn spend(&self, units: u64) -> Result<(), Exhausted> {
        if self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(Exhausted::Stopped);
        }
        let spent = self.spent.get().saturating_add(units);
        if spent > self.allowed {
            return Err(Exhausted::TooMuchWork);
        }
        self.spent.set(spent);
        Ok(())
    }
}
