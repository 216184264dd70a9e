//! Assignment of members to slots: a maximum matching.

use super::fit::{Fit, Fits};
use super::rule::Slot;

/// The seats of one slot, and the candidates that fill them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seats {
    pub(super) slot: Slot,
    /// How many there are.
    pub(super) required: usize,
    /// How many can be filled with certain candidates alone.
    pub(super) certain: usize,
    /// Indices of the candidates.
    pub(super) taken_by: Vec<usize>,
}

/// Fills the slots as well as possible, the earlier ones first.
///
/// Two passes: with certain candidates, then also with those under review. The second starts from
/// the first, so a filled slot stays filled; a seat taken for certain is given to somebody under
/// review only where another one would stay empty otherwise. The waived slot comes last, and leaves
/// every binding slot filled as certainly as before. No candidate is moved to fill it provisionally:
/// that would satisfy nothing, and could leave another rule to be reviewed or violated.
pub(super) fn seat(
    binding: &[(Slot, usize)],
    waived: Option<(Slot, usize)>,
    candidates: &[Fits],
) -> Vec<Seats> {
    let mut table = Table::of(candidates);
    let binding: Vec<_> = binding.iter().map(|(slot, number)| table.lay(*slot, *number)).collect();
    table.admit(&binding, Some(Fit::Certain));
    for row in &binding {
        table.fill_row(*row, Fit::Certain);
    }
    let empty: Vec<_> = binding.iter().map(|row| table.lay_rest(*row)).collect();
    table.admit(&empty, Some(Fit::Review));
    for row in &empty {
        for others in [Fit::Certain, Fit::Review] {
            table.admit(&binding, Some(others));
            table.fill_row(*row, Fit::Review);
        }
    }
    if let Some((slot, number)) = waived {
        for row in binding.iter().chain(&empty) {
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

/// Equivalent seats: of one slot, for the same candidates.
#[derive(Clone, Copy)]
struct Row {
    slot: Slot,
    required: usize,
    certain: usize,
    filled: usize,
    /// The candidates admitted for now; `None` keeps the current ones only.
    admits: Option<Fit>,
    /// How many candidates of the list were asked so far.
    asked: usize,
}

/// A candidate on the list.
#[derive(Clone, Copy)]
struct Entry {
    candidate: usize,
    fits: Fits,
    /// Its current row.
    row: Option<usize>,
    /// The last round in which it was asked to sit down or to move.
    asked: usize,
}

struct Table {
    /// For each candidate the next equivalent one; past the end if there is none.
    next_alike: Vec<usize>,
    /// The candidates to ask, in order: those seated and, of each class of equivalent ones, the
    /// first free.
    ///
    /// A free candidate always accepts, so those after it are never asked.
    list: Vec<Entry>,
    rows: Vec<Row>,
    /// No candidate is asked twice in one round.
    round: usize,
    /// Whether a candidate moved in this round.
    moved: bool,
}

impl Table {
    fn of(candidates: &[Fits]) -> Self {
        let nobody = candidates.len();
        let mut next_alike = vec![nobody; candidates.len()];
        let mut first = [nobody; Fits::KINDS];
        let mut kinds = Vec::new();
        for ((candidate, fits), next) in candidates.iter().enumerate().zip(&mut next_alike).rev() {
            if *fits == Fits::default() {
                continue;
            }
            if let Some(first) = first.get_mut(fits.number()) {
                if *first == nobody {
                    kinds.push(*fits);
                }
                *next = std::mem::replace(first, candidate);
            }
        }
        let entry = |fits: Fits| {
            let candidate = first.get(fits.number()).copied()?;
            Some(Entry { candidate, fits, row: None, asked: 0 })
        };
        let mut list: Vec<_> = kinds.into_iter().filter_map(entry).collect();
        list.sort_unstable_by_key(|entry| entry.candidate);
        Self { next_alike, list, rows: Vec::new(), round: 0, moved: false }
    }

    /// Adds a row of empty seats.
    fn lay(&mut self, slot: Slot, required: usize) -> usize {
        self.rows.push(Row { slot, required, certain: 0, filled: 0, admits: None, asked: 0 });
        self.rows.len().saturating_sub(1)
    }

    /// Adds a row of the seats that are still empty in another one.
    fn lay_rest(&mut self, row: usize) -> usize {
        let rest =
            self.rows.get(row).map(|row| (row.slot, row.required.saturating_sub(row.filled)));
        let (slot, rest) = rest.unwrap_or((Slot::School, 0));
        self.lay(slot, rest)
    }

    fn admit(&mut self, rows: &[usize], admits: Option<Fit>) {
        for row in rows {
            if let Some(row) = self.rows.get_mut(*row) {
                row.admits = admits;
            }
        }
    }

    /// Fills as many seats of a row as possible, moving seated candidates where that helps.
    fn fill_row(&mut self, row: usize, admits: Fit) {
        let mut starts = true;
        while self.rows.get(row).is_some_and(|row| row.filled < row.required) {
            // A candidate that could not move cannot until another one moves.
            if starts || self.moved {
                self.start_round();
                starts = false;
            }
            // If one seat of a row stays empty, so do the others.
            let Some(newcomer) = self.fill(row) else { break };
            if let Some(row) = self.rows.get_mut(row) {
                row.filled = row.filled.saturating_add(1);
                row.certain = row.certain.saturating_add(usize::from(admits == Fit::Certain));
            }
            self.list_next(newcomer);
        }
    }

    /// Allows every candidate to be asked again.
    fn start_round(&mut self) {
        self.round = self.round.saturating_add(1);
        self.moved = false;
        for row in &mut self.rows {
            row.asked = 0;
        }
    }

    /// Adds the next candidate equivalent to `seated` to the list.
    fn list_next(&mut self, seated: Entry) {
        let next = self.next_alike.get(seated.candidate).copied();
        let Some(candidate) = next.filter(|next| *next < self.next_alike.len()) else { return };
        let at = self.list.partition_point(|entry| entry.candidate < candidate);
        self.list.insert(at, Entry { candidate, fits: seated.fits, row: None, asked: 0 });
        for row in self.rows.iter_mut().filter(|row| row.asked > at) {
            row.asked = row.asked.saturating_add(1);
        }
    }

    /// Seats a candidate in `row`; returns the one that was not seated before.
    ///
    /// Each row asks each candidate on the list once, however many seats it has.
    fn fill(&mut self, row: usize) -> Option<Entry> {
        let Row { slot, admits, .. } = *self.rows.get(row)?;
        let (admits, round) = (admits?, self.round);
        loop {
            let asked = self.rows.get(row)?.asked;
            let mut others = self.list.iter_mut().enumerate().skip(asked);
            let next = others.find_map(|(at, entry)| {
                if entry.asked == round || entry.fits.slot(slot) > admits {
                    return None;
                }
                entry.asked = round;
                // Moving within the row would free a seat equivalent to the one taken.
                (entry.row != Some(row)).then_some((at, *entry))
            });
            self.rows.get_mut(row)?.asked =
                next.map_or(self.list.len(), |(at, _)| at.saturating_add(1));
            let (at, entry) = next?;
            let newcomer = match entry.row {
                None => Some(entry),
                Some(other) => self.fill(other),
            };
            if newcomer.is_some() {
                self.moved |= entry.row.is_some();
                if let Some(entry) = self.list.get_mut(at) {
                    entry.row = Some(row);
                }
                return newcomer;
            }
        }
    }

    /// Separates the seats of a row that are filled with certainty: from now on they stay that way.
    fn part(&mut self, row: usize) {
        let Some(slot) = self.rows.get(row).map(|row| row.slot) else { return };
        let doubtful = self.lay(slot, 0);
        for entry in &mut self.list {
            if entry.row == Some(row) && entry.fits.slot(slot) == Fit::Review {
                entry.row = Some(doubtful);
            }
        }
        self.admit(&[row], Some(Fit::Certain));
        self.admit(&[doubtful], Some(Fit::Review));
    }

    fn seats(&self) -> Vec<Seats> {
        let mut all = Vec::<Seats>::new();
        for (index, row) in self.rows.iter().enumerate() {
            let seated = self.list.iter().filter(|entry| entry.row == Some(index));
            let taken_by = seated.map(|entry| entry.candidate);
            // A row separated from another belongs to the same slot.
            if let Some(seats) = all.iter_mut().find(|seats| seats.slot == row.slot) {
                seats.taken_by.extend(taken_by);
            } else {
                let Row { slot, required, certain, .. } = *row;
                all.push(Seats { slot, required, certain, taken_by: taken_by.collect() });
            }
        }
        all
    }
}
