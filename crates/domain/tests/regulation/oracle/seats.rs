//! Which members can fill which slots, by trying every assignment.

use std::collections::BTreeMap;

use ptp_domain::member::{Member, MemberKind};
use ptp_domain::rules::{Outcome, Slot};
use ptp_domain::vocabulary::Vocabulary;

use super::answer::{Answer, No, Yes, whether, worst};
use super::question::Question;
use super::{companies, identity, tracks};

/// A member in a slot.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub(super) member: usize,
    pub(super) slot: Slot,
    certain: bool,
}

/// How many members are in each slot, in the order of the page.
type Counts = [u32; 4];

/// What is best about an assignment, the most important first.
type Score = (Counts, Counts, u32);

/// The best assignments.
pub(super) struct Seats {
    certain: Counts,
    all: Counts,
    least: Counts,
    its_waived: bool,
    its: u32,
    /// The members in slots in each of the best assignments.
    pub(super) best: Vec<Vec<Seat>>,
}

impl Seats {
    pub(super) fn of(question: &Question<'_>) -> Self {
        let least = [0, 1, 2, 3].map(|index| question.rules.least(Slot::ALL[index]));
        let its_waived = !is_its_binding(question);
        let mut seats =
            Self { certain: [0; 4], all: [0; 4], least, its_waived, its: 0, best: Vec::new() };
        let mut score = Score::default();
        seats.try_all(&choices(question), &mut Vec::new(), &mut score);
        seats
    }

    fn try_all(&mut self, left: &[Vec<Seat>], taken: &mut Vec<Seat>, score: &mut Score) {
        let Some((first, others)) = left.split_first() else { return self.note(taken, score) };
        self.try_all(others, taken, score);
        for seat in first {
            if count(taken, seat.slot, false) < self.least[seat.slot as usize] {
                taken.push(*seat);
                self.try_all(others, taken, score);
                taken.pop();
            }
        }
    }

    /// Keeps the assignment if none was better.
    fn note(&mut self, taken: &[Seat], best: &mut Score) {
        let counts = |certain| {
            let mut counts = [0, 1, 2, 3].map(|index| count(taken, Slot::ALL[index], certain));
            if self.its_waived {
                counts[3] = 0;
            }
            counts
        };
        let (all, certain) = (counts(false), counts(true));
        self.certain = self.certain.max(certain);
        self.all = self.all.max(all);
        let its = if self.its_waived { count(taken, Slot::Its, true) } else { 0 };
        let score = (all, certain, its);
        if score > *best {
            self.best.clear();
            (*best, self.its) = (score, its);
        }
        if score == *best {
            self.best.push(taken.to_vec());
        }
    }

    /// The outcome of the rule about a slot.
    pub(super) fn outcome(&self, slot: Slot) -> Outcome {
        let index = slot as usize;
        let least = self.least[index];
        if slot == Slot::Its && self.its_waived {
            return if self.its >= least { Outcome::Satisfied } else { Outcome::Waived };
        }
        match (self.certain[index] >= least, self.all[index] >= least) {
            (true, _) => Outcome::Satisfied,
            (_, true) => Outcome::NeedsReview,
            _ => Outcome::Violated,
        }
    }
}

fn count(taken: &[Seat], slot: Slot, certain: bool) -> u32 {
    taken.iter().map(|seat| u32::from(seat.slot == slot && (seat.certain || !certain))).sum()
}

/// The slots that each organisation can fill, one of them only; without `one_slot_each`, one of each
/// kind.
fn choices(question: &Question<'_>) -> Vec<Vec<Seat>> {
    let organisations = identity::organisations(question);
    let mut choices = BTreeMap::<_, Vec<_>>::new();
    for (member, organisation) in organisations.into_iter().enumerate() {
        for slot in Slot::ALL.iter().copied() {
            let answer = can_fill(question, question.members[member], slot);
            let kind = if question.rules.one_slot_each { None } else { Some(slot) };
            if answer != No {
                let seat = Seat { member, slot, certain: answer == Yes };
                choices.entry((organisation, kind)).or_default().push(seat);
            }
        }
    }
    choices.into_values().collect()
}

/// Whether the member meets all that a slot asks for.
pub(super) fn can_fill(question: &Question<'_>, member: &Member, slot: Slot) -> Answer {
    let is_of_kind = match slot {
        Slot::School => whether(member.kind().is_school()),
        Slot::Company => whether(member.kind() == MemberKind::Company),
        Slot::SectionA => question.counts_for_section_a(member),
        Slot::Its => whether(member.kind() == MemberKind::ItsAcademy),
    };
    if is_of_kind == No || question.is_excluded_founder(member) {
        return No;
    }
    let own = match (slot, member.company()) {
        (Slot::Company, Some(company)) => worst([
            companies::is_of_area(question, company),
            companies::is_committed(question, member, company),
            companies::is_registered(question, company),
        ]),
        (Slot::Company, None) => No,
        _ => tracks::suits(question, member),
    };
    worst([own, question.is_admitted(member), question.is_in_region(member)])
}

/// Whether an ITS is asked for on the day.
fn is_its_binding(question: &Question<'_>) -> bool {
    let (rules, day) = (question.rules, question.day);
    match (rules.its_grace_until, question.pole.recognised_on) {
        (Some(last), _) => day > last,
        (None, _) if rules.its_grace_years == 0 => true,
        (None, Some(on)) if on <= day => {
            rules.anniversary.reached(on, rules.its_grace_years) <= day
        }
        (None, _) => false,
    }
}
