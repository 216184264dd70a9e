//! `distinct_members`: which members are one and the same organisation.

use std::collections::BTreeMap;

use super::rule::Slot;
use super::seating::Candidate;
use super::standing::{Fit, Standing};
use crate::identifier::TaxCode;
use crate::member::{Member, School};

/// One organisation: the indices of its standings.
#[derive(Clone, Debug)]
pub(super) struct Organisation {
    first: usize,
    others: Vec<usize>,
    fits: [Fit; 4],
}

impl Organisation {
    /// The indices of its standings, in their order.
    pub(super) fn standings(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Whether it stands more than once.
    pub(super) const fn is_repeated(&self) -> bool {
        !self.others.is_empty()
    }
}

impl Candidate for Organisation {
    fn fit(&self, slot: Slot) -> Fit {
        let [school, company, section_a, its] = self.fits;
        match slot {
            Slot::School => school,
            Slot::Company => company,
            Slot::SectionA => section_a,
            Slot::Its => its,
        }
    }
}

/// An organisation that can fill one slot of each kind, when the rules let it.
pub(super) struct OnlyFor<'a>(pub(super) &'a Organisation, pub(super) Slot);

impl Candidate for OnlyFor<'_> {
    fn fit(&self, slot: Slot) -> Fit {
        if slot == self.1 { self.0.fit(slot) } else { Fit::No }
    }
}

/// Groups the standings by organisation, in the order of their first ones.
///
/// Same tax code; or for schools the same institution, told by any of their codes.
pub(super) fn organisations(standings: &[&Standing<'_>], excluded: &[bool]) -> Vec<Organisation> {
    let kin = standings
        .iter()
        .map(|standing| standing.member.filter(|_| standing.has_kin))
        .enumerate()
        .filter_map(|(index, member)| Some((index, member?)));
    let mut leader: Vec<usize> = (0..standings.len()).collect();
    let mut known = BTreeMap::<Key<'_>, usize>::new();
    for (index, member) in kin {
        for key in keys(member) {
            let other = *known.entry(key).or_insert(index);
            unite(&mut leader, other, index);
        }
    }
    let mut groups = BTreeMap::<usize, usize>::new();
    let mut organisations = Vec::<Organisation>::with_capacity(standings.len());
    for (index, standing) in standings.iter().enumerate() {
        let own = organisations.len();
        let group =
            if standing.has_kin { *groups.entry(find(&leader, index)).or_insert(own) } else { own };
        if let Some(organisation) = organisations.get_mut(group) {
            organisation.others.push(index);
        } else {
            let fits = [Fit::No; 4];
            organisations.push(Organisation { first: index, others: Vec::new(), fits });
        }
        let counts = !excluded.get(index).copied().unwrap_or(false);
        if let Some(organisation) = organisations.get_mut(group).filter(|_| counts) {
            for (best, slot) in organisation.fits.iter_mut().zip(SLOTS) {
                *best = (*best).min(standing.fits.slot(slot));
            }
        }
    }
    organisations
}

/// For each member, whether it shares a code with another one, at whatever time.
///
/// Who does not is an organisation by itself on every day.
pub(super) fn with_kin(members: &[&Member]) -> Vec<bool> {
    let mut known = BTreeMap::<Key<'_>, usize>::new();
    let mut has_kin = vec![false; members.len()];
    for (index, member) in members.iter().enumerate() {
        for key in keys(member) {
            let first = *known.entry(key).or_insert(index);
            for one in [first, index] {
                if let Some(has_kin) = has_kin.get_mut(one).filter(|_| first != index) {
                    *has_kin = true;
                }
            }
        }
    }
    has_kin
}

const SLOTS: [Slot; 4] = [Slot::School, Slot::Company, Slot::SectionA, Slot::Its];

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    TaxCode(&'a TaxCode),
    Institution(&'a str),
    Series(String),
}

fn keys(member: &Member) -> impl Iterator<Item = Key<'_>> {
    let codes = member.school().into_iter().flat_map(School::codes);
    std::iter::once(Key::TaxCode(&member.tax_code)).chain(codes.flat_map(|code| {
        [Some(Key::Institution(code.institution_prefix())), code.series().map(Key::Series)]
            .into_iter()
            .flatten()
    }))
}

fn find(leader: &[usize], mut index: usize) -> usize {
    while let Some(next) = leader.get(index).copied().filter(|next| *next != index) {
        index = next;
    }
    index
}

fn unite(leader: &mut [usize], one: usize, other: usize) {
    let (one, other) = (find(leader, one), find(leader, other));
    if let Some(follows) = leader.get_mut(other) {
        *follows = one;
    }
}
