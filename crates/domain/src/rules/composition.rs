//! Who counts for what in a network on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::judgement::Matter;
use super::min_its;
use super::organisations::{OnlyFor, Organisation, organisations};
use super::rule::Slot;
use super::ruleset::Parameters;
use super::seating::{Seat, seat};
use super::standing::{Fit, Standing};
use crate::identifier::TaxCode;
use crate::member::Profile;
use crate::vocabulary::Vocabulary;

/// The slots with those who fill them.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    /// The organisations, in the order of the standings.
    pub(super) organisations: Vec<Organisation>,
    /// Whether there is an ITS whose founders do not count.
    pub(super) excludes_founders: bool,
    /// For each standing: whether it founded that ITS.
    pub(super) excluded: Vec<bool>,
    /// The slots asked for.
    pub(super) seats: Vec<Seat>,
    /// For each standing: the slot it fills, and how surely it may.
    pub(super) counts_for: Vec<Option<(Slot, Fit)>>,
    /// The slot that is not binding yet.
    pub(super) waived: Option<Slot>,
}

impl Composition {
    /// Fills the slots that the parameters ask for as well as can be.
    pub(super) fn of(matter: &Matter<'_>, day: NaiveDate, standings: &[&Standing<'_>]) -> Self {
        let founders = founders(matter.parameters, standings);
        let excluded: Vec<_> = standings
            .iter()
            .map(|standing| {
                founders.as_ref().is_some_and(|founders| is_founder(founders, standing))
            })
            .collect();
        let organisations = organisations(standings, &excluded);
        let waived = min_its::is_waived(matter, day).then_some(Slot::Its);
        let seats = seats(matter.parameters, waived, &organisations);
        let mut counts_for = vec![None; standings.len()];
        for seat in &seats {
            let who = seat.taken_by.and_then(|who| organisations.get(who));
            let fits = who.into_iter().flat_map(Organisation::standings).map(|index| {
                let out = excluded.get(index).copied().unwrap_or(false);
                let fit = standings.get(index).map_or(Fit::No, |one| one.fits.slot(seat.slot));
                (if out { Fit::No } else { fit }, index)
            });
            let best = fits.min_by_key(|(fit, _)| *fit);
            if let Some((fit, index)) = best
                && let Some(counts_for) = counts_for.get_mut(index)
            {
                // With one slot each there is one; without, the page's first slot is shown.
                *counts_for = counts_for.or(Some((seat.slot, fit)));
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

/// The founders of the pole's ITS; `None` if they count, or there is no ITS.
fn founders<'a>(
    parameters: &Parameters,
    standings: &[&Standing<'a>],
) -> Option<BTreeSet<&'a TaxCode>> {
    if !parameters.exclude_its_founders {
        return None;
    }
    let mut academies = standings
        .iter()
        .filter_map(|standing| standing.member)
        .filter_map(|member| match &member.profile {
            Profile::ItsAcademy { founders } => Some(founders),
            _ => None,
        })
        .peekable();
    academies.peek()?;
    Some(academies.flatten().collect())
}

fn is_founder(founders: &BTreeSet<&TaxCode>, standing: &Standing<'_>) -> bool {
    standing.member.is_some_and(|member| {
        (member.school().is_some() || member.company().is_some())
            && founders.contains(&member.tax_code)
    })
}

/// The slots in the page's order, filled as well as can be.
fn seats(
    parameters: &Parameters,
    waived: Option<Slot>,
    organisations: &[Organisation],
) -> Vec<Seat> {
    let asked = |slot| {
        let least = match slot {
            Slot::School => parameters.min_schools,
            Slot::Company => parameters.min_companies,
            Slot::SectionA => parameters.min_section_a,
            Slot::Its => parameters.min_its,
        };
        std::iter::repeat_n(slot, least as usize)
    };
    if parameters.one_slot_each {
        let (waived, binding): (Vec<_>, Vec<_>) =
            Slot::ALL.iter().flat_map(|slot| asked(*slot)).partition(|slot| waived == Some(*slot));
        return seat(&binding, &waived, organisations);
    }
    // One organisation may fill a slot of each kind: the kinds are independent.
    Slot::ALL
        .iter()
        .flat_map(|slot| {
            let only: Vec<_> =
                organisations.iter().map(|organisation| OnlyFor(organisation, *slot)).collect();
            seat(&asked(*slot).collect::<Vec<_>>(), &[], &only)
        })
        .collect()
}
