//! The stages of a recognised pole.

use chrono::NaiveDate;

use super::court::CourtOrder;
use super::effect::Effect;
use super::states::PoleStatus;
use super::suspension::Suspension;
use crate::court::CourtReference;
use crate::fault::{Fault, Invalid};
use crate::party::Act;
use crate::reference::Reference;

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
    /// When its act takes effect, where the act says more than its day.
    pub effect: Effect,
    /// How long, of a suspension.
    pub suspension: Option<Suspension>,
    /// The order of a court by which the pole is recognised with reserve (con riserva).
    pub reserved: Option<CourtReference>,
    /// What courts decided of its act, in order.
    pub orders: Vec<CourtOrder>,
    /// The Region's protocol numbers of its act, and of what became of it.
    pub references: Vec<Reference>,
}

impl Stage {
    /// A stage from a day on, without an act.
    #[must_use]
    pub const fn of(status: PoleStatus, since: NaiveDate) -> Self {
        Self {
            status,
            since,
            act: None,
            reason: None,
            effect: Effect::AT_ONCE,
            suspension: None,
            reserved: None,
            orders: Vec::new(),
            references: Vec::new(),
        }
    }

    /// Whether its act has effect on a day: neither later, nor over, nor held up by a court.
    #[must_use]
    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        let is_over = self.last_day().is_some_and(|last| last < day);
        self.since <= day && !self.effect.awaits_delivery && !is_over && !self.is_held_on(day)
    }

    /// Files further protocol numbers.
    ///
    /// # Errors
    ///
    /// `too_many_references`, at `/references`.
    pub(super) fn file(&mut self, references: Vec<Reference>) -> Result<(), Vec<Fault>> {
        self.references.extend(references);
        if self.references.len() > MOST_REFERENCES {
            return Err(vec![TOO_MANY_REFERENCES.at("/references")]);
        }
        Ok(())
    }

    /// The last day, if it ends by itself.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.suspension.as_ref().and_then(|suspension| suspension.until)
    }

    /// Whether its act has been taken and has no effect until it is delivered, unless a court holds it
    /// up on a day.
    #[must_use]
    pub fn awaits_delivery_on(&self, day: NaiveDate) -> bool {
        self.effect.awaits_delivery && !self.is_held_on(day)
    }

    /// The days on which it may begin or end to have effect.
    pub(super) fn boundaries(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let after = self.last_day().and_then(|last| last.succ_opt());
        let orders = self.orders.iter().map(|order| order.reference.date);
        [Some(self.since), after].into_iter().flatten().chain(orders)
    }
}

/// The most protocol numbers of a stage.
const MOST_REFERENCES: usize = 1000;

const TOO_MANY_REFERENCES: Invalid = Invalid::fixed(
    "too_many_references",
    "con questi gli estremi di registrazione dell'atto sarebbero più di mille, il massimo",
    "with these the act would have more than a thousand protocol numbers, the most there can be",
);

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
