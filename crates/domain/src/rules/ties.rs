//! Date-independent relations between the members of a network: shared codes, and founders of an
//! ITS.

use std::collections::{BTreeMap, BTreeSet};

use crate::identifier::{Rea, TaxCode};
use crate::member::{Member, Profile, School};

/// The relations of one member. Codes are numbered, since they are compared on every day.
#[derive(Clone, Debug, Default)]
pub(super) struct Tie {
    /// The codes that it shares with others: same tax code, or for schools the same institution.
    ///
    /// A member without any is an organisation by itself on every day.
    pub(super) shared: Vec<usize>,
    /// The number of its REA, if it is also that of a member with another tax code.
    pub(super) rea: Option<usize>,
    /// Its number as a founder, if it is a school or a company that founded a listed ITS.
    pub(super) founder: Option<usize>,
    /// The numbers of this ITS's founders that are listed.
    pub(super) founded_by: Vec<usize>,
}

/// The relations of all members.
#[derive(Debug)]
pub(super) struct Ties {
    /// In the order of the members.
    pub(super) of: Vec<Tie>,
    /// The number of codes shared by two or more.
    pub(super) codes: usize,
    /// The number of REA numbers under several tax codes.
    pub(super) reas: usize,
    /// The number of listed founders.
    pub(super) founders: usize,
}

impl Ties {
    pub(super) fn of(members: &[&Member]) -> Self {
        let mut ties = vec![Tie::default(); members.len()];
        let codes = share(members, &mut ties);
        let reas = register(members, &mut ties);
        let founders = found(members, &mut ties);
        Self { of: ties, codes, reas, founders }
    }

    /// The number of relations: the cost of following all of them.
    pub(super) fn count(&self) -> usize {
        let count = |tie: &Tie| {
            let rea = usize::from(tie.rea.is_some());
            tie.shared.len().saturating_add(rea).saturating_add(tie.founded_by.len())
        };
        self.of.iter().map(count).fold(0, usize::saturating_add)
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Code<'a> {
    Tax(&'a TaxCode),
    Institution(&'a str),
    Series(&'a str, &'a str),
}

fn codes(member: &Member) -> BTreeSet<Code<'_>> {
    let of_school = member.school().into_iter().flat_map(School::codes).flat_map(|code| {
        let series = code.series_parts().map(|(letters, number)| Code::Series(letters, number));
        std::iter::once(Code::Institution(code.institution_prefix())).chain(series)
    });
    std::iter::once(Code::Tax(&member.tax_code)).chain(of_school).collect()
}

/// Numbers the codes shared by two or more members, and returns how many there are.
fn share(members: &[&Member], ties: &mut [Tie]) -> usize {
    let mut holders = BTreeMap::<Code<'_>, Vec<usize>>::new();
    for (index, member) in members.iter().enumerate() {
        for code in codes(member) {
            holders.entry(code).or_default().push(index);
        }
    }
    holders.retain(|_, holders| holders.len() > 1);
    for (number, holders) in holders.values().enumerate() {
        for holder in holders {
            if let Some(tie) = ties.get_mut(*holder) {
                tie.shared.push(number);
            }
        }
    }
    holders.len()
}

/// Numbers the REA numbers under several tax codes, and returns how many there are.
fn register(members: &[&Member], ties: &mut [Tie]) -> usize {
    let mut firms = BTreeMap::<&Rea, Vec<usize>>::new();
    for (index, member) in members.iter().enumerate() {
        if let Some(rea) = member.company().and_then(|company| company.rea.as_ref()) {
            firms.entry(rea).or_default().push(index);
        }
    }
    let code = |index: &usize| members.get(*index).map(|member| &member.tax_code);
    firms.retain(|_, firm| firm.iter().any(|index| code(index) != firm.first().and_then(code)));
    for (number, firm) in firms.values().enumerate() {
        for index in firm {
            if let Some(tie) = ties.get_mut(*index) {
                tie.rea = Some(number);
            }
        }
    }
    firms.len()
}

/// Numbers the founders that are members, and returns how many there are.
fn found(members: &[&Member], ties: &mut [Tie]) -> usize {
    let academies: Vec<_> = members
        .iter()
        .map(|member| match &member.profile {
            Profile::ItsAcademy { founders } => Some(founders),
            _ => None,
        })
        .collect();
    let named: BTreeSet<_> = academies.iter().flatten().copied().flatten().collect();
    let mut numbers = BTreeMap::<&TaxCode, usize>::new();
    for (member, tie) in members.iter().zip(ties.iter_mut()) {
        let can_found = member.school().is_some() || member.company().is_some();
        if can_found && named.contains(&member.tax_code) {
            let next = numbers.len();
            tie.founder = Some(*numbers.entry(&member.tax_code).or_insert(next));
        }
    }
    for (founders, tie) in academies.iter().zip(ties) {
        let listed = founders.iter().copied().flatten().filter_map(|code| numbers.get(code));
        tie.founded_by.extend(listed);
    }
    numbers.len()
}
