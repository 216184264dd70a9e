//! How many members stand how under each rule.

use super::rule::{Outcome, Rule};
use super::standing::Standing;
use crate::vocabulary::Vocabulary;

/// The rules that ask something of each member by itself.
const REQUIREMENTS: [Rule; 6] = [
    Rule::MemberKinds,
    Rule::TrainingSeniority,
    Rule::CompanyInArea,
    Rule::CompanyCommitment,
    Rule::MemberConfirmation,
    Rule::CompanyRegistered,
];

/// How many members a rule binds, by how they stand under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count([usize; OUTCOMES]);

const OUTCOMES: usize = 5;

impl Count {
    pub(super) fn of(self, outcome: Outcome) -> usize {
        self.0.get(outcome as usize).copied().unwrap_or_default()
    }

    /// All that the rule binds.
    pub(super) fn all(self) -> usize {
        self.0.into_iter().fold(0, usize::saturating_add)
    }

    /// The worst outcome of anybody, if the rule binds somebody.
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

/// How many members stand how under each rule; kept from day to day, since few of them move.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally([Count; REQUIREMENTS.len()]);

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
        let at = REQUIREMENTS.iter().position(|other| *other == rule);
        at.and_then(|at| self.0.get(at)).copied().unwrap_or_default()
    }

    /// Counts one who joins.
    pub(super) fn add(&mut self, standing: &Standing<'_>) {
        for (rule, count) in REQUIREMENTS.iter().zip(&mut self.0) {
            if let Some(outcome) = standing.under(*rule) {
                count.add(outcome);
            }
        }
    }

    /// Counts one out who leaves.
    pub(super) fn remove(&mut self, standing: &Standing<'_>) {
        for (rule, count) in REQUIREMENTS.iter().zip(&mut self.0) {
            if let Some(outcome) = standing.under(*rule) {
                count.remove(outcome);
            }
        }
    }
}
