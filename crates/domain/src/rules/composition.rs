//! Who counts for what in a network on a day.

use chrono::NaiveDate;

use super::fit::{Fit, Fits};
use super::matter::Matter;
use super::min_its;
use super::organisations::Organisations;
use super::rule::Slot;
use super::ruleset::Parameters;
use super::seating::{Seats, seat};
use super::standing::Standing;
use crate::member::MemberKind;
use crate::vocabulary::Vocabulary;

/// The slots with those who fill them.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    /// Which standings are one organisation.
    pub(super) organisations: Organisations,
    /// Whether there is an ITS whose founders do not count.
    pub(super) excludes_founders: bool,
    /// For each standing: whether it founded that ITS; empty where nobody asks.
    pub(super) excluded: Vec<bool>,
    /// The slots asked for, in the page's order; those that are not binding come last.
    pub(super) seats: Vec<Seats>,
    /// For each standing: the slot it fills, and how surely it may.
    pub(super) counts_for: Vec<Option<(Slot, Fit)>>,
    /// The slot that is not binding yet.
    pub(super) waived: Option<Slot>,
}

impl Composition {
    /// Fills the slots that the parameters ask for as well as can be.
    pub(super) fn of(matter: &Matter<'_>, day: NaiveDate, standings: &[&Standing<'_>]) -> Self {
        let founders = founders(matter, standings);
        let excluded = founders.as_deref().map_or_else(Vec::new, |present| {
            standings.iter().map(|standing| is_founder(present, standing)).collect()
        });
        let organisations = Organisations::of(standings, matter.codes);
        let is_out = |index: usize| excluded.get(index).copied().unwrap_or(false);
        let fits = |(index, standing): (usize, &&Standing<'_>)| {
            if is_out(index) { Fits::default() } else { standing.fits }
        };
        let mut candidates: Vec<_> = standings.iter().enumerate().map(fits).collect();
        organisations.gather(&mut candidates);
        let waived = min_its::is_waived(matter, day).then_some(Slot::Its);
        let seats = seats(matter.parameters, waived, &candidates);
        let mut counts_for = vec![None; standings.len()];
        for Seats { slot, taken_by, .. } in &seats {
            for first in taken_by {
                let fit = |index: &usize| {
                    let fit = standings.get(*index).map_or(Fit::No, |one| one.fits.slot(*slot));
                    if is_out(*index) { Fit::No } else { fit }
                };
                let organisation = organisations.led_by(*first);
                let all = organisation.map_or(std::slice::from_ref(first), |one| &one.standings);
                let best = all.iter().min_by_key(|index| fit(index));
                if let Some(index) = best
                    && let Some(counts_for) = counts_for.get_mut(*index)
                {
                    // With one slot each there is one; without, the page's first slot is shown.
                    *counts_for = counts_for.or(Some((*slot, fit(index))));
                }
            }
        }
        let excludes_founders = founders.is_some();
        Self { organisations, excludes_founders, excluded, seats, counts_for, waived }
    }

    /// Whether the standing counts, and not just for a slot that needs nobody yet.
    pub(super) fn is_counted_on(&self, index: usize) -> bool {
        let counts_for = self.counts_for.get(index).copied().flatten();
        counts_for.is_some_and(|(slot, fit)| fit == Fit::Certain || self.waived != Some(slot))
    }
}

/// For each listed founder whether its ITS is in the pole; `None` if founders count, or there is no
/// ITS.
fn founders(matter: &Matter<'_>, standings: &[&Standing<'_>]) -> Option<Vec<bool>> {
    if !matter.parameters.exclude_its_founders {
        return None;
    }
    let mut academies = standings
        .iter()
        .filter_map(|standing| standing.dossier())
        .filter(|dossier| dossier.member.kind() == MemberKind::ItsAcademy)
        .peekable();
    academies.peek()?;
    let mut present = vec![false; matter.founders];
    for founder in academies.flat_map(|dossier| &dossier.tie.founded_by) {
        if let Some(present) = present.get_mut(*founder) {
            *present = true;
        }
    }
    Some(present)
}

fn is_founder(present: &[bool], standing: &Standing<'_>) -> bool {
    let number = standing.dossier().and_then(|dossier| dossier.tie.founder);
    number.and_then(|number| present.get(number).copied()).unwrap_or(false)
}

/// The slots in the page's order, filled as well as can be.
fn seats(parameters: &Parameters, waived: Option<Slot>, candidates: &[Fits]) -> Vec<Seats> {
    let asked = |slot| (slot, parameters.least(slot) as usize);
    if parameters.one_slot_each {
        let binding = Slot::ALL.iter().filter(|slot| waived != Some(**slot));
        let binding: Vec<_> = binding.map(|slot| asked(*slot)).collect();
        return seat(&binding, waived.map(asked), candidates);
    }
    // One organisation may fill a slot of each kind: the kinds are independent.
    Slot::ALL
        .iter()
        .flat_map(|slot| {
            let only = |fits: &Fits| Fits::default().with(*slot, fits.slot(*slot));
            let only: Vec<_> = candidates.iter().map(only).collect();
            seat(&[asked(*slot)], None, &only)
        })
        .collect()
}
