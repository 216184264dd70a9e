//! Findings that depend on the whole network: repeated, excluded, not needed, optional.

use std::collections::BTreeMap;

use super::composition::Composition;
use super::finding::Finding;
use super::fit::Fit;
use super::member_kinds;
use super::reason::Reason;
use super::rule::{Outcome, Rule, Slot};
use super::standing::Standing;
use crate::member::Member;
use crate::vocabulary::Vocabulary;

/// For each standing, the findings to add to its own.
pub(super) fn remarks(composition: &Composition, standings: &[&Standing<'_>]) -> Vec<Vec<Finding>> {
    let counts_for = |index: usize| composition.counts_for.get(index).copied().flatten().is_some();
    // For each standing: another one of the same organisation, and whether any of them counts.
    let mut others: Vec<_> = (0..standings.len()).map(|index| (None, counts_for(index))).collect();
    for organisation in &composition.bonds.organisations.repeated {
        let mut members = organisation
            .standings
            .iter()
            .filter_map(|index| Some((*index, standings.get(*index)?.member()?)));
        let (first, second) = (members.next(), members.next());
        let seated = organisation.standings.iter().any(|index| counts_for(*index));
        for index in &organisation.standings {
            let twin = first.filter(|(first, _)| first != index).or(second);
            if let Some(other) = others.get_mut(*index) {
                *other = (twin.map(|(_, twin)| twin), seated);
            }
        }
    }
    let doubts = composition.bonds.doubts.iter();
    let doubts: BTreeMap<_, _> = doubts.map(|(index, finding)| (*index, finding)).collect();
    standings
        .iter()
        .zip(others)
        .enumerate()
        .map(|(index, (standing, (twin, seated)))| match standing.member() {
            Some(member) => {
                let doubt = doubts.get(&index).map(|finding| (*finding).clone());
                let excluded = composition.bonds.is_excluded(index);
                doubt.into_iter().chain(of_one(standing, member, twin, excluded, seated)).collect()
            }
            None => Vec::new(),
        })
        .collect()
}

fn of_one(
    standing: &Standing<'_>,
    member: &Member,
    twin: Option<&Member>,
    excluded: bool,
    seated: bool,
) -> Vec<Finding> {
    let found = |rule, outcome, reason| Finding { rule, outcome, reason, settled: None };
    let twin = twin.map(|twin| {
        let reason = Reason::SameOrganisation { member: twin.id };
        found(Rule::DistinctMembers, Outcome::Violated, reason)
    });
    let founded =
        excluded.then(|| found(Rule::ItsFoundersExcluded, Outcome::Violated, Reason::FoundedIts));
    let eligible = Slot::ALL
        .iter()
        .find(|slot| standing.fits.slot(**slot) != Fit::No)
        .filter(|_| !excluded && !seated && twin.is_none());
    let not_needed = eligible
        .map(|slot| found(slot.rule(), Outcome::NotApplicable, Reason::NotNeeded { slot: *slot }));
    let mut remarks: Vec<_> = [twin, founded, not_needed].into_iter().flatten().collect();
    if remarks.is_empty() && !seated && standing.under(Rule::MemberKinds).is_none() {
        remarks.extend(member_kinds::optional(member));
    }
    remarks
}
