//! `distinct_members`: which members are one and the same organisation.

use super::fit::Fits;
use super::rule::Slot;
use super::seating::Candidate;
use super::standing::Standing;

/// One organisation: the indices of its standings.
#[derive(Clone, Debug)]
pub(super) struct Organisation {
    first: usize,
    others: Vec<usize>,
    fits: Fits,
    /// How many of its standings have to leave, at least, so that it stands once.
    pub(super) too_many: usize,
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
    fn fits(&self) -> Fits {
        self.fits
    }
}

/// An organisation that can fill one slot of each kind, when the rules let it.
pub(super) struct OnlyFor<'a>(pub(super) &'a Organisation, pub(super) Slot);

impl Candidate for OnlyFor<'_> {
    fn fits(&self) -> Fits {
        Fits::default().with(self.1, self.0.fits.slot(self.1))
    }
}

/// Groups the standings by organisation, in the order of their first ones.
///
/// Same tax code; or for schools the same institution, told by any of their codes, of which there
/// are `codes`.
pub(super) fn organisations(
    standings: &[&Standing<'_>],
    excluded: &[bool],
    codes: usize,
) -> Vec<Organisation> {
    let fits = |index: usize| {
        let counts = !excluded.get(index).copied().unwrap_or(false);
        standings.get(index).filter(|_| counts).map_or(Fits::default(), |standing| standing.fits)
    };
    let mut organisations = Vec::<Organisation>::with_capacity(standings.len());
    let mut kin = Kin::of(standings, codes);
    for (index, standing) in standings.iter().enumerate() {
        let own = organisations.len();
        let group = if standing.has_kin() { kin.group(index, own) } else { own };
        if let Some(organisation) = organisations.get_mut(group) {
            organisation.others.push(index);
            organisation.fits = organisation.fits.best(fits(index));
        } else {
            let fits = fits(index);
            organisations.push(Organisation {
                first: index,
                others: Vec::new(),
                fits,
                too_many: 0,
            });
        }
    }
    for (first, others) in kin.holders.iter().flatten() {
        let leader = find(&mut kin.leader, *first);
        let group = kin.groups.get(leader).copied().flatten();
        if let Some(organisation) = group.and_then(|group| organisations.get_mut(group)) {
            organisation.too_many = organisation.too_many.max(*others);
        }
    }
    organisations
}

/// Which standings go by the same codes, directly or by way of others.
struct Kin {
    /// For each standing another one of the same organisation, or itself.
    leader: Vec<usize>,
    /// For each standing that leads others, the number of their organisation.
    groups: Vec<Option<usize>>,
    /// For each code the first who goes by it, and how many others do: of all these one can stay.
    holders: Vec<Option<(usize, usize)>>,
}

impl Kin {
    fn of(standings: &[&Standing<'_>], codes: usize) -> Self {
        if !standings.iter().any(|standing| standing.has_kin()) {
            return Self { leader: Vec::new(), groups: Vec::new(), holders: Vec::new() };
        }
        let mut leader: Vec<usize> = (0..standings.len()).collect();
        let mut holders = vec![None::<(usize, usize)>; codes];
        for (index, standing) in standings.iter().enumerate() {
            for code in standing.shared_codes() {
                match holders.get_mut(*code) {
                    Some(Some((first, others))) => {
                        *others = others.saturating_add(1);
                        let (one, other) = (find(&mut leader, *first), find(&mut leader, index));
                        if let Some(follows) = leader.get_mut(other) {
                            *follows = one;
                        }
                    }
                    Some(holder) => *holder = Some((index, 0)),
                    None => {}
                }
            }
        }
        Self { leader, groups: vec![None; standings.len()], holders }
    }

    /// The number of the organisation that a standing belongs to: `own` if it is the first of it.
    fn group(&mut self, index: usize, own: usize) -> usize {
        let leader = find(&mut self.leader, index);
        self.groups.get_mut(leader).map_or(own, |group| *group.get_or_insert(own))
    }
}

/// Who leads in the end; the way there becomes shorter for whoever asks next.
fn find(leader: &mut [usize], mut index: usize) -> usize {
    while let Some(next) = leader.get(index).copied().filter(|next| *next != index) {
        let after = leader.get(next).copied().unwrap_or(next);
        if let Some(leader) = leader.get_mut(index) {
            *leader = after;
        }
        index = next;
    }
    index
}
