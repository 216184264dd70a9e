//! Officials' determinations on findings that need review.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::finding::{Finding, Settlement};
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use crate::id::Id;
use crate::member::Member;

/// An official's determination on a finding that needs review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    /// The rule of the finding.
    pub rule: Rule,
    /// The member it was about.
    pub member: Id<Member>,
    /// What was found ([`Reason::fact`]): the determination lapses if it changes.
    pub fact: String,
    /// Accepted or refused.
    pub accepted: bool,
    /// The reason.
    pub reason: String,
    /// The civil date in Rome of the determination.
    pub decided_on: NaiveDate,
}

/// Determinations by member and rule: a pole may accumulate thousands over the years.
#[derive(Debug)]
pub(super) struct Words<'a>(BTreeMap<(Id<Member>, Rule), BTreeMap<&'a str, &'a Determination>>);

impl<'a> Words<'a> {
    pub(super) fn of(determinations: &'a [Determination]) -> Self {
        let mut words = BTreeMap::<_, BTreeMap<_, _>>::new();
        for word in determinations {
            // The last determination counts.
            words.entry((word.member, word.rule)).or_default().insert(word.fact.as_str(), word);
        }
        Self(words)
    }

    /// The determination on this finding.
    fn on(&self, rule: Rule, member: Id<Member>, reason: &Reason) -> Option<Settlement> {
        let about = self.0.get(&(member, rule))?;
        about.get(reason.fact().as_str()).map(|word| Settlement {
            accepted: word.accepted,
            reason: word.reason.clone(),
            decided_on: word.decided_on,
        })
    }

    /// Settles a finding: takes the first reason that is accepted, certainly or under review.
    ///
    /// Reasons that an official refused are not; if none remains, the rule is violated for
    /// `otherwise`.
    pub(super) fn settle(
        &self,
        rule: Rule,
        member: Id<Member>,
        candidates: impl IntoIterator<Item = (Leeway, Reason)>,
        otherwise: impl FnOnce() -> Reason,
    ) -> Finding {
        let mut refused = None;
        for (leeway, reason) in candidates {
            match leeway {
                Leeway::Accept => {
                    return Finding { rule, outcome: Outcome::Satisfied, reason, settled: None };
                }
                Leeway::Reject => {}
                Leeway::Review => match self.on(rule, member, &reason) {
                    None => {
                        let outcome = Outcome::NeedsReview;
                        return Finding { rule, outcome, reason, settled: None };
                    }
                    Some(settlement) if settlement.accepted => {
                        let outcome = Outcome::Satisfied;
                        return Finding { rule, outcome, reason, settled: Some(settlement) };
                    }
                    Some(settlement) => refused = refused.or(Some((reason, settlement))),
                },
            }
        }
        let (reason, settled) = match refused {
            Some((reason, settlement)) => (reason, Some(settlement)),
            None => (otherwise(), None),
        };
        Finding { rule, outcome: Outcome::Violated, reason, settled }
    }
}
