//! Which members can fill which slots, by trying every assignment.

use std::collections::BTreeMap;

use ptp_domain::member::{Member, MemberKind};
use ptp_domain::rules::ruleset::Binds;
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

/// The best assignments of members to slots.
pub(super) struct Seats {
    least: Counts,
    /// How many certain members the slots can have at best.
    certain: Counts,
    /// How many with those under review, without emptying a slot that certain ones filled.
    all: Counts,
    its_waived: bool,
    /// How many an ITS slot that is waived has.
    its: u32,
    /// The members in slots in each of the best assignments.
    pub(super) best: Vec<Vec<Seat>>,
}

impl Seats {
    pub(super) fn of(question: &Question<'_>) -> Self {
        let least = [0, 1, 2, 3].map(|index| question.rules.least(Slot::ALL[index]));
        let its_waived = !is_its_binding(question);
        let mut assignments = Vec::new();
        assign(&choices(question), least, &mut Vec::new(), &mut assignments);
        let counted = |seats: &[Seat], certain| {
            let binding = |slot| slot != Slot::Its || !its_waived;
            [0, 1, 2, 3].map(|index| {
                let slot = Slot::ALL[index];
                if binding(slot) { count(seats, slot, certain) } else { 0 }
            })
        };
        let certain =
            assignments.iter().map(|seats| counted(seats, true)).max().unwrap_or_default();
        assignments.retain(|seats| {
            counted(seats, false).iter().zip(certain).all(|(all, certain)| *all >= certain)
        });
        // What binds comes first, in the page's order, then certainty, then what is waived.
        let certain_of = |seats: &[Seat]| counted(seats, true).iter().sum::<u32>();
        let score = |seats: &Vec<Seat>| {
            let its = if its_waived { count(seats, Slot::Its, true) } else { 0 };
            (counted(seats, false), certain_of(seats), its)
        };
        let best = assignments.iter().map(score).max().unwrap_or_default();
        assignments.retain(|seats| score(seats) == best);
        Self { least, certain, all: best.0, its_waived, its: best.2, best: assignments }
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

/// Every way of giving the organisations that are left a slot or none.
fn assign(left: &[Vec<Seat>], least: Counts, taken: &mut Vec<Seat>, found: &mut Vec<Vec<Seat>>) {
    let Some((first, others)) = left.split_first() else { return found.push(taken.clone()) };
    assign(others, least, taken, found);
    for seat in first {
        if count(taken, seat.slot, false) < least[seat.slot as usize] {
            taken.push(*seat);
            assign(others, least, taken, found);
            taken.pop();
        }
    }
}

fn count(seats: &[Seat], slot: Slot, certain: bool) -> u32 {
    seats.iter().map(|seat| u32::from(seat.slot == slot && (seat.certain || !certain))).sum()
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
        _ => tracks::suits(question, member, slot),
    };
    let all = worst([own, question.is_admitted(member), question.is_in_region(member)]);
    // Who counts is bound: who does not meet what binds it does not count.
    match question.rules.requirements_bind {
        Binds::All => all,
        Binds::Counted => all.max(meets(question, member)),
    }
}

/// Whether the member meets what a call may ask of those that count only.
fn meets(question: &Question<'_>, member: &Member) -> Answer {
    let business = member.company().map_or(Yes, |company| {
        worst([
            companies::is_committed(question, member, company),
            companies::is_of_area(question, company),
            companies::is_registered(question, company),
        ])
    });
    let is_bound = tracks::is_bound(question, member);
    business.max(if is_bound { tracks::is_senior(question, member) } else { Yes })
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
