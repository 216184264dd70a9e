//! Who fills which slot: a maximum matching of organisations to slots.

use super::fit::{Fit, Fits};
use super::rule::Slot;

/// Somebody who may sit down.
pub(super) trait Candidate {
    /// How surely they could fill each slot.
    fn fits(&self) -> Fits;
}

/// The seats of one slot with those who fill them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seats {
    pub(super) slot: Slot,
    /// How many there are.
    pub(super) required: usize,
    /// How many could be filled with certain candidates alone.
    pub(super) certain: usize,
    /// Indices of the candidates.
    pub(super) taken_by: Vec<usize>,
}

/// Fills the slots as well as can be, the earlier ones first.
///
/// Twice: with the certain candidates, then with those under review too. The second pass starts
/// from the first, so a slot that is filled once stays filled. The waived slot comes after that,
/// and leaves each binding slot filled as surely as it is. Nobody is moved to fill it in doubt:
/// that would satisfy nothing, and could put another rule in doubt or out of it.
pub(super) fn seat(
    binding: &[(Slot, usize)],
    waived: Option<(Slot, usize)>,
    candidates: &[impl Candidate],
) -> Vec<Seats> {
    let mut table = Table::of(candidates);
    let binding: Vec<_> = binding.iter().map(|(slot, number)| table.lay(*slot, *number)).collect();
    for admits in [Fit::Certain, Fit::Review] {
        table.admit(&binding, Some(admits));
        for row in &binding {
            table.fill_row(*row, admits);
        }
    }
    if let Some((slot, number)) = waived {
        for row in &binding {
            table.part(*row);
        }
        let row = table.lay(slot, number);
        table.admit(&[row], Some(Fit::Certain));
        table.fill_row(row, Fit::Certain);
        let others: Vec<_> = (0..table.rows.len()).filter(|other| *other != row).collect();
        table.admit(&others, None);
        table.admit(&[row], Some(Fit::Review));
        table.fill_row(row, Fit::Review);
    }
    table.seats()
}

/// Seats that are alike: of one slot, for the same candidates.
struct Row {
    slot: Slot,
    required: usize,
    certain: usize,
    filled: usize,
    /// Who may be seated here for now; nobody else than whoever is, without it.
    admits: Option<Fit>,
    /// How many of the candidates on the list were asked to sit here.
    asked: usize,
}

struct Table<'a, C> {
    candidates: &'a [C],
    /// For each candidate the next one that fits the same slots.
    next_alike: Vec<Option<usize>>,
    /// Whom to ask, in order: those seated, and of those who are alike the first that is free.
    ///
    /// Whoever is free sits down when asked, so that nobody behind them is ever asked.
    list: Vec<usize>,
    /// For each one on the list, whether they were asked to sit down or to move.
    asked: Vec<bool>,
    rows: Vec<Row>,
    /// For each candidate the row that they sit in.
    row_of: Vec<Option<usize>>,
}

impl<'a, C: Candidate> Table<'a, C> {
    fn of(candidates: &'a [C]) -> Self {
        let mut next_alike = vec![None; candidates.len()];
        let mut first = [None; Fits::KINDS];
        for (who, candidate) in candidates.iter().enumerate().rev() {
            let fits = candidate.fits();
            if fits == Fits::default() {
                continue;
            }
            let next = next_alike.get_mut(who).zip(first.get_mut(fits.number()));
            if let Some((next, first)) = next {
                *next = first.replace(who);
            }
        }
        let mut list: Vec<_> = first.into_iter().flatten().collect();
        list.sort_unstable();
        let row_of = vec![None; candidates.len()];
        Self { candidates, next_alike, list, asked: Vec::new(), rows: Vec::new(), row_of }
    }

    /// Adds a row of empty seats.
    fn lay(&mut self, slot: Slot, required: usize) -> usize {
        self.rows.push(Row { slot, required, certain: 0, filled: 0, admits: None, asked: 0 });
        self.rows.len().saturating_sub(1)
    }

    fn admit(&mut self, rows: &[usize], admits: Option<Fit>) {
        for row in rows {
            if let Some(row) = self.rows.get_mut(*row) {
                row.admits = admits;
            }
        }
    }

    /// Seats as many as can be in a row, moving those already seated where that helps.
    fn fill_row(&mut self, row: usize, admits: Fit) {
        while self.rows.get(row).is_some_and(|row| row.filled < row.required) {
            self.asked = vec![false; self.list.len()];
            self.rows.iter_mut().for_each(|row| row.asked = 0);
            // Where one seat of a row stays empty, so do all the others.
            let Some(newcomer) = self.fill(row) else { break };
            if let Some(row) = self.rows.get_mut(row) {
                row.filled = row.filled.saturating_add(1);
                row.certain = row.certain.saturating_add(usize::from(admits == Fit::Certain));
            }
            if let Some(next) = self.next_alike.get(newcomer).copied().flatten() {
                self.list.insert(self.list.partition_point(|who| *who < next), next);
            }
        }
    }

    /// Seats somebody in `row`, and says who was not seated before.
    ///
    /// Whoever was asked once is not asked again, so that each row goes through the list once,
    /// however many of its seats are asked for.
    fn fill(&mut self, row: usize) -> Option<usize> {
        loop {
            let Row { slot, admits, asked, .. } = self.rows.get_mut(row)?;
            let (slot, admits, at) = (*slot, (*admits)?, *asked);
            *asked = at.saturating_add(1);
            let who = *self.list.get(at)?;
            let fits = self.candidates.get(who)?.fits();
            let asked = self.asked.get_mut(at)?;
            if *asked || fits.slot(slot) > admits {
                continue;
            }
            *asked = true;
            let newcomer = match self.row_of.get(who).copied().flatten() {
                None => Some(who),
                // They would leave a seat like the one they take.
                Some(other) if other == row => None,
                Some(other) => self.fill(other),
            };
            if newcomer.is_some() {
                if let Some(row_of) = self.row_of.get_mut(who) {
                    *row_of = Some(row);
                }
                return newcomer;
            }
        }
    }

    /// Parts the seats of a row that are filled for certain from the others: from now on each
    /// stays as surely filled as it is.
    fn part(&mut self, row: usize) {
        let Some(slot) = self.rows.get(row).map(|row| row.slot) else { return };
        let doubtful = self.lay(slot, 0);
        for (candidate, row_of) in self.candidates.iter().zip(&mut self.row_of) {
            if *row_of == Some(row) && candidate.fits().slot(slot) == Fit::Review {
                *row_of = Some(doubtful);
            }
        }
        self.admit(&[row], Some(Fit::Certain));
        self.admit(&[doubtful], Some(Fit::Review));
    }

    fn seats(&self) -> Vec<Seats> {
        let mut seats = Vec::<Seats>::new();
        for (index, row) in self.rows.iter().enumerate() {
            let taken_by = self.row_of.iter().enumerate().filter(|(_, of)| **of == Some(index));
            let taken_by = taken_by.map(|(who, _)| who);
            // A row that was parted from another one is of the same slot.
            if let Some(seats) = seats.iter_mut().find(|seats| seats.slot == row.slot) {
                seats.taken_by.extend(taken_by);
            } else {
                let Row { slot, required, certain, .. } = *row;
                seats.push(Seats { slot, required, certain, taken_by: taken_by.collect() });
            }
        }
        seats
    }
}
