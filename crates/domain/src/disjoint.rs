//! Disjoint sets of indices, each known by one of them.

/// Merges the sets of two indices.
pub(crate) fn unite(leader: &mut [usize], one: usize, other: usize) {
    let (one, other) = (find(leader, one), find(leader, other));
    if let Some(follows) = leader.get_mut(other) {
        *follows = one;
    }
}

/// The representative of a set, with path compression.
pub(crate) fn find(leader: &mut [usize], mut index: usize) -> usize {
    while let Some(next) = leader.get(index).copied().filter(|next| *next != index) {
        let after = leader.get(next).copied().unwrap_or(next);
        if let Some(leader) = leader.get_mut(index) {
            *leader = after;
        }
        index = next;
    }
    index
}
