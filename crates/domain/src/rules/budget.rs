//! The budget of an evaluation, in units of work rather than time.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::load::MOST_WORK;

/// The share of [`MOST_EFFORT`] available to the search for remedies.
pub(super) const MOST_WORK_ON_REMEDIES: u64 = 4_000_000;

/// The maximum cost of one evaluation, in units of some 5 ns on an ordinary core.
///
/// What the rules may need for a list of members that passed
/// [`list_faults`](crate::pole::list_faults), plus the share for remedies.
pub const MOST_EFFORT: u64 = MOST_WORK.saturating_add(MOST_WORK_ON_REMEDIES);

/// The work allowed by the caller, and how much of it is left.
///
/// A unit is about one item inspected: a member, a track, a suspension. Counting does not depend on
/// the machine, so the same input always gives the same result.
#[derive(Clone, Debug)]
pub struct Budget {
    allowed: u64,
    spent: Cell<u64>,
    stop: Option<Arc<AtomicBool>>,
}

/// Why an evaluation was aborted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exhausted {
    /// It exceeded its budget.
    TooMuchWork,
    /// The caller no longer needs the result.
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
    /// The maximum cost of one evaluation ([`MOST_EFFORT`]).
    fn default() -> Self {
        Self::of(MOST_EFFORT)
    }
}

impl Budget {
    /// A budget of this many units.
    #[must_use]
    pub const fn of(units: u64) -> Self {
        Self { allowed: units, spent: Cell::new(0), stop: None }
    }

    /// Adds a flag that aborts the work once it becomes true.
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

    /// Spends units on work about to be done.
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
