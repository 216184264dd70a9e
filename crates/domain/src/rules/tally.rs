//! Counts of the members by outcome under each rule.

use super::rule::{Outcome, Rule};
use super::standing::Standing;
use crate::vocabulary::Vocabulary;

/// The number of members bound by a rule, by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count([usize; Outcome::ALL.len()]);

impl Count {
    pub(super) fn of(self, outcome: Outcome) -> usize {
        self.0.get(outcome as usize).copied().unwrap_or_default()
    }

    /// All members bound by the rule.
    pub(super) fn all(self) -> usize {
        self.0.into_iter().fold(0, usize::saturating_add)
    }

    /// The worst outcome, if the rule binds any member.
    pub(super) fn worst(self) -> Option<Outcome> {
        Outcome::ALL.iter().copied().filter(|outcome| self.of(*outcome) > 0).max()
    }

    pub(super) fn add(&mut self, outcome: Outcome) {
        if let Some(number) = self.0.get_mut(outcome as usize) {
            *number = number.saturating_add(1);
        }
    }

    fn remove(&mut self, outcome: Outcome) {
        if let Some(number) = self.0.get_mut(outcome as usize) {
            *number = number.saturating_sub(1);
        }
    }
}

/// Counts of the members by outcome under each rule; updated from day to day, since few of them
/// change.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally([Count; Rule::ALL.len()]);

impl Tally {
    pub(super) fn of(standings: &[&Standing<'_>]) -> Self {
        let mut tally = Self::default();
        for standing in standings {
            tally.add(standing);
        }
        tally
    }

    /// The members that a rule binds.
    pub(super) fn under(&self, rule: Rule) -> Count {
        self.0.get(rule as usize).copied().unwrap_or_default()
    }

    /// Adds a member that joins.
    pub(super) fn add(&mut self, standing: &Standing<'_>) {
        for finding in &standing.findings {
            if let Some(count) = self.0.get_mut(finding.rule as usize) {
                count.add(finding.outcome);
            }
        }
    }

    /// Removes a member that leaves.
    pub(super) fn remove(&mut self, standing: &Standing<'_>) {
        for finding in &standing.findings {
            if let Some(count) = self.0.get_mut(finding.rule as usize) {
                count.remove(finding.outcome);
            }
        }
    }
}
