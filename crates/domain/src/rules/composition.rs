//! The composition of a network on a day: which member fills which slot.

use std::rc::Rc;

use chrono::NaiveDate;

use super::bonds::Bonds;
use super::fit::{Fit, Fits};
use super::matter::Matter;
use super::min_its;
use super::rule::Slot;
use super::ruleset::Parameters;
use super::seating::{Seats, seat};
use super::standing::Standing;
use crate::vocabulary::Vocabulary;

/// The slots and the members that fill them.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    /// Repeated organisations and excluded members.
    pub(super) bonds: Rc<Bonds>,
    /// The required slots, in the order of the page; those that are not binding come last.
    pub(super) seats: Vec<Seats>,
    /// Who fills each slot, and how certainly.
    pub(super) seated: Vec<(Slot, usize, Fit)>,
    /// For each standing: the slot it fills, and how certainly.
    pub(super) counts_for: Vec<Option<(Slot, Fit)>>,
    /// The slot that is not binding yet.
    pub(super) waived: Option<Slot>,
}

impl Composition {
    /// Fills the required slots as well as possible.
    pub(super) fn of(
        matter: &Matter<'_>,
        day: NaiveDate,
        standings: &[&Standing<'_>],
        bonds: Rc<Bonds>,
    ) -> Self {
        let Bonds { organisations, .. } = &*bonds;
        let fits = |(index, standing): (usize, &&Standing<'_>)| {
            if bonds.is_excluded(index) { Fits::default() } else { standing.fits }
        };
        let mut candidates: Vec<_> = standings.iter().enumerate().map(fits).collect();
        organisations.gather(&mut candidates);
        let waived = min_its::is_waived(matter, day).then_some(Slot::Its);
        let seats = seats(matter.parameters, waived, &candidates);
        let mut seated = Vec::new();
        let mut counts_for = vec![None; standings.len()];
        for Seats { slot, taken_by, .. } in &seats {
            for first in taken_by {
                let fit = |index: &usize| {
                    let fit = standings.get(*index).map_or(Fit::No, |one| one.fits.slot(*slot));
                    if bonds.is_excluded(*index) { Fit::No } else { fit }
                };
                let organisation = organisations.led_by(*first);
                let all = organisation.map_or(std::slice::from_ref(first), |one| &one.standings);
                let best = all.iter().min_by_key(|index| fit(index));
                if let Some(index) = best
                    && let Some(counts_for) = counts_for.get_mut(*index)
                {
                    seated.push((*slot, *index, fit(index)));
                    // With one slot per kind there is exactly one; otherwise the page's first slot
                    // is shown.
                    *counts_for = counts_for.or(Some((*slot, fit(index))));
                }
            }
        }
        Self { bonds, seats, seated, counts_for, waived }
    }

    /// Those that fill a slot only if an official agrees.
    pub(super) fn under_review(&self, slot: Slot) -> impl Iterator<Item = usize> {
        let of_slot =
            move |seated: &&(Slot, usize, Fit)| seated.0 == slot && seated.2 == Fit::Review;
        self.seated.iter().filter(of_slot).map(|(_, index, _)| *index)
    }

    /// Whether the standing counts, other than for a slot that is not binding yet.
    pub(super) fn is_counted_on(&self, index: usize) -> bool {
        let counts_for = self.counts_for.get(index).copied().flatten();
        counts_for.is_some_and(|(slot, fit)| fit == Fit::Certain || self.waived != Some(slot))
    }
}

/// The slots in the order of the page, filled as well as possible.
fn seats(parameters: &Parameters, waived: Option<Slot>, candidates: &[Fits]) -> Vec<Seats> {
    let asked = |slot| (slot, parameters.least(slot) as usize);
    if parameters.one_slot_each {
        let binding = Slot::ALL.iter().filter(|slot| waived != Some(**slot));
        let binding: Vec<_> = binding.map(|slot| asked(*slot)).collect();
        return seat(&binding, waived.map(asked), candidates);
    }
    // The kinds of slots are independent: an organisation may fill one of each.
    Slot::ALL
        .iter()
        .flat_map(|slot| {
            let only = |fits: &Fits| Fits::default().with(*slot, fits.slot(*slot));
            let only: Vec<_> = candidates.iter().map(only).collect();
            seat(&[asked(*slot)], None, &only)
        })
        .collect()
}
