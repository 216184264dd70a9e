//! Successions: members whose tracks keep counting for their successors.

use std::collections::{BTreeMap, BTreeSet};

use crate::member::Member;

/// The maximum number of predecessors that count, the nearest first.
///
/// Schools merge every few years at most, so real chains are far shorter.
pub const MOST_PREDECESSORS: usize = 16;

/// For each member the positions of its predecessors, the nearest first.
///
/// A chain ends after [`MOST_PREDECESSORS`], at a predecessor that is not listed, and where it
/// returns to a member it passed: in a cycle each one counts once for every other.
pub(super) fn predecessors(members: &[&Member]) -> Vec<Vec<usize>> {
    let next = nearest(members);
    (0..members.len())
        .map(|member| chain(&next, member).take(MOST_PREDECESSORS).collect())
        .collect()
}

/// The positions of members with too many predecessors.
pub(crate) fn heirs_of_too_many(members: &[&Member]) -> Vec<usize> {
    let next = nearest(members);
    let is_one = |member: &usize| chain(&next, *member).nth(MOST_PREDECESSORS).is_some();
    (0..members.len()).filter(is_one).collect()
}

/// For each member the position of its direct predecessor.
fn nearest(members: &[&Member]) -> Vec<Option<usize>> {
    let succeeded: BTreeSet<_> = members.iter().filter_map(|member| member.succeeds).collect();
    if succeeded.is_empty() {
        return vec![None; members.len()];
    }
    let mut known = BTreeMap::<_, usize>::new();
    for (index, member) in members.iter().enumerate() {
        if succeeded.contains(&member.id) {
            known
                .entry(member.id)
                .and_modify(|other| {
                    // If two have the same identifier, the order of the input must not matter.
                    let code = members.get(*other).map(|other| &other.tax_code);
                    if code <= Some(&member.tax_code) {
                        *other = index;
                    }
                })
                .or_insert(index);
        }
    }
    members
        .iter()
        .map(|member| {
            let id = member.succeeds.filter(|id| *id != member.id)?;
            known.get(&id).copied()
        })
        .collect()
}

fn chain(next: &[Option<usize>], member: usize) -> impl Iterator<Item = usize> {
    let mut passed = vec![member];
    let mut at = member;
    std::iter::from_fn(move || {
        at = next.get(at).copied().flatten().filter(|next| !passed.contains(next))?;
        passed.push(at);
        Some(at)
    })
}
