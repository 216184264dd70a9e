//! Who succeeds whom: the members whose tracks go on counting for others.

use std::collections::{BTreeMap, BTreeSet};

use crate::member::Member;

/// At most this many predecessors of a member count, the nearest ones.
///
/// Schools merge every few years at most, so that an honest chain is far shorter.
pub const MOST_PREDECESSORS: usize = 16;

/// For each member the positions of those it succeeds, the nearest first.
///
/// A chain ends with [`MOST_PREDECESSORS`], with somebody who is not listed, and where it comes
/// back to somebody it passed: in a circle each one counts once for every other.
pub(super) fn predecessors(members: &[&Member]) -> Vec<Vec<usize>> {
    let next = nearest(members);
    (0..members.len())
        .map(|member| chain(&next, member).take(MOST_PREDECESSORS).collect())
        .collect()
}

/// The positions of members that have more predecessors than count.
pub(crate) fn heirs_of_too_many(members: &[&Member]) -> Vec<usize> {
    let next = nearest(members);
    let is_one = |member: &usize| chain(&next, *member).nth(MOST_PREDECESSORS).is_some();
    (0..members.len()).filter(is_one).collect()
}

/// For each member the position of the one it succeeds.
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
                    // Should two have one identifier, the order that they came in decides nothing.
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
