//! What only the whole can tell of a member: repeated, excluded, not needed, optional.

use super::composition::Composition;
use super::finding::Finding;
use super::fit::Fit;
use super::member_kinds;
use super::reason::Reason;
use super::rule::{Outcome, Rule, Slot};
use super::standing::Standing;
use crate::member::Member;
use crate::vocabulary::Vocabulary;

/// For each standing, what is to be added to its own findings.
pub(super) fn remarks(composition: &Composition, standings: &[&Standing<'_>]) -> Vec<Vec<Finding>> {
    let mut remarks = vec![Vec::new(); standings.len()];
    for organisation in &composition.organisations {
        let members: Vec<_> = organisation
            .standings()
            .filter_map(|index| {
                let standing = *standings.get(index)?;
                Some((index, standing, standing.member()?))
            })
            .collect();
        let counts_for = |index| composition.counts_for.get(index).copied().flatten();
        let seated = members.iter().any(|(index, ..)| counts_for(*index).is_some());
        for (index, standing, member) in &members {
            let twin = members.iter().find(|(other, ..)| other != index);
            let excluded = composition.excluded.get(*index).copied().unwrap_or(false);
            let found = of_one(standing, member, twin.map(|(.., twin)| *twin), excluded, seated);
            if let Some(remarks) = remarks.get_mut(*index) {
                *remarks = found;
            }
        }
    }
    remarks
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
