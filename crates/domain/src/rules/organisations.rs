//! `distinct_members`: members that are the same organisation.

use super::distinct_members::is_one_firm;
use super::fit::Fits;
use super::standing::Standing;
use crate::disjoint::{find, unite};
use crate::member::Member;

/// An organisation that occurs more than once.
#[derive(Clone, Debug)]
pub(super) struct Repeated {
    /// The indices of its standings, in order.
    pub(super) standings: Vec<usize>,
    /// The minimum number of them that have to leave so that it occurs once.
    pub(super) too_many: usize,
}

/// The repeated organisations of a network; every other member is one by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Organisations {
    /// By their first standing.
    pub(super) repeated: Vec<Repeated>,
    /// The standings that share a REA number and may be two firms.
    pub(super) doubtful: Vec<usize>,
}

impl Organisations {
    /// Groups the standings.
    ///
    /// Same tax code, for schools the same institution by any of their codes, or one firm by its
    /// REA number. `codes` and `reas` are the numbers of shared codes and REA numbers.
    pub(super) fn of(standings: &[&Standing<'_>], codes: usize, reas: usize) -> Self {
        if !standings.iter().any(|standing| standing.has_kin()) {
            return Self::default();
        }
        let mut leader: Vec<usize> = (0..standings.len()).collect();
        // For each code its first holder, and the number of others: of them all one can stay.
        let mut holders = vec![None::<(usize, usize)>; codes];
        for (index, standing) in standings.iter().enumerate() {
            for code in standing.shared_codes() {
                match holders.get_mut(*code) {
                    Some(Some((first, others))) => {
                        *others = others.saturating_add(1);
                        unite(&mut leader, *first, index);
                    }
                    Some(holder) => *holder = Some((index, 0)),
                    None => {}
                }
            }
        }
        let mut doubtful = Vec::new();
        for firm in firms(standings, reas) {
            let members: Vec<_> = firm.iter().map(|(_, member)| *member).collect();
            let indices = firm.iter().map(|(index, _)| *index);
            if is_one_firm(&members) {
                let first = indices.clone().next().unwrap_or_default();
                indices.for_each(|index| unite(&mut leader, first, index));
                holders.push(Some((first, firm.len().saturating_sub(1))));
            } else if members
                .iter()
                .any(|one| Some(&one.tax_code) != members.first().map(|first| &first.tax_code))
            {
                doubtful.extend(indices);
            }
        }
        let mut group_of = vec![None; standings.len()];
        let mut groups = Vec::<Repeated>::new();
        for (index, _) in standings.iter().enumerate().filter(|(_, standing)| standing.has_kin()) {
            let Some(group) = group_of.get_mut(find(&mut leader, index)) else { continue };
            if let Some(group) = group.and_then(|group: usize| groups.get_mut(group)) {
                group.standings.push(index);
            } else {
                *group = Some(groups.len());
                groups.push(Repeated { standings: vec![index], too_many: 0 });
            }
        }
        for (first, others) in holders.into_iter().flatten() {
            let group = group_of.get(find(&mut leader, first)).copied().flatten();
            if let Some(group) = group.and_then(|group| groups.get_mut(group)) {
                group.too_many = group.too_many.max(others);
            }
        }
        groups.retain(|group| group.standings.len() > 1);
        Self { repeated: groups, doubtful }
    }

    /// The organisation whose first standing is `index`.
    pub(super) fn led_by(&self, index: usize) -> Option<&Repeated> {
        let first = |group: &Repeated| group.standings.first().copied();
        let at = self.repeated.binary_search_by_key(&Some(index), first).ok()?;
        self.repeated.get(at)
    }

    /// Merges the fits of an organisation into its first standing, and clears the others.
    pub(super) fn gather(&self, fits: &mut [Fits]) {
        for group in &self.repeated {
            let mut best = Fits::default();
            for index in &group.standings {
                if let Some(fits) = fits.get_mut(*index) {
                    best = best.best(std::mem::take(fits));
                }
            }
            if let Some(first) = group.standings.first().and_then(|index| fits.get_mut(*index)) {
                *first = best;
            }
        }
    }
}

/// The standings by REA number, if several tax codes have it.
fn firms<'a>(standings: &[&Standing<'a>], reas: usize) -> Vec<Vec<(usize, &'a Member)>> {
    let mut firms = vec![Vec::new(); reas];
    for (index, dossier) in
        standings.iter().enumerate().filter_map(|(index, one)| Some((index, one.dossier()?)))
    {
        if let Some(firm) = dossier.tie.rea.and_then(|rea| firms.get_mut(rea)) {
            firm.push((index, dossier.member));
        }
    }
    firms
}
