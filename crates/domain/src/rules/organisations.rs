//! `distinct_members`: which members are one and the same organisation.

use std::collections::BTreeMap;

use super::rule::Slot;
use super::seating::Candidate;
use super::standing::{Fit, Standing};
use crate::id::Id;
use crate::identifier::TaxCode;
use crate::member::Member;

/// One organisation: the indices of its standings, in an order that the input's does not change.
#[derive(Clone, Debug)]
pub(super) struct Organisation {
    pub(super) standings: Vec<usize>,
    fits: [Fit; 4],
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

/// Groups the standings by organisation, by tax code.
///
/// Same tax code; or for schools the same institution, told by any of their codes.
pub(super) fn organisations(standings: &[&Standing<'_>], excluded: &[bool]) -> Vec<Organisation> {
    let mut order: Vec<_> = (0..standings.len()).collect();
    order.sort_by_key(|index| standings.get(*index).and_then(|standing| sort_key(standing)));

    let mut leader: Vec<usize> = (0..standings.len()).collect();
    let mut known = BTreeMap::<Key<'_>, usize>::new();
    for index in &order {
        let Some(member) = standings.get(*index).and_then(|standing| standing.member) else {
            continue;
        };
        for key in keys(member) {
            let other = *known.entry(key).or_insert(*index);
            unite(&mut leader, other, *index);
        }
    }
    let mut groups = BTreeMap::<usize, usize>::new();
    let mut organisations = Vec::<Organisation>::new();
    for index in order {
        let group = *groups.entry(find(&leader, index)).or_insert(organisations.len());
        if group == organisations.len() {
            organisations.push(Organisation { standings: Vec::new(), fits: [Fit::No; 4] });
        }
        let (Some(organisation), Some(standing)) =
            (organisations.get_mut(group), standings.get(index))
        else {
            continue;
        };
        organisation.standings.push(index);
        if !excluded.get(index).copied().unwrap_or(false) {
            for (best, slot) in organisation.fits.iter_mut().zip(SLOTS) {
                *best = (*best).min(standing.fits.slot(slot));
            }
        }
    }
    organisations
}

const SLOTS: [Slot; 4] = [Slot::School, Slot::Company, Slot::SectionA, Slot::Its];

/// Newcomers come last: whoever is there already is seated first.
fn sort_key<'a>(standing: &Standing<'a>) -> Option<(bool, Option<(&'a TaxCode, Id<Member>)>)> {
    Some((standing.member.is_none(), standing.member.map(|member| (&member.tax_code, member.id))))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    TaxCode(&'a TaxCode),
    Institution(&'a str),
    Series(String),
}

fn keys(member: &Member) -> impl Iterator<Item = Key<'_>> {
    let codes = member.school().into_iter().flat_map(|school| school.codes());
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
