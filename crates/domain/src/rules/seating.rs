//! Who fills which slot: a maximum matching of organisations to slots.

use super::rule::Slot;
use super::standing::Fit;

/// Somebody who may sit down.
pub(super) trait Candidate {
    /// How surely they could fill a slot.
    fn fit(&self, slot: Slot) -> Fit;
}

/// A slot with whoever fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) slot: Slot,
    /// Index of the candidate.
    pub(super) taken_by: Option<usize>,
    /// Whether it could be filled with certain candidates alone.
    pub(super) certain: bool,
}

/// Fills the slots as well as can be, the earlier ones first.
///
/// Twice: with the certain candidates, then with those under review too. The second pass starts
/// from the first, so a slot that is filled once stays filled.
pub(super) fn seat(slots: &[Slot], candidates: &[impl Candidate]) -> Vec<Seat> {
    let mut table = Table {
        seats: slots
            .iter()
            .map(|slot| Seat { slot: *slot, taken_by: None, certain: false })
            .collect(),
        seat_of: vec![None; candidates.len()],
        candidates,
        least: Fit::Certain,
    };
    for least in [Fit::Certain, Fit::Review] {
        table.least = least;
        for index in 0..slots.len() {
            let empty = table.seats.get(index).is_some_and(|seat| seat.taken_by.is_none());
            let mut asked = vec![false; candidates.len()];
            if empty && table.fill(index, &mut asked) && least == Fit::Certain {
                if let Some(seat) = table.seats.get_mut(index) {
                    seat.certain = true;
                }
            }
        }
    }
    table.seats
}

struct Table<'a, C> {
    seats: Vec<Seat>,
    seat_of: Vec<Option<usize>>,
    candidates: &'a [C],
    least: Fit,
}

impl<C: Candidate> Table<'_, C> {
    /// Seats somebody at `index`, moving those already seated if that helps.
    fn fill(&mut self, index: usize, asked: &mut [bool]) -> bool {
        let Some(slot) = self.seats.get(index).map(|seat| seat.slot) else { return false };
        for (who, candidate) in self.candidates.iter().enumerate() {
            let Some(asked_already) = asked.get_mut(who) else { continue };
            if *asked_already || candidate.fit(slot) > self.least {
                continue;
            }
            *asked_already = true;
            let free = match self.seat_of.get(who).copied().flatten() {
                None => true,
                Some(other) => self.fill(other, asked),
            };
            if free {
                if let Some(seat) = self.seats.get_mut(index) {
                    seat.taken_by = Some(who);
                }
                if let Some(seat_of) = self.seat_of.get_mut(who) {
                    *seat_of = Some(index);
                }
                return true;
            }
        }
        false
    }
}
