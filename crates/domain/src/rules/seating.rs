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
    /// Who may be seated here for now; nobody else than whoever is, without it.
    admits: Option<Fit>,
}

/// Fills the slots as well as can be, the earlier ones first.
///
/// Twice: with the certain candidates, then with those under review too. The second pass starts
/// from the first, so a slot that is filled once stays filled. The waived slots come after that,
/// and leave each binding slot filled as surely as it is. Nobody is moved to fill one of them in
/// doubt: that would satisfy nothing, and could put another rule in doubt or out of it.
pub(super) fn seat(binding: &[Slot], waived: &[Slot], candidates: &[impl Candidate]) -> Vec<Seat> {
    let empty = |slot: &Slot| Seat { slot: *slot, taken_by: None, certain: false, admits: None };
    let mut table = Table {
        seats: binding.iter().chain(waived).map(empty).collect(),
        seat_of: vec![None; candidates.len()],
        candidates,
    };
    let (first_waived, end) = (binding.len(), table.seats.len());
    table.fill_all(0..first_waived, Fit::Certain);
    table.fill_all(0..first_waived, Fit::Review);
    for seat in table.seats.iter_mut().take(first_waived) {
        let holder = seat.taken_by.and_then(|who| candidates.get(who));
        seat.admits = Some(holder.map_or(Fit::Review, |holder| holder.fit(seat.slot)));
    }
    table.fill_all(first_waived..end, Fit::Certain);
    for seat in table.seats.iter_mut().take(first_waived) {
        seat.admits = None;
    }
    table.fill_all(first_waived..end, Fit::Review);
    table.seats
}

struct Table<'a, C> {
    seats: Vec<Seat>,
    seat_of: Vec<Option<usize>>,
    candidates: &'a [C],
}

impl<C: Candidate> Table<'_, C> {
    fn fill_all(&mut self, range: std::ops::Range<usize>, admits: Fit) {
        for seat in self.seats.iter_mut().take(range.end).skip(range.start) {
            seat.admits = Some(admits);
        }
        for index in range {
            let taken = self.seats.get(index).is_none_or(|seat| seat.taken_by.is_some());
            if taken || !self.fill(index, &mut vec![false; self.candidates.len()]) {
                continue;
            }
            if let Some(seat) = self.seats.get_mut(index) {
                seat.certain = admits == Fit::Certain;
            }
        }
    }

    /// Seats somebody at `index`, moving those already seated if that helps.
    fn fill(&mut self, index: usize, asked: &mut [bool]) -> bool {
        let seat = self.seats.get(index).copied();
        let Some((slot, admits)) = seat.and_then(|seat| Some((seat.slot, seat.admits?))) else {
            return false;
        };
        for (who, candidate) in self.candidates.iter().enumerate() {
            let Some(asked_already) = asked.get_mut(who) else { continue };
            if *asked_already || candidate.fit(slot) > admits {
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
